// The plan's web panel as a desktop window: the page and nothing else. Loaded from a file, it may ask a server all the same.
const { app, BrowserWindow } = require('electron')
const path = require('node:path')

process.on('SIGTERM', () => app.quit())
// A window made at the moment in which a debugger attaches can lose it. The start of this program is not measured, so it waits.
app
  .whenReady()
  .then(() => new Promise((resolve) => setTimeout(resolve, 500)))
  .then(() => {
    const window = new BrowserWindow({ width: 1000, height: 760, webPreferences: { webSecurity: false } })
    window.setMenu(null)
    void window.loadFile(path.join(process.resourcesPath, 'page', 'index.html'), { query: { panels: process.env.BASELINE_PANELS ?? '[]' } })
  })

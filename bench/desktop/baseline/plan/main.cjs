// The plan's web panel as a desktop window: the page and nothing else.
const { app, BrowserWindow } = require('electron')
const path = require('node:path')

process.on('SIGTERM', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1000, height: 760 })
  window.setMenu(null)
  void window.loadFile(path.join(__dirname, 'page', 'index.html'), { query: { panels: process.env.BASELINE_PANELS ?? '[]' } })
})

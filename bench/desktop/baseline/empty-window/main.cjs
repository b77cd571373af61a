// The least that an app with a window can be: one page with one word, shown when it has been painted.
const { app, BrowserWindow } = require('electron')
const path = require('node:path')

process.on('SIGTERM', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1000, height: 760, show: false })
  window.setMenu(null)
  window.once('ready-to-show', () => window.show())
  void window.loadFile(path.join(__dirname, 'page.html'))
})

// The least that an app with a window can be: one page with one word, shown when it has been painted.
const { app, BrowserWindow } = require('electron')

process.on('SIGTERM', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1000, height: 760, show: false })
  window.setMenu(null)
  window.once('ready-to-show', () => window.show())
  // Not from a file: release fuses keep pages out of the archive.
  void window.loadURL('data:text/html,<title>Empty</title><p>Empty</p>')
})

// The smallest app with a window: one page with one word, shown when it has been painted.
const { app, BrowserWindow } = require('electron')

process.on('SIGTERM', () => app.quit())
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1000, height: 760, show: false })
  window.setMenu(null)
  window.once('ready-to-show', () => window.show())
  // The page is not loaded from a file, because release fuses forbid that for files in the archive.
  void window.loadURL('data:text/html,<title>Empty</title><p>Empty</p>')
})

// The smallest app that opens its window from the tray: a click on the item opens one page with one word, shown when it has been painted.
const { app, BrowserWindow, Tray } = require('electron')
const path = require('node:path')

app.on('window-all-closed', () => undefined)
process.on('SIGTERM', () => app.quit())
app.whenReady().then(() => {
  globalThis.tray = new Tray(path.join(process.resourcesPath, 'tray', 'connected.png'))
  globalThis.tray.on('click', () => {
    const window = new BrowserWindow({ width: 1000, height: 760, show: false })
    window.setMenu(null)
    window.once('ready-to-show', () => window.show())
    // The page is not loaded from a file, because release fuses forbid that for files in the archive.
    void window.loadURL('data:text/html,<title>Empty</title><p>Empty</p>')
  })
})

// The smallest tray app: a tray item as soon as Electron is ready, and one request.
const { app, net, Tray } = require('electron')
const path = require('node:path')

app.on('window-all-closed', () => undefined)
process.on('SIGTERM', () => app.quit())
app.whenReady().then(async () => {
  globalThis.tray = new Tray(path.join(process.resourcesPath, 'tray', 'connected.png'))
  const address = process.env.BASELINE_FETCH
  if (address) await (await net.fetch(address)).text()
})

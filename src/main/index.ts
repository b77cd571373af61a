// Entry: one instance, hardening, then the app. Everything heavy is in chunks loaded while Electron gets ready.
import { app } from 'electron'
import { registerAppScheme, serveAppScheme } from './desktop/app-scheme'
import { hardenSession, hardenWebContents } from './desktop/hardening'
import { APP_ID, APP_NAME, appPaths } from './desktop/app-paths'

app.setName(APP_NAME)
app.setAppUserModelId(APP_ID)
registerAppScheme()
hardenWebContents()

if (app.requestSingleInstanceLock()) {
  // With the last window closed the app lives on in the tray.
  app.on('window-all-closed', () => undefined)
  // Not awaited: Electron becomes ready only after this module has loaded.
  void Promise.all([app.whenReady(), import('./app')]).then(([, { startApp }]) => {
    hardenSession()
    serveAppScheme(appPaths().renderer)
    return startApp()
  })
} else {
  app.quit()
}

// Entry: one instance, hardening, then the app. Everything heavy is in chunks loaded while Electron gets ready.
import { app, dialog } from 'electron'
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
  }).catch(failedToStart)
} else {
  app.quit()
}

/** A process without window and tray that holds the lock would keep every later start from working. */
async function failedToStart(error: unknown): Promise<void> {
  try {
    const [{ tellStartFailure }, { openLogFile }] = await Promise.all([import('./desktop/start-failure'), import('./desktop/log-file')])
    tellStartFailure(error, {
      locale: () => app.getPreferredSystemLanguages()[0] ?? app.getLocale(),
      record: (message) => openLogFile({ folder: app.getPath('logs'), toConsole: true }).error('not started', { error: message }),
      releaseLock: () => app.releaseSingleInstanceLock(),
      say: (title, body) => dialog.showErrorBox(title, body),
    })
  } finally {
    app.exit(1)
  }
}

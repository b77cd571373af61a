// Entry: one instance, hardening, and a tray item at once. Everything else is in chunks that are loaded after it.
import { app, dialog } from 'electron'
import { registerAppScheme, serveAppScheme, loadHttpClasses } from './desktop/window/app-scheme'
import { APP_ID, APP_NAME, appPaths } from './desktop/system/app-paths'
import { keepCompiledCode } from './desktop/system/compiled-code'
import { readStartSnapshot } from './desktop/settings/start-snapshot-file'
import { readStartupSettings } from './desktop/settings/startup-settings'
import { isDebugged } from './desktop/system/test-hooks'
import { createFirstTray } from './desktop/tray/first-tray'
import { hardenSession, hardenWebContents } from './desktop/window/hardening'
import { createIpcCalls } from './desktop/window/ipc'
import { createMainWindow } from './desktop/window/main-window'

keepCompiledCode()
// Before Electron is ready, which is when Chromium opens the port.
const debugged = isDebugged(app, process.argv)
app.setName(APP_NAME)
app.setAppUserModelId(APP_ID)
registerAppScheme()
hardenWebContents()

if (debugged !== null && app.requestSingleInstanceLock()) {
  // With the last window closed the app lives on in the tray.
  app.on('window-all-closed', () => undefined)
  // Not awaited: Electron becomes ready only after this module has loaded.
  void app.whenReady().then(begin).catch(failedToStart)
} else {
  app.quit()
}

/**
 * Pause after the tray item was made, ms. The desktop asks the item for its parts in several calls over D-Bus, which this thread has to answer; work that
 * is begun meanwhile would delay the tray. With a window to open, the window is what somebody waits for.
 */
const TRAY_PAUSE = 150
/** A debugger that attaches in the moment in which the window is made can lose the page for good, ms: it gets the time to attach before. */
const DEBUGGER_PAUSE = 500
/** A window that shows nothing by then holds nothing up any more, ms. */
const PICTURE_LIMIT = 3_000

async function begin(): Promise<void> {
  const paths = appPaths()
  const { place, startHidden } = readStartupSettings(paths.settings)
  const hidden = startHidden || process.argv.includes('--hidden')
  // Started without a window, the tray is all there is to see: first of all. With one, it comes a moment after the window.
  let tray = hidden ? createFirstTray(paths.trayIcons, APP_NAME) : null
  // Before any page exists. It makes the session, which takes some 50 ms.
  hardenSession()
  const snapshot = hidden ? null : readStartSnapshot({ folder: paths.userData, version: app.getVersion(), page: paths.renderer })
  const page = serveAppScheme(paths.renderer, snapshot)
  const window = createMainWindow({ preload: paths.preload, icon: paths.icon, title: APP_NAME, place })
  const calls = createIpcCalls(window)
  // From now on, or a second start in the first moment would be lost. macOS: dock click, also when the tray icon is switched off.
  app.on('second-instance', () => window.show())
  app.on('activate', () => window.show())
  if (debugged) await pause(DEBUGGER_PAUSE)
  if (!hidden) {
    window.show()
    loadHttpClasses()
  }
  tray ??= createFirstTray(paths.trayIcons, APP_NAME)
  const shown = Promise.race([window.firstShown, pause(PICTURE_LIMIT)])
  if (hidden) await pause(TRAY_PAUSE)
  // The page has what it draws first. Until it stands, the app's code would only take time from it.
  else if (snapshot !== null) await shown
  const { startApp } = await import('./wiring/app')
  await startApp({ tray, window, calls, page, hidden, drawn: hidden ? Promise.resolve() : shown })
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A process without window and tray that holds the lock would keep every later start from working. */
async function failedToStart(error: unknown): Promise<void> {
  try {
    const [{ tellStartFailure }, { createLogFile: openLogFile }] = await Promise.all([
      import('./desktop/system/start-failure'),
      import('./desktop/system/log-file'),
    ])
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

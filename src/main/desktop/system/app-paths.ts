// Names of the app and where its files lie, packaged or not.
import { app } from 'electron'
import { join } from 'node:path'

/** The product's name, everywhere. */
export const APP_NAME = 'WPP Companion'
/** Windows' application user model id; the Start-menu shortcut must carry the same. */
export const APP_ID = 'com.wpp-companion.desktop'

/** Folders and files that adapters need. */
export function appPaths() {
  const out = join(app.getAppPath(), 'out')
  const packaged = app.isPackaged
  const resources = packaged ? process.resourcesPath : join(app.getAppPath(), 'resources')
  return {
    renderer: join(out, 'renderer'),
    preload: join(out, 'preload', 'index.cjs'),
    trayIcons: join(resources, 'tray'),
    notices: join(packaged ? resources : out, 'THIRD-PARTY-NOTICES.txt'),
    icon: join(resources, 'icons', '256.png'),
    /** Profile: settings, history, sandbox state. */
    userData: app.getPath('userData'),
    settings: join(app.getPath('userData'), 'settings.json'),
    history: join(app.getPath('userData'), 'history.db'),
    sandbox: join(app.getPath('userData'), 'sandbox'),
    /** Descriptions of gateways: an administrator's for all users, then the operator's own. */
    descriptions: [join(sharedFolder(), 'gateways'), join(app.getPath('userData'), 'gateways')],
  }
}

/** Where an administrator puts files for all users of the computer. */
function sharedFolder(): string {
  if (process.platform === 'win32') return join(process.env['ProgramData'] ?? 'C:\\ProgramData', APP_NAME)
  return process.platform === 'darwin' ? `/Library/Application Support/${APP_NAME}` : '/etc/wpp-companion'
}

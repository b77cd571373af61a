// What the app stands on before anything is shown: log, settings, D-Bus, keychain.
import { app } from 'electron'
import { realClock } from './clock'
import { createKeychain, loadKeytar } from './keychain'
import { lateLog } from './late-log'
import { secretItems } from './secret-items'
import { createSecretService } from './secret-service'
import { createSessionBus } from './session-bus'
import { openSettings } from './settings-file'

/** Opened once at start. `bus` is null where there is no D-Bus desktop. */
export type Foundation = ReturnType<typeof openFoundation>

/** Opens log, settings and keychain; nothing here throws or waits. The log's library is loaded once `drawn` settles. */
export function openFoundation(drawn: Promise<void>) {
  const clock = realClock
  const log = lateLog(async () => {
    await drawn
    const { openLogFile } = await import('./log-file')
    return openLogFile({ folder: app.getPath('logs'), toConsole: !app.isPackaged })
  })
  const settings = openSettings({ folder: app.getPath('userData'), loadStore: async () => (await import('./settings-store')).openElectronStore, clock, log })
  const bus = process.platform === 'linux' ? createSessionBus({ clock, log }) : null
  const secretService = bus ? createSecretService({ bus, clock, log }) : null
  const keychain = createKeychain({ secretService, ...(bus ? { afterRestart: secretItems(bus) } : {}), load: loadKeytar, clock, log })
  return { clock, log, settings, bus, keychain }
}

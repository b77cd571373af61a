// The parts that everything else needs: log, settings, D-Bus, keychain.
import { app } from 'electron'
import { realClock } from './system/clock'
import { createKeychain, loadKeytar } from './keychain/keychain'
import { createDeferredLog } from './system/deferred-log'
import { createSecretItems } from './keychain/secret-items'
import { createSecretService } from './keychain/secret-service'
import { createSessionBus } from './system/session-bus'
import { createSettingsFile } from './settings/settings-file'

/** Opened once at start. `bus` is null where there is no D-Bus desktop. */
export type Foundation = ReturnType<typeof createFoundation>

/** Opens log, settings and keychain; nothing here throws or waits. The log's library is loaded once `drawn` settles. */
export function createFoundation(drawn: Promise<void>) {
  const clock = realClock
  const log = createDeferredLog(async () => {
    await drawn
    const { createLogFile: openLogFile } = await import('./system/log-file')
    return openLogFile({ folder: app.getPath('logs'), toConsole: !app.isPackaged })
  })
  const settings = createSettingsFile({
    folder: app.getPath('userData'),
    loadStore: async () => (await import('./settings/settings-store')).openElectronStore,
    clock,
    log,
  })
  const bus = process.platform === 'linux' ? createSessionBus({ clock, log }) : null
  const secretService = bus ? createSecretService({ bus, clock, log }) : null
  const keychain = createKeychain({ secretService, ...(bus ? { afterRestart: createSecretItems(bus) } : {}), load: loadKeytar, clock, log })
  return { clock, log, settings, bus, keychain }
}

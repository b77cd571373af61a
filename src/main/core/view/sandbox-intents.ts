// The panel of the simulated platform: its phone and its faults.
import type { CallHandlers } from '../../../shared/ipc/contract'
import type { SandboxFaults, SandboxPhoneAction } from '../../../shared/ipc/snapshot'
import { failed, type Outcome } from '../../../shared/model/failure'
import type { SettingsRepository } from '../registry'
import type { SessionWatcher } from '../watch'

/** The simulated platform's panel, when a sandbox connection exists. */
export interface SandboxControl {
  phone(sessionId: string, action: SandboxPhoneAction): Promise<Outcome>
  faults(faults: SandboxFaults): Promise<Outcome>
}

interface SandboxIntentsOptions {
  readonly settings: Pick<SettingsRepository, 'number'>
  readonly watcher: Pick<SessionWatcher, 'check'>
  /** Starts the simulated platform if need be. */
  control(): Promise<SandboxControl>
}

/** The handlers; the phone's fails with `not-found` for a number that is no longer in the app. */
export function createSandboxHandlers({ settings, watcher, control }: SandboxIntentsOptions): Pick<CallHandlers, 'sandbox.phone' | 'sandbox.faults'> {
  return {
    'sandbox.phone': async ({ key, action }) => {
      const record = settings.number(key)
      if (!record) return failed('not-found')
      const done = await (await control()).phone(record.sessionId, action)
      if (done.ok) watcher.check(key)
      return done
    },
    'sandbox.faults': async (faults) => (await control()).faults(faults),
  }
}

// What the operator chooses takes effect at once; what the system refuses is not shown as chosen.
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { CallArgs, CallHandlers } from '../../../shared/ipc/contract'
import type { Clock } from '../ports'
import type { SettingsRepository } from '../registry'

/**
 * Keeps and applies changed preferences; `apply` is false when the system did not take open-at-login.
 * Then fails with `not-allowed`, and both choices about the start are what they were.
 */
export function setPreferences(settings: SettingsRepository, change: CallArgs<'preferences.set'>, apply: () => boolean): Outcome {
  const { openAtLogin, startHidden } = settings.current()
  settings.set(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)))
  const applied = apply()
  if (applied || (change.openAtLogin === undefined && change.startHidden === undefined)) return success()
  settings.set({ openAtLogin, startHidden })
  apply()
  return failed('not-allowed', { detail: 'open at login: refused by the system', field: 'openAtLogin' })
}

const HOUR = 3_600_000

/** Mutes all notices for so many hours; 0 = no longer. */
export function muteAll(settings: Pick<SettingsRepository, 'set'>, clock: Pick<Clock, 'now'>, hours: number): void {
  settings.set({ mutedUntil: hours === 0 ? null : clock.now() + hours * HOUR })
}

interface PreferenceIntentsOptions {
  readonly settings: SettingsRepository
  readonly clock: Pick<Clock, 'now'>
  /** Draws and applies what was kept; false = the system refused open-at-login. */
  apply(): boolean
}

/** The handlers of preferences and of the mute of all notices. */
export function createPreferenceHandlers({ settings, clock, apply }: PreferenceIntentsOptions): Pick<CallHandlers, 'preferences.set' | 'notices.mute'> {
  return {
    'preferences.set': (change) => setPreferences(settings, change, apply),
    'notices.mute': ({ hours }) => {
      muteAll(settings, clock, hours)
      apply()
      return success()
    },
  }
}

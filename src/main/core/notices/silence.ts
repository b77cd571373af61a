// Why nothing is shown now, in one place for drops, reminders, wrong phones and channels that fail.
import type { SessionView } from '../../../shared/ipc/snapshot'
import type { AlarmRecord, QuietHours } from '../../../shared/model/settings'
import type { Clock } from '../ports'
import type { Notice, Silence } from './notice'
import { muteEnd, quietEnd } from './quiet-times'

/** A reason for silence, and when it ends (epoch ms); null = not before the operator changes something. */
export interface SilentUntil {
  readonly why: Silence
  readonly until: number | null
}

/** The operator's choices that silences depend on. */
export interface SilencePreferences {
  /** False = notices are switched off. */
  readonly notices: boolean
  readonly quietHours: QuietHours
}

/** How long an unstable number is left alone before the app looks again, ms: it may have become steady. */
const UNSTABLE_RECHECK = 60_000

/** Why no notice of this severity is shown now, whichever number it is about; null = it may be shown. */
export function silenceNow(
  options: { readonly clock: Pick<Clock, 'now'>; preferences(): SilencePreferences; mutedUntil(): number | null },
  severity: Notice['severity'],
): SilentUntil | null {
  const { notices, quietHours } = options.preferences()
  const now = options.clock.now()
  if (!notices) return { why: 'notices-off', until: null }
  const muted = muteEnd(options.mutedUntil(), now)
  if (muted !== null) return { why: 'muted', until: muted }
  const quiet = severity === 'critical' && quietHours.criticalPasses ? null : quietEnd(quietHours, now)
  return quiet === null ? null : { why: 'quiet-hours', until: quiet }
}

/** What the silences are built with. */
export interface SilencesOptions {
  readonly clock: Pick<Clock, 'now'>
  /** The operator's choices as they are now. */
  preferences(): SilencePreferences & { readonly mutedUntil: number | null; readonly mutedNumbers: Readonly<Record<string, number>> }
  session(key: string): SessionView | undefined
}

/** Every reason for silence. */
export interface Silences {
  /** When the mute of one number ends (epoch ms); null = it is not muted. */
  numberMutedUntil(key: string): number | null
  /** Why no notice of this severity about this number (null = about no single number) is shown now; null = it may be shown. */
  silenceFor(key: string | null, severity: Notice['severity']): SilentUntil | null
  /**
   * Until when (epoch ms) an alarm is not passed on to people outside; null = it may be. "Notices off" is about this computer and does not count.
   * A critical alarm is held back by the mute of its own number only.
   */
  escalationHeldUntil(alarm: Pick<AlarmRecord, 'key' | 'severity'>): number | null
}

/** Builds the silences over the operator's choices. */
export function createSilences({ clock, preferences, session }: SilencesOptions): Silences {
  const numberMutedUntil = (key: string): number | null => muteEnd(preferences().mutedNumbers[key], clock.now())
  return {
    numberMutedUntil,
    silenceFor(key, severity) {
      const muted = key === null ? null : numberMutedUntil(key)
      if (muted !== null) return { why: 'muted-number', until: muted }
      // An unstable number was told as such: no further notice of a drop that may pass.
      if (key !== null && severity === 'warning' && session(key)?.unstable === true) return { why: 'unstable', until: clock.now() + UNSTABLE_RECHECK }
      return silenceNow({ clock, preferences, mutedUntil: () => preferences().mutedUntil }, severity)
    },
    escalationHeldUntil({ key, severity }) {
      const muted = numberMutedUntil(key)
      if (muted !== null || severity === 'critical') return muted
      const { mutedUntil, quietHours } = preferences()
      return muteEnd(mutedUntil, clock.now()) ?? quietEnd(quietHours, clock.now())
    },
  }
}

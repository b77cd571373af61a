// Why nothing is shown now: the one place that decides it, for drops, reminders, wrong phones, payments, channels that fail and the tray.
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
interface SilencePreferences {
  /** False = notices are switched off. */
  readonly notices: boolean
  readonly quietHours: QuietHours
  /** Epoch ms until which all notices are muted. */
  readonly mutedUntil: number | null
  /** The same for single numbers, by key. */
  readonly mutedNumbers: Readonly<Record<string, number>>
}

/** How long an unstable number is left alone before the app looks again, ms: it may have become steady. */
const UNSTABLE_RECHECK = 60_000
/** A notice that a silence holds back is decided again after this at the latest, ms: the operator may end the silence early. */
export const SILENCE_RECHECK = 600_000

/** When to decide again about a notice that this silence holds back, epoch ms. */
export function recheckAt(silent: SilentUntil | null, now: number): number {
  return Math.min(now + SILENCE_RECHECK, Math.max(now + 1, silent?.until ?? Infinity))
}

/** What the silences are built with. */
export interface SilencesOptions {
  readonly clock: Pick<Clock, 'now'>
  /** The operator's choices as they are now. */
  preferences(): SilencePreferences
  /** A notice said that the number is unstable, and it is not steady yet. */
  toldUnstable(key: string): boolean
}

/** Every reason for silence that a person chose or a number gives. */
export interface Silences {
  /**
   * Why no notice of this severity about this number is shown now; null = it may be shown.
   * Key null = a notice about several numbers, or one whose number was asked for when it happened.
   */
  silenceFor(key: string | null, severity: Notice['severity']): SilentUntil | null
  /**
   * Until when (epoch ms) an alarm is not passed on to people outside; null = it may be. "Notices off" is about this computer and does not count.
   * A critical alarm is held back by the mute of its own number only.
   */
  escalationHeldUntil(alarm: Pick<AlarmRecord, 'key' | 'severity'>): number | null
  /** When the mute of all numbers and the quiet hours that hold now end (epoch ms); null = they do not hold. */
  ends(): { readonly mutedUntil: number | null; readonly quietUntil: number | null }
}

/** Builds the silences over the operator's choices. */
export function createSilences({ clock, preferences, toldUnstable }: SilencesOptions): Silences {
  const numberMutedUntil = (key: string): number | null => muteEnd(preferences().mutedNumbers[key], clock.now())
  const ends = (): ReturnType<Silences['ends']> => {
    const { mutedUntil, quietHours } = preferences()
    return { mutedUntil: muteEnd(mutedUntil, clock.now()), quietUntil: quietEnd(quietHours, clock.now()) }
  }
  return {
    silenceFor(key, severity) {
      const { notices, quietHours } = preferences()
      const { mutedUntil, quietUntil } = ends()
      const muted = key === null ? null : numberMutedUntil(key)
      if (muted !== null) return { why: 'muted-number', until: muted }
      // A drop that may pass is part of "unstable", which was told. One that needs a person is told all the same.
      if (key !== null && severity === 'warning' && toldUnstable(key)) return { why: 'unstable', until: clock.now() + UNSTABLE_RECHECK }
      if (!notices) return { why: 'notices-off', until: null }
      if (mutedUntil !== null) return { why: 'muted', until: mutedUntil }
      if (quietUntil === null || (severity === 'critical' && quietHours.criticalPasses)) return null
      return { why: 'quiet-hours', until: quietUntil }
    },
    escalationHeldUntil({ key, severity }) {
      const muted = numberMutedUntil(key)
      if (muted !== null || severity === 'critical') return muted
      const { mutedUntil, quietUntil } = ends()
      return mutedUntil ?? quietUntil
    },
    ends,
  }
}

// What the parts of the notification policy share: the outside world, one agenda for all their waits, and the last look before anything is said.
import type { ConnectionView, SessionView } from '../../shared/app-snapshot'
import type { QuietHours } from '../../shared/settings'
import type { Timings } from '../../shared/timings'
import { muteEnd, quietEnd } from './quiet'
import { noticeId, type Decision, type Notice, type NoticeCategory, type Silence } from './notice'
import type { Text, Wording } from './notice-words'
import type { Clock } from './ports'
import type { Happening } from './session-state'

/** What the policy is built with. */
export interface NotificationPolicyOptions {
  readonly clock: Clock
  timingsFor(connectionId: string): Timings
  /** The operator's choices as they are now. */
  preferences(): { readonly notices: boolean; readonly sound: boolean; readonly quietHours: QuietHours }
  /** Epoch ms until which notices are muted. */
  mutedUntil(): number | null
  wording(): Wording
  /** A number as it is now; undefined = no longer in the app. */
  session(key: string): SessionView | undefined
  /** What a number is called. */
  nameOf(session: SessionView): string
  /** What a connection is called, its sign-in, and whether each of its numbers has a key of its own. */
  connection(connectionId: string): { readonly name: string; readonly signIn: ConnectionView['signIn']; readonly keyPerNumber: boolean }
  /** How many other numbers of the connection are connected as far as known. */
  peers(connectionId: string, key: string): number
  /** Asks them now; settles when all have answered clearly. */
  checkPeers(connectionId: string, except: ReadonlySet<string>): Promise<void>
  /** Asks these numbers now (a bounded many of them); settles when each has answered. */
  check(keys: readonly string[]): Promise<void>
  /** Epoch ms until which one number's notices are muted. */
  mutedNumber(key: string): number | null
  /** A notice to show, or why there is none. */
  decide(decision: Decision): void
  /** A notice on show is no longer true. */
  withdraw(noticeId: string): void
}

/** Looked at again after this at the latest, ms: a silence may be ended early. */
const LOOK_AGAIN = 600_000

/** What a part of the policy has around it. */
export interface PolicyRoom {
  readonly options: NotificationPolicyOptions
  /** Calls the part's `due` for this subject at `at`; a later call moves it. */
  wait(subject: string, at: number): void
  forget(subject: string): void
  /** Epoch ms until which alarms are held after start or wake. */
  quietUntil(connectionId: string): number
  /** The last look: notices off, muted, or told. True = told. */
  conclude(draft: Draft, about: readonly Happening[]): boolean
  /** When to look again at what a silence kept from being told, epoch ms. */
  lookAgainAt(severity: Notice['severity']): number
  silence(silent: Silence, about: readonly Happening[]): void
  /** Names of numbers still in the app. */
  names(keys: Iterable<string>): string[]
}

/** A notice before preferences are asked. */
export interface Draft {
  readonly category: NoticeCategory
  /** A newer notice of the same category and subject takes its place. */
  readonly subject: string
  readonly connectionId: string
  /** The number a click opens. */
  readonly sessionKey: string | null
  readonly severity: Notice['severity']
  readonly text: Text
}

/** A number that comes and goes is looked at again after this, ms. */
const FLAP_LOOK = 60_000

/** Why nothing of this severity is said now whichever number it is about, and until when (epoch ms; null = until the operator changes it). */
export function silenceNow(
  options: Pick<NotificationPolicyOptions, 'preferences' | 'mutedUntil'> & { readonly clock: Pick<Clock, 'now'> },
  severity: Notice['severity'],
): { readonly why: Silence; readonly until: number | null } | null {
  const { notices, quietHours } = options.preferences()
  const now = options.clock.now()
  if (!notices) return { why: 'notices-off', until: null }
  const muted = muteEnd(options.mutedUntil(), now)
  if (muted !== null) return { why: 'muted', until: muted }
  const quiet = severity === 'critical' && quietHours.criticalPasses ? null : quietEnd(quietHours, now)
  return quiet === null ? null : { why: 'quiet-hours', until: quiet }
}

/** A number that comes and goes was told as such: no reminder of a drop that may pass before it is steady; looked at again every minute. */
export function flapSilence(session: SessionView | undefined, severity: Notice['severity'], now: number): { readonly why: Silence; readonly until: number } | null {
  return session?.unstable === true && severity === 'warning' ? { why: 'unstable', until: now + FLAP_LOOK } : null
}

/** Builds the parts' surroundings. */
export function policyRoom(options: NotificationPolicyOptions, agenda: Pick<PolicyRoom, 'wait' | 'forget'>, quietUntil: PolicyRoom['quietUntil']): PolicyRoom {
  const silence = (silent: Silence, about: readonly Happening[]): void => {
    if (about.length > 0) options.decide({ silent, about })
  }
  return {
    options,
    ...agenda,
    quietUntil,
    silence,
    conclude({ category, subject, connectionId, sessionKey, severity, text }, about) {
      const { sound } = options.preferences()
      const silent = silenceNow(options, severity)?.why ?? null
      if (silent) {
        silence(silent, about)
        return false
      }
      const id = noticeId(category, subject)
      options.decide({ notice: { id, category, sessionKey, connectionId, keys: [...new Set(about.map((each) => each.key))], ...text, severity, sound: sound && severity !== 'good' }, about })
      return true
    },
    lookAgainAt: (severity) => options.clock.now() + Math.min(LOOK_AGAIN, Math.max(1, (silenceNow(options, severity)?.until ?? Infinity) - options.clock.now())),
    names(keys) {
      return [...keys].map((key) => options.session(key)).filter((each) => each !== undefined).map((each) => options.nameOf(each))
    },
  }
}

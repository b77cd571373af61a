// What the parts of the notification policy share: the outside world, one timer queue, and the last decision before a notice is shown.
import type { ConnectionView, SessionView } from '../../../shared/ipc/snapshot'
import type { Timings } from '../../../shared/timings'
import { noticeId, type Decision, type Notice, type NoticeCategory, type Silence } from './notice'
import type { Text, Wording } from './notice-words'
import type { Clock } from '../ports'
import type { Happening } from '../session'
import { recheckAt, type Silences } from './silence'

/** What the policy is built with. */
export interface NotificationPolicyOptions {
  readonly clock: Clock
  timingsFor(connectionId: string): Timings
  /** The operator's choices as they are now. */
  preferences(): { readonly sound: boolean }
  /** Why nothing is shown now. */
  readonly silenceFor: Silences['silenceFor']
  wording(): Wording
  /** A number as it is now; undefined = no longer in the app. */
  session(key: string): SessionView | undefined
  /** What a number is called. */
  nameOf(session: SessionView): string
  /** What a connection is called, its sign-in, and whether each of its numbers has a key of its own. */
  connection(connectionId: string): { readonly name: string; readonly signIn: ConnectionView['signIn']; readonly keyPerNumber: boolean }
  /** How many other numbers of the connection are connected as far as known. */
  peers(connectionId: string, key: string): number
  /** Asks the connection's other numbers now; settles when all have answered clearly. */
  checkPeers(connectionId: string, except: ReadonlySet<string>): Promise<void>
  /** Asks these numbers now (a bounded many of them); settles when each has answered. */
  check(keys: readonly string[]): Promise<void>
  /** A notice to show, or why there is none. */
  decide(decision: Decision): void
  /** A notice on the screen is no longer true. */
  withdraw(noticeId: string): void
}

/** What one part of the policy is given. */
export interface NoticeContext {
  readonly options: NotificationPolicyOptions
  /** Calls the part's `due` for this subject at `at`; a later call moves it. */
  wait(subject: string, at: number): void
  forget(subject: string): void
  /** Epoch ms until which nothing is told after the start or a wake: first the numbers are asked. */
  quietUntil(connectionId: string): number
  /** Decides at last: a silence that holds for all numbers, or the notice is shown. True = shown. */
  conclude(draft: Draft, about: readonly Happening[]): boolean
  /** When to decide again about a notice that a silence holds back, epoch ms. */
  recheckAt(severity: Notice['severity']): number
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
  /** As in {@link Notice}. */
  readonly update?: true
}

/** Builds what one part of the policy is given. */
export function createNoticeContext(
  options: NotificationPolicyOptions,
  timers: Pick<NoticeContext, 'wait' | 'forget'>,
  quietUntil: NoticeContext['quietUntil'],
): NoticeContext {
  const silence = (silent: Silence, about: readonly Happening[]): void => {
    if (about.length > 0) options.decide({ silent, about })
  }
  return {
    options,
    ...timers,
    quietUntil,
    silence,
    conclude({ category, subject, connectionId, sessionKey, severity, text, update }, about) {
      const { sound } = options.preferences()
      const silent = options.silenceFor(null, severity)?.why ?? null
      if (silent) {
        silence(silent, about)
        return false
      }
      const id = noticeId(category, subject)
      options.decide({
        notice: {
          id,
          category,
          sessionKey,
          connectionId,
          keys: [...new Set(about.map((each) => each.key))],
          ...text,
          severity,
          sound: sound && severity !== 'good' && update !== true,
          ...(update === undefined ? {} : { update }),
        },
        about,
      })
      return true
    },
    recheckAt: (severity) => recheckAt(options.silenceFor(null, severity), options.clock.now()),
    names(keys) {
      return [...keys]
        .map((key) => options.session(key))
        .filter((each) => each !== undefined)
        .map((each) => options.nameOf(each))
    },
  }
}

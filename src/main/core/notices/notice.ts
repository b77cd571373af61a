// A notice as data, and the named reasons for not giving one.
import type { Happening } from '../session'

/** What a notice is about. A newer notice of the same category and subject takes the older one's place. */
export type NoticeCategory =
  | 'drop'
  | 'outage'
  | 'recovery'
  | 'cannot-check'
  | 'list-doubt'
  | 'sign-in'
  | 'reminder'
  | 'escalation'
  | 'wrong-phone'
  | 'unstable'
  | 'paid'

/** What a person is told. Plain text: escaping is the adapter's. */
export interface Notice {
  /** Category and subject. */
  readonly id: string
  readonly category: NoticeCategory
  /** The number a click opens; null = the list of numbers. */
  readonly sessionKey: string | null
  readonly connectionId: string
  /** Numbers it is about: a click acknowledges them. */
  readonly keys: readonly string[]
  readonly title: string
  readonly body: string
  /** `critical` may stay on screen and pass "do not disturb": it does not come back by itself. */
  readonly severity: 'critical' | 'warning' | 'good'
  readonly sound: boolean
  /** Says more about what the notice of this id told: takes its place on the screen without a sound, and is not shown where that notice is gone. */
  readonly update?: true
}

/** Why nothing is told. */
export type Silence =
  | 'notices-off'
  | 'muted'
  /** This number's notices are muted. */
  | 'muted-number'
  | 'quiet-hours'
  /** Back before it was to be told. */
  | 'recovered-meanwhile'
  /** Part of an outage that was told within the last minute. */
  | 'joined-outage'
  /** One more drop of a number that was told to come and go. */
  | 'unstable'
  /** A recovery that did not last. */
  | 'dropped-again'
  /** A recovery from something that was not told. */
  | 'drop-untold'
  /** Its connection's trouble was told already. */
  | 'already-told'
  /** Could be checked again in time. */
  | 'checked-again'
  /** The number is no longer in the app. */
  | 'removed'
  /** The operator stopped or re-linked it, or signed out. */
  | 'by-operator'

/** What became of one or more happenings. Every drop is in exactly one decision. */
export type Decision = { readonly notice: Notice; readonly about: readonly Happening[] } | { readonly silent: Silence; readonly about: readonly Happening[] }

/** The id of a notice. */
export function noticeId(category: NoticeCategory, subject: string): string {
  return `${category}:${subject}`
}

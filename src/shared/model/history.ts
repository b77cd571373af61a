// The history of a number: what is kept of each change, and what is drawn from it. Times are epoch ms, lengths ms.
import type { FailureCode } from './failure'
import type { Cause, Phase } from './session'

/** How long a change is kept, ms: 90 days. */
export const HISTORY_KEPT = 90 * 86_400_000

/** The periods that the window offers, ms. Each ends now. */
export const PERIODS = { day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000, quarter: HISTORY_KEPT } as const
export type Period = keyof typeof PERIODS

/** One change of one number, as kept on disk. */
export interface HistoryEntry {
  readonly key: string
  readonly connectionId: string
  readonly at: number
  /** Null = the app knew nothing of the number before. */
  readonly from: Phase | null
  readonly to: Phase
  readonly cause: Cause | null
  readonly failure: FailureCode | null
  /** What was seen on the wire; never a secret. */
  readonly evidence: { readonly source: string; readonly word: string | null; readonly http: number | null } | null
}

/** What availability is computed from. `off` = nobody expects the number to be connected; `unwatched` = the app was not running. */
export const STANDINGS = ['up', 'down', 'unknown', 'off', 'unwatched'] as const
export type Standing = (typeof STANDINGS)[number]

/** A span of time in which the standing of a number did not change. Epoch ms. */
export interface Stretch {
  readonly standing: Standing
  readonly from: number
  readonly to: number
}

/** The availability of one number between two instants (epoch ms). */
export interface Availability {
  readonly from: number
  readonly to: number
  /** Without gaps, oldest first. */
  readonly stretches: readonly Stretch[]
  /** Ms of each standing. */
  readonly sums: Readonly<Record<Standing, number>>
  /** Part of the time known as up or down in which it was up, 0 to 1; null = no such time, or too little of the whole was watched to say so. */
  readonly share: number | null
  /** Part of the whole time that the app watched, 0 to 1. */
  readonly watched: number
  /** How often it went down. */
  readonly drops: number
  /** The longest outage, ms: from its first time down to the next time up, what could not be checked in between included. */
  readonly longestDown: number
}

/** What the window draws of one number's history. */
export interface HistoryView {
  readonly availability: Availability
  /** Newest first. */
  readonly entries: readonly HistoryEntry[]
  /** True when the period has more entries than are sent. */
  readonly more: boolean
}

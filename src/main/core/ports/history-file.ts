// The database of the history as the core sees it. Calls are synchronous and short; large results come in pages.
import type { HistoryEntry } from '../../../shared/model/history'
import type { Phase } from '../../../shared/model/session'

/** A span of time in which the app ran and watched, epoch ms. */
export interface WatchedSpan {
  readonly from: number
  readonly to: number
}

/** The place of a change in the order of all changes; `id` orders changes of the same instant. */
export interface HistoryPlace {
  readonly at: number
  readonly id: number
}

/** Which changes to read. */
export interface HistoryQuery {
  /** Null = of all numbers. */
  readonly key: string | null
  /** Epoch ms, both ends included. */
  readonly from: number
  readonly to: number
  readonly newestFirst: boolean
  /** The last change of the page before; null = this is the first. */
  readonly after: HistoryPlace | null
}

/** One page of changes, and after which change the next page begins; null = this was the last page. */
export interface HistoryPage {
  readonly entries: readonly HistoryEntry[]
  readonly next: HistoryPlace | null
}

/** The database. Every method may throw, because the disk refuses or the file is damaged. */
export interface HistoryFile {
  append(entries: readonly HistoryEntry[]): void
  /** The last phase of a number; null = nothing is known of it. */
  lastPhase(key: string): Phase | null
  page(query: HistoryQuery): HistoryPage
  /** The changes that tell the state of a number at an instant (epoch ms): the last one before it, and the last "connected" or "disconnected". Oldest first. */
  before(key: string, at: number): readonly HistoryEntry[]
  /** Begins a span of watched time and answers its id. */
  beginSpan(span: WatchedSpan): number
  endSpan(id: number, to: number): void
  spans(from: number, to: number): readonly WatchedSpan[]
  /** Deletes one part of the changes older than `before` (epoch ms), beginning after a place (null = the oldest). Answers where to continue; null = done. */
  prune(before: number, after: HistoryPlace | null): HistoryPlace | null
  close(): void
}

/** True when SQLite says that the file is damaged. Any other error is the disk's, and may pass. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && /malformed|not a database|quick_check|made by a newer app/i.test(error.message)
}

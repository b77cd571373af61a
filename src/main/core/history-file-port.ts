// The database of the history as the core sees it. No call of it takes long: what may be much comes in pages.
import type { HistoryEntry } from '../../shared/history'
import type { Phase } from '../../shared/session'
import type { WatchedSpan } from './availability'

/** A change's place in the order of all; `id` tells those of the same instant apart. */
export interface HistoryPlace {
  readonly at: number
  readonly id: number
}

/** Which changes a page holds. */
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

/** Some changes, and where the next page goes on; null = this was the last. */
export interface HistoryPage {
  readonly entries: readonly HistoryEntry[]
  readonly next: HistoryPlace | null
}

/** The database. Every method may throw: a disk that refuses, a damaged file. */
export interface HistoryFile {
  append(entries: readonly HistoryEntry[]): void
  /** Where a number stood last; null = nothing is known of it. */
  lastPhase(key: string): Phase | null
  page(query: HistoryQuery): HistoryPage
  /** What tells where a number stood at an instant: the change it came with, and its last "connected" or "disconnected". Oldest first. */
  before(key: string, at: number): readonly HistoryEntry[]
  /** Begins an account of watched time and answers its number. */
  beginSpan(span: WatchedSpan): number
  endSpan(id: number, to: number): void
  spans(from: number, to: number): readonly WatchedSpan[]
  /** Forgets some of what is older than `before` (epoch ms), after a place (null = from the oldest); answers where to go on, null = that was all. */
  prune(before: number, after: HistoryPlace | null): HistoryPlace | null
  close(): void
}

/** A file that is damaged, by what SQLite says of it; anything else is the disk's trouble, and passes. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && /malformed|not a database|quick_check|made by a newer app/i.test(error.message)
}

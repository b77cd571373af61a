// Reads the history a page at a time: at 900,000 changes one answer takes seconds, and nobody may wait for it but the one who asked.
import { PERIODS, type HistoryEntry, type HistoryView, type Period } from '../../shared/history'
import { availabilityOf, type WatchedSpan } from './availability'
import type { HistoryFile, HistoryPlace } from './history-file-port'
import type { Clock } from './ports'

/** Changes sent to the window at once. */
const MOST_SHOWN = 1_000

/** One number's changes, what led up to them included, and when the app watched. */
export interface NumberHistory {
  readonly entries: readonly HistoryEntry[]
  readonly watched: readonly WatchedSpan[]
}

/** What can be asked of the history. Null = the database is out of reach. */
export interface HistoryReader {
  /** One number's history of a period that ends now. */
  view(key: string, period: Period): Promise<HistoryView | null>
  /** One number's changes from an instant (epoch ms) on. */
  changes(key: string, from: number): Promise<NumberHistory | null>
  /** The changes of one number (null = of all) from an instant on, oldest first, page by page. Throws when the database is out of reach. */
  pages(key: string | null, from: number): AsyncGenerator<readonly HistoryEntry[], void, undefined>
  /** The newest changes of all numbers, oldest first. */
  newest(most: number): Promise<readonly HistoryEntry[] | null>
}

interface HistoryReaderOptions {
  readonly clock: Clock
  /** Writes what waits, so that it is read too. */
  flush(): Promise<void>
  /** Runs on the file; null = it is out of reach or refused. */
  attempt<T>(run: (file: HistoryFile) => T): T | null
}

/** Reads from the file behind `attempt`. */
export function historyReader({ clock, flush, attempt }: HistoryReaderOptions): HistoryReader {
  /** Others get their turn. */
  const pause = (): Promise<void> => new Promise((done) => void clock.after(0, done))

  async function* pages(key: string | null, newestFirst: boolean, from: number): AsyncGenerator<readonly HistoryEntry[], void, undefined> {
    await flush()
    const to = clock.now()
    for (let place: HistoryPlace | null = null; ; ) {
      const found = attempt((file) => file.page({ key, from, to, newestFirst, after: place }))
      if (!found) throw new Error('the history is out of reach')
      yield found.entries
      if (found.next === null) return
      place = found.next
      await pause()
    }
  }

  async function changes(key: string, from: number): Promise<NumberHistory | null> {
    try {
      const entries: HistoryEntry[] = []
      for await (const page of pages(key, false, from)) entries.push(...page)
      return attempt((file) => ({ entries: [...file.before(key, from), ...entries], watched: file.spans(from, clock.now()) }))
    } catch {
      return null
    }
  }

  return {
    changes,
    pages: (key, from) => pages(key, false, from),
    async view(key, period) {
      const to = clock.now()
      const from = to - PERIODS[period]
      const found = await changes(key, from)
      if (!found) return null
      const entries = found.entries.filter(({ at }) => at >= from).reverse()
      return { availability: availabilityOf({ changes: found.entries, watched: found.watched, from, to }), entries: entries.slice(0, MOST_SHOWN), more: entries.length > MOST_SHOWN }
    },
    async newest(most) {
      try {
        const entries: HistoryEntry[] = []
        for await (const page of pages(null, true, 0)) {
          entries.push(...page)
          if (entries.length >= most) break
        }
        return entries.slice(0, most).reverse()
      } catch {
        return null
      }
    },
  }
}

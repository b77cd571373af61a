// Reads the history a page at a time: with 900,000 changes one query takes seconds, and would block everything else in the app.
import { PERIODS, type HistoryEntry, type HistoryView, type Period } from '../../../shared/model/history'
import { availabilityOf } from './availability'
import type { Clock, HistoryFile, HistoryPlace, WatchedSpan } from '../ports'

/** Changes sent to the window at once. */
const MOST_SHOWN = 1_000

/** One number's changes with the one before the period, and when the app watched. */
interface NumberHistory {
  readonly entries: readonly HistoryEntry[]
  readonly watched: readonly WatchedSpan[]
}

/** Reads the history. Null = the database is out of reach. */
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
  /** Writes the changes that wait, so that they are read too. */
  flush(): Promise<void>
  /** Runs on the file; null = the file is out of reach or refused. */
  attempt<T>(run: (file: HistoryFile) => T): T | null
}

/** Builds a reader of the file that `attempt` gives. */
export function createHistoryReader({ clock, flush, attempt }: HistoryReaderOptions): HistoryReader {
  /** Lets other work of the event loop run. */
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
      return {
        availability: availabilityOf({ changes: found.entries, watched: found.watched, from, to }),
        entries: entries.slice(0, MOST_SHOWN),
        more: entries.length > MOST_SHOWN,
      }
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

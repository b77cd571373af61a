// What the operator can ask of the history: look at it, and take it along as a table or a page.
import { failed, success } from '../../shared/failure'
import { HISTORY_KEPT, PERIODS, type HistoryEntry } from '../../shared/history'
import type { CallHandlers } from '../../shared/ipc-contract'
import { numberName } from '../../shared/number-name'
import { availabilityOf } from './availability'
import type { HistoryBook } from './history-book'
import { csvFormat } from './history-csv'
import { historyReport, type ReportedNumber } from './history-report'
import type { Wording } from './notice-words'
import type { Clock } from './ports'
import type { SettingsBook } from './settings-book'

interface HistoryIntentsOptions {
  readonly clock: Clock
  readonly book: SettingsBook
  readonly history: HistoryBook
  wording(): Wording
  language(): string
  /** Writes the file among the downloads under this name or a free one like it, and answers its path; null = the disk refused. */
  save(name: string, content: string | AsyncIterable<string>): Promise<string | null>
  /** Shows the saved file in its folder; false = it is no longer there. */
  reveal(): boolean
}

/** The handlers; they fail with `not-found`, `history-unreachable` or `not-saved`. */
export function historyHandlers({ clock, book, history, wording, language, save, reveal }: HistoryIntentsOptions): Pick<CallHandlers, 'history.read' | 'history.export' | 'file.reveal'> {
  const named = (key: string, connectionId: string) => {
    const number = book.number(key)
    return { number: number ? numberName(number) : key, session: number?.sessionId ?? '', connection: book.connection(connectionId)?.name ?? '' }
  }
  /** Written while it is read: the table of many numbers does not fit into the memory of a small computer. */
  async function* csv(key: string | null): AsyncGenerator<string, void, undefined> {
    const { head, rows } = csvFormat(wording().t, language())
    const names = new Map<string, ReturnType<typeof named>>()
    const nameOf = ({ key: of, connectionId }: HistoryEntry): ReturnType<typeof named> => {
      const name = names.get(of) ?? named(of, connectionId)
      names.set(of, name)
      return name
    }
    yield head
    for await (const page of history.pages(key, clock.now() - HISTORY_KEPT)) yield rows(page.map((entry) => ({ entry, ...nameOf(entry) })))
  }
  async function report(key: string | null): Promise<string | null> {
    const now = clock.now()
    const numbers: ReportedNumber[] = []
    for (const each of book.current().numbers) {
      if (key !== null && each.key !== key) continue
      const found = await history.changes(each.key, now - PERIODS.month)
      if (!found) return null
      const of = (length: number) => availabilityOf({ changes: found.entries, watched: found.watched, from: now - length, to: now })
      numbers.push({ name: numberName(each), connection: book.connection(each.connectionId)?.name ?? '', day: of(PERIODS.day), week: of(PERIODS.week), month: of(PERIODS.month) })
    }
    return historyReport(numbers, { ...wording(), language: language(), now })
  }
  return {
    'history.read': async ({ key, period }) => {
      if (!book.number(key)) return failed('not-found')
      await history.ready
      const view = await history.view(key, period)
      return view ? success(view) : failed('history-unreachable')
    },
    'history.export': async ({ key, format }) => {
      const number = key === null ? null : book.number(key)
      if (key !== null && !number) return failed('not-found')
      await history.ready
      let unreachable = false
      const content = format === 'report' ? await report(key) : noting(csv(key), () => (unreachable = true))
      if (content === null) return failed('history-unreachable')
      const day = new Date(clock.now()).toISOString().slice(0, 10)
      const path = await save(`wpp-history-${number ? `${fileSafe(numberName(number))}-` : ''}${day}.${format === 'csv' ? 'csv' : 'html'}`, content)
      return path === null ? failed(unreachable ? 'history-unreachable' : 'not-saved') : success({ path })
    },
    'file.reveal': () => (reveal() ? success() : failed('not-found')),
  }
}

/** Hands on what comes, and notes whether its source broke: to the writer that looks like a disk that refuses. */
async function* noting(source: AsyncIterable<string>, onBroken: () => void): AsyncGenerator<string, void, undefined> {
  try {
    yield* source
  } catch (error) {
    onBroken()
    throw error
  }
}

/** Letters, digits and dashes of any language: allowed in file names everywhere. */
function fileSafe(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60)
}

// What the operator can ask of the history: look at it, and take it along as a table or a page.
import { failed, success } from '../../shared/failure'
import { HISTORY_KEPT, PERIODS } from '../../shared/history'
import type { CallHandlers } from '../../shared/ipc-contract'
import { numberName } from '../../shared/number-name'
import { availabilityOf } from './availability'
import type { HistoryBook } from './history-book'
import { historyCsv } from './history-csv'
import { historyReport } from './history-report'
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
  save(name: string, content: string): Promise<string | null>
  /** Shows the saved file in its folder; false = it is no longer there. */
  reveal(): boolean
}

/** The handlers; they fail with `not-found`, `history-unreachable` or `not-saved`. */
export function historyHandlers({ clock, book, history, wording, language, save, reveal }: HistoryIntentsOptions): Pick<CallHandlers, 'history.read' | 'history.export' | 'file.reveal'> {
  const named = (key: string, connectionId: string) => {
    const number = book.number(key)
    return { number: number ? numberName(number) : key, session: number?.sessionId ?? '', connection: book.connection(connectionId)?.name ?? '' }
  }
  const csv = (key: string | null): string | null => {
    const from = clock.now() - HISTORY_KEPT
    const found = history.read(key, from)
    return found && historyCsv(found.entries.filter(({ at }) => at >= from).map((entry) => ({ entry, ...named(entry.key, entry.connectionId) })), wording().t)
  }
  const report = (key: string | null): string | null => {
    const now = clock.now()
    const found = history.read(key, now - PERIODS.month)
    if (!found) return null
    const changesOf = grouped(found.entries)
    const numbers = book.current().numbers.filter((each) => key === null || each.key === key).map((each) => {
      const changes = changesOf.get(each.key) ?? []
      const of = (length: number) => availabilityOf({ changes, watched: found.watched, from: now - length, to: now })
      return { name: numberName(each), connection: book.connection(each.connectionId)?.name ?? '', day: of(PERIODS.day), week: of(PERIODS.week), month: of(PERIODS.month) }
    })
    return historyReport(numbers, { ...wording(), language: language(), now })
  }
  return {
    'history.read': async ({ key, period }) => {
      if (!book.number(key)) return failed('not-found')
      await history.ready
      const view = history.view(key, period)
      return view ? success(view) : failed('history-unreachable')
    },
    'history.export': async ({ key, format }) => {
      const number = key === null ? null : book.number(key)
      if (key !== null && !number) return failed('not-found')
      await history.ready
      const content = format === 'csv' ? csv(key) : report(key)
      if (content === null) return failed('history-unreachable')
      const day = new Date(clock.now()).toISOString().slice(0, 10)
      const path = await save(`wpp-history-${number ? `${fileSafe(numberName(number))}-` : ''}${day}.${format === 'csv' ? 'csv' : 'html'}`, content)
      return path === null ? failed('not-saved') : success({ path })
    },
    'file.reveal': () => (reveal() ? success() : failed('not-found')),
  }
}

function grouped<T extends { readonly key: string }>(entries: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const entry of entries) {
    const group = groups.get(entry.key)
    if (group) group.push(entry)
    else groups.set(entry.key, [entry])
  }
  return groups
}

/** Letters, digits and dashes of any language: allowed in file names everywhere. */
function fileSafe(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 60)
}

// What the operator can ask of the history: read it, and export it as a table or a page.
import { failed, success } from '../../../shared/model/failure'
import { PERIODS, type HistoryEntry, type Period } from '../../../shared/model/history'
import type { CallHandlers } from '../../../shared/ipc/contract'
import { recordName } from '../../../shared/words/phone-text'
import { availabilityOf, createCsvFormat, type HistoryRecorder, historyReport, type ReportedNumber } from '../history'
import type { Wording } from '../notices'
import type { Clock } from '../ports'
import type { SettingsRepository } from '../registry'

interface HistoryIntentsOptions {
  readonly clock: Clock
  readonly settings: SettingsRepository
  readonly history: HistoryRecorder
  wording(): Wording
  language(): string
  /** Writes the file among the downloads under this name or a free one like it, and answers its path; null = the disk refused. */
  save(name: string, content: string | AsyncIterable<string>): Promise<string | null>
  /** Shows the saved file in its folder; false = it is no longer there. */
  reveal(): boolean
}

/** The handlers; they fail with `not-found`, `history-unreachable` or `not-saved`. */
export function createHistoryHandlers({
  clock,
  settings,
  history,
  wording,
  language,
  save,
  reveal,
}: HistoryIntentsOptions): Pick<CallHandlers, 'history.read' | 'history.export' | 'file.reveal'> {
  const named = (key: string, connectionId: string) => {
    const number = settings.number(key)
    return { number: number ? recordName(number) : key, session: number?.sessionId ?? '', connection: settings.connection(connectionId)?.name ?? '' }
  }
  /** Written while it is read: the table of many numbers does not fit into the memory of a small computer. */
  async function* csv(key: string | null, from: number): AsyncGenerator<string, void, undefined> {
    const { head, rows } = createCsvFormat(wording().t, language())
    const names = new Map<string, ReturnType<typeof named>>()
    const nameOf = ({ key: of, connectionId }: HistoryEntry): ReturnType<typeof named> => {
      const name = names.get(of) ?? named(of, connectionId)
      names.set(of, name)
      return name
    }
    yield head
    for await (const page of history.pages(key, from)) yield rows(page.map((entry) => ({ entry, ...nameOf(entry) })))
  }
  async function report(key: string | null, period: Period): Promise<string | null> {
    const now = clock.now()
    const numbers: ReportedNumber[] = []
    for (const each of settings.current().numbers) {
      if (key !== null && each.key !== key) continue
      const found = await history.changes(each.key, now - PERIODS[period])
      if (!found) return null
      numbers.push({
        name: recordName(each),
        connection: settings.connection(each.connectionId)?.name ?? '',
        availability: availabilityOf({ changes: found.entries, watched: found.watched, from: now - PERIODS[period], to: now }),
      })
    }
    return historyReport(numbers, { ...wording(), language: language(), now, period })
  }
  return {
    'history.read': async ({ key, period }) => {
      if (!settings.number(key)) return failed('not-found')
      await history.ready
      const view = await history.view(key, period)
      return view ? success(view) : failed('history-unreachable')
    },
    'history.export': async ({ key, format, period }) => {
      const number = key === null ? null : settings.number(key)
      if (key !== null && !number) return failed('not-found')
      await history.ready
      let unreachable = false as boolean // set by a callback
      const content = format === 'report' ? await report(key, period) : noting(csv(key, clock.now() - PERIODS[period]), () => (unreachable = true))
      if (content === null) return failed('history-unreachable')
      const day = new Date(clock.now()).toISOString().slice(0, 10)
      const path = await save(`wpp-history-${number ? `${fileSafe(recordName(number))}-` : ''}${day}.${format === 'csv' ? 'csv' : 'html'}`, content)
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
  return name
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
}

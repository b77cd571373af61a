// The history as a table for spreadsheets.
import type { HistoryEntry } from '../../shared/history'
import { entryWords } from '../../shared/history-words'
import type { Translate } from '../../shared/i18n'

/** A change with what its number and connection are called. */
export interface NamedEntry {
  readonly entry: HistoryEntry
  readonly number: string
  readonly session: string
  readonly connection: string
}

const COLUMNS = ['time', 'number', 'session', 'connection', 'status', 'reason', 'evidence', 'from', 'to', 'cause', 'failure'] as const

/** RFC 4180 with a byte order mark, without which Excel takes UTF-8 for something else. Times are ISO 8601, UTC. */
export function historyCsv(entries: readonly NamedEntry[], t: Translate): string {
  const rows = entries.map(({ entry, number, session, connection }) => {
    const { what, why, evidence } = entryWords(entry, t)
    return [new Date(entry.at).toISOString(), number, session, connection, what, why, evidence, entry.from ?? '', entry.to, entry.cause ?? '', entry.failure ?? '']
  })
  const header = COLUMNS.map((column) => t(`history.csv.${column}`))
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A cell that a spreadsheet would run as a formula is made text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

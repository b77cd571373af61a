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

/**
 * RFC 4180 with a byte order mark, without which Excel takes UTF-8 for something else, and with the separator that Excel looks for in the language:
 * where numbers have a decimal comma that is the semicolon, and a table with commas is one column. Times are ISO 8601, UTC.
 */
export function csvFormat(t: Translate, language: string): { readonly head: string; rows(entries: readonly NamedEntry[]): string } {
  const separator = new Intl.NumberFormat(language).format(0.5).includes(',') ? ';' : ','
  const line = (cells: readonly string[]): string => `${cells.map(cell).join(separator)}\r\n`
  return {
    head: `\uFEFF${line(COLUMNS.map((column) => t(`history.csv.${column}`)))}`,
    rows: (entries) => entries.map(({ entry, number, session, connection }) => {
      const { what, why, evidence } = entryWords(entry, t)
      return line([new Date(entry.at).toISOString(), number, session, connection, what, why, evidence, entry.from ?? '', entry.to, entry.cause ?? '', entry.failure ?? ''])
    }).join(''),
  }
}

/** A cell that a spreadsheet would run as a formula is made text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

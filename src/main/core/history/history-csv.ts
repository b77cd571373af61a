// The history as a table for spreadsheets.
import type { HistoryEntry } from '../../../shared/model/history'
import { entryWords } from '../../../shared/words/history-words'
import type { Translate } from '../../../shared/words/i18n'

/** A change with the names of its number and connection. */
export interface NamedEntry {
  readonly entry: HistoryEntry
  readonly number: string
  readonly session: string
  readonly connection: string
}

const COLUMNS = ['time', 'number', 'session', 'connection', 'status', 'reason', 'evidence', 'from', 'to', 'cause', 'failure'] as const

/**
 * CSV after RFC 4180 that Excel opens well. The byte order mark makes Excel read it as UTF-8. The separator is the one that Excel expects in the language:
 * a semicolon where numbers have a decimal comma; with commas Excel would show one column. Times are ISO 8601, UTC.
 */
export function createCsvFormat(t: Translate, language: string): { readonly head: string; rows(entries: readonly NamedEntry[]): string } {
  const separator = new Intl.NumberFormat(language).format(0.5).includes(',') ? ';' : ','
  const line = (cells: readonly string[]): string => `${cells.map(cell).join(separator)}\r\n`
  return {
    head: `\uFEFF${line(COLUMNS.map((column) => t(`history.csv.${column}`)))}`,
    rows: (entries) =>
      entries
        .map(({ entry, number, session, connection }) => {
          const { what, why, evidence } = entryWords(entry, t)
          return line([
            new Date(entry.at).toISOString(),
            number,
            session,
            connection,
            what,
            why,
            evidence,
            entry.from ?? '',
            entry.to,
            entry.cause ?? '',
            entry.failure ?? '',
          ])
        })
        .join(''),
  }
}

/** A cell that a spreadsheet would run as a formula is made text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

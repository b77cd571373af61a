// The tables of docs/gateways.md: what is said in a row of a kind's column.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const lines = readFileSync(join(import.meta.dirname, '../../../docs/gateways.md'), 'utf8').split('\n')

/** The cell; null = there is none. */
export function saidInPapers(row: string, column: string): string | null {
  let heads: readonly string[] = []
  for (const line of lines) {
    const cells = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim())
      : []
    if (cells.length === 0) heads = []
    else if (heads.length === 0) heads = cells
    else if (cells[0] === row && heads.includes(column)) return cells[heads.indexOf(column)] ?? null
  }
  return null
}

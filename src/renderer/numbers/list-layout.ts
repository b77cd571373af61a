// The position of each line of the list, so that only the visible ones are drawn: 5,000 numbers must scroll as well as ten.
import type { SessionView } from '../../shared/ipc/snapshot'
import { hasNewNumber } from '../words/number-view'
import type { Group } from './use-groups'

/** Height of a number's line, px; the stylesheet holds the same. */
export const ROW = 40
/** Height of a connection's heading, px; the stylesheet holds the same. */
const HEAD = 48
/** Space under a group, px. */
const GAP = 8

/** One line that can be chosen. `number` null = the number that is being made. */
export interface Line {
  readonly id: string
  readonly connectionId: string
  readonly number: SessionView | null
  /** Distance from the top of the list, px. */
  readonly top: number
}

/** A group with its place. */
export interface PlacedGroup {
  readonly group: Group
  readonly lines: readonly Line[]
}

/** Id of the line of a number that is being made. */
export function newLineId(connectionId: string): string {
  return `new:${connectionId}`
}

/** Lays out all groups from top to bottom. */
export function layOut(groups: readonly Group[]): readonly PlacedGroup[] {
  let top = 0
  return groups.map((group) => {
    const connectionId = group.connection.id
    top += HEAD
    const lines: Line[] = []
    const add = (id: string, number: SessionView | null): void => {
      lines.push({ id, connectionId, number, top })
      top += ROW
    }
    if (hasNewNumber(group.connection)) add(newLineId(connectionId), null)
    for (const number of group.numbers) add(number.key, number)
    if (lines.length === 0) top += ROW
    top += GAP
    return { group, lines }
  })
}

/** The lines to draw at this scroll position and height (px) with some more at both ends, and the height of the lines left out before and after. */
export function visibleLines(
  lines: readonly Line[],
  scroll: number,
  height: number,
): { readonly shown: readonly Line[]; readonly before: number; readonly after: number } {
  const first = lines[0]
  if (!first) return { shown: [], before: 0, after: 0 }
  const spare = 8
  const from = Math.max(0, Math.min(lines.length, Math.floor((scroll - first.top) / ROW) - spare))
  const to = Math.max(from, Math.min(lines.length, Math.ceil((scroll + height - first.top) / ROW) + spare))
  return { shown: lines.slice(from, to), before: from * ROW, after: (lines.length - to) * ROW }
}

// What the history adds up to: when a number was up, down, out of sight or not watched, and how often it dropped.
import { STANDINGS, type Availability, type HistoryEntry, type Standing, type Stretch } from '../../shared/history'

/** A time in which the app ran and watched, epoch ms. */
export interface WatchedSpan {
  readonly from: number
  readonly to: number
}

type Change = Pick<HistoryEntry, 'at' | 'to' | 'cause'>

interface Facts {
  /** The number's changes up to the end, oldest first; those before the start tell where it stood there. */
  readonly changes: readonly Change[]
  /** When the app watched, oldest first. */
  readonly watched: readonly WatchedSpan[]
  readonly from: number
  readonly to: number
}

/**
 * Reckons one number's availability between two instants (epoch ms). A number is expected up from its first "connected" until
 * the operator disconnects it: linking it again after a drop is still time down. Time that nobody watched is neither.
 */
export function availabilityOf({ changes, watched, from, to }: Facts): Availability {
  const standings = standingsOf(changes, from, to)
  const stretches = standings.flatMap((each) => cut(each, watched))
  const sums = Object.fromEntries(STANDINGS.map((standing) => [standing, lengthOf(stretches, standing)])) as Record<Standing, number>
  const known = sums.up + sums.down
  const downs = stretches.filter(({ standing }) => standing === 'down')
  return {
    from,
    to,
    stretches,
    sums,
    share: known === 0 ? null : sums.up / known,
    drops: countDrops(changes, from, to),
    longestDown: downs.reduce((longest, each) => Math.max(longest, each.to - each.from), 0),
  }
}

/** Walks the changes; `expected` = it should be connected. */
function walk(changes: readonly Change[], visit: (at: number, standing: Standing) => void): void {
  let expected = false
  for (const { at, to, cause } of changes) {
    if (to === 'connected') expected = true
    else if (to === 'disconnected') expected = cause !== 'by-operator'
    visit(at, to === 'connected' ? 'up' : to === 'unknown' ? 'unknown' : expected ? 'down' : 'off')
  }
}

function standingsOf(changes: readonly Change[], from: number, to: number): Stretch[] {
  const found: Stretch[] = []
  let since = from
  let standing: Standing = 'off'
  const end = (at: number): void => {
    const last = found.at(-1)
    if (at <= since) return
    if (last?.standing === standing) found[found.length - 1] = { ...last, to: at }
    else found.push({ standing, from: since, to: at })
    since = at
  }
  walk(changes, (at, next) => {
    end(Math.min(at, to))
    standing = next
  })
  end(to)
  return found
}

function countDrops(changes: readonly Change[], from: number, to: number): number {
  let down = false
  let drops = 0
  walk(changes, (at, standing) => {
    if (standing === 'down' && !down && at >= from && at < to) drops += 1
    // Out of sight says nothing: down, then unknown, then down again is one drop.
    if (standing !== 'unknown') down = standing === 'down'
  })
  return drops
}

/** Puts `unwatched` over the parts of a stretch in which the app did not watch. */
function cut(stretch: Stretch, watched: readonly WatchedSpan[]): Stretch[] {
  const parts: Stretch[] = []
  let at = stretch.from
  for (const span of watched) {
    const from = Math.max(span.from, at)
    const to = Math.min(span.to, stretch.to)
    if (to <= from) continue
    if (from > at) parts.push({ standing: 'unwatched', from: at, to: from })
    parts.push({ ...stretch, from, to })
    at = to
  }
  if (at < stretch.to) parts.push({ standing: 'unwatched', from: at, to: stretch.to })
  return parts
}

function lengthOf(stretches: readonly Stretch[], standing: Standing): number {
  return stretches.reduce((sum, each) => (each.standing === standing ? sum + each.to - each.from : sum), 0)
}

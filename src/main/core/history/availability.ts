// Computes the availability of a number: when it was up, down, not checkable or not watched, and how often it dropped.
import { STANDINGS, type Availability, type HistoryEntry, type Standing, type Stretch } from '../../../shared/model/history'
import type { WatchedSpan } from '../ports'

type Change = Pick<HistoryEntry, 'at' | 'to' | 'cause'>

/** Less of the time watched than this says nothing about the whole. */
const LEAST_WATCHED = 0.2

interface Facts {
  /** The number's changes up to the end, oldest first. The ones before the start tell its phase at the start. */
  readonly changes: readonly Change[]
  /** When the app watched, oldest first. */
  readonly watched: readonly WatchedSpan[]
  readonly from: number
  readonly to: number
}

/**
 * Computes one number's availability between two instants (epoch ms). A number is expected up from its first "connected" until
 * the operator disconnects it: while the operator links it again after a drop it is still down. Time in which the app did not watch is neither.
 */
export function availabilityOf({ changes, watched, from, to }: Facts): Availability {
  const standings = standingsOf(changes, from, to)
  const stretches = standings.flatMap((each) => cut(each, watched))
  const sums = Object.fromEntries(STANDINGS.map((standing) => [standing, lengthOf(stretches, standing)])) as Record<Standing, number>
  const known = sums.up + sums.down
  const watchedPart = to > from ? (to - from - sums.unwatched) / (to - from) : 0
  return {
    from,
    to,
    stretches,
    sums,
    share: known === 0 || watchedPart < LEAST_WATCHED ? null : sums.up / known,
    watched: watchedPart,
    drops: countDrops(changes, from, to),
    longestDown: longestOutage(changes, from, Math.min(to, watched.at(-1)?.to ?? to)),
  }
}

/** The longest outage up to the last moment that was watched, with what could not be checked in it; its length is the one that the notice of the recovery tells. */
function longestOutage(changes: readonly Change[], from: number, to: number): number {
  let longest = 0
  let since: number | null = null
  const end = (at: number): void => {
    if (since !== null) longest = Math.max(longest, Math.min(at, to) - Math.max(since, from))
    since = null
  }
  walk(changes, (at, standing) => {
    if (standing === 'down') since ??= at
    else if (standing !== 'unknown') end(at)
  })
  end(to)
  return longest
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
    // `unknown` proves nothing: down, then unknown, then down again is one drop.
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

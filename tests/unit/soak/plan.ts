// The plan of a soak: what goes wrong when, drawn at random from a seed before anything runs. It is the truth that the judge goes by.
import type { Cause } from '../../../src/shared/model/session'
import type { Failure } from '../../../src/shared/model/failure'
import type { Says } from '../../fakes/gateways/fake-gateway'
import { seededRandom } from '../../fakes/rigs/watch-rig'
import { BLIPS, DROPS, LIES, LISTS, OUTAGES, SLEEPS, type Lasts } from './kinds'

const MINUTE = 60_000
/** Between two faults of a number its recovery has to be seen, and four changes in ten minutes are told otherwise, ms. */
const REST = 15 * MINUTE
/** Two outages of a backend, or two sleeps, are so far apart, ms. */
const APART = 10 * MINUTE
/** Between two lists that stay wrong a good one has to come, past an outage and with the next reading in five minutes, ms. */
const LISTS_APART = 20 * MINUTE
/** So near an outage or a sleep a drop may be seen late, ms: its backend is asked again after a back-off. */
export const BLUR = 2.5 * MINUTE
/** A drop lasts so long at least after nothing hides it any more, ms: what nobody can have seen has not to be told. */
const TO_BE_SEEN = 3 * MINUTE
/** Nothing happens at first, ms; and at last, when everything has to be told to its end. */
const PEACE = 15 * MINUTE
const LAST = 30 * MINUTE

/** Ms from the beginning. */
interface Span {
  readonly from: number
  readonly to: number
}

/** One planned fault. */
export type Fault = Span & { readonly kind: string } & (
    | {
        readonly what: 'drop'
        readonly connectionId: string
        readonly keys: readonly string[]
        readonly says: Says
        readonly cause: Cause
        readonly all: boolean
      }
    | { readonly what: 'blip'; readonly connectionId: string; readonly keys: readonly string[]; readonly says: Says; readonly once: boolean }
    | { readonly what: 'lie'; readonly connectionId: string; readonly keys: readonly string[]; readonly says: Says | null }
    | { readonly what: 'outage'; readonly connectionId: string; readonly failure: (now: number) => Failure }
    /** The list lacks these numbers, or has every row twice when it lacks none. */
    | { readonly what: 'list'; readonly connectionId: string; readonly lost: readonly string[]; readonly once: boolean }
    | { readonly what: 'sleep' }
  )
export type Drop = Extract<Fault, { what: 'drop' }>
type OfNumbers = Extract<Fault, { keys: readonly string[] }>

/** All that will happen. */
export interface Plan {
  readonly hours: number
  /** The numbers of each backend. */
  readonly connections: ReadonlyMap<string, readonly string[]>
  readonly faults: readonly Fault[]
}

/** Half of the numbers are on the first of five backends, the others have an eighth each. */
function backends(numbers: number): Map<string, string[]> {
  const connections = new Map(['c0', 'c1', 'c2', 'c3', 'c4'].map((id) => [id, [] as string[]]))
  for (let index = 0; index < numbers; index += 1) {
    const id = `c${Math.max(0, (index % 8) - 3)}`
    connections.get(id)?.push(`${id}/n${index}`)
  }
  return connections
}

/** Whether nothing can be asked of a connection meanwhile. */
export function hides(fault: Fault, connectionId: string): boolean {
  return fault.what === 'sleep' || (fault.what === 'outage' && fault.connectionId === connectionId)
}

/** From when on a drop could be seen in peace: what hides it before it can have been found puts that off. */
export function seenFrom(faults: readonly Fault[], connectionId: string, from: number): number {
  const visible = visibleFrom(faults, connectionId, from)
  const hiding = faults.find((each) => hides(each, connectionId) && visible < each.from && each.from < visible + BLUR)
  return hiding ? seenFrom(faults, connectionId, hiding.to) : visible
}

/** From when on a connection could be asked. */
export function visibleFrom(faults: readonly Fault[], connectionId: string, from: number): number {
  const hiding = faults.find((each) => hides(each, connectionId) && each.from <= from && from < each.to)
  return hiding ? visibleFrom(faults, connectionId, hiding.to) : from
}

const near = (one: Span, other: Span, ms: number): boolean => one.from < other.to + ms && other.from < one.to + ms

/** Draws a plan. Each kind comes equally often, its variants in turn; every second drop keeps clear of outages and sleep; every twentieth fault has a lie beside it. */
export function makePlan({
  hours,
  numbers,
  faults,
  seed,
}: {
  readonly hours: number
  readonly numbers: number
  readonly faults: number
  readonly seed: number
}): Plan {
  const random = seededRandom(seed)
  const connections = backends(numbers)
  const keys = [...connections.values()].flat()
  const planned: Fault[] = []
  const ofNumber = new Map<string, Fault[]>()
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const ends = hours * 60 * MINUTE - LAST

  /** Takes this part of the whole time at most. */
  const span = ([least, most]: Lasts, part = 0.9): Span => {
    const lasts = least + random() * (Math.min(most, Math.max(least, (ends - PEACE) * part)) - least)
    const from = PEACE + random() * (ends - PEACE - lasts)
    return { from, to: from + lasts }
  }
  const free = (key: string, at: Span): boolean => (ofNumber.get(key) ?? []).every((each) => !near(each, at, REST))
  const clear = (connectionId: string, { from }: Span): boolean => !planned.some((each) => hides(each, connectionId) && near(each, { from, to: from }, BLUR))
  const canBeSeen = (connectionId: string, { from, to }: Span): boolean => seenFrom(planned, connectionId, from) + TO_BE_SEEN <= to

  /** Draws until it fits in. */
  const place = (draw: () => Fault | null): void => {
    for (let tries = 0; tries < 10_000; tries += 1) {
      const fault = draw()
      if (!fault) continue
      planned.push(fault)
      for (const key of (fault as Partial<OfNumbers>).keys ?? []) ofNumber.set(key, [...(ofNumber.get(key) ?? []), fault])
      return
    }
    throw new Error('the plan has no room for so many faults')
  }
  const ofOne = (lasts: Lasts, mustBeClear: boolean): (Span & { readonly connectionId: string; readonly keys: readonly string[] }) | null => {
    const at = span(lasts)
    const key = pick(keys)
    const connectionId = key.slice(0, key.indexOf('/'))
    return free(key, at) && (!mustBeClear || clear(connectionId, at)) ? { ...at, connectionId, keys: [key] } : null
  }
  const ofAll = (lasts: Lasts, mustBeClear: boolean): ReturnType<typeof ofOne> => {
    const at = span(lasts)
    const [connectionId, all] = pick([...connections])
    const hit = all.filter((key) => free(key, at))
    return hit.length >= all.length / 2 && (!mustBeClear || clear(connectionId, at)) ? { ...at, connectionId, keys: hit } : null
  }
  const apart = (fault: Fault, ms: number | ((other: Fault) => number) = APART): Fault | null =>
    planned.some(
      (each) =>
        each.what === fault.what &&
        (each as { connectionId?: string }).connectionId === (fault as { connectionId?: string }).connectionId &&
        near(each, fault, typeof ms === 'number' ? ms : ms(each)),
    )
      ? null
      : fault

  // What hides is planned first, what needs a whole backend last.
  const kinds: [string, (nth: number) => Fault | null][] = [
    ...Object.entries(SLEEPS).map(([kind, { lasts }]) => [kind, () => apart({ kind, what: 'sleep', ...span(lasts, 0.04) })] as [string, () => Fault | null]),
    ...Object.entries(OUTAGES).map(([kind, { lasts, failures }]): [string, (nth: number) => Fault | null] => [
      kind,
      (nth) =>
        apart({
          kind,
          what: 'outage',
          connectionId: pick([...connections.keys()]),
          failure: failures[nth % failures.length] ?? (() => ({ code: 'unreachable' })),
          ...span(lasts),
        }),
    ]),
    ...Object.entries(LISTS).map(([kind, { lasts, lost, once }]): [string, (nth: number) => Fault | null] => [
      kind,
      (nth) => {
        const [connectionId, all] = pick([...connections])
        const at = span(lasts)
        const apartOf = (other: Fault): number => (once || (other.what === 'list' && other.once) ? MINUTE : LISTS_APART)
        const share = { none: 0, few: 3 / all.length, most: 0.7, all: 1 }[lost[nth % lost.length] ?? 'none']
        const from = Math.floor(random() * all.length)
        const lacking = [...all.slice(from), ...all.slice(0, from)].slice(0, Math.ceil(share * all.length))
        return clear(connectionId, at) ? apart({ kind, what: 'list', connectionId, lost: lacking, once, ...at }, apartOf) : null
      },
    ]),
    ...Object.entries(BLIPS).map(([kind, { lasts, says, once }]): [string, (nth: number) => Fault | null] => [
      kind,
      (nth) => {
        const at = ofOne(lasts, nth % 2 === 0)
        return at && { kind, what: 'blip', says, once, ...at }
      },
    ]),
    ...Object.entries(DROPS).map(([kind, { lasts, variants, all }]): [string, (nth: number) => Fault | null] => [
      kind,
      (nth) => {
        const at = (all ? ofAll : ofOne)(lasts, nth % 2 === 0)
        const variant = variants[Math.floor(nth / 2) % variants.length]
        return at && variant && canBeSeen(at.connectionId, at) ? { kind, what: 'drop', all: all === true, ...variant, ...at } : null
      },
    ]),
  ]
  kinds.forEach(([, draw], index) => {
    for (let nth = 0; nth * kinds.length + index < faults; nth += 1) place(() => draw(nth))
  })
  const lies = Object.entries(LIES)
  for (let nth = 0; nth < faults / 20; nth += 1) {
    const [kind, { lasts, says }] = lies[nth % lies.length] ?? ['', { lasts: [0, 0] as Lasts, says: null }]
    place(() => {
      const at = ofOne(lasts, false)
      return at && { kind, what: 'lie', says, ...at }
    })
  }
  return { hours, connections, faults: planned.sort((one, other) => one.from - other.from) }
}

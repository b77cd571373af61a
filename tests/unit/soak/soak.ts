// Compressed days of watching: numbers on several backends, faults with known truth, and what the app made of them.
import type { Decision } from '../../../src/main/core/notice'
import type { Happening } from '../../../src/main/core/session-state'
import { FakeClock } from '../../fakes/fake-clock'
import { house } from '../../fakes/house'
import { numberRecord, seededRandom } from '../../fakes/watch-rig'
import { WildGateway } from '../../fakes/wild-gateway'
import { BLIPS, DROPS, LIES, OUTAGES } from './faults'

const MINUTE = 60_000
/** A decision so long after the end of a fault still belongs to it, ms: gathered drops wait for their neighbours. */
const GRACE = 15_000

/** A time in which a number was really down. `seenFrom` = since when its backend said so. */
interface Truth {
  readonly key: string
  readonly kind: string
  readonly from: number
  to: number
  seenFrom: number
  /** Its backend was out of reach about that time. */
  blurred: boolean
  told: boolean
}

interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** What came of it. Latencies in ms, from the moment the backend said so to the decision. */
export interface SoakReport {
  readonly hours: number
  readonly numbers: number
  readonly faults: Readonly<Record<string, number>>
  readonly drops: number
  readonly missed: readonly string[]
  readonly falseAlarms: readonly string[]
  /** Drops told, with or without a lie behind them, that a lying backend is to blame for; and drops it hid. */
  readonly lies: { readonly told: number; readonly hidden: number }
  readonly latency: Spread
  /** Of drops during an outage of their backend or right after it, from the moment on which it could be seen. */
  readonly latencyAfterOutage: Spread
  readonly notices: Readonly<Record<string, number>>
  readonly silences: Readonly<Record<string, number>>
  readonly reminders: number
  readonly questionsPerNumberAndHour: number
  readonly mostPerNumber: number
  readonly timersLeft: number
}

/** Runs it. `faults` are spread evenly over the time at random; the first hour's quarter is left in peace. */
export async function soak({ hours, numbers, faults, seed }: { readonly hours: number; readonly numbers: number; readonly faults: number; readonly seed: number }): Promise<SoakReport> {
  const random = seededRandom(seed)
  const clock = new FakeClock()
  const start = clock.now()
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const ids = ['c0', 'c1', 'c2', 'c3', 'c4']
  const keys = Array.from({ length: numbers }, (_, index) => `${ids[index % ids.length]}/n${index}`)
  const connectionOf = (key: string): string => key.slice(0, 2)
  const gateways = new Map(ids.map((id, index) => {
    const gateway = new WildGateway(clock, () => keys.filter((key) => connectionOf(key) === id))
    gateway.lists = index < 2
    return [id, gateway]
  }))
  const gatewayOf = (key: string): WildGateway => gateways.get(connectionOf(key)) as WildGateway

  const truths: Truth[] = []
  const lies: { readonly key: string; readonly from: number; to: number }[] = []
  /** When each backend last came back, epoch ms: until its numbers have been asked again, they are blurred. */
  const backAt = new Map<string, number>()
  const busy = new Set<string>()
  const decided: { decision: Decision; at: number }[] = []
  const all = house({
    clock, random, gatewayOf: (id) => gateways.get(id) as WildGateway, onDecision: (decision) => void decided.push({ decision, at: clock.now() }),
  })
  for (const key of keys) all.watcher.add(numberRecord(key, { connectionId: connectionOf(key) }))

  const counts: Record<string, number> = {}
  const count = (kind: string): void => void (counts[kind] = (counts[kind] ?? 0) + 1)
  const free = (): string => {
    for (;;) {
      const key = pick(keys)
      if (!busy.has(key)) return key
    }
  }
  const during = (ms: number, end: () => void): void => void clock.after(ms, end)
  const inject: readonly (() => void)[] = [
    ...Object.entries(DROPS).map(([kind, { says, lasts }]) => () => {
      const key = free()
      const gateway = gatewayOf(key)
      const truth: Truth = { key, kind, from: clock.now(), to: Infinity, seenFrom: gateway.fault ? Infinity : clock.now(), blurred: gateway.fault !== null || clock.now() - (backAt.get(connectionOf(key)) ?? -Infinity) < 2 * MINUTE, told: false }
      busy.add(key)
      truths.push(truth)
      gateway.says.set(key, says)
      during(lasts, () => {
        truth.to = clock.now()
        gateway.says.delete(key)
        // Recovery has its own quiet minutes before the next fault.
        during(5 * MINUTE, () => busy.delete(key))
      })
      count(kind)
    }),
    ...Object.entries(BLIPS).map(([kind, { says, lasts }]) => () => {
      const key = free()
      const gateway = gatewayOf(key)
      busy.add(key)
      if (lasts === 'once') gateway.once.set(key, says)
      else gateway.says.set(key, says)
      during(lasts === 'once' ? MINUTE : lasts, () => {
        if (lasts !== 'once') gateway.says.delete(key)
        during(5 * MINUTE, () => busy.delete(key))
      })
      count(kind)
    }),
    ...Object.entries(OUTAGES).map(([kind, { failure, lasts }]) => () => {
      const id = pick(ids.filter((each) => !gateways.get(each)?.fault))
      const gateway = gateways.get(id) as WildGateway
      gateway.fault = failure(clock.now())
      for (const truth of truths) if (connectionOf(truth.key) === id && clock.now() - truth.from < 2 * MINUTE) truth.blurred = true
      during(lasts, () => {
        gateway.fault = null
        backAt.set(id, clock.now())
        for (const truth of truths) if (connectionOf(truth.key) === id && truth.to === Infinity && truth.seenFrom === Infinity) truth.seenFrom = clock.now()
      })
      count(kind)
    }),
  ]
  const lie = (): void => {
    const { says, down } = pick(Object.values(LIES))
    const key = free()
    busy.add(key)
    const told = { key, from: clock.now(), to: Infinity }
    lies.push(told)
    if (!down) gatewayOf(key).says.set(key, says)
    during(10 * MINUTE, () => {
      gatewayOf(key).says.delete(key)
      during(5 * MINUTE, () => {
        busy.delete(key)
        told.to = clock.now()
      })
    })
    count(down ? 'lie: connected although down' : 'lie: down although connected')
  }

  // Twelve kinds in turn, so that each has its share; every twentieth is a lie on top.
  const span = hours * 60 * MINUTE - 15 * MINUTE - 60 * MINUTE
  for (let index = 0; index < faults; index += 1) {
    const at = 15 * MINUTE + (index + random()) * (span / faults)
    during(at, () => {
      inject[index % inject.length]?.()
      if (index % 20 === 19) lie()
    })
  }

  const lieTold = { told: 0 }
  const falseAlarms: string[] = []
  const latencies: number[] = []
  const blurredLatencies: number[] = []
  const judge = (): void => {
    for (const { decision, at } of decided.splice(0)) {
      const drops = decision.about.filter((each): each is Extract<Happening, { type: 'dropped' }> => each.type === 'dropped')
      for (const { key } of drops) {
        const truth = truths.findLast((each) => each.key === key && each.from <= at && at <= each.to + GRACE)
        const known = 'notice' in decision || decision.silent === 'joined-outage'
        if (truth && known && !truth.told) {
          truth.told = true
          const into = truth.blurred ? blurredLatencies : latencies
          into.push(at - truth.seenFrom)
        } else if (!truth && 'notice' in decision) {
          if (lies.some((each) => each.key === key && each.from <= at && at <= each.to)) lieTold.told += 1
          else falseAlarms.push(`${key} at ${Math.round((at - start) / 1000)} s: ${decision.notice.category}`)
        }
      }
    }
  }
  const notices: Record<string, number> = {}
  const silences: Record<string, number> = {}
  for (let hour = 0; hour < hours; hour += 1) {
    await clock.advance(60 * MINUTE)
    for (const { decision } of decided) {
      if ('notice' in decision) notices[decision.notice.category] = (notices[decision.notice.category] ?? 0) + 1
      else silences[decision.silent] = (silences[decision.silent] ?? 0) + 1
    }
    judge()
  }
  const missed = truths.filter((each) => !each.told).map(({ key, kind, from }) => `${key} ${kind} at ${Math.round((from - start) / 1000)} s`)
  const questions = [...gateways.values()].reduce((sum, each) => sum + each.questions, 0)
  const mostPerNumber = Math.max(...[...gateways.values()].map((each) => each.mostPerNumber))
  all.dispose()
  await clock.advance(60 * MINUTE)
  return {
    hours, numbers, faults: counts, drops: truths.length, missed, falseAlarms, lies: { told: lieTold.told, hidden: counts['lie: connected although down'] ?? 0 },
    latency: spread(latencies), latencyAfterOutage: spread(blurredLatencies), notices, silences, reminders: all.reminders(),
    questionsPerNumberAndHour: Math.round((questions / numbers / hours) * 10) / 10, mostPerNumber, timersLeft: clock.pending,
  }
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

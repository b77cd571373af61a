// Compressed days of watching: numbers on several backends, faults with known truth, and what the app, as it is wired, made of them.
import { FakeClock } from '../../fakes/fake-clock'
import { house } from '../../fakes/house'
import { numberRecord, seededRandom } from '../../fakes/watch-rig'
import { WildGateway } from '../../fakes/wild-gateway'
import { BLIPS, DROPS, LIES, OUTAGES, SLEEPS } from './faults'
import { Judge, type Truth, type Verdict } from './judge'

const MINUTE = 60_000
/** Between two faults of a number its recovery has to be seen, an outage and a sleep or not, ms. */
const REST = 15 * MINUTE
/** About an outage or a sleep a drop is found when the backend is asked again, and that may be after a back-off. */
const BLUR = 2 * MINUTE

/** What came of it. */
export interface SoakReport extends Verdict {
  readonly hours: number
  readonly numbers: number
  /** How many of each kind. */
  readonly faults: Readonly<Record<string, number>>
  readonly lies: Readonly<Record<string, number>>
  readonly drops: number
  readonly reminders: number
  /** Times the app started a session by itself. */
  readonly healed: number
  readonly questionsPerNumberAndHour: number
  readonly mostPerNumber: number
  readonly timersLeft: number
}

/** Runs it. `faults` are spread over the time at random, each kind in turn; every twentieth has a lie beside it. */
export async function soak({ hours, numbers, faults, seed }: { readonly hours: number; readonly numbers: number; readonly faults: number; readonly seed: number }): Promise<SoakReport> {
  const random = seededRandom(seed)
  const clock = new FakeClock()
  const judge = new Judge(clock.now())
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const ids = ['c0', 'c1', 'c2', 'c3', 'c4']
  /** Half of the numbers are on the first backend, the others have an eighth each. */
  const keys = Array.from({ length: numbers }, (_, index) => `${ids[Math.max(0, (index % 8) - 3)]}/n${index}`)
  const connectionOf = (key: string): string => key.slice(0, 2)
  const gateways = new Map(ids.map((id, index) => {
    const gateway = new WildGateway(clock, () => keys.filter((key) => connectionOf(key) === id))
    gateway.lists = index < 2
    return [id, gateway]
  }))
  const gatewayOf = (key: string): WildGateway => gateways.get(connectionOf(key)) as WildGateway
  let healed = 0
  const all = house({
    clock, random, heals: true,
    gatewayOf: (id) => gateways.get(id) as WildGateway,
    onDecision: (decision) => judge.decided(decision, clock.now()),
    onRemind: (about) => judge.reminded(about, clock.now()),
    onHeal: () => void healed++,
  })
  for (const key of keys) all.watcher.add(numberRecord(key, { connectionId: connectionOf(key) }))

  const busy = new Set<string>()
  let asleep = false
  /** Until when what happens on a connection is blurred, epoch ms. */
  const blurUntil = new Map<string, number>()
  const during = (ms: number, end: () => void): void => void clock.after(ms, end)
  const free = (): string => pick(keys.filter((key) => !busy.has(key)))
  const occupy = (key: string, ms: number, end: () => void): void => {
    busy.add(key)
    during(ms, () => {
      end()
      during(REST, () => busy.delete(key))
    })
  }
  const unseen = (id: string): boolean => asleep || gateways.get(id)?.fault !== null
  const recent = (truth: Truth, id: string): boolean => connectionOf(truth.key) === id && clock.now() - truth.from < BLUR
  /** Nothing can be seen of these connections for a while. */
  const hide = (hidden: readonly string[], ms: number, show: () => void): void => {
    for (const truth of judge.truths) if (hidden.some((id) => recent(truth, id))) truth.blurred = true
    during(ms, () => {
      show()
      for (const id of hidden.filter((each) => !unseen(each))) {
        blurUntil.set(id, clock.now() + BLUR)
        for (const truth of judge.truths) if (connectionOf(truth.key) === id && truth.to === Infinity && truth.seenFrom === Infinity) truth.seenFrom = clock.now()
      }
    })
  }
  const down = (key: string, kind: string, says: (typeof DROPS)[string]['says'][number], lasts: number): void => {
    const id = connectionOf(key)
    const truth = { key, kind, from: clock.now(), to: Infinity, seenFrom: unseen(id) ? Infinity : clock.now(), blurred: unseen(id) || clock.now() < (blurUntil.get(id) ?? 0), told: false, back: false }
    judge.truths.push(truth)
    gatewayOf(key).says.set(key, says)
    occupy(key, lasts, () => {
      truth.to = clock.now()
      gatewayOf(key).says.delete(key)
    })
  }

  const inject: readonly (readonly [string, () => void])[] = [
    ...Object.entries(OUTAGES).map(([kind, { failures, lasts }]) => [kind, () => {
      const id = pick(ids.filter((each) => !gateways.get(each)?.fault))
      const gateway = gateways.get(id) as WildGateway
      const blind = judge.blind(id, clock.now(), asleep)
      gateway.fault = pick(failures)(clock.now())
      hide([id], lasts, () => {
        gateway.fault = null
        blind.to = clock.now()
      })
    }] as const),
    ...Object.entries(DROPS).map(([kind, { says, lasts, all: whole }]) => [kind, () => {
      const id = pick(ids.slice(1))
      const hit = whole ? keys.filter((key) => connectionOf(key) === id && !busy.has(key)) : [free()]
      const said = pick(says)
      for (const key of hit) down(key, kind, said, lasts)
    }] as const),
    ...Object.entries(BLIPS).map(([kind, { says, lasts }]) => [kind, () => {
      const key = free()
      gatewayOf(key)[lasts === 'once' ? 'once' : 'says'].set(key, says)
      occupy(key, lasts === 'once' ? MINUTE : lasts, () => lasts !== 'once' && gatewayOf(key).says.delete(key))
    }] as const),
    ...Object.entries(SLEEPS).map(([kind, lasts]) => [kind, () => {
      if (asleep) throw new Error('two sleeps at once')
      asleep = true
      judge.asleep()
      all.suspend()
      hide(ids, lasts, () => {
        asleep = false
        all.resume()
      })
    }] as const),
  ]
  const faultsSeen: Record<string, number> = {}
  const liesSeen: Record<string, number> = {}
  const lie = (): void => {
    const [kind, { says, down: isDown }] = pick(Object.entries(LIES))
    const key = free()
    const told = { key, from: clock.now(), to: Infinity }
    judge.lies.push(told)
    if (!isDown) gatewayOf(key).says.set(key, says)
    occupy(key, 10 * MINUTE, () => {
      gatewayOf(key).says.delete(key)
      during(REST, () => void (told.to = clock.now()))
    })
    liesSeen[kind] = (liesSeen[kind] ?? 0) + 1
  }

  // The first quarter of an hour is left in peace, and the last hour, in which everything ends.
  const span = (hours * 60 - 75) * MINUTE
  for (let index = 0; index < faults; index += 1) {
    during(15 * MINUTE + (index + random()) * (span / faults), () => {
      const [kind, fault] = inject[index % inject.length] ?? ['', () => undefined]
      fault()
      faultsSeen[kind] = (faultsSeen[kind] ?? 0) + 1
      if (index % 20 === 19) lie()
    })
  }
  await clock.advance(hours * 60 * MINUTE)
  const flown = [...gateways.values()]
  const questions = flown.reduce((sum, each) => sum + each.questions, 0)
  const reminders = all.reminders()
  all.dispose()
  await clock.advance(60 * MINUTE)
  return {
    ...judge.verdict(), hours, numbers, faults: faultsSeen, lies: liesSeen, drops: judge.truths.length, reminders, healed,
    questionsPerNumberAndHour: Math.round((questions / numbers / hours) * 10) / 10, mostPerNumber: Math.max(...flown.map((each) => each.mostPerNumber)), timersLeft: clock.pending,
  }
}

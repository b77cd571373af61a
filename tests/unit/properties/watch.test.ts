// What holds whatever happens: watcher, machine, scheduler, policy, alarms and healing together, under any sequence of answers, delays, errors, clock
// jumps, sleeps, intents and network changes. Then all faults end, and it is checked that the monitor has caught up with the truth. A counterexample is printed with its seed and shrunk.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ANSWERS } from './answers'
import { PATIENCE, RUNS, TRIED } from './runs'
import { connectionOf, KEYS, Stage } from './stage'

/** Some more often than others, so that more than one thing happens to them. */
const key = fc.oneof({ weight: 2, arbitrary: fc.constantFrom('a1' as const, 'b1' as const) }, { weight: 1, arbitrary: fc.constantFrom(...KEYS) })
const move = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.oneof(fc.nat(2_000), fc.nat(10_000), fc.nat(120_000)) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('says' as const), key, says: fc.constantFrom(...ANSWERS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('all-say' as const), says: fc.constantFrom(...ANSWERS) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('latency' as const), ms: fc.constantFrom(0, 20, 3_000, 19_000, 40_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      key,
      fault: fc.constantFrom(null, 'unreachable' as const, 'server-error' as const, 'rate-limited' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('suspend' as const, 'resume' as const), asleepMs: fc.nat(3_600_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wall' as const), ms: fc.integer({ min: -600_000, max: 600_000 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'visible' as const,
        'battery' as const,
        'online' as const,
        'lists' as const,
        'page-fails' as const,
        'away' as const,
        'deaf' as const,
        'notices' as const,
        'mute-all' as const,
      ),
      on: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'connect' as const,
        'cancel' as const,
        'check' as const,
        'disconnect' as const,
        'mute' as const,
        'recheck' as const,
        'vanish' as const,
      ),
      key,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'add' as const), key }) },
)
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never

async function make(stage: Stage, each: Move): Promise<void> {
  const { clock, all, gateways } = stage
  const { watcher, world } = all
  switch (each.do) {
    case 'advance':
      return clock.advance(each.ms)
    case 'says':
      return void stage.gateway(each.key).says.set(each.key, each.says)
    case 'all-say':
      for (const number of KEYS) stage.gateway(number).says.set(number, each.says)
      return
    case 'latency':
      for (const one of gateways.values()) one.latency = each.ms
      return
    case 'fault':
      stage.gateway(each.key).fault =
        each.fault === null ? null : { code: each.fault, ...(each.fault === 'rate-limited' ? { retryAt: clock.now() + 45_000 } : {}) }
      return
    case 'suspend':
      stage.suspend()
      return clock.sleep(each.asleepMs)
    case 'resume':
      return stage.resume()
    case 'wall':
      // The power adapter finds a clock that jumped and takes it for a sleep.
      clock.setWall(each.ms)
      stage.suspend()
      return stage.resume()
    case 'visible':
      stage.visible = each.on
      return watcher.setVisible(each.on)
    case 'battery':
      stage.onBattery = each.on
      return watcher.setOnBattery(each.on)
    case 'online':
      return watcher.setOnline(each.on)
    case 'lists':
      for (const one of gateways.values()) one.lists = each.on
      return
    case 'page-fails':
      for (const one of gateways.values()) one.pageFails = each.on
      return
    case 'deaf':
      for (const one of gateways.values()) one.deaf = each.on
      return
    case 'away':
      stage.away = each.on
      return
    case 'notices':
      world.notices = each.on
      return
    case 'mute-all':
      world.mutedUntil = each.on ? clock.now() + 120_000 : null
      return
    case 'connect':
      stage.touch(each.key, (model) => model.link())
      return watcher.connect(each.key)
    case 'cancel':
      return watcher.cancel(each.key)
    case 'check':
      return watcher.check(each.key)
    case 'disconnect':
      return stage.disconnect(each.key)
    case 'vanish':
      stage.touch(each.key, (model) => model.vanished(clock.now()))
      return watcher.vanished(each.key)
    case 'mute':
      if (!world.mutedNumbers.delete(each.key)) world.mutedNumbers.add(each.key)
      return
    case 'recheck':
      return watcher.recheckConnection(connectionOf(each.key))
    case 'remove':
      return stage.remove(each.key)
    case 'add':
      return stage.add(each.key)
  }
}

/** Somebody looks and the plug is in, or neither. */
function attend(stage: Stage, on: boolean): void {
  stage.visible = on
  stage.onBattery = !on
  stage.all.watcher.setVisible(on)
  stage.all.watcher.setOnBattery(!on)
}

function wakeUp(stage: Stage): void {
  stage.suspend()
  stage.resume()
}

/** Backends and computer are well again: everything is seen, a drop of everything is told, and so is its end. */
async function exam(stage: Stage): Promise<void> {
  const { clock, all, gateways, present, reasons } = stage
  const pass = async (ms: number): Promise<void> => {
    await clock.advance(ms)
    stage.look()
  }
  const say = (says: (typeof ANSWERS)[number]): void => KEYS.forEach((each) => stage.gateway(each).says.set(each, says))
  const phases = (): string[] => all.watcher.views().map(({ phase, stale, cause }) => `${phase}${stale ? ' (stale)' : ''} ${cause ?? ''}`)
  if (stage.asleep) stage.resume()
  stage.away = false
  all.world.notices = true
  all.world.mutedUntil = null
  all.world.mutedNumbers.clear()
  for (const each of gateways.values()) Object.assign(each, { fault: null, latency: 20, pageFails: false, deaf: false })
  await pass(61_234)
  say({ state: 'connected' })
  // Somebody looks, and the server is too slow for all numbers to be asked in time: some are stale meanwhile.
  const listed = [...gateways.values()].filter(({ lists }) => lists)
  for (const each of gateways.values()) Object.assign(each, { latency: 19_000, lists: false })
  attend(stage, true)
  for (let tenSeconds = 0; tenSeconds < 13; tenSeconds += 1) await pass(10_000)
  for (const each of gateways.values()) Object.assign(each, { latency: 20, lists: listed.includes(each) })
  // Then the slowest cadence there is.
  attend(stage, false)
  // Longer than any pause, and until nothing counts as unstable.
  await pass(400_000)
  await pass(300_000)
  expect(phases(), 'all are seen connected').toEqual(phases().map(() => 'connected '))
  const before = all.happenings.length
  say({ state: 'disconnected', cause: 'logged-out' })
  // Held after a wake, and held anew after the next one, but not lost.
  wakeUp(stage)
  await pass(10_000)
  wakeUp(stage)
  await pass(120_000)
  expect(phases(), 'all are seen logged out').toEqual(phases().map(() => 'disconnected logged-out'))
  say({ state: 'connected' })
  await pass(30_000)
  wakeUp(stage)
  await pass(220_000)
  const since = all.happenings.slice(before)
  for (const each of present.keys())
    expect(since.filter(({ key: about, type }) => about === each && type !== 'steady').map(({ type }) => type)).toEqual(['dropped', 'recovered'])
  await pass(100_000)
  // Long after an outage a single drop is told by itself; stopped by the operator it is no alarm any more.
  const [first, second] = present.keys()
  if (first !== undefined) {
    stage.gateway(first).says.set(first, { state: 'disconnected', cause: 'banned' })
    await pass(120_000)
    expect(all.decisions.at(-1)).toMatchObject({ notice: { category: 'drop', keys: [first] } })
    stage.disconnect(first)
    await pass(5_000)
    expect(all.alarms.open()).toEqual([])
  }
  // A lost session is being started again at the end.
  if (second !== undefined) {
    stage.gateway(second).says.set(second, { state: 'disconnected' })
    await pass(130_000)
  }
  reasons.allDecided()
  all.dispose()
  await clock.advance(60_000)
  expect(clock.pending, 'a timer is left').toBe(0)
}

it(`holds for any ${RUNS} sequences`, PATIENCE, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 40 }), fc.nat(), async (moves, seed) => {
      const stage = new Stage(seed)
      for (const each of moves) {
        await make(stage, each)
        if (!stage.asleep) stage.look()
      }
      await exam(stage)
    }),
    TRIED,
  )
})

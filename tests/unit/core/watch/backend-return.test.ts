// A backend that comes back is noticed within seconds, and nobody is told that it cannot be checked. The monitor as the app builds it, over a backend that a test drives.
import { describe, expect, it } from 'vitest'
import type { Says } from '../../../fakes/gateways/fake-gateway'
import { FakeClock } from '../../../fakes/fake-clock'
import { monitorRig } from '../../../fakes/rigs/monitor-rig'
import { numberRecord } from '../../../fakes/views'
import { seededRandom } from '../../../fakes/rigs/watch-rig'
import { WildGateway } from '../../../fakes/gateways/wild-gateway'

const SECOND = 1_000
const MINUTE = 60_000
const REFUSES: Says = { state: 'unknown', failure: { code: 'server-error' } }
const SEEDS = [1, 2, 3, 4, 5]

/** Numbers that have been watched for two minutes. */
async function watching(count: number, seed: number) {
  const clock = new FakeClock()
  const keys = Array.from({ length: count }, (_, index) => `n${index}`)
  const gateway = new WildGateway(clock, () => keys)
  const all = monitorRig({ clock, random: seededRandom(seed), gatewayOf: () => gateway })
  for (const key of keys) all.watcher.add(numberRecord(key))
  await clock.advance(2 * MINUTE)
  const unknown = (): number => all.watcher.views().filter(({ phase }) => phase === 'unknown').length
  const told = (): string[] => all.decisions.flatMap((each) => ('notice' in each ? [each.notice.category] : []))
  /** Until `ms` after the first number could not be checked. */
  const untilUncheckedFor = async (ms: number): Promise<void> => {
    const first = () => all.happenings.find(({ type }) => type === 'cannot-check')
    await clock.advanceUntil(() => first() !== undefined, 5 * MINUTE)
    await clock.advance((first()?.at ?? 0) + ms - clock.now())
  }
  return { clock, keys, gateway, all, unknown, told, untilUncheckedFor }
}

describe.each(SEEDS)('with seed %i', (seed) => {
  it('a backend of which half was out is not told when that is back before the five minutes are over', async () => {
    const { clock, keys, gateway, told, unknown, untilUncheckedFor, all } = await watching(100, seed)
    for (const key of keys.slice(0, 50)) gateway.says.set(key, REFUSES)
    await untilUncheckedFor(5 * MINUTE - 20 * SECOND)
    gateway.says.clear()
    await clock.advance(10 * MINUTE)
    expect(told()).toEqual([])
    expect(unknown()).toBe(0)
    all.dispose()
  })

  it('half of a backend that stays out is told all the same', async () => {
    const { keys, gateway, told, untilUncheckedFor, all } = await watching(100, seed)
    for (const key of keys.slice(0, 50)) gateway.says.set(key, REFUSES)
    await untilUncheckedFor(6 * MINUTE + SECOND)
    expect(told()).toEqual(['cannot-check'])
    all.dispose()
  })

  it('nothing is told when a mute ends and the backend is back since', async () => {
    const { clock, gateway, told, untilUncheckedFor, all } = await watching(3, seed)
    all.world.mutedUntil = clock.now() + 20 * MINUTE
    gateway.fault = { code: 'server-error' }
    await untilUncheckedFor(6 * MINUTE)
    await clock.advance(all.world.mutedUntil - clock.now() - 5 * SECOND)
    gateway.fault = null
    await clock.advance(10 * MINUTE)
    expect(told()).toEqual([])
    all.dispose()
  })

  it('and when it is not, it is told then', async () => {
    const { clock, gateway, told, all } = await watching(3, seed)
    all.world.mutedUntil = clock.now() + 20 * MINUTE
    gateway.fault = { code: 'server-error' }
    await clock.advance(19 * MINUTE)
    expect(told()).toEqual([])
    await clock.advance(3 * MINUTE)
    expect(told()).toEqual(['cannot-check'])
    all.dispose()
  })

  it.each([
    ['', () => undefined],
    [', also when a request was dropped meanwhile', ({ watcher }: ReturnType<typeof monitorRig>) => [watcher.connect('n0'), watcher.cancel('n0')]],
  ] as const)('all numbers are known within seconds of the first answer%s', async (_name, meanwhile) => {
    const { clock, gateway, unknown, all } = await watching(20, seed)
    gateway.fault = { code: 'unreachable' }
    await clock.advance(8 * MINUTE)
    gateway.latency = 1_000
    await clock.advanceUntil(() => gateway.inFlight > 0, 3 * MINUTE)
    meanwhile(all)
    await clock.advance(40 * SECOND)
    gateway.latency = 20
    gateway.fault = null
    await clock.advanceUntil(() => unknown() < 20, 3 * MINUTE)
    await clock.advance(4 * SECOND)
    expect(unknown()).toBe(0)
    all.dispose()
  })

  it('a dead backend is not asked by all because a request was dropped', async () => {
    const asked: number[] = []
    for (const clicks of [true, false]) {
      const { clock, gateway, all } = await watching(200, seed)
      gateway.fault = { code: 'unreachable' }
      await clock.advance(8 * MINUTE)
      if (clicks) {
        all.watcher.connect('n0')
        all.watcher.cancel('n0')
      }
      const before = gateway.requests
      await clock.advance(10 * SECOND)
      asked.push(gateway.requests - before)
      all.dispose()
    }
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(1)
    expect(Math.abs((asked[0] ?? 0) - (asked[1] ?? 0))).toBeLessThan(10)
  })

  it('a clock that was set back does not hide the return', async () => {
    const { clock, gateway, unknown, all } = await watching(20, seed)
    gateway.fault = { code: 'unreachable' }
    await clock.advance(5 * MINUTE)
    clock.setWall(-60 * MINUTE)
    all.suspend()
    all.resume()
    await clock.advance(12 * MINUTE)
    gateway.fault = null
    await clock.advanceUntil(() => unknown() < 20, 3 * MINUTE)
    await clock.advance(4 * SECOND)
    expect(unknown()).toBe(0)
    all.dispose()
  })
})

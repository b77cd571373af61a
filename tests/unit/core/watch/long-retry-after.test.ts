// A backend that wants no requests for long: who may be down is asked once a minute all the same, and nobody else.
import { describe, expect, it } from 'vitest'
import { numberRecord } from '../../../fakes/views'
import { watchRig } from '../../../fakes/rigs/watch-rig'

const MINUTE = 60_000

/** Ten connected numbers whose backend then answers 429 for a quarter of an hour, except for `a`. */
async function limited(says: Parameters<ReturnType<typeof watchRig>['gateway']['say']>[0]) {
  const rig = watchRig()
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
  for (const key of keys) rig.watcher.add(numberRecord(key))
  await rig.clock.advance(2 * MINUTE)
  rig.gateway.say(says, 'a')
  // The first sign of it comes before the backend closes.
  rig.watcher.check('a')
  await rig.clock.advance(0)
  const failure = { code: 'rate-limited', retryAt: rig.clock.now() + 15 * MINUTE } as const
  for (const key of keys.slice(1)) rig.gateway.say({ state: 'unknown', failure }, key)
  rig.watcher.check('b')
  await rig.clock.advance(0)
  const before = rig.gateway.asked.length
  return { ...rig, asked: () => rig.gateway.asked.slice(before), from: rig.clock.now() }
}

describe('during a long Retry-After', () => {
  it('a session that restarts is told as a drop in minutes, not at the end', async () => {
    const { clock, told, asked } = await limited({ state: 'starting' })
    await clock.advance(3 * MINUTE)
    expect(told('dropped')).toMatchObject([{ key: 'a', cause: 'stuck-starting' }])
    expect(asked().every((each) => each === 'read a')).toBe(true)
    expect(asked().length).toBeLessThanOrEqual(3)
  })

  it('a first "disconnected" gets its second reading within a minute', async () => {
    const { clock, told } = await limited({ state: 'disconnected' })
    await clock.advance(MINUTE + 1_000)
    expect(told('dropped')).toMatchObject([{ key: 'a', cause: 'unspecified' }])
  })

  it('nobody else is asked, and the one whose drop is known waits like the others', async () => {
    const { clock, asked } = await limited({ state: 'disconnected' })
    await clock.advance(14 * MINUTE)
    expect(asked()).toEqual(['read a'])
    await clock.advance(2 * MINUTE)
    expect(new Set(asked()).size).toBe(10)
  })

  it('many in doubt share the one request a minute', async () => {
    const rig = watchRig()
    const keys = Array.from({ length: 20 }, (_, index) => `n${index}`)
    for (const key of keys) rig.watcher.add(numberRecord(key))
    await rig.clock.advance(2 * MINUTE)
    rig.gateway.say({ state: 'starting' })
    await rig.clock.advance(MINUTE)
    rig.gateway.say({ state: 'unknown', failure: { code: 'rate-limited', retryAt: rig.clock.now() + 15 * MINUTE } })
    await rig.clock.advance(10_000)
    const before = rig.gateway.asked.length
    await rig.clock.advance(10 * MINUTE)
    expect(rig.gateway.asked.length - before).toBeLessThanOrEqual(11)
    expect(rig.gateway.asked.length - before).toBeGreaterThanOrEqual(9)
  })
})

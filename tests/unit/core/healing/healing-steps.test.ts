// The healing by itself: what it makes of each thing that it hears, with a fake clock and no watcher.
import { describe, expect, it } from 'vitest'
import { PAUSES } from '../../../../src/main/core/healing/healing'
import { FIRST, healingAlone as rig, SECOND } from '../../../fakes/rigs/healing-alone-rig'

describe('a pause', () => {
  it.each([1, 0.5])('is told with its end and lasts as long as the pace says (%d)', async (pace) => {
    const { clock, drop, started, view } = rig({ pace })
    drop('stuck-starting')
    expect(view()).toMatchObject({ nextAt: clock.now() + FIRST * pace, trying: false, over: null })
    await clock.advance(FIRST * pace - 1)
    expect(started).toEqual([])
    await clock.advance(1)
    expect([started, view()]).toMatchObject([['a'], { nextAt: null, trying: true }])
  })

  it('grows after a start that failed, which the trail names', async () => {
    const { clock, drop, become, started, view, trail } = rig()
    drop()
    await clock.advance(FIRST)
    become('starting')
    become('disconnected')
    expect(trail()).toEqual(['tried', 'failed'])
    expect(view()?.nextAt).toBe(clock.now() + SECOND)
    await clock.advance(SECOND)
    expect(started).toHaveLength(2)
  })

  it('is not begun anew by a drop that is told more exactly, and its old timer is gone', async () => {
    const { clock, drop, become, started, view } = rig()
    drop()
    await clock.advance(FIRST)
    become('disconnected')
    await clock.advance(10_000)
    drop('stuck-starting')
    expect(view()?.nextAt).toBe(clock.now() + SECOND)
    await clock.advance(SECOND - 1)
    expect(started).toHaveLength(1)
    await clock.advance(1)
    expect(started).toHaveLength(2)
  })

  it('takes the place of a start under way when the drop is told more exactly, however often', async () => {
    const { clock, drop, view } = rig()
    drop()
    await clock.advance(FIRST)
    for (let round = 0; round < 4; round += 1) drop('stuck-starting')
    expect(view()).toMatchObject({ trying: false, over: null, nextAt: clock.now() + SECOND })
  })

  it.each(['on', 'can'] as const)('ends without a start when "%s" has become false meanwhile', async (what) => {
    const { clock, world, drop, started, view } = rig()
    drop()
    world[what] = false
    await clock.advance(FIRST)
    expect([started, view()]).toEqual([[], null])
  })

  it('is given up when the operator disconnects the number, or it is removed, or connects by itself', async () => {
    for (const end of ['stopped', 'removed', 'connected'] as const) {
      const { clock, drop, become, healing, started, view } = rig()
      drop()
      if (end === 'stopped') healing.happened({ type: 'stopped', key: 'a', connectionId: 'c1', at: clock.now() })
      else if (end === 'removed') healing.removed('a')
      else become('connected')
      expect(view()).toBeNull()
      await clock.advance(FIRST)
      expect([started, clock.pending]).toEqual([[], 0])
    }
  })

  it('goes on while preferences change, unless healing is switched off', async () => {
    const { clock, world, drop, healing, started, view } = rig()
    drop()
    healing.rearm()
    expect(view()).toMatchObject({ nextAt: clock.now() + FIRST })
    world.on = false
    healing.rearm()
    expect(view()).toBeNull()
    await clock.advance(FIRST)
    expect(started).toEqual([])
  })
})

describe('a start under way', () => {
  it.each(['awaiting-scan', 'linking', 'failed'] as const)('is left to the operator who links the number by hand: %s', async (phase) => {
    const { clock, drop, become, view } = rig()
    drop()
    await clock.advance(FIRST)
    become(phase)
    expect(view()).toBeNull()
  })

  it('is cancelled when the operator takes over; a mere pause has nothing to cancel', async () => {
    const { clock, drop, healing, cancelled, view } = rig()
    healing.operator('nobody')
    drop()
    healing.operator('a')
    expect([cancelled, view()?.over]).toEqual([[], 'operator'])
    drop('unspecified', 'b')
    await clock.advance(FIRST)
    healing.operator('b')
    healing.operator('b')
    expect([cancelled, view('b')?.trail.map(({ what }) => what)]).toEqual([['b'], ['tried', 'operator']])
  })
})

describe('tries that are over', () => {
  it('stay told until the number is connected, whatever else it goes through', async () => {
    const { drop, become, healing, view, trail } = rig()
    drop()
    healing.operator('a')
    for (const phase of ['starting', 'unknown'] as const) become(phase)
    become('disconnected', 'banned')
    drop('logged-out')
    expect([view()?.over, trail()]).toEqual(['operator', ['operator']])
    become('connected')
    expect(view()).toBeNull()
  })

  it('are forgotten at once when the number is connected after a try', async () => {
    const { clock, drop, become, healing, view } = rig()
    drop()
    await clock.advance(FIRST)
    healing.operator('a')
    become('connected')
    expect([view(), clock.pending]).toEqual([null, 0])
  })

  it.each([
    ['logged-out', 'needs-scan'],
    ['replaced', 'fight'],
    ['banned', 'gave-up'],
  ] as const)('end by a cause that the backend names later: %s', async (cause, over) => {
    const { clock, drop, become, view } = rig()
    drop()
    await clock.advance(FIRST)
    become('disconnected', cause)
    expect(view()).toMatchObject({ over, nextAt: null, trying: false })
  })
})

describe('a number that is back', () => {
  it('has its trail for five minutes; a cause in that time is no news of the tries', async () => {
    const { clock, become, healed, view, trail } = rig()
    await healed()
    become('disconnected', 'banned')
    expect(view()?.over).toBeNull()
    await clock.advance(299_999)
    expect(trail()).toEqual(['tried', 'back'])
    await clock.advance(1)
    expect(view()).toBeNull()
  })

  it.each([
    ['within three minutes', 179_999, 'fight'],
    ['at once', 0, 'fight'],
    ['later', 180_000, null],
  ] as const)('and dropped again %s, three times over, is taken by another server: %3$s', async (_what, after, over) => {
    const { clock, drop, become, view } = rig()
    drop()
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(PAUSES[round] ?? 0)
      become('connected')
      await clock.advance(after)
      expect(view()?.over).toBeNull()
      drop()
    }
    expect(view()?.over).toBe(over)
  })

  it('in the future, because the clock was set back, is no sign of another server', async () => {
    const { clock, drop, become, view } = rig()
    drop()
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(PAUSES[round] ?? 0)
      become('connected')
      clock.setWall(-3_600_000)
      drop()
    }
    expect(view()?.over).toBeNull()
  })
})

describe('sleep', () => {
  it('begins no pause and no start, and leaves the rest of the pause for afterwards', async () => {
    const { clock, drop, become, healing, started } = rig()
    drop()
    for (const pause of PAUSES.slice(0, 3)) {
      await clock.advance(pause)
      become('disconnected')
    }
    await clock.advance(100_000) // of 300 s
    healing.suspended()
    await clock.advance(50_000)
    healing.resumed()
    await clock.advance(149_999)
    expect(started).toHaveLength(3)
    await clock.advance(1)
    expect(started).toHaveLength(4)
  })

  it('of which nothing is left still waits the first pause after it: the network needs a moment', async () => {
    const { clock, drop, healing, started } = rig()
    healing.suspended()
    drop()
    await clock.advance(3_600_000)
    expect(started).toEqual([])
    healing.resumed()
    await clock.advance(FIRST - 1)
    expect(started).toEqual([])
    await clock.advance(1)
    expect(started).toEqual(['a'])
  })

  it('after which a number that was back drops anew begins with the first try, and nothing of before ends it', async () => {
    const { clock, drop, become, healed, healing, started, view } = rig()
    await healed()
    healing.suspended()
    await clock.advance(3_600_000)
    healing.resumed()
    await clock.advance(200_000)
    drop()
    expect(view()).toMatchObject({ nextAt: clock.now() + FIRST, trail: [] })
    await clock.advance(FIRST)
    become('disconnected')
    await clock.advance(SECOND)
    become('disconnected')
    await clock.advance(PAUSES[2] ?? 0)
    expect(started).toHaveLength(4)
  })

  it('takes the trail of no number that is still tried', async () => {
    const { clock, drop, become, healing, view } = rig()
    drop()
    for (const pause of PAUSES.slice(0, 5)) {
      await clock.advance(pause)
      become('disconnected')
    }
    healing.suspended()
    healing.resumed()
    await clock.advance(600_000) // of half an hour
    expect(view()).toMatchObject({ nextAt: expect.any(Number), over: null })
  })

  it('takes the trail of no number that is left to a person: it is told until the number is connected', async () => {
    const { clock, drop, healing, view } = rig()
    drop('replaced')
    healing.suspended()
    healing.resumed()
    await clock.advance(600_000)
    expect(view()).toMatchObject({ over: 'fight' })
  })
})

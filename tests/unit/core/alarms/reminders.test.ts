import { describe, expect, it } from 'vitest'
import { TIMINGS } from '../../../../src/shared/timings'
import { alarmsRig as rig } from '../../../fakes/rigs/alarms-rig'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** How long an alarm may take to notice that a silence without an end is over, ms. */
const LOOK = 10 * MINUTE

describe('reminders', () => {
  it('of numbers that fell together are one', async () => {
    const { clock, drop, reminded } = await rig()
    drop('a')
    await clock.advance(20_000)
    drop('b')
    await clock.advance(HOUR)
    expect(reminded).toEqual([{ at: 30 * MINUTE, keys: ['a', 'b'] }])
  })

  it('switched off there are none', async () => {
    const { clock, drop, reminded, world } = await rig()
    world.reminders = false
    drop('a')
    await clock.advance(24 * HOUR)
    expect(reminded).toEqual([])
  })

  it('wait while the operator is linking the number', async () => {
    const { clock, drop, reminded, world } = await rig()
    drop('a')
    world.linking = true
    await clock.advance(35 * MINUTE)
    expect(reminded).toEqual([])
    world.linking = false
    await clock.advance(10 * MINUTE)
    expect(reminded).toHaveLength(1)
  })

  it('that fall into a silence come when it ends, with its name kept', async () => {
    const { clock, drop, reminded, quiet, world } = await rig()
    drop('a')
    await clock.advance(10 * MINUTE)
    world.silence = { why: 'quiet-hours', until: clock.now() + 8 * HOUR }
    await clock.advance(7 * HOUR)
    expect([reminded, quiet]).toEqual([[], ['quiet-hours']])
    await clock.advance(HOUR)
    world.silence = null
    await clock.advance(LOOK)
    expect(reminded).toHaveLength(1)
  })

  it('do not ring through the night of a sleeping machine, nor before it has looked again', async () => {
    const { clock, alarms, drop, reminded } = await rig()
    drop('a')
    alarms.suspended()
    await clock.advance(9 * HOUR)
    expect(reminded).toEqual([])
    alarms.resumed()
    await clock.advance(TIMINGS.wakeQuiet - 1)
    expect(reminded).toEqual([])
    await clock.advance(1)
    expect(reminded).toHaveLength(1)
  })

  it('of a number that fell while the machine was going to sleep wait for its waking', async () => {
    const { clock, alarms, drop, reminded } = await rig()
    alarms.suspended()
    drop('a')
    await clock.advance(9 * HOUR)
    expect(reminded).toEqual([])
    alarms.resumed()
    await clock.advance(TIMINGS.wakeQuiet)
    expect(reminded).toHaveLength(1)
  })

  it('go on although the clock was set back by a day after the first', async () => {
    const { clock, alarms, drop, reminded } = await rig()
    drop('a')
    await clock.advance(30 * MINUTE)
    clock.setWall(-24 * HOUR)
    alarms.resumed()
    await clock.advance(HOUR)
    expect(reminded).toHaveLength(2)
  })

  it('leave no timer behind', async () => {
    const { clock, alarms, drop } = await rig()
    drop('a')
    expect(clock.pending).toBe(1)
    alarms.dispose()
    expect(clock.pending).toBe(0)
  })

  it('come in half an hour at the latest although the clock was set back by a day', async () => {
    const { clock, alarms, drop, reminded } = await rig()
    drop('a')
    clock.setWall(-24 * HOUR)
    alarms.resumed()
    await clock.advance(31 * MINUTE)
    expect(reminded).toHaveLength(1)
  })
})

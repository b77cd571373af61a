import { describe, expect, it } from 'vitest'
import { openAlarms, type AlarmChange, type AlarmsOptions } from '../../../src/main/core/alarms'
import type { Silence } from '../../../src/main/core/notice'
import type { Happening } from '../../../src/main/core/session-state'
import type { Cause } from '../../../src/shared/session'
import type { AlarmRecord } from '../../../src/shared/settings'
import { TIMINGS } from '../../../src/shared/timings'
import { FakeClock } from '../../fakes/fake-clock'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Alarms in a pretend app; the quiet time after its start is over. */
async function rig(saved: readonly AlarmRecord[] = []) {
  const clock = new FakeClock()
  const reminded: { at: number; keys: string[] }[] = []
  const quiet: Silence[] = []
  const changes: AlarmChange[] = []
  let kept: readonly AlarmRecord[] = saved
  const world: { reminders: boolean; linking: boolean; silence: ReturnType<AlarmsOptions['silence']> } = { reminders: true, linking: false, silence: null }
  const start = clock.now()
  const alarms = openAlarms({
    clock,
    saved,
    timingsFor: () => TIMINGS,
    reminders: () => world.reminders,
    isBeingLinked: () => world.linking,
    silence: () => world.silence,
    remind: (about) => void reminded.push({ at: clock.now() - start, keys: about.map(({ key }) => key) }),
    keptQuiet: (why) => void quiet.push(why),
    onRecords: (records) => void (kept = records),
  })
  alarms.onChange((change) => void changes.push(change))
  const drop = (key: string, cause: Cause = 'logged-out'): Happening => {
    const happening: Happening = { type: 'dropped', key, connectionId: 'c1', at: clock.now(), cause, since: clock.now(), lastConnectedAt: null, mayBeServer: false }
    alarms.happened(happening)
    return happening
  }
  return { clock, alarms, world, reminded, quiet, changes, drop, kept: () => kept }
}

describe('an alarm', () => {
  it('is repeated after half an hour, then ever more rarely, at least every two hours', async () => {
    const { clock, drop, reminded } = await rig()
    drop('a')
    await clock.advance(8 * HOUR)
    expect(reminded.map(({ at }) => at / MINUTE)).toEqual([30, 90, 210, 330, 450])
  })

  it('of a number that needs hands is critical, of one that may come back by itself a warning', async () => {
    const { alarms, drop } = await rig()
    for (const cause of ['logged-out', 'banned', 'replaced', 'removed', 'phone-offline', 'unspecified'] as const) drop(cause, cause)
    expect(Object.fromEntries(alarms.open().map(({ key, severity }) => [key, severity]))).toEqual({
      'logged-out': 'critical', banned: 'critical', replaced: 'critical', removed: 'critical', 'phone-offline': 'warning', unspecified: 'warning',
    })
  })

  it('of several numbers at once is critical, told or kept back', async () => {
    const { alarms, drop, clock } = await rig()
    const notice = { id: 'outage:c1', category: 'outage', sessionKey: null, connectionId: 'c1', keys: [], title: '', body: '', severity: 'critical', sound: true } as const
    alarms.decided({ notice, about: [drop('a', 'unspecified'), drop('b', 'phone-offline')] })
    alarms.decided({ silent: 'joined-outage', about: [drop('c', 'unspecified')] })
    alarms.decided({ silent: 'quiet-hours', about: [drop('d', 'unspecified'), drop('e', 'unspecified')] })
    alarms.decided({ silent: 'quiet-hours', about: [drop('f', 'unspecified')] })
    expect(alarms.open().map(({ key, severity, told }) => `${key} ${severity} ${told}`)).toEqual(['a critical true', 'b critical true', 'c critical true', 'd critical false', 'e critical false', 'f warning false'])
    expect(clock.pending).toBe(1)
  })

  it('is never repeated once somebody knows, and closes when the number is back', async () => {
    const { clock, alarms, drop, reminded, changes, kept } = await rig()
    drop('a')
    expect(alarms.acknowledge(['a', 'unknown'], 'tray')).toBe(1)
    expect(alarms.acknowledge(['a'], 'window')).toBe(0)
    expect(kept()).toMatchObject([{ key: 'a', acknowledgedAt: clock.now() }])
    await clock.advance(24 * HOUR)
    expect(reminded).toEqual([])
    alarms.happened({ type: 'recovered', key: 'a', connectionId: 'c1', at: clock.now(), downMs: 1 })
    expect(changes).toMatchObject([{ type: 'opened' }, { type: 'acknowledged', from: 'tray' }, { type: 'closed', why: 'recovered' }])
    expect(kept()).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('opens anew, unknown to anybody, when the number drops again', async () => {
    const { alarms, drop } = await rig()
    drop('a')
    alarms.acknowledge(['a'], 'notice')
    drop('a', 'banned')
    expect(alarms.open()).toMatchObject([{ cause: 'banned', acknowledgedAt: null }])
  })

  it.each(['by-operator', 'removed'] as const)('closes when the number is gone: %s', async (why) => {
    const { clock, alarms, drop, changes } = await rig()
    drop('a')
    if (why === 'removed') alarms.removed('a')
    else alarms.happened({ type: 'stopped', key: 'a', connectionId: 'c1', at: clock.now() })
    expect(changes.at(-1)).toMatchObject({ type: 'closed', why })
    expect(clock.pending).toBe(0)
  })
})

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

  it('come in half an hour at the latest although the clock was set back by a day', async () => {
    const { clock, alarms, drop, reminded } = await rig()
    drop('a')
    clock.setWall(-24 * HOUR)
    alarms.resumed()
    await clock.advance(31 * MINUTE)
    expect(reminded).toHaveLength(1)
  })
})

/** How long an alarm may take to notice that a silence without an end is over, ms. */
const LOOK = 10 * MINUTE

describe('a drop that nobody was told of', () => {
  it('is told as soon as the silence ends, all such drops as one', async () => {
    const { clock, alarms, drop, reminded, world } = await rig()
    await clock.advance(HOUR)
    world.silence = { why: 'quiet-hours', until: clock.now() + 3 * HOUR }
    const about = [drop('a'), drop('b')]
    alarms.decided({ silent: 'quiet-hours', about })
    await clock.advance(3 * HOUR - 1)
    expect(reminded).toEqual([])
    world.silence = null
    await clock.advance(1)
    expect(reminded.map(({ keys }) => keys)).toEqual([['a', 'b']])
  })

  it('is told even with reminders off', async () => {
    const { clock, alarms, drop, reminded, world } = await rig()
    await clock.advance(HOUR)
    world.reminders = false
    world.silence = { why: 'muted', until: clock.now() + HOUR }
    alarms.decided({ silent: 'muted', about: [drop('a')] })
    world.silence = null
    alarms.rearm()
    await clock.advance(5 * HOUR)
    expect(reminded).toHaveLength(1)
  })

  it('is not repeated for having joined an outage that was told', async () => {
    const { clock, alarms, drop, reminded } = await rig()
    await clock.advance(HOUR)
    alarms.decided({ silent: 'joined-outage', about: [drop('a')] })
    await clock.advance(29 * MINUTE)
    expect(reminded).toEqual([])
  })
})

describe('after a restart', () => {
  const old: AlarmRecord = { key: 'a', connectionId: 'c1', cause: 'logged-out', severity: 'critical', since: 0, openedAt: 0, acknowledgedAt: null, told: true, remindedAt: null, reminders: 0 }

  it('reminds of what is still open, once the numbers have been asked', async () => {
    const { clock, reminded } = await rig([old])
    await clock.advance(TIMINGS.wakeQuiet - 1)
    expect(reminded).toEqual([])
    await clock.advance(1)
    expect(reminded).toHaveLength(1)
  })

  it('knows who knows', async () => {
    const { clock, reminded } = await rig([{ ...old, acknowledgedAt: 1 }])
    await clock.advance(24 * HOUR)
    expect(reminded).toEqual([])
  })
})

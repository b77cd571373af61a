import { describe, expect, it } from 'vitest'
import type { AlarmRecord } from '../../../../src/shared/model/settings'
import { TIMINGS } from '../../../../src/shared/timings'
import { alarmsRig as rig } from '../../../fakes/rigs/alarms-rig'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

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
      'logged-out': 'critical',
      banned: 'critical',
      replaced: 'critical',
      removed: 'critical',
      'phone-offline': 'warning',
      unspecified: 'warning',
    })
  })

  it('of several numbers at once is critical, told or kept back', async () => {
    const { alarms, drop, clock } = await rig()
    const notice = {
      id: 'outage:c1',
      category: 'outage',
      sessionKey: null,
      connectionId: 'c1',
      keys: [],
      title: '',
      body: '',
      severity: 'critical',
      sound: true,
    } as const
    alarms.decided({ notice, about: [drop('a', 'unspecified'), drop('b', 'phone-offline')] })
    alarms.decided({ silent: 'joined-outage', about: [drop('c', 'unspecified')] })
    alarms.decided({ silent: 'quiet-hours', about: [drop('d', 'unspecified'), drop('e', 'unspecified')] })
    alarms.decided({ silent: 'quiet-hours', about: [drop('f', 'unspecified')] })
    expect(alarms.open().map(({ key, severity, told }) => `${key} ${severity} ${told}`)).toEqual([
      'a critical true',
      'b critical true',
      'c critical true',
      'd critical false',
      'e critical false',
      'f warning false',
    ])
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
    // That was the first telling and no reminder: the first reminder comes half an hour later.
    await clock.advance(30 * MINUTE)
    expect(reminded).toHaveLength(2)
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
  const old: AlarmRecord = {
    key: 'a',
    connectionId: 'c1',
    cause: 'logged-out',
    severity: 'critical',
    since: 0,
    openedAt: 0,
    acknowledgedAt: null,
    told: true,
    remindedAt: null,
    reminders: 0,
  }

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

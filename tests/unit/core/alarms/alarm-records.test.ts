// What an alarm's record says: after a restart, after a decision of the policy, after somebody acknowledged.
import { describe, expect, it } from 'vitest'
import type { AlarmRecord } from '../../../../src/shared/model/settings'
import { alarmsRig as rig } from '../../../fakes/rigs/alarms-rig'
import { FakeClock } from '../../../fakes/fake-clock'

const MINUTE = 60_000
const begin = new FakeClock().now()
const saved = (more: Partial<AlarmRecord> = {}): AlarmRecord => ({
  key: 'a',
  connectionId: 'c1',
  cause: 'logged-out',
  severity: 'critical',
  since: begin - 120 * MINUTE,
  openedAt: begin - 120 * MINUTE,
  acknowledgedAt: null,
  told: true,
  remindedAt: null,
  reminders: 0,
  ...more,
})

describe('after a restart', () => {
  it.each([
    ['the last reminder', { remindedAt: begin - 10 * MINUTE, reminders: 1 }, 50],
    ['the drop, where none was made', { openedAt: begin - 10 * MINUTE }, 20],
    ['now, where the clock was set back after the last one', { remindedAt: begin + 600 * MINUTE, reminders: 1 }, 60],
  ])('the next reminder is counted from %s', async (_what, more, minutes) => {
    const { clock, reminded } = await rig([saved(more)])
    await clock.advance(minutes * MINUTE)
    expect(reminded.map(({ at }) => at / MINUTE)).toEqual([minutes])
  })
})

describe('a decision', () => {
  it('about anything but the drop changes nothing', async () => {
    const { alarms, drop, clock } = await rig()
    drop('a')
    alarms.decided({ silent: 'muted', about: [{ type: 'recovered', key: 'a', connectionId: 'c1', at: clock.now(), downMs: 1 }] })
    expect(alarms.open()).toMatchObject([{ told: true, severity: 'critical' }])
  })

  it('about a number without an alarm makes none, and does not count as several', async () => {
    const { alarms, drop } = await rig()
    const gone = drop('b', 'unspecified')
    alarms.removed('b')
    alarms.decided({ silent: 'quiet-hours', about: [gone, drop('a', 'unspecified')] })
    expect(alarms.open()).toMatchObject([{ key: 'a', told: false, severity: 'warning' }])
  })

  it('that a single drop was told writes nothing', async () => {
    const { alarms, drop, kept } = await rig()
    const about = [drop('a', 'unspecified')]
    const before = kept()
    const notice = { id: 'x', category: 'drop', sessionKey: 'a', connectionId: 'c1', keys: [], title: '', body: '', severity: 'warning', sound: true } as const
    alarms.decided({ notice, about })
    expect(kept()).toBe(before)
    expect(alarms.open()).toMatchObject([{ severity: 'warning' }])
  })
})

describe('somebody who knows', () => {
  it('is told nothing more, not even what a silence had kept back', async () => {
    const { alarms, drop, clock, reminded } = await rig()
    alarms.decided({ silent: 'quiet-hours', about: [drop('a')] })
    expect(alarms.acknowledge(['a'], 'window')).toBe(1)
    await clock.advance(600 * MINUTE)
    expect([reminded, alarms.open()]).toMatchObject([[], [{ told: true, acknowledgedAt: begin }]])
  })

  it('of nothing, or twice, changes nothing', async () => {
    const { alarms, drop, changes, kept } = await rig()
    drop('a')
    alarms.acknowledge(['a'], 'tray')
    const before = kept()
    expect([alarms.acknowledge(['a'], 'tray'), alarms.acknowledge(['nobody'], 'tray')]).toEqual([0, 0])
    expect(kept()).toBe(before)
    expect(changes.map(({ type }) => type)).toEqual(['opened', 'acknowledged'])
  })
})

it('a listener that was taken away hears nothing more', async () => {
  const { alarms, drop } = await rig()
  let heard = 0
  const stop = alarms.onChange(() => void (heard += 1))
  drop('a')
  stop()
  drop('b')
  expect(heard).toBe(1)
})

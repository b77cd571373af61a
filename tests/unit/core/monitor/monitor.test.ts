// How the parts of the watch are connected: each test fails when one connection of src/main/core/monitor is cut or made in the wrong order.
import { describe, expect, it } from 'vitest'
import { TIMINGS } from '../../../../src/shared/timings'
import { HOUR, MINUTE, monitored, WEBHOOK } from './rig'

describe('notices', () => {
  it('keep quiet while everything is muted', async () => {
    const { world, gateway, clock, notices, silences } = await monitored(['a'])
    world.mutedUntil = clock.now() + HOUR
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    await clock.advance(2 * MINUTE)
    expect(notices).toEqual([])
    expect(silences()).toEqual(['muted'])
  })

  it('are taken back when they are no longer true', async () => {
    const { gateway, clock, onShow } = await monitored(['a', 'b'])
    gateway.say({ state: 'unknown', failure: { code: 'unreachable' } })
    await clock.advance(15 * MINUTE)
    expect([...onShow.keys()]).toEqual(['cannot-check:c1'])
    gateway.say({ state: 'connected' })
    await clock.advance(5 * MINUTE)
    expect([...onShow.keys()]).toEqual([])
  })

  it('of a drop are not shown for a number that was removed meanwhile, and it is asked no more', async () => {
    const { remove, gateway, clock, notices, silences, watcher } = await monitored(['a', 'b'])
    gateway.latency = 2_000
    gateway.say({ state: 'disconnected', cause: 'logged-out' }, 'a')
    watcher.check('a')
    await clock.advance(2_500)
    remove('a', 'c1')
    expect(silences()).toEqual(['removed'])
    const asked = gateway.count('read a')
    await clock.advance(10 * MINUTE)
    expect(notices).toEqual([])
    expect(gateway.count('read a')).toBe(asked)
  })
})

it('where a number stands is kept in the settings', async () => {
  const { gateway, clock, settings } = await monitored(['a'])
  expect(settings.number('a')?.last).toMatchObject({ phase: 'connected' })
  gateway.say({ state: 'disconnected', cause: 'logged-out' })
  await clock.advance(MINUTE)
  expect(settings.number('a')?.last).toMatchObject({ phase: 'disconnected', cause: 'logged-out' })
})

describe('alarms', () => {
  it('tell a drop that a mute kept silent as soon as the mute ends: the alarm is open before the policy decides', async () => {
    const { world, gateway, clock, categories, monitor } = await monitored(['a'])
    world.mutedNumbers.add('a')
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    await clock.advance(2 * MINUTE)
    expect(categories()).toEqual([])
    world.mutedNumbers.clear()
    monitor.preferencesChanged()
    await clock.advance(1)
    expect(categories()).toEqual(['reminder'])
  })

  it('say nothing while the computer sleeps, and remind after it woke', async () => {
    const { suspend, resume, gateway, clock, categories } = await monitored(['a'])
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    await clock.advance(MINUTE)
    expect(categories()).toEqual(['drop'])
    suspend()
    await clock.advance(2 * HOUR)
    expect(categories()).toEqual(['drop'])
    resume()
    await clock.advance(MINUTE)
    expect(categories()).toEqual(['drop', 'reminder'])
  })

  it('a reminder about several numbers stays while one of them is down and nobody knows, and no longer', async () => {
    const { gateway, clock, onShow, alarms, remove } = await monitored(['a', 'b', 'c'])
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    await clock.advance(TIMINGS.reminderFirst + MINUTE)
    const reminders = (): string[] => [...onShow.keys()].filter((id) => id.startsWith('reminder'))
    expect(reminders()).toEqual(['reminder:all'])
    alarms.acknowledge(['a'], 'window')
    gateway.say({ state: 'connected' }, 'b')
    await clock.advance(MINUTE)
    expect(reminders()).toEqual(['reminder:all'])
    remove('c', 'c1')
    expect(reminders()).toEqual([])
  })

  it('a reminder about one number goes when somebody knows', async () => {
    const { gateway, clock, onShow, alarms } = await monitored(['a'])
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    await clock.advance(TIMINGS.reminderFirst + MINUTE)
    expect([...onShow.keys()]).toContain('reminder:a')
    alarms.acknowledge(['a'], 'tray')
    expect([...onShow.keys()]).not.toContain('reminder:a')
  })

  it('lie in the settings while they are open, and no longer', async () => {
    const { gateway, clock, settings, view } = await monitored(['a'])
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    await clock.advance(MINUTE)
    expect(settings.current().alarms).toMatchObject([{ key: 'a', cause: 'logged-out' }])
    expect(view().alarms).toMatchObject([{ key: 'a' }])
    gateway.say({ state: 'connected' })
    await clock.advance(2 * MINUTE)
    expect(settings.current().alarms).toEqual([])
    expect(view().alarms).toEqual([])
  })
})

describe('wrong phone', () => {
  it('is told once, also after a mute, and taken back when the number is removed', async () => {
    const { world, gateway, clock, notices, onShow, remove, monitor } = await monitored(['a'])
    world.mutedNumbers.add('a')
    gateway.say({ state: 'connected', phone: '+5521999999999' })
    await clock.advance(2 * MINUTE)
    expect(notices).toEqual([])
    world.mutedNumbers.clear()
    monitor.preferencesChanged()
    await clock.advance(HOUR)
    expect(notices).toMatchObject([{ category: 'wrong-phone', sessionKey: 'a', severity: 'critical' }])
    remove('a', 'c1')
    expect([...onShow.keys()]).toEqual([])
  })
})

it('a removed number leaves nothing behind: no alarm, no mute, no notice, no timer', async () => {
  const { world, watcher, gateway, clock, remove, dispose, settings, monitor, onShow } = await monitored(['a', 'b'], {
    heals: true,
    settings: { escalation: WEBHOOK },
  })
  gateway.say({ state: 'disconnected' })
  await clock.advance(2 * MINUTE)
  world.mutedNumbers.add('b')
  gateway.say({ state: 'connected', phone: '+5521999999999' }, 'b')
  watcher.check('b')
  await clock.advance(MINUTE)
  monitor.muteNumber('a', 1)
  settings.dropNumber('a')
  remove('a', 'c1')
  expect(settings.current()).toMatchObject({ alarms: [], mutedNumbers: {} })
  expect([...onShow.keys()].filter((id) => id.startsWith('reminder'))).toEqual([])
  dispose()
  await clock.advance(1)
  expect(clock.pending).toBe(0)
})

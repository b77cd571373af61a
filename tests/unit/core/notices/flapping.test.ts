// A number that comes and goes: one flag, one notice, and nothing lost when it stays down.
import { describe, expect, it } from 'vitest'
import { TIMINGS } from '../../../../src/shared/timings'
import { FakeClock } from '../../../fakes/fake-clock'
import { FakeGateway } from '../../../fakes/gateways/fake-gateway'
import { monitorRig } from '../../../fakes/rigs/monitor-rig'
import { policyRig } from '../../../fakes/rigs/policy-rig'
import { numberRecord } from '../../../fakes/views'
import { seededRandom } from '../../../fakes/rigs/watch-rig'

const MINUTE = 60_000

describe('the policy', () => {
  it('tells it once, and single drops that may pass no more until it is steady', async () => {
    const { add, put, drop, happen, clock, notices, silences, withdrawn } = await policyRig()
    add('a')
    put('a', { unstable: true })
    happen('a', { type: 'unstable' })
    await clock.advance(0)
    expect(notices()).toMatchObject([{ id: 'unstable:a', category: 'unstable', severity: 'warning', sessionKey: 'a', title: 'Номер a: связь то есть, то нет' }])
    drop('a')
    drop('a', 'phone-offline')
    await clock.advance(MINUTE)
    expect(silences()).toEqual(['unstable', 'unstable'])
    put('a', { unstable: false })
    happen('a', { type: 'steady' })
    expect(withdrawn).toContain('unstable:a')
    drop('a')
    await clock.advance(MINUTE)
    expect(notices().map((each) => each.id)).toEqual(['unstable:a', 'drop:a'])
  })

  it.each(['by-operator', 'removed'] as const)('takes the notice away when the number is gone: %s', async (why) => {
    const { policy, add, put, happen, clock, withdrawn } = await policyRig()
    add('a')
    put('a', { unstable: true })
    happen('a', { type: 'unstable' })
    await clock.advance(0)
    if (why === 'removed') policy.removed('a', 'c1')
    else happen('a', { type: 'stopped' })
    expect(withdrawn).toContain('unstable:a')
  })

  it('does not tell it of a muted number', async () => {
    const { add, put, happen, clock, world, notices, silences } = await policyRig()
    add('a')
    world.mutedNumbers.set('a', clock.now() + MINUTE)
    put('a', { unstable: true })
    happen('a', { type: 'unstable' })
    await clock.advance(0)
    expect(notices()).toEqual([])
    expect(silences()).toEqual(['muted-number'])
  })

  it('tells after a sleep what it had held before it', async () => {
    const { policy, add, put, happen, clock, notices } = await policyRig({ quiet: true })
    add('a')
    put('a', { unstable: true })
    happen('a', { type: 'unstable' })
    policy.suspended()
    await clock.advance(60 * MINUTE)
    expect(notices()).toEqual([])
    policy.resumed()
    await clock.advance(TIMINGS.wakeQuiet)
    expect(notices().map((each) => each.id)).toEqual(['unstable:a'])
  })

  it('tells what needs a hand all the same', async () => {
    const { add, put, drop, happen, clock, notices } = await policyRig()
    add('a')
    put('a', { unstable: true })
    happen('a', { type: 'unstable' })
    await clock.advance(0)
    drop('a', 'logged-out')
    await clock.advance(0)
    expect(notices().map((each) => each.id)).toEqual(['unstable:a', 'drop:a'])
  })

  it('tells drops of a number whose flapping nobody was told of', async () => {
    const { add, put, drop, happen, clock, world, notices, silences } = await policyRig()
    add('a')
    world.mutedUntil = clock.now() + 1_000
    put('a', { unstable: true })
    happen('a', { type: 'unstable' })
    await clock.advance(2_000)
    drop('a')
    await clock.advance(0)
    expect(silences()).toEqual(['muted'])
    expect(notices().map((each) => each.id)).toEqual(['drop:a'])
  })

  it('holds it after waking, and tells nothing of what was over by then', async () => {
    const { add, put, happen, clock, notices, silences } = await policyRig({ quiet: true })
    add('a')
    put('a', { unstable: true })
    happen('a', { type: 'unstable' })
    await clock.advance(10_000)
    expect(notices()).toEqual([])
    happen('a', { type: 'steady' })
    await clock.advance(MINUTE)
    expect(notices()).toEqual([])
    expect(silences()).toEqual(['recovered-meanwhile'])
  })

  it('tells the recovery from a drop that was told, however the number fell and came back untold after that', async () => {
    const { add, drop, recover, clock, notices, withdrawn, silences } = await policyRig()
    add('a', 'b')
    drop('a')
    await clock.advance(5_000)
    recover('a')
    await clock.advance(20_000)
    drop('a')
    await clock.advance(2_000)
    recover('a')
    await clock.advance(120_000)
    expect(silences()).toEqual(['dropped-again', 'recovered-meanwhile'])
    expect(notices().map((each) => each.id)).toEqual(['drop:a', 'recovery:a'])
    expect(withdrawn).toContain('drop:a')
  })

  it('says "it is back" only when it no longer comes and goes', async () => {
    const { add, put, drop, recover, clock, notices } = await policyRig()
    add('a')
    drop('a')
    await clock.advance(0)
    recover('a')
    put('a', { unstable: true })
    await clock.advance(5 * MINUTE)
    expect(notices()).toHaveLength(1)
    put('a', { unstable: false })
    await clock.advance(MINUTE)
    expect(notices().map((each) => each.id)).toEqual(['drop:a', 'recovery:a'])
  })
})

describe('the whole monitor', () => {
  /** A number that is up and down for about a minute each, as often as told. */
  async function flapping(times: number) {
    const clock = new FakeClock()
    const gateway = new FakeGateway(clock)
    const all = monitorRig({ clock, random: seededRandom(), gatewayOf: () => gateway })
    all.watcher.add(numberRecord('a'))
    await clock.advance(MINUTE)
    for (let round = 0; round < times; round += 1) {
      gateway.say({ state: 'disconnected' })
      await clock.advance(MINUTE)
      gateway.say({ state: 'connected' })
      await clock.advance(50_000)
    }
    const told = (): string[] => all.decisions.flatMap((each) => ('notice' in each ? [each.notice.category] : []))
    return { clock, gateway, told, ...all }
  }

  it('tells it once in an hour of flapping, and its end once', async () => {
    const { clock, told, reminders, watcher } = await flapping(30)
    expect(told().filter((each) => each === 'drop')).toHaveLength(2)
    expect(told().at(-1)).toBe('unstable')
    expect(watcher.view('a')).toMatchObject({ unstable: true })
    await clock.advance(15 * MINUTE)
    expect(told().slice(-2)).toEqual(['unstable', 'recovery'])
    expect(watcher.view('a')).toMatchObject({ phase: 'connected', unstable: false })
    expect(reminders()).toBe(0)
  })

  it('reminds of a number that stays down, as soon as it no longer comes and goes', async () => {
    const { clock, gateway, reminders } = await flapping(5)
    gateway.say({ state: 'disconnected' })
    await clock.advance(5 * MINUTE)
    expect(reminders()).toBe(0)
    await clock.advance(7 * MINUTE)
    expect(reminders()).toBe(1)
  })
})

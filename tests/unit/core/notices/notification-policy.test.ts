import { describe, expect, it } from 'vitest'
import { policyRig } from '../../../fakes/rigs/policy-rig'

describe('one drop, one notice', () => {
  it('tells the drop of an only number at once', async () => {
    const { add, drop, clock, notices, decisions } = await policyRig()
    add('a')
    const happening = drop('a', 'logged-out')
    await clock.advance(0)
    expect(decisions).toMatchObject([{ about: [happening] }])
    expect(notices()).toMatchObject([{ id: 'drop:a', category: 'drop', sessionKey: 'a', connectionId: 'c1', severity: 'critical', sound: true }])
  })

  it("has the others of the connection checked, and tells one number's drop as soon as they have answered", async () => {
    const { add, drop, clock, notices, checks } = await policyRig()
    add('a', 'b', 'c')
    drop('a')
    await clock.advance(100)
    expect(checks).toMatchObject([{ connectionId: 'c1', except: ['a'] }])
    expect(notices()).toEqual([])
    checks[0]?.resolve()
    await clock.advance(0)
    expect(notices()).toMatchObject([{ id: 'drop:a' }])
    await clock.advance(600_000)
    expect(notices()).toHaveLength(1)
  })

  it('tells it within five seconds when the others do not answer', async () => {
    const { add, drop, clock, notices } = await policyRig()
    add('a', 'b')
    drop('a')
    await clock.advance(4_999)
    expect(notices()).toEqual([])
    await clock.advance(1)
    expect(notices()).toMatchObject([{ id: 'drop:a' }])
  })

  it('tells many as one outage, and lets a later drop within 60 s join it', async () => {
    const { add, drop, clock, notices, silences, decisions } = await policyRig()
    add('a', 'b', 'c', 'd')
    const both = [drop('a'), drop('b')]
    await clock.advance(5_000)
    expect(decisions).toMatchObject([{ notice: { id: 'outage:c1', category: 'outage', sessionKey: null, severity: 'critical' }, about: both }])
    await clock.advance(59_000)
    drop('c')
    await clock.advance(20_000)
    expect(silences()).toEqual(['joined-outage'])
    expect(notices()).toHaveLength(1)
    drop('d')
    await clock.advance(5_000)
    expect(notices()).toMatchObject([{ id: 'outage:c1' }, { id: 'drop:d' }])
  })

  it('keeps connections apart', async () => {
    const { add, put, drop, clock, notices } = await policyRig()
    add('a')
    put('x', { connectionId: 'c2' })
    drop('a')
    drop('x')
    await clock.advance(5_000)
    expect(
      notices()
        .map((each) => each.id)
        .sort(),
    ).toEqual(['drop:a', 'drop:x'])
  })

  it('a number that drops twice gets two notices under one id, so the newer replaces the older', async () => {
    const { add, drop, recover, clock, notices } = await policyRig()
    add('a')
    drop('a')
    await clock.advance(1_000)
    recover('a')
    await clock.advance(10_000)
    drop('a')
    await clock.advance(1_000)
    expect(notices().map((each) => each.id)).toEqual(['drop:a', 'drop:a'])
  })
})

describe('held after start and wake, not discarded', () => {
  it('decides when 20 s are over', async () => {
    const { add, drop, clock, notices } = await policyRig({ quiet: true })
    add('a')
    await clock.advance(4_000)
    drop('a')
    await clock.advance(15_999)
    expect(notices()).toEqual([])
    await clock.advance(1)
    expect(notices()).toMatchObject([{ id: 'drop:a' }])
  })

  it('is silent about what recovered meanwhile', async () => {
    const { add, drop, recover, clock, silences, notices } = await policyRig({ quiet: true })
    add('a')
    drop('a')
    await clock.advance(10_000)
    recover('a')
    await clock.advance(300_000)
    expect(silences()).toEqual(['recovered-meanwhile', 'drop-untold'])
    expect(notices()).toEqual([])
  })

  it('is silent about what the operator stopped, removed or began to link meanwhile', async () => {
    const { add, put, drop, happen, policy, clock, sessions, silences, notices } = await policyRig({ quiet: true })
    add('a', 'b', 'c')
    for (const key of ['a', 'b', 'c']) drop(key)
    happen('a', { type: 'stopped' })
    sessions.delete('b')
    policy.removed('b', 'c1')
    put('c', { phase: 'starting', deadlineAt: 1 })
    await clock.advance(60_000)
    expect(silences().sort()).toEqual(['by-operator', 'by-operator', 'removed'])
    expect(notices()).toEqual([])
  })

  it('holds again from waking on, also what was waiting when the computer went to sleep', async () => {
    const { add, drop, policy, clock, notices } = await policyRig()
    add('a', 'b')
    drop('a')
    await clock.advance(1_000)
    policy.suspended()
    clock.sleep(3_600_000)
    await clock.advance(0)
    expect(notices()).toEqual([])
    policy.resumed()
    await clock.advance(19_999)
    expect(notices()).toEqual([])
    await clock.advance(1)
    expect(notices()).toMatchObject([{ id: 'drop:a' }])
  })

  it('tells several that fell while the app was closed as one outage', async () => {
    const { add, drop, clock, notices } = await policyRig({ quiet: true })
    add('a', 'b', 'c')
    for (const key of ['a', 'b', 'c']) drop(key)
    await clock.advance(20_000)
    expect(notices()).toMatchObject([{ id: 'outage:c1' }])
  })
})

describe('what the operator chose', () => {
  it.each([
    ['notices-off', { notices: false }],
    ['muted', { mutedUntil: Date.UTC(2026, 0, 12, 16) }],
  ])('%s: nothing is told, and the reason is named', async (reason, choice) => {
    const { add, drop, recover, clock, world, silences, notices } = await policyRig()
    Object.assign(world, choice)
    add('a')
    drop('a')
    await clock.advance(1_000)
    Object.assign(world, { notices: true, mutedUntil: null })
    recover('a')
    await clock.advance(100_000)
    expect(silences()).toEqual([reason, 'drop-untold'])
    expect(notices()).toEqual([])
  })

  it('a drop after the clock was set back does not join an outage of the old clock', async () => {
    const { add, drop, recover, clock, policy, notices } = await policyRig()
    add('a', 'b', 'c')
    drop('a')
    drop('b')
    await clock.advance(5_000)
    recover('a')
    recover('b')
    await clock.advance(120_000)
    clock.setWall(-3 * 3_600_000)
    policy.suspended()
    policy.resumed()
    await clock.advance(120_000)
    drop('c')
    await clock.advance(25_000)
    expect(notices().map((each) => each.id)).toContain('drop:c')
  })

  it('a drop does not join an outage that nobody was told of', async () => {
    const { add, drop, clock, world, notices, silences } = await policyRig()
    world.mutedUntil = clock.now() + 10_000
    add('a', 'b', 'c')
    drop('a')
    drop('b')
    await clock.advance(12_000)
    drop('c')
    await clock.advance(5_000)
    expect(silences()).toEqual(['muted'])
    expect(notices()).toMatchObject([{ id: 'drop:c' }])
  })

  it('a mute that has run out is none', async () => {
    const { add, drop, clock, world, notices } = await policyRig()
    world.mutedUntil = clock.now() - 1
    add('a')
    drop('a')
    await clock.advance(0)
    expect(notices()).toHaveLength(1)
  })

  it('sound off is a notice without sound; good news never sound', async () => {
    const { add, drop, recover, clock, world, notices } = await policyRig()
    add('a', 'b')
    drop('a')
    await clock.advance(5_000)
    world.sound = false
    drop('b')
    await clock.advance(5_000)
    world.sound = true
    recover('a')
    await clock.advance(60_000)
    expect(notices().map((each) => [each.category, each.sound])).toEqual([
      ['drop', true],
      ['drop', false],
      ['recovery', false],
    ])
  })

  it("the operator's own disconnect is no news, and takes the drop notice away", async () => {
    const { add, drop, happen, clock, notices, withdrawn } = await policyRig()
    add('a')
    drop('a')
    await clock.advance(0)
    happen('a', { type: 'stopped' })
    await clock.advance(600_000)
    expect(notices()).toHaveLength(1)
    expect(withdrawn).toContain('drop:a')
  })
})

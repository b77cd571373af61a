// What a decision is about, its severity and its named silence: the window's alarms and the log rely on them.
import { describe, expect, it } from 'vitest'
import { wrongPhoneNotice } from '../../../../src/main/core/notices/wrong-phone'
import { policyRig, wordingOf } from '../../../fakes/rigs/policy-rig'
import { sessionView } from '../../../fakes/views'

describe('a drop', () => {
  it('of a muted number is silent by that name, also when it recovers, and is no part of an outage', async () => {
    const { add, drop, recover, world, clock, decisions, notices } = await policyRig()
    add('a', 'b', 'c')
    world.mutedNumbers.set('a', clock.now() + 3_600_000)
    const muted = drop('a')
    drop('b')
    drop('c')
    await clock.advance(5_000)
    expect(decisions[0]).toEqual({ silent: 'muted-number', about: [muted] })
    expect(notices()).toMatchObject([{ category: 'outage', keys: ['b', 'c'], severity: 'critical' }])
    world.mutedNumbers.clear()
    const back = recover('a')
    expect(decisions.at(-1)).toEqual({ silent: 'drop-untold', about: [back] })
  })

  it('that is told more exactly before it was told at all is one notice, and the earlier one is named', async () => {
    const { add, drop, clock, decisions, notices } = await policyRig()
    add('a', 'b')
    const first = drop('a')
    const second = drop('a', 'banned')
    await clock.advance(5_000)
    expect(decisions[0]).toEqual({ silent: 'already-told', about: [first] })
    expect(notices()).toMatchObject([{ id: 'drop:a', category: 'drop', severity: 'critical', sessionKey: 'a', keys: ['a'] }])
    expect(decisions[1]?.about).toEqual([second])
  })

  it('of a number that the operator stopped, removed, or links meanwhile is silent by that name', async () => {
    const { add, drop, put, happen, policy, sessions, clock, decisions, withdrawn } = await policyRig()
    add('stopped', 'removed', 'linked', 'left', 'well')
    const about = [drop('stopped'), drop('removed'), drop('linked'), drop('left')]
    happen('stopped', { type: 'stopped' })
    sessions.delete('removed')
    policy.removed('removed', 'c1')
    put('linked', { phase: 'starting', deadlineAt: clock.now() + 90_000 })
    sessions.delete('left')
    await clock.advance(5_000)
    const why = about.map((each) => decisions.find((decision) => decision.about.includes(each)))
    expect(why).toMatchObject([{ silent: 'by-operator' }, { silent: 'removed' }, { silent: 'by-operator' }, { silent: 'removed' }])
    expect(withdrawn).toEqual(expect.arrayContaining(['drop:stopped', 'drop:removed']))
  })

  it('joins an outage that was told a minute ago at most, and is told by itself later', async () => {
    const { add, drop, clock, decisions, notices } = await policyRig()
    add('a', 'b', 'c', 'd')
    drop('a')
    drop('b')
    await clock.advance(5_000)
    await clock.advance(60_000)
    const joined = drop('c')
    expect(decisions.at(-1)).toEqual({ silent: 'joined-outage', about: [joined] })
    await clock.advance(1)
    drop('d')
    await clock.advance(5_000)
    expect(notices().at(-1)).toMatchObject({ category: 'drop', sessionKey: 'd' })
  })
})

describe('the end of an outage', () => {
  it('is told with the longest time that a number was down, and names those that are not back', async () => {
    const { add, drop, recover, clock, notices } = await policyRig()
    add('a', 'b', 'c')
    for (const key of ['a', 'b', 'c']) drop(key)
    await clock.advance(5_000)
    recover('a', 60_000)
    recover('b', 600_000)
    await clock.advance(60_000)
    const back = notices().at(-1)
    expect(back).toMatchObject({ category: 'recovery', severity: 'good', sessionKey: null, keys: ['a', 'b'] })
    expect(back?.body).toContain('10 мин')
    expect(back?.body).toContain('Номер c')
  })

  it.each(['by-operator', 'removed'] as const)('tells nothing of a number that was ended meanwhile: %s', async (why) => {
    const { add, drop, recover, happen, policy, sessions, clock, decisions, notices } = await policyRig()
    add('a', 'b')
    drop('a')
    await clock.advance(5_000)
    const back = recover('a')
    if (why === 'removed') {
      sessions.delete('a')
      policy.removed('a', 'c1')
    } else happen('a', { type: 'stopped' })
    await clock.advance(120_000)
    expect(decisions.at(-1)).toEqual({ silent: why, about: [back] })
    expect(notices()).toHaveLength(1)
  })

  it.each([
    ['left the app', undefined, 'removed'],
    ['is being linked', 'awaiting-scan', 'by-operator'],
  ] as const)('is silent for a number that, a minute later, %s', async (_what, phase, why) => {
    const { add, drop, recover, put, sessions, clock, decisions } = await policyRig()
    add('a')
    drop('a')
    await clock.advance(5_000)
    const back = recover('a')
    if (phase === undefined) sessions.delete('a')
    else put('a', { phase })
    await clock.advance(60_000)
    expect(decisions.at(-1)).toEqual({ silent: why, about: [back] })
  })
})

it.each(['cannot-check', 'unstable'] as const)('%s of a muted number is silent by that name', async (type) => {
  const { add, cannotCheck, happen, world, clock, decisions } = await policyRig()
  add('a')
  world.mutedNumbers.set('a', clock.now() + 3_600_000)
  const happening = type === 'unstable' ? happen('a', { type }) : cannotCheck('a', 'sign-in-expired')
  expect(decisions).toEqual([{ silent: 'muted-number', about: [happening] }])
})

it('a wrong phone is told with both phones and the name', () => {
  const view = sessionView('a', { name: 'Касса', phone: '+7 900 123-45-67', wrongPhone: '+7 900 765-43-21' })
  const notice = wrongPhoneNotice(wordingOf('ru'), view, true)
  expect(notice).toMatchObject({ id: 'wrong-phone:a', sessionKey: 'a', keys: [], severity: 'critical', sound: true })
  expect(notice.title).toContain('Касса')
  expect(notice.body).toMatch(/900 123-45-67.*900 765-43-21/s)
})

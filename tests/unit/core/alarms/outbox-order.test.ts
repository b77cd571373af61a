// What lies in the outbox together: which messages join, which are taken back, and what a channel that goes takes along.
import { describe, expect, it } from 'vitest'
import { failed, success, type Outcome } from '../../../../src/shared/model/failure'
import { BOTH, escalationRig as rig, fails, MINUTE } from '../../../fakes/rigs/escalation-rig'

const plain = (told: readonly string[]): string[] => told.map((each) => each.replace(/^\d+ /, ''))
const notSent = fails('unreachable', { detail: 'webhook: ENOTFOUND' })

describe('a message', () => {
  it('of which one number is back before anybody saw it goes on about the others', async () => {
    const { clock, world, drop, back, told } = rig()
    world.answer = notSent
    drop('a')
    drop('b')
    await clock.advance(20 * MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    world.answer = () => success()
    await clock.advance(10 * MINUTE)
    back('b')
    await clock.advance(10 * MINUTE)
    expect(plain(told())).toEqual(['webhook down b', 'webhook recovered b'])
  })

  it.each([
    ['a connection that was cut', fails('unreachable', { detail: 'webhook: ECONNRESET' })],
    ['an answer that never came', fails('timeout')],
  ])('that failed by %s and may have been seen is not taken back', async (_what, answer) => {
    const { clock, world, drop, back, told } = rig()
    world.answer = answer
    drop('a')
    await clock.advance(20 * MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    world.answer = () => success()
    await clock.advance(60 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'webhook recovered a'])
  })

  it('whose sender has a bug is sent again like any other', async () => {
    const { clock, world, drop, told, failing } = rig()
    world.answer = () => Promise.reject(new Error('bug'))
    drop('a')
    await clock.advance(15 * MINUTE)
    expect(failing).toEqual(['internal'])
    world.answer = () => success()
    await clock.advance(MINUTE)
    expect(plain(told())).toEqual(['webhook down a'])
  })

  it('that is refused for good takes along what was to follow it: nobody was told that the number is down', async () => {
    const { clock, world, drop, back, told, lost, escalation } = rig()
    world.answer = fails('timeout')
    drop('a')
    drop('b')
    await clock.advance(20 * MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    world.answer = fails('webhook-refused')
    await clock.advance(10 * MINUTE)
    expect(lost).toEqual(['down webhook-refused'])
    world.answer = () => success()
    escalation.channelSaved('webhook')
    await clock.advance(60 * MINUTE)
    expect(plain(told())).toEqual(['webhook down b'])
  })

  it('joins only a message that says the same and was not tried', async () => {
    const { clock, world, drop, alarms, told } = rig()
    const answers: ((outcome: Outcome) => void)[] = []
    world.answer = () => new Promise<Outcome>((resolve) => answers.push(resolve))
    drop('a')
    await clock.advance(10 * MINUTE)
    drop('b')
    await clock.advance(10 * MINUTE) // a is being sent
    alarms.acknowledge(['a'], 'tray')
    await clock.advance(6 * MINUTE) // b is due
    drop('c')
    world.answer = () => success()
    for (const answer of answers) answer(success())
    await clock.advance(20 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'webhook acknowledged a', 'webhook down b', 'webhook down c'])
  })
})

describe('a channel', () => {
  it('that is removed takes only its own messages along', async () => {
    const { clock, world, escalation, drop, told, left } = rig(BOTH)
    world.answer = fails('server-error')
    drop('a')
    await clock.advance(16 * MINUTE)
    world.choice = { ...BOTH, webhook: null }
    escalation.rearm()
    await clock.advance(0)
    expect(left.state.outbox.map(({ channel }) => channel)).toEqual(['telegram'])
    world.answer = () => success()
    await clock.advance(20 * MINUTE)
    expect(plain(told())).toEqual(['telegram down a'])
  })

  it('that is removed while it sends is told nothing more by the answer', async () => {
    const { clock, world, escalation, drop, left, failing } = rig()
    let answer: (outcome: Outcome) => void = () => undefined
    world.answer = () => new Promise<Outcome>((resolve) => (answer = resolve))
    drop('a')
    await clock.advance(16 * MINUTE)
    world.choice = { ...world.choice, webhook: null }
    escalation.rearm()
    answer(failed('server-error'))
    await clock.advance(MINUTE)
    expect([failing, left.state]).toEqual([[], { records: [], outbox: [] }])
  })

  it('counts its failures in a row, for the banner', async () => {
    const { clock, world, drop, counts } = rig()
    world.answer = fails('server-error')
    drop('a')
    await clock.advance(16 * MINUTE)
    world.answer = () => success()
    await clock.advance(10 * MINUTE)
    world.answer = fails('server-error')
    drop('b')
    await clock.advance(15 * MINUTE)
    expect(counts.slice(0, 4)).toEqual([1, 2, 0, 1])
  })

  it('that is tried at once because the network is back tries the message that waits, not one on its way', async () => {
    const { clock, world, escalation, drop, sent } = rig()
    let asked = 0
    world.answer = () => ((asked += 1), new Promise<Outcome>(() => undefined))
    drop('a')
    await clock.advance(16 * MINUTE)
    escalation.retryNow()
    await clock.advance(MINUTE)
    expect([asked, sent]).toEqual([1, []])
  })
})

it('nothing is sent while the computer sleeps, and an answer after the end changes nothing', async () => {
  const { clock, world, escalation, drop, told, writes, end } = rig()
  drop('a')
  await clock.advance(14 * MINUTE)
  escalation.suspended()
  await clock.advance(60 * MINUTE)
  expect(told()).toEqual([])
  let answer: (outcome: Outcome) => void = () => undefined
  world.answer = () => new Promise<Outcome>((resolve) => (answer = resolve))
  escalation.resumed()
  await clock.advance(MINUTE)
  const before = writes()
  end()
  answer(success())
  await clock.advance(MINUTE)
  expect(writes()).toBe(before)
})

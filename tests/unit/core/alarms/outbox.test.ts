import { describe, expect, it } from 'vitest'
import { failed, success, type Outcome } from '../../../../src/shared/model/failure'
import { BOTH, escalationRig as rig, fails, MINUTE } from '../../../fakes/rigs/escalation-rig'

describe('a message that is not taken', () => {
  it('is sent again with growing pauses under the same id', async () => {
    const { clock, world, drop, sent, failing } = rig()
    const at: number[] = []
    const ids = new Set<string>()
    const start = clock.now()
    world.answer = (message) => {
      at.push((clock.now() - start) / MINUTE - 15)
      ids.add(message.id)
      return at.length < 8 ? failed('server-error') : success()
    }
    drop('a')
    await clock.advance(120 * MINUTE)
    expect(at).toEqual([0, 0.5, 1.5, 3.5, 7.5, 15.5, 25.5, 35.5])
    expect(ids.size).toBe(1)
    expect(sent).toHaveLength(1)
    expect(failing.at(-1)).toBe(null)
  })

  it('waits as long as the server asks', async () => {
    const { clock, world, drop, told } = rig()
    world.answer = () => failed('rate-limited', { retryAt: clock.now() + 5 * MINUTE })
    drop('a')
    await clock.advance(15 * MINUTE)
    world.answer = () => success()
    await clock.advance(4 * MINUTE)
    expect(told()).toEqual([])
    await clock.advance(MINUTE)
    expect(told()).toEqual(['20 webhook down a'])
  })

  it('waits no more than an hour, whatever the server asks and however far the clock is set back', async () => {
    const patient = rig()
    patient.world.answer = () => failed('rate-limited', { retryAt: patient.clock.now() + 24 * 60 * MINUTE })
    const setBack = rig()
    setBack.world.answer = fails('server-error')
    for (const { clock, world, drop, escalation, sent } of [patient, setBack]) {
      drop('a')
      await clock.advance(15 * MINUTE + 10_000)
      if (world === setBack.world) {
        // The power adapter tells of it as of a sleep.
        clock.setWall(-24 * 60 * MINUTE)
        escalation.suspended()
        escalation.resumed()
      }
      world.answer = () => success()
      await clock.advance(61 * MINUTE)
      expect(sent).toHaveLength(1)
    }
  })

  it('is sent at once when the network is back', async () => {
    const { clock, world, escalation, drop, told } = rig()
    world.answer = fails('unreachable', { detail: 'webhook: ERR_INTERNET_DISCONNECTED' })
    drop('a')
    await clock.advance(60 * MINUTE)
    world.answer = () => success()
    escalation.retryNow()
    await clock.advance(0)
    expect(told()).toEqual(['60 webhook down a'])
  })

  it('is given up after a day', async () => {
    const { clock, world, drop, lost, left } = rig()
    world.answer = fails('unreachable', { detail: 'webhook: ECONNREFUSED' })
    drop('a')
    await clock.advance(26 * 60 * MINUTE)
    expect(lost).toEqual(['down unreachable'])
    expect(left.state.outbox).toEqual([])
  })

  it('because the channel is set up wrongly is given up at once, and sent when it is set up anew', async () => {
    const { clock, world, escalation, drop, lost, told } = rig()
    world.answer = fails('webhook-refused')
    drop('a')
    await clock.advance(60 * MINUTE)
    expect(lost).toEqual(['down webhook-refused'])
    world.answer = () => success()
    escalation.channelSaved('webhook')
    await clock.advance(MINUTE)
    expect(told()).toEqual(['60 webhook down a'])
  })

  it.each([
    ['is taken back when nobody can have seen it', fails('unreachable', { detail: 'webhook: ENOTFOUND' }), []],
    ['is sent on when somebody may have seen it, so that the end of it makes sense', fails('timeout'), ['webhook down a', 'webhook recovered a']],
  ])('%s, once the number is back', async (_what, answer, expected) => {
    const { clock, world, drop, back, told } = rig()
    world.answer = answer
    drop('a')
    await clock.advance(20 * MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    world.answer = () => success()
    await clock.advance(60 * MINUTE)
    expect(told().map((each) => each.replace(/^\d+ /, ''))).toEqual(expected)
  })

  it('through one channel does not hold the other up', async () => {
    const { clock, world, drop, told } = rig(BOTH)
    world.answer = ({ channel }) => (channel === 'webhook' ? failed('server-error') : success())
    drop('a')
    await clock.advance(16 * MINUTE)
    expect(told()).toEqual(['15 telegram down a'])
  })

  it('is sent one at a time, in order', async () => {
    const { clock, alarms, world, drop, told } = rig()
    let answer: (outcome: Outcome) => void = () => undefined
    world.answer = () => new Promise((resolve) => void (answer = resolve))
    drop('a')
    await clock.advance(15 * MINUTE)
    alarms.acknowledge(['a'], 'window')
    await clock.advance(MINUTE)
    expect(told()).toEqual([])
    world.answer = () => success()
    answer(success())
    await clock.advance(0)
    expect(told()).toEqual(['16 webhook down a', '16 webhook acknowledged a'])
  })
})

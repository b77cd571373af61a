// What the escalation remembers: across restarts and sleep, when channels come and go, and when a silence ends early.
import { describe, expect, it } from 'vitest'
import { success } from '../../../../src/shared/model/failure'
import { BOTH, escalationRig as rig, fails, MINUTE, WEBHOOK } from '../../../fakes/rigs/escalation-rig'

const plain = (told: readonly string[]): string[] => told.map((each) => each.replace(/^\d+ /, ''))

describe('after a restart', () => {
  it('a recovery that had not lasted long enough is told when it has', async () => {
    const first = rig()
    first.drop('a')
    await first.clock.advance(20 * MINUTE)
    first.back('a')
    await first.clock.advance(30_000)
    first.end()
    const second = rig(WEBHOOK, first.left, first.clock)
    await second.clock.advance(59_000)
    expect(second.told()).toEqual([])
    await second.clock.advance(1_000)
    expect([plain(second.told()), second.left.state.records]).toEqual([['webhook recovered a'], []])
  })

  it('an alarm that ended while the app was closed is called off', async () => {
    const first = rig()
    first.drop('a')
    await first.clock.advance(20 * MINUTE)
    first.end()
    const second = rig(WEBHOOK, { ...first.left, alarms: [] }, first.clock)
    await second.clock.advance(MINUTE)
    expect([plain(second.told()), second.left.state.records]).toEqual([['webhook withdrawn a'], []])
  })

  it('messages wait with the alarms until the numbers were asked, and go at once where there is no alarm', async () => {
    for (const open of [true, false]) {
      const first = rig()
      first.world.answer = fails('server-error')
      first.drop('a')
      await first.clock.advance(16 * MINUTE)
      first.end()
      await first.clock.advance(60 * MINUTE) // the app is closed
      const kept = open ? first.left : { ...first.left, alarms: [], state: { ...first.left.state, records: [] } }
      const second = rig(WEBHOOK, kept, first.clock)
      await second.clock.advance(19_999)
      expect(second.told()).toHaveLength(open ? 0 : 1)
      await second.clock.advance(MINUTE)
      expect(second.told()).toHaveLength(1)
    }
  })
})

describe('when channels come and go', () => {
  it('only those who still have one hear how it went on', async () => {
    const { clock, world, escalation, drop, alarms, back, told, left } = rig(BOTH)
    drop('a')
    await clock.advance(16 * MINUTE)
    world.choice = { ...BOTH, webhook: null }
    escalation.rearm()
    await clock.advance(MINUTE)
    expect(left.state.records).toMatchObject([{ channels: ['telegram'], delivered: ['telegram'] }])
    alarms.acknowledge(['a'], 'tray')
    await clock.advance(MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'telegram down a', 'telegram acknowledged a', 'telegram recovered a'])
  })

  it('a channel that is set up again is told of an alarm that is still open', async () => {
    const { clock, world, escalation, drop, told } = rig()
    drop('a')
    await clock.advance(16 * MINUTE)
    world.choice = { ...WEBHOOK, webhook: null }
    escalation.rearm()
    world.choice = WEBHOOK
    escalation.rearm()
    await clock.advance(MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'webhook down a'])
  })

  it('a message that one channel refused for good is not followed up there, and set up anew only that one is told', async () => {
    const { clock, world, escalation, drop, alarms, told } = rig(BOTH)
    world.answer = ({ channel }) => (channel === 'webhook' ? fails('webhook-refused')() : success())
    drop('a')
    await clock.advance(16 * MINUTE)
    world.answer = () => success()
    escalation.channelSaved('telegram')
    await clock.advance(2 * MINUTE)
    expect(plain(told())).toEqual(['telegram down a'])
    escalation.channelSaved('webhook')
    await clock.advance(2 * MINUTE)
    expect(plain(told())).toEqual(['telegram down a', 'webhook down a'])
    drop('b')
    world.answer = ({ channel }) => (channel === 'webhook' ? fails('webhook-refused')() : success())
    await clock.advance(16 * MINUTE)
    world.answer = () => success()
    alarms.acknowledge(['b'], 'tray')
    await clock.advance(MINUTE)
    expect(plain(told()).slice(2)).toEqual(['telegram down b', 'telegram acknowledged b'])
  })
})

describe('a wait', () => {
  it('that quiet hours hold back ends within five minutes after they were ended early', async () => {
    const { clock, world, drop, told } = rig()
    world.quiet = clock.now() + 8 * 60 * MINUTE
    drop('a', 'phone-offline')
    await clock.advance(21 * MINUTE)
    world.quiet = null
    await clock.advance(4 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a'])
  })

  it('is not held back by quiet hours that are over', async () => {
    const { clock, world, drop, told } = rig()
    world.quiet = clock.now()
    drop('a', 'phone-offline')
    await clock.advance(15 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a'])
  })

  it('of alarms more than half a minute apart ends for each by itself', async () => {
    const { clock, drop, told } = rig()
    drop('a')
    await clock.advance(31_000)
    drop('b')
    await clock.advance(20 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'webhook down b'])
  })

  it('begins anew for a drop after a sleep before which the number was back', async () => {
    const { clock, escalation, drop, back, told } = rig()
    drop('a')
    await clock.advance(10 * MINUTE)
    back('a')
    await clock.advance(10_000)
    escalation.suspended()
    escalation.resumed()
    drop('a')
    await clock.advance(14 * MINUTE)
    expect(told()).toEqual([])
    await clock.advance(MINUTE)
    expect(told()).toHaveLength(1)
  })

  it('begins anew for a number that was stopped in between, or acknowledged', async () => {
    for (const end of ['stopped', 'acknowledged'] as const) {
      const { clock, alarms, drop, back, stopped, told } = rig()
      drop('a')
      await clock.advance(10 * MINUTE)
      if (end === 'acknowledged') alarms.acknowledge(['a'], 'tray')
      else stopped('a')
      if (end === 'acknowledged') back('a')
      await clock.advance(1_000)
      drop('a')
      await clock.advance(14 * MINUTE)
      expect(told()).toEqual([])
      await clock.advance(MINUTE)
      expect(told()).toHaveLength(1)
    }
  })

  it('ends anew after somebody took the drop before on: those outside believe it in hand', async () => {
    const { clock, alarms, drop, back, told } = rig()
    drop('a')
    await clock.advance(16 * MINUTE)
    alarms.acknowledge(['a'], 'tray')
    back('a')
    await clock.advance(10_000)
    drop('a')
    await clock.advance(15 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'webhook acknowledged a', 'webhook down a'])
  })
})

// Messages that wait while more happens: which of them still go out, about whom, and what is noted of them.
import { describe, expect, it } from 'vitest'
import { success } from '../../../../src/shared/model/failure'
import { BOTH, escalationRig as rig, fails, MINUTE, WEBHOOK } from '../../../fakes/rigs/escalation-rig'

/** Nobody can have seen what was answered so. */
const OFFLINE = fails('unreachable', { detail: 'webhook: ERR_INTERNET_DISCONNECTED' })
const plain = (told: readonly string[]): string[] => told.map((each) => each.replace(/^\d+ /, ''))

describe('a message that waits', () => {
  it('goes out about the same numbers after a restart of the app', async () => {
    const first = rig()
    first.world.answer = OFFLINE
    first.drop('a')
    first.drop('b')
    await first.clock.advance(16 * MINUTE)
    first.end()
    const second = rig(WEBHOOK, first.left, first.clock)
    await second.clock.advance(10 * MINUTE)
    expect(plain(second.told())).toEqual(['webhook down a,b'])
  })

  it('is not sent while the computer sleeps, even when the network comes back then', async () => {
    const { clock, world, escalation, drop, told } = rig()
    world.answer = OFFLINE
    drop('a')
    await clock.advance(16 * MINUTE)
    escalation.suspended()
    world.answer = () => success()
    escalation.retryNow()
    await clock.advance(60 * MINUTE)
    expect(told()).toEqual([])
    escalation.resumed()
    await clock.advance(MINUTE)
    expect(plain(told())).toEqual(['webhook down a'])
  })

  it('about another number is no reason to keep quiet about one that people were told of', async () => {
    const { clock, world, alarms, drop, told } = rig()
    drop('a')
    await clock.advance(16 * MINUTE)
    world.answer = OFFLINE
    drop('b')
    await clock.advance(16 * MINUTE)
    alarms.acknowledge(['a'], 'tray')
    world.answer = () => success()
    await clock.advance(20 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'webhook down b', 'webhook acknowledged a'])
  })

  it('and was tried takes nothing in: its receivers know it by its id', async () => {
    const { clock, world, drop, told } = rig()
    world.answer = fails('timeout')
    drop('a')
    await clock.advance(16 * MINUTE)
    drop('b')
    await clock.advance(16 * MINUTE)
    world.answer = () => success()
    await clock.advance(20 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'webhook down b'])
  })

  it('that somebody took the alarm on is followed by its end', async () => {
    const { clock, world, alarms, drop, back, told } = rig()
    drop('a')
    await clock.advance(16 * MINUTE)
    world.answer = OFFLINE
    alarms.acknowledge(['a'], 'tray')
    await clock.advance(MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    world.answer = () => success()
    await clock.advance(20 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'webhook acknowledged a', 'webhook recovered a'])
  })

  it.each(['rate-limited', 'server-error'] as const)('is taken back after an answer that says it was not taken (%s)', async (code) => {
    const { clock, world, drop, back, told } = rig()
    world.answer = fails(code)
    drop('a')
    await clock.advance(20 * MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    world.answer = () => success()
    await clock.advance(60 * MINUTE)
    expect(told()).toEqual([])
  })

  it('leaves nothing behind when the alarm was acknowledged before anybody outside was told', async () => {
    const { clock, world, alarms, drop, left } = rig()
    world.answer = OFFLINE
    drop('a')
    await clock.advance(16 * MINUTE)
    alarms.acknowledge(['a'], 'tray')
    await clock.advance(0)
    expect(left.state).toEqual({ records: [], outbox: [] })
  })
})

describe('a message that is refused for good', () => {
  it('takes nothing along in another channel', async () => {
    const { clock, world, drop, told } = rig(BOTH)
    world.answer = ({ channel, tries }) => {
      if (channel === 'telegram') return fails('rate-limited', { retryAt: clock.now() + 5 * MINUTE })()
      return fails(tries === 0 ? 'server-error' : 'webhook-refused')()
    }
    drop('a')
    await clock.advance(16 * MINUTE)
    world.answer = () => success()
    await clock.advance(20 * MINUTE)
    expect(plain(told())).toEqual(['telegram down a'])
  })

  it('and only told of an end leaves the next alarm of the number alone', async () => {
    const { clock, world, drop, back, told } = rig()
    drop('a')
    await clock.advance(16 * MINUTE)
    world.answer = OFFLINE
    back('a')
    await clock.advance(2 * MINUTE)
    drop('a')
    await clock.advance(16 * MINUTE)
    world.answer = ({ type }) => (type === 'recovered' ? fails('webhook-refused')() : success())
    await clock.advance(20 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a', 'webhook down a'])
  })
})

describe('what is noted of a number', () => {
  it('names a channel once, whatever was sent through it', async () => {
    const { clock, alarms, drop, left } = rig()
    drop('a')
    await clock.advance(16 * MINUTE)
    alarms.acknowledge(['a'], 'tray')
    await clock.advance(MINUTE)
    expect(left.state.records).toMatchObject([{ key: 'a', acknowledged: true, delivered: ['webhook'] }])
  })

  it('is when people were told first, also where a channel is added later', async () => {
    const { clock, world, escalation, drop, left } = rig()
    const start = clock.now()
    drop('a')
    await clock.advance(16 * MINUTE)
    const at = start + 15 * MINUTE
    world.choice = BOTH
    escalation.rearm()
    await clock.advance(MINUTE)
    expect(left.state.records).toMatchObject([{ at, delivered: ['webhook', 'telegram'] }])
  })

  it('is not that of its next drop when a message about the one before arrives late', async () => {
    const { clock, world, drop, back, left, told } = rig()
    world.answer = fails('timeout')
    drop('a')
    await clock.advance(16 * MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    drop('a')
    await clock.advance(16 * MINUTE)
    const [late] = left.state.outbox
    world.answer = ({ id }) => (id === late?.id ? success() : fails('timeout')())
    await clock.advance(15 * MINUTE)
    expect(plain(told())).toEqual(['webhook down a'])
    expect(left.state.records).toMatchObject([{ key: 'a', delivered: [] }])
  })
})

it('a number that was back for seconds only is passed on in time although the computer slept in between', async () => {
  const { clock, escalation, drop, back, told } = rig()
  drop('a')
  await clock.advance(10 * MINUTE)
  back('a')
  await clock.advance(10_000)
  drop('a')
  escalation.suspended()
  escalation.resumed()
  await clock.advance(6 * MINUTE)
  expect(told()).toEqual(['15 webhook down a'])
})

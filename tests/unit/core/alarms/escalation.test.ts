import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../../src/shared/model/failure'
import { TIMINGS } from '../../../../src/shared/timings'
import { BOTH, escalationRig as rig, fails, MINUTE, WEBHOOK, type EscalationRig } from '../../../fakes/rigs/escalation-rig'

describe('an alarm', () => {
  it('nobody acknowledges is passed on through every channel after the chosen time, once', async () => {
    const { clock, drop, told } = rig(BOTH)
    drop('a')
    await clock.advance(24 * 60 * MINUTE)
    expect(told()).toEqual(['15 webhook down a', '15 telegram down a'])
  })

  for (const [what, act] of [
    ['acknowledged', ({ alarms }) => void alarms.acknowledge(['a'], 'window')],
    ['over', ({ back }) => back('a')],
    ['ended by the operator', ({ stopped }) => stopped('a')],
    ['removed with its number', ({ alarms }) => alarms.removed('a')],
  ] as const satisfies readonly (readonly [string, (rigged: EscalationRig) => void])[]) {
    it(`that is ${what} in time is not passed on`, async () => {
      const rigged = rig()
      rigged.drop('a')
      await rigged.clock.advance(14 * MINUTE)
      act(rigged)
      await rigged.clock.advance(60 * MINUTE)
      expect(rigged.sent).toEqual([])
    })
  }

  it('of many numbers at once is one message', async () => {
    const { clock, drop, told } = rig()
    for (let each = 0; each < 300; each += 1) drop(`n${each}`)
    await clock.advance(20 * MINUTE)
    expect(told()).toHaveLength(1)
    expect(told()[0]?.split(',')).toHaveLength(300)
  })

  it('that came twenty seconds after another is passed on with it', async () => {
    const { clock, drop, told } = rig()
    drop('a')
    await clock.advance(20_000)
    drop('b')
    await clock.advance(20 * MINUTE)
    expect(told()).toEqual(['15 webhook down a,b'])
  })

  it('of a number that comes back for seconds only is passed on as if it had stayed away', async () => {
    const { clock, drop, back, told, alarms } = rig()
    for (let blink = 0; blink < 4; blink += 1) {
      drop('a')
      await clock.advance(5 * MINUTE)
      back('a')
      await clock.advance(10_000)
    }
    expect(told()).toEqual(['15 webhook down a'])
    // Somebody knows of the next one; the one after that is news again.
    drop('b')
    await clock.advance(10 * MINUTE)
    alarms.acknowledge(['b'], 'window')
    back('b')
    await clock.advance(10_000)
    drop('b')
    await clock.advance(14 * MINUTE)
    expect(told().filter((each) => each.endsWith('down b'))).toEqual([])
    await clock.advance(MINUTE)
    expect(told().filter((each) => each.endsWith('down b'))).toHaveLength(1)
  })

  it('waits for the end of quiet hours unless it is critical', async () => {
    const { clock, world, drop, told } = rig()
    world.quiet = clock.now() + 60 * MINUTE
    drop('warning', 'phone-offline')
    drop('critical', 'banned')
    await clock.advance(59 * MINUTE)
    expect(told()).toEqual(['15 webhook down critical'])
    await clock.advance(30 * MINUTE)
    world.quiet = null
    await clock.advance(6 * MINUTE)
    expect(told()[1]).toMatch(/webhook down warning$/)
  })

  it('waits while the operator links the number', async () => {
    const { clock, world, drop, told } = rig()
    world.linking = true
    drop('a')
    await clock.advance(30 * MINUTE)
    expect(told()).toEqual([])
    world.linking = false
    await clock.advance(MINUTE)
    expect(told()).toEqual(['31 webhook down a'])
  })

  it('is passed on nowhere while the escalation is off, and at once when it is switched on late', async () => {
    const { clock, world, escalation, drop, told } = rig({ ...WEBHOOK, on: false })
    drop('a')
    await clock.advance(60 * MINUTE)
    expect(told()).toEqual([])
    world.choice = WEBHOOK
    escalation.rearm()
    await clock.advance(MINUTE)
    expect(told()).toEqual(['60 webhook down a'])
  })
})

describe('those who were told', () => {
  for (const [type, act, minutes] of [
    ['acknowledged', ({ alarms }) => void alarms.acknowledge(['a'], 'tray'), 20],
    ['withdrawn', ({ stopped }) => stopped('a'), 20],
    ['withdrawn', ({ alarms }) => alarms.removed('a'), 20],
    ['recovered', ({ back }) => back('a'), 21],
  ] as const satisfies readonly (readonly [string, (rigged: EscalationRig) => void, number])[]) {
    it(`hear that it was ${type}`, async () => {
      const rigged = rig()
      rigged.drop('a')
      await rigged.clock.advance(20 * MINUTE)
      act(rigged)
      await rigged.clock.advance(60 * MINUTE)
      expect(rigged.told()).toEqual(['15 webhook down a', `${minutes} webhook ${type} a`])
      if (type !== 'acknowledged') expect(rigged.left.state).toEqual({ records: [], outbox: [] })
    })
  }

  it('hear both that somebody took it on and that it is over', async () => {
    const { clock, alarms, drop, back, told } = rig()
    drop('a')
    await clock.advance(20 * MINUTE)
    alarms.acknowledge(['a'], 'notice')
    await clock.advance(10 * MINUTE)
    back('a')
    await clock.advance(10 * MINUTE)
    expect(told()).toEqual(['15 webhook down a', '20 webhook acknowledged a', '31 webhook recovered a'])
  })

  it('hear nothing of a recovery that does not last, nor the same alarm twice', async () => {
    const { clock, drop, back, told } = rig()
    drop('a')
    await clock.advance(20 * MINUTE)
    back('a')
    await clock.advance(30_000)
    drop('a')
    await clock.advance(60 * MINUTE)
    expect(told()).toEqual(['15 webhook down a'])
    back('a')
    await clock.advance(2 * MINUTE)
    expect(told()[1]).toMatch(/recovered a$/)
  })
})

describe('after a restart', () => {
  it('an alarm that was waiting is passed on at its time, one that was passed on is not again', async () => {
    const first = rig()
    first.drop('old')
    await first.clock.advance(10 * MINUTE)
    first.drop('young')
    await first.clock.advance(6 * MINUTE)
    first.end()
    const second = rig(WEBHOOK, first.left, first.clock)
    await second.clock.advance(60 * MINUTE)
    expect(second.told()).toEqual(['9 webhook down young'])
    second.back('old')
    await second.clock.advance(2 * MINUTE)
    expect(second.told()[1]).toBe('61 webhook recovered old')
  })

  it('a message that was not taken goes on being sent, under the same id', async () => {
    const first = rig()
    const ids = new Set<string>()
    first.world.answer = ({ id }) => (ids.add(id), failed('server-error'))
    first.drop('a')
    await first.clock.advance(16 * MINUTE)
    first.end()
    const second = rig(WEBHOOK, first.left, first.clock)
    await second.clock.advance(10 * MINUTE)
    expect(second.told()).toHaveLength(1)
    expect([...ids]).toEqual([second.sent[0]?.id])
  })

  it('an alarm that is long due waits until it is known whether the number is still down', async () => {
    const first = rig()
    first.drop('a')
    await first.clock.advance(MINUTE)
    first.end()
    await first.clock.advance(60 * MINUTE)
    const second = rig(WEBHOOK, first.left, first.clock)
    await second.clock.advance(TIMINGS.wakeQuiet / 2)
    second.back('a')
    await second.clock.advance(60 * MINUTE)
    expect(second.told()).toEqual([])
  })
})

describe('a channel that is removed', () => {
  it('gets nothing more, not even what was on its way', async () => {
    const { clock, world, escalation, drop, back, told, left } = rig()
    world.answer = fails('server-error')
    drop('a')
    await clock.advance(16 * MINUTE)
    world.choice = { ...WEBHOOK, webhook: null }
    escalation.rearm()
    world.answer = () => success()
    back('a')
    await clock.advance(60 * MINUTE)
    expect(told()).toEqual([])
    expect(left.state).toEqual({ records: [], outbox: [] })
  })
})

it('leaves no timer behind', async () => {
  const { clock, drop, world, end } = rig()
  world.answer = fails('server-error')
  drop('a')
  await clock.advance(16 * MINUTE)
  end()
  expect(clock.pending).toBe(0)
})

it('five thousand alarms at once, acknowledged at once, are one message each and kept in a few writes', async () => {
  const { clock, alarms, drop, sent, writes } = rig(BOTH)
  const count = 5_000
  for (let each = 0; each < count; each += 1) drop(`n${each}`)
  await clock.advance(16 * MINUTE)
  alarms.acknowledge(
    alarms.open().map(({ key }) => key),
    'tray',
  )
  await clock.advance(MINUTE)
  expect(sent.map(({ type, keys }) => [type, keys.split(',').length])).toEqual([
    ['down', count],
    ['down', count],
    ['acknowledged', count],
    ['acknowledged', count],
  ])
  expect(writes()).toBeLessThan(20)
})

import { describe, expect, it } from 'vitest'
import { openAlarms } from '../../../src/main/core/alarms'
import { openEscalation } from '../../../src/main/core/escalation'
import type { EscalationChannel, EscalationChoice, EscalationMessageType, EscalationState, OutboxMessage } from '../../../src/shared/escalation'
import { failed, success, type Failure, type Outcome } from '../../../src/shared/failure'
import type { Cause } from '../../../src/shared/session'
import type { AlarmRecord } from '../../../src/shared/settings'
import { TIMINGS } from '../../../src/shared/timings'
import { FakeClock } from '../../fakes/fake-clock'

const MINUTE = 60_000
const BOTH: EscalationChoice = { on: true, afterMinutes: 15, webhook: { origin: 'https://hook.example', signed: true }, telegram: { chat: '1' } }
const WEBHOOK: EscalationChoice = { ...BOTH, telegram: null }

interface Kept {
  readonly alarms: readonly AlarmRecord[]
  readonly state: EscalationState
}

/** Alarms and their escalation in a pretend app; `kept` is what the last run left. */
function rig(choice: EscalationChoice = WEBHOOK, kept: Kept = { alarms: [], state: { records: [], outbox: [] } }, clock = new FakeClock()) {
  const start = clock.now()
  const sent: { minute: number; channel: EscalationChannel; type: EscalationMessageType; keys: string; id: string }[] = []
  const lost: string[] = []
  const failing: (string | null)[] = []
  const world: { choice: EscalationChoice; quiet: number | null; linking: boolean; answer: (message: OutboxMessage) => Outcome | Promise<Outcome> } = {
    choice, quiet: null, linking: false, answer: () => success(),
  }
  const left = { alarms: kept.alarms, state: kept.state }
  let ids = 0
  const alarms = openAlarms({
    clock, saved: kept.alarms, timingsFor: () => TIMINGS, reminders: () => false, isBeingLinked: () => false, silence: () => null,
    remind: () => undefined, keptQuiet: () => undefined, onRecords: (records) => void (left.alarms = [...records]),
  })
  const escalation = openEscalation({
    clock, saved: kept.state, alarms, timingsFor: () => TIMINGS, timings: () => TIMINGS, newId: () => `${start}-${++ids}`,
    choice: () => world.choice,
    quietUntil: ({ severity }) => (severity === 'critical' ? null : world.quiet),
    isBeingLinked: () => world.linking,
    describe: ({ key }) => ({ name: key, phone: null, sessionId: key, connection: 'Server' }),
    async send(message) {
      const outcome = await world.answer(message)
      if (outcome.ok) sent.push({ minute: Math.round((clock.now() - start) / MINUTE), channel: message.channel, type: message.type, keys: message.numbers.map(({ key }) => key).join(), id: message.id })
      return outcome
    },
    onState: (state) => void (left.state = state),
    onFailing: (_channel, failure) => void failing.push(failure?.code ?? null),
    onLost: (message, failure) => void lost.push(`${message.type} ${failure.code}`),
  })
  return {
    clock, alarms, escalation, world, sent, lost, failing, left,
    drop: (key: string, cause: Cause = 'logged-out') => alarms.happened({ type: 'dropped', key, connectionId: 'c1', at: clock.now(), cause, since: clock.now(), lastConnectedAt: null, mayBeServer: false }),
    back: (key: string) => alarms.happened({ type: 'recovered', key, connectionId: 'c1', at: clock.now(), downMs: 1 }),
    stopped: (key: string) => alarms.happened({ type: 'stopped', key, connectionId: 'c1', at: clock.now() }),
    told: () => sent.map(({ minute, channel, type, keys }) => `${minute} ${channel} ${type} ${keys}`),
    end() {
      escalation.dispose()
      alarms.dispose()
    },
  }
}
const fails = (code: Failure['code'], more: Omit<Failure, 'code'> = {}) => (): Outcome => failed(code, more)

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
  ] as const satisfies readonly (readonly [string, (rigged: ReturnType<typeof rig>) => void])[]) {
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
  ] as const satisfies readonly (readonly [string, (rigged: ReturnType<typeof rig>) => void, number])[]) {
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

  it('is taken back when the number is back before anybody saw it', async () => {
    const { clock, world, drop, back, told } = rig()
    world.answer = fails('unreachable', { detail: 'webhook: ENOTFOUND' })
    drop('a')
    await clock.advance(20 * MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    world.answer = () => success()
    await clock.advance(60 * MINUTE)
    expect(told()).toEqual([])
  })

  it('but may have been seen is sent on, so that the end of it makes sense', async () => {
    const { clock, world, drop, back, told } = rig()
    world.answer = fails('timeout')
    drop('a')
    await clock.advance(20 * MINUTE)
    back('a')
    await clock.advance(2 * MINUTE)
    world.answer = () => success()
    await clock.advance(60 * MINUTE)
    expect(told().map((each) => each.replace(/^\d+ /, ''))).toEqual(['webhook down a', 'webhook recovered a'])
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

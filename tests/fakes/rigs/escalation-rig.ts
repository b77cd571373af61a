// The room core/alarms by itself: alarms and their escalation, told what happens by the test. How the monitor connects them with the watch, the silences and
// the settings is tested in tests/unit/core/monitor.
import { createAlarms } from '../../../src/main/core/alarms/alarms'
import { createEscalation } from '../../../src/main/core/alarms/escalation'
import type { EscalationChannel, EscalationMessageType } from '../../../src/shared/model/escalation'
import type { EscalationChoice, EscalationState, OutboxMessage } from '../../../src/shared/model/escalation-schema'
import { failed, success, type Failure, type Outcome } from '../../../src/shared/model/failure'
import type { Cause } from '../../../src/shared/model/session'
import type { AlarmRecord } from '../../../src/shared/model/settings'
import { TIMINGS } from '../../../src/shared/timings'
import { FakeClock } from '../fake-clock'

export const MINUTE = 60_000
/** Fifteen minutes, through both channels. */
export const BOTH: EscalationChoice = {
  on: true,
  afterMinutes: 15,
  webhook: { origin: 'https://hook.example', signed: true, service: 'plain' as const },
  telegram: { chat: '1' },
  email: null,
}
/** The same through the webhook alone. */
export const WEBHOOK: EscalationChoice = { ...BOTH, telegram: null }

/** What a run of the app leaves in the settings. */
interface Kept {
  readonly alarms: readonly AlarmRecord[]
  readonly state: EscalationState
}

/** Alarms and their escalation with simulated surroundings; `kept` is what an earlier run of the app left in the settings. */
export function escalationRig(choice: EscalationChoice = WEBHOOK, kept: Kept = { alarms: [], state: { records: [], outbox: [] } }, clock = new FakeClock()) {
  const start = clock.now()
  const sent: { minute: number; channel: EscalationChannel; type: EscalationMessageType; keys: string; id: string }[] = []
  const lost: string[] = []
  const failing: (string | null)[] = []
  const counts: number[] = []
  const world: { choice: EscalationChoice; quiet: number | null; linking: boolean; answer: (message: OutboxMessage) => Outcome | Promise<Outcome> } = {
    choice,
    quiet: null,
    linking: false,
    answer: () => success(),
  }
  const left = { alarms: kept.alarms, state: kept.state }
  let ids = 0
  let writes = 0
  const alarms = createAlarms({
    clock,
    saved: kept.alarms,
    timingsFor: () => TIMINGS,
    reminders: () => false,
    isBeingLinked: () => false,
    silence: () => null,
    remind: () => undefined,
    keptQuiet: () => undefined,
    onRecords: (records) => void (left.alarms = [...records]),
  })
  const escalation = createEscalation({
    clock,
    saved: kept.state,
    alarms,
    timingsFor: () => TIMINGS,
    timings: () => TIMINGS,
    newId: () => `${start}-${++ids}`,
    choice: () => world.choice,
    quietUntil: ({ severity }) => (severity === 'critical' ? null : world.quiet),
    isBeingLinked: () => world.linking,
    describe: ({ key }) => ({ name: key, phone: null, sessionId: key, connection: 'Server' }),
    async send(message) {
      const outcome = await world.answer(message)
      if (outcome.ok)
        sent.push({
          minute: Math.round((clock.now() - start) / MINUTE),
          channel: message.channel,
          type: message.type,
          keys: message.numbers.map(({ key }) => key).join(),
          id: message.id,
        })
      return outcome
    },
    onState(state) {
      left.state = state
      writes += 1
    },
    onFailing(_channel, failure, inARow) {
      failing.push(failure?.code ?? null)
      counts.push(inARow)
    },
    onLost: (message, failure) => void lost.push(`${message.type} ${failure.code}`),
  })
  return {
    clock,
    alarms,
    escalation,
    world,
    sent,
    lost,
    failing,
    counts,
    left,
    writes: () => writes,
    drop: (key: string, cause: Cause = 'logged-out') =>
      alarms.happened({ type: 'dropped', key, connectionId: 'c1', at: clock.now(), cause, since: clock.now(), lastConnectedAt: null, mayBeServer: false }),
    back: (key: string) => alarms.happened({ type: 'recovered', key, connectionId: 'c1', at: clock.now(), downMs: 1 }),
    stopped: (key: string) => alarms.happened({ type: 'stopped', key, connectionId: 'c1', at: clock.now() }),
    told: () => sent.map(({ minute, channel, type, keys }) => `${minute} ${channel} ${type} ${keys}`),
    end() {
      escalation.dispose()
      alarms.dispose()
    },
  }
}
/** Answers with a failure. */
export const fails =
  (code: Failure['code'], more: Omit<Failure, 'code'> = {}) =>
  (): Outcome =>
    failed(code, more)

/** The rig. */
export type EscalationRig = ReturnType<typeof escalationRig>

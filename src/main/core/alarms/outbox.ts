// The queue of messages that are not delivered yet. Each channel sends one at a time, in order. A failed one is tried again with growing pauses, for a day at most.
import { ESCALATION_CHANNELS, type EscalationChannel, type EscalationMessageType } from '../../../shared/model/escalation'
import type { EscalatedNumber, OutboxMessage } from '../../../shared/model/escalation-schema'
import { failed, hasTrait, type Failure, type Outcome } from '../../../shared/model/failure'
import type { Timings } from '../../../shared/timings'
import { createTimerQueue } from '../time'
import type { Clock } from '../ports'

/** A message older than this is given up, ms. */
const TOO_OLD = 86_400_000
/** A server may not ask for more patience than this, ms. */
const LONGEST_PAUSE = 3_600_000
/** Nothing was sent at all. A cut connection is another matter. */
const NOT_SENT = /REFUSED|DISCONNECTED|NOT_RESOLVED|NOTFOUND|EAI_AGAIN|UNREACH|NETWORK_CHANGED/

/** What the outbox is built with. */
export interface OutboxOptions {
  readonly clock: Clock
  readonly saved: readonly OutboxMessage[]
  /** Pauses between tries. */
  timings(channel: EscalationChannel): Pick<Timings, 'escalationRetry' | 'escalationRetryMost'>
  newId(): string
  send(message: OutboxMessage): Promise<Outcome>
  onChange(): void
  onDelivered(message: OutboxMessage): void
  /** Given up: it will not be sent. */
  onLost(message: OutboxMessage, failure: Failure): void
  /** The last try of a channel failed, so many in a row; null = it worked. */
  onFailing(channel: EscalationChannel, failure: Failure | null, inARow: number): void
}

/** The messages of all channels. */
export interface Outbox {
  waiting(): readonly OutboxMessage[]
  /** Joins the last message of the channel when that says the same and was not tried yet. */
  put(channel: EscalationChannel, type: EscalationMessageType, numbers: readonly EscalatedNumber[]): void
  /** Takes the number out of a message that certainly nobody has seen; false = there is none. */
  retract(channel: EscalationChannel, key: string): boolean
  /** Forgets everything of a channel; an answer under way changes nothing any more. */
  drop(channel: EscalationChannel): void
  /** The channel was set up anew, or the network is back: the next try is now. */
  retryNow(channel: EscalationChannel): void
  suspended(): void
  resumed(): void
  dispose(): void
}

/** Opens it; what was kept is tried again when `resumed` is called. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { clock } = options
  let messages: OutboxMessage[] = options.saved.map((each) => ({ ...each, numbers: [...each.numbers] }))
  /** The message of each channel that is being sent. */
  const underWay = new Map<EscalationChannel, string>()
  const inARow = new Map<EscalationChannel, number>()
  let asleep = true
  let disposed = false
  const timers = createTimerQueue({ clock, onDue: (channel) => pump(channel as EscalationChannel) })

  const sending = (message: OutboxMessage): boolean => underWay.get(message.channel) === message.id
  const of = (channel: EscalationChannel): OutboxMessage[] => messages.filter((each) => each.channel === channel)
  const replace = (message: OutboxMessage): void => void (messages = messages.map((each) => (each.id === message.id ? message : each)))
  const remove = (id: string): void => void (messages = messages.filter((each) => each.id !== id))

  function pump(channel: EscalationChannel): void {
    const [head] = of(channel)
    if (!head) return timers.delete(channel)
    if (asleep || disposed || underWay.has(channel)) return
    const now = clock.now()
    if (head.nextAt <= now) return void deliver(head)
    // Kept with the message, or each look would postpone it again: a clock that was set back must not cost hours.
    const nextAt = Math.min(head.nextAt, now + LONGEST_PAUSE)
    if (nextAt < head.nextAt) replace({ ...head, nextAt })
    timers.set(channel, nextAt)
  }

  async function deliver(message: OutboxMessage): Promise<void> {
    const { channel, id } = message
    underWay.set(channel, id)
    const sent = await options.send(message).catch(() => failed('internal'))
    if (disposed || underWay.get(channel) !== id) return
    underWay.delete(channel)
    if (sent.ok) {
      inARow.delete(channel)
      remove(id)
      options.onDelivered(message)
      options.onFailing(channel, null, 0)
    } else missed(message, sent.failure)
    options.onChange()
    pump(channel)
  }

  function missed(message: OutboxMessage, failure: Failure): void {
    const { channel, id } = message
    const now = clock.now()
    const count = (inARow.get(channel) ?? 0) + 1
    inARow.set(channel, count)
    if (hasTrait(failure.code, 'endsDelivery') || now - message.at > TOO_OLD) {
      remove(id)
      // Nobody was told that they are down, so nobody is told how it went on.
      if (message.type === 'down') for (const { key } of message.numbers) takeOut(channel, key, () => true)
      options.onLost(message, failure)
    } else {
      const { escalationRetry, escalationRetryMost } = options.timings(channel)
      const pause = Math.min(escalationRetryMost, escalationRetry * 2 ** Math.min(message.tries, 20))
      const nextAt = Math.max(now + pause, failure.retryAt ?? 0)
      replace({ ...message, tries: message.tries + 1, nextAt, unclear: message.unclear || isUnclear(failure) })
    }
    options.onFailing(channel, failure, count)
  }

  function takeOut(channel: EscalationChannel, key: string, fits: (message: OutboxMessage) => boolean): boolean {
    const holds = (each: OutboxMessage): boolean => each.channel === channel && !sending(each) && fits(each) && each.numbers.some((one) => one.key === key)
    if (!messages.some(holds)) return false
    messages = messages
      .map((each) => (holds(each) ? { ...each, numbers: each.numbers.filter((one) => one.key !== key) } : each))
      .filter((each) => each.numbers.length > 0)
    return true
  }

  return {
    waiting: () => messages.map((each) => ({ ...each, numbers: [...each.numbers] })),
    put(channel, type, numbers) {
      const last = of(channel).at(-1)
      if (last && last.type === type && last.tries === 0 && !sending(last))
        last.numbers.push(...numbers) // in place: thousands may join one by one
      else
        messages = [...messages, { id: options.newId(), channel, type, numbers: [...numbers], at: clock.now(), tries: 0, nextAt: clock.now(), unclear: false }]
      options.onChange()
      // Later in this turn: what comes at the same moment travels together.
      void Promise.resolve().then(() => pump(channel))
    },
    retract(channel, key) {
      const taken = takeOut(channel, key, ({ type, unclear }) => type === 'down' && !unclear)
      if (taken) options.onChange()
      return taken
    },
    drop(channel) {
      underWay.delete(channel)
      inARow.delete(channel)
      timers.delete(channel)
      if (of(channel).length === 0) return
      messages = messages.filter((each) => each.channel !== channel)
      options.onChange()
    },
    retryNow(channel) {
      const [head] = of(channel)
      if (head && !sending(head)) replace({ ...head, nextAt: clock.now() })
      pump(channel)
    },
    suspended() {
      asleep = true
      timers.clear()
    },
    resumed() {
      asleep = false
      for (const channel of ESCALATION_CHANNELS) pump(channel)
    },
    dispose() {
      disposed = true
      timers.clear()
    },
  }
}

function isUnclear({ code, detail = '' }: Failure): boolean {
  return hasTrait(code, 'noReadableAnswer') || (code === 'unreachable' && !NOT_SENT.test(detail))
}

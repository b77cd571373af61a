// An alarm that nobody acknowledges is passed on to people outside, once, and they hear how it went on. The records survive a restart.
import { ESCALATION_CHANNELS, type EscalationChannel, type EscalationMessageType } from '../../../shared/model/escalation'
import type { EscalatedNumber, EscalationChoice, EscalationRecord, EscalationState, OutboxMessage } from '../../../shared/model/escalation-schema'
import type { AlarmRecord } from '../../../shared/model/settings'
import type { Timings } from '../../../shared/timings'
import { createTimerQueue } from '../time'
import type { AlarmChange, Alarms } from './alarms'
import { createOutbox, type OutboxOptions } from './outbox'
import type { Clock } from '../ports'

/** What the escalation is built with. */
export interface EscalationOptions extends Pick<OutboxOptions, 'timings' | 'newId' | 'send' | 'onFailing'> {
  readonly clock: Clock
  readonly saved: EscalationState
  readonly alarms: Pick<Alarms, 'open' | 'onChange'>
  timingsFor(connectionId: string): Timings
  /** The operator's choice as it is now: on or off, after how long, which channels. */
  choice(): EscalationChoice
  /** The operator is linking the number right now, so nobody else has to be told yet. */
  isBeingLinked(key: string): boolean
  /** Until when nothing is to be passed on about the alarm (epoch ms); null = it may be. */
  quietUntil(alarm: AlarmRecord): number | null
  /** The number as people know it. */
  describe(alarm: AlarmRecord): Pick<EscalatedNumber, 'name' | 'phone' | 'sessionId' | 'connection'>
  /** To be kept and shown. */
  onState(state: EscalationState): void
  onLost: OutboxOptions['onLost']
}

/** The escalation. */
export interface Escalation {
  /** The choice, quiet hours or mutes were changed. */
  rearm(): void
  /** A channel was set up anew: what it did not take before is sent again. */
  channelSaved(channel: EscalationChannel): void
  /** The network or the keyring is back: what waits is tried now. */
  retryNow(): void
  suspended(): void
  resumed(): void
  dispose(): void
}

/** Prefix of the timer keys of recoveries: when the number has been back for long enough. */
const END = 'end:'
const SETTLED = 'settled'
/** A silent alarm is decided again after so many minutes. */
const RECHECK_AFTER = 5

/** Starts it. */
export function createEscalation(options: EscalationOptions): Escalation {
  const { clock, alarms, choice } = options
  const records = new Map(options.saved.records.map((each) => [each.key, each]))
  const timers = createTimerQueue({ clock, onDue: (subject) => onDue(subject) })
  /** When each alarm is decided next, epoch ms. Kept apart from the timers, which forget a key before they call for it. */
  const planned = new Map<string, number>()
  /** By number: since when it has been down without a reaction (epoch ms), if that is before its alarm: in between it was back too shortly to count as recovered. */
  const sinceWhen = new Map<string, number>()
  let quietFrom = clock.now()
  const outbox = createOutbox({ ...options, saved: options.saved.outbox, onChange: () => save(), onDelivered, onLost })

  let savePlanned = false
  /** Once for everything that happens at the same moment: a storm of alarms must not write thousands of times. */
  const save = (): void => {
    if (savePlanned) return
    savePlanned = true
    void Promise.resolve().then(() => {
      savePlanned = false
      options.onState({ records: [...records.values()], outbox: [...outbox.waiting()] })
    })
  }
  const channels = (): readonly EscalationChannel[] => (choice().on ? ESCALATION_CHANNELS.filter((each) => choice()[each] !== null) : [])
  const missing = (key: string): readonly EscalationChannel[] => {
    const record = records.get(key)
    return channels().filter((each) => !record?.channels.includes(each) && !record?.lost.includes(each))
  }
  const wait = (key: string, at: number): void => {
    planned.set(key, at)
    timers.set(key, at)
  }
  const forget = (key: string): void => {
    planned.delete(key)
    timers.delete(key)
  }
  const minute = (connectionId: string): number => options.timingsFor(connectionId).escalationMinute

  /** When the silence about an alarm ends; at most a few minutes from now, because it may be ended early. */
  const quietEnd = (alarm: AlarmRecord): number | null => {
    const until = options.quietUntil(alarm)
    return until === null || until <= clock.now() ? null : Math.min(until, clock.now() + RECHECK_AFTER * minute(alarm.connectionId))
  }

  function plan(alarm: AlarmRecord): void {
    const { key, connectionId } = alarm
    if (alarm.acknowledgedAt !== null || missing(key).length === 0) return forget(key)
    const now = clock.now()
    const after = Math.min(sinceWhen.get(key) ?? alarm.openedAt, now) + choice().afterMinutes * minute(connectionId)
    // Just started or awake: first it must be known whether the number is still down.
    const earliest = quietFrom + options.timingsFor(connectionId).wakeQuiet
    wait(key, Math.max(after, earliest, quietEnd(alarm) ?? 0))
  }

  function onDue(subject: string): void {
    if (subject === SETTLED) outbox.resumed()
    else if (subject.startsWith(END)) ended(subject.slice(END.length))
    else due(subject)
  }

  /** Alarms due within half a minute are told as one. */
  function due(first: string): void {
    const now = clock.now()
    // It was told or postponed together with an earlier one.
    if ((planned.get(first) ?? Infinity) > now) return
    const ready = alarms.open().filter((alarm) => (planned.get(alarm.key) ?? Infinity) <= now + minute(alarm.connectionId) / 2)
    const byChannel = new Map<EscalationChannel, EscalatedNumber[]>()
    for (const alarm of ready) {
      const { key, connectionId } = alarm
      const postponed = options.isBeingLinked(key) ? now + minute(connectionId) : quietEnd(alarm)
      if (postponed !== null) {
        wait(key, Math.max(postponed, now + 1))
        continue
      }
      forget(key)
      const to = alarm.acknowledgedAt === null ? missing(key) : []
      if (to.length === 0) continue
      const known = records.get(key)
      const { cause, severity, since } = alarm
      const number: EscalatedNumber = { key, connectionId, cause, severity, since, until: null, ...options.describe(alarm) }
      records.set(key, {
        ...number,
        openedAt: alarm.openedAt,
        at: known?.at ?? now,
        channels: [...(known?.channels ?? []), ...to],
        delivered: known?.delivered ?? [],
        lost: known?.lost ?? [],
        acknowledged: false,
      })
      for (const channel of to) {
        const numbers = byChannel.get(channel)
        if (numbers) numbers.push(number)
        else byChannel.set(channel, [number])
      }
    }
    for (const [channel, numbers] of byChannel) outbox.put(channel, 'down', numbers)
  }

  /** Tells the people who were told how it went on. A message that was not sent yet is taken back instead. */
  function follow(record: EscalationRecord, type: EscalationMessageType): EscalationRecord {
    const told = record.channels.filter((channel) => !outbox.retract(channel, record.key))
    const { key, connectionId, sessionId, name, phone, connection, cause, severity, since, until } = record
    for (const channel of told) outbox.put(channel, type, [{ key, connectionId, sessionId, name, phone, connection, cause, severity, since, until }])
    return { ...record, channels: told }
  }

  /** Back, and stayed back. */
  function ended(key: string): void {
    const record = records.get(key)
    sinceWhen.delete(key)
    if (!record) return
    records.delete(key)
    follow(record, 'recovered')
    save()
  }

  function onChange(change: AlarmChange): void {
    const { alarm } = change
    const { key } = alarm
    const record = records.get(key)
    if (change.type === 'opened') {
      timers.delete(END + key)
      // Down again before it counted as back: people outside know already, unless somebody had acknowledged it.
      if (record && !record.acknowledged) records.set(key, { ...record, openedAt: alarm.openedAt, until: null })
      else records.delete(key)
      plan(alarm)
    } else {
      forget(key)
      if (change.type === 'closed' && change.why === 'recovered') {
        // A short recovery must not restart the wait: otherwise a number that flaps is never passed on.
        if (alarm.acknowledgedAt === null) sinceWhen.set(key, sinceWhen.get(key) ?? alarm.openedAt)
        timers.set(END + key, clock.now() + options.timingsFor(alarm.connectionId).recoveryStable)
      } else sinceWhen.delete(key)
      if (record) goesOn(record, change)
    }
    if (record) save()
  }

  function goesOn(record: EscalationRecord, change: Exclude<AlarmChange, { type: 'opened' }>): void {
    const { key } = record
    if (change.type === 'closed' && change.why === 'recovered') {
      records.set(key, { ...record, until: clock.now() })
      return
    }
    const next = follow(record, change.type === 'acknowledged' ? 'acknowledged' : 'withdrawn')
    if (change.type === 'acknowledged' && next.channels.length > 0) records.set(key, { ...next, acknowledged: true })
    else records.delete(key)
  }

  function mark({ channel, type, numbers }: OutboxMessage, change: (record: EscalationRecord) => EscalationRecord): void {
    if (type !== 'down') return
    for (const { key, since } of numbers) {
      const record = records.get(key)
      if (record && record.since === since && record.channels.includes(channel)) records.set(key, change(record))
    }
  }
  function onDelivered(message: OutboxMessage): void {
    mark(message, (record) => ({ ...record, delivered: [...record.delivered, message.channel] }))
  }
  function onLost(message: OutboxMessage, failure: Parameters<OutboxOptions['onLost']>[1]): void {
    const { channel } = message
    mark(message, (record) => ({ ...record, channels: record.channels.filter((each) => each !== channel), lost: [...record.lost, channel] }))
    options.onLost(message, failure)
  }

  function rearm(): void {
    const open = channels()
    const closed = ESCALATION_CHANNELS.filter((each) => !open.includes(each))
    for (const channel of closed) outbox.drop(channel)
    let changed = false
    for (const [key, record] of records) {
      if (!record.channels.some((each) => closed.includes(each))) continue
      changed = true
      const left = record.channels.filter((each) => open.includes(each))
      if (left.length === 0) records.delete(key)
      else records.set(key, { ...record, channels: left, delivered: record.delivered.filter((each) => open.includes(each)) })
    }
    if (changed) save()
    for (const alarm of alarms.open()) plan(alarm)
  }

  function begin(): void {
    quietFrom = clock.now()
    const longest = Math.max(0, ...alarms.open().map(({ connectionId }) => options.timingsFor(connectionId).wakeQuiet))
    timers.set(SETTLED, quietFrom + longest)
    for (const record of records.values()) {
      if (record.until !== null) timers.set(END + record.key, quietFrom + options.timingsFor(record.connectionId).recoveryStable)
    }
    // It was back before the sleep and no drop was seen since: the next drop counts as a new one.
    const down = new Set(alarms.open().map(({ key }) => key))
    for (const key of [...sinceWhen.keys()]) if (!down.has(key)) sinceWhen.delete(key)
    rearm()
  }

  // Alarms that ended while the app was closed: the number left the app, or the app died between two writes.
  const open = new Set(alarms.open().map(({ key }) => key))
  for (const record of [...records.values()]) {
    if (open.has(record.key) || record.until !== null) continue
    records.delete(record.key)
    follow(record, 'withdrawn')
  }
  const stop = alarms.onChange(onChange)
  begin()

  return {
    rearm,
    channelSaved(channel) {
      for (const [key, record] of records) records.set(key, { ...record, lost: record.lost.filter((each) => each !== channel) })
      rearm()
      outbox.retryNow(channel)
    },
    retryNow() {
      for (const channel of channels()) outbox.retryNow(channel)
    },
    suspended() {
      planned.clear()
      timers.clear()
      outbox.suspended()
    },
    resumed: begin,
    dispose() {
      stop()
      timers.clear()
      outbox.dispose()
    },
  }
}

// An alarm stands for a number that is down, from its drop until it is back. Reminders repeat it, with growing pauses, until a person acknowledges it.
import type { AlarmRecord } from '../../../shared/model/settings'
import type { Timings } from '../../../shared/timings'
import { severityOf } from '../../../shared/model/severity'
import { createTimerQueue } from '../time'
import { SILENCE_RECHECK, type Decision, type Silence, type SilentUntil } from '../notices'
import type { Clock } from '../ports'
import type { Happening } from '../session'

/** Where a person acknowledged. */
type AcknowledgedFrom = 'notice' | 'tray' | 'window'

/** What became of an alarm. */
export type AlarmChange = { readonly alarm: AlarmRecord } & (
  | { readonly type: 'opened' }
  | { readonly type: 'acknowledged'; readonly from: AcknowledgedFrom }
  | { readonly type: 'closed'; readonly why: 'recovered' | 'by-operator' | 'removed' }
)

/** What the alarms are built with. */
export interface AlarmsOptions {
  readonly clock: Clock
  /** Open alarms of the last run. */
  readonly saved: readonly AlarmRecord[]
  timingsFor(connectionId: string): Timings
  /** Whether the operator wants to be reminded. */
  reminders(): boolean
  /** The operator is linking the number right now. */
  isBeingLinked(key: string): boolean
  /** Why nothing is to be said about the number now; null = it may be. */
  silence(key: string, alarm: AlarmRecord): SilentUntil | null
  /** Says that these are still down; one notice for all. */
  remind(alarms: readonly AlarmRecord[]): void
  /** A reminder was due and nothing was said. */
  keptQuiet(why: Silence, alarms: readonly AlarmRecord[]): void
  /** Something changed: to be kept and shown. */
  onRecords(alarms: readonly AlarmRecord[]): void
}

/** All open alarms. */
export interface Alarms {
  open(): readonly AlarmRecord[]
  /** Opens and closes alarms. To be called before the notification policy, whose decision is noted on the alarm. */
  happened(happening: Happening): void
  /** Takes what the policy decided. An alarm that was not told is told as soon as the silence ends; several at once are critical. */
  decided(decision: Decision): void
  /** A person knows: no more reminders until the number is back. Returns how many alarms this acknowledged. */
  acknowledge(keys: readonly string[], from: AcknowledgedFrom): number
  /** The number is no longer in the app. */
  removed(key: string): void
  /** Quiet hours, mutes or reminders were changed. */
  rearm(): void
  suspended(): void
  resumed(): void
  onChange(listener: (change: AlarmChange) => void): () => void
  dispose(): void
}

/** Reminders due within this are told as one, ms. */
const TOGETHER = 60_000

/** Keeps the alarms. */
export function createAlarms(options: AlarmsOptions): Alarms {
  const { clock } = options
  const alarms = new Map<string, AlarmRecord>()
  /** When each alarm is decided next, epoch ms. */
  const planned = new Map<string, number>()
  const listeners = new Set<(change: AlarmChange) => void>()
  let asleep = false
  let quietFrom = clock.now()
  const timers = createTimerQueue({ clock, onDue: (key) => due(key) })

  const tell = (change: AlarmChange): void => {
    for (const listener of [...listeners]) listener(change)
  }
  const save = (): void => options.onRecords([...alarms.values()])

  /** When a reminder is decided again that a silence until then holds back; null = nobody knows how long. */
  const recheckAt = (until: number | null): number => (until !== null && until > clock.now() ? until : clock.now() + SILENCE_RECHECK)

  const wait = (key: string, at: number): void => {
    planned.set(key, at)
    if (!asleep) timers.set(key, at)
  }
  const forget = (key: string): void => {
    planned.delete(key)
    timers.delete(key)
  }
  /** A clock that was set back leaves moments in the future: they would postpone a reminder by hours. */
  const notAhead = (alarm: AlarmRecord): AlarmRecord => {
    const now = clock.now()
    return { ...alarm, openedAt: Math.min(alarm.openedAt, now), remindedAt: alarm.remindedAt === null ? null : Math.min(alarm.remindedAt, now) }
  }

  /** When the next reminder of an alarm is due, its silence left aside; null = never. */
  function dueAt(alarm: AlarmRecord): number | null {
    if (alarm.acknowledgedAt !== null) return null
    const { reminderFirst, reminderMost } = options.timingsFor(alarm.connectionId)
    if (!alarm.told) return clock.now()
    if (!options.reminders()) return null
    return (alarm.remindedAt ?? alarm.openedAt) + Math.min(reminderMost, reminderFirst * 2 ** alarm.reminders)
  }

  function plan(alarm: AlarmRecord): void {
    const at = dueAt(alarm)
    if (at === null) return forget(alarm.key)
    // Just started or awake: first it must be known whether the number is still down.
    const earliest = quietFrom + options.timingsFor(alarm.connectionId).wakeQuiet
    const silent = options.silence(alarm.key, alarm)
    wait(alarm.key, Math.max(at, earliest, silent ? recheckAt(silent.until) : at))
  }

  function due(first: string): void {
    const within = (key: string, ms: number): boolean => (planned.get(key) ?? Infinity) <= clock.now() + ms
    if (!within(first, 0)) return // told together with an earlier one
    const ready = [...alarms.values()].filter(({ key }) => within(key, TOGETHER))
    const quiet = new Map<Silence, AlarmRecord[]>()
    const told: AlarmRecord[] = []
    for (const alarm of ready) {
      const at = dueAt(alarm)
      if (at === null) continue
      const silent = options.silence(alarm.key, alarm)
      if (options.isBeingLinked(alarm.key)) wait(alarm.key, recheckAt(null))
      else if (silent) {
        quiet.set(silent.why, [...(quiet.get(silent.why) ?? []), alarm])
        wait(alarm.key, recheckAt(silent.until))
      } else if (at > clock.now() + TOGETHER) plan(alarm)
      else told.push(alarm)
    }
    for (const [why, about] of quiet) options.keptQuiet(why, about)
    if (told.length === 0) return
    for (const alarm of told) {
      const next = { ...alarm, told: true, remindedAt: clock.now(), reminders: alarm.told ? alarm.reminders + 1 : alarm.reminders }
      alarms.set(alarm.key, next)
      plan(next)
    }
    save()
    options.remind(told)
  }

  function close(key: string, why: 'recovered' | 'by-operator' | 'removed'): void {
    const alarm = alarms.get(key)
    if (!alarm) return
    alarms.delete(key)
    forget(key)
    save()
    tell({ type: 'closed', alarm, why })
  }

  const begin = (saved: Iterable<AlarmRecord>): void => {
    for (const alarm of [...saved].map(notAhead)) {
      alarms.set(alarm.key, alarm)
      plan(alarm)
    }
  }
  begin(options.saved)
  return {
    open: () => [...alarms.values()],
    happened(happening) {
      const { key, connectionId } = happening
      if (happening.type === 'recovered') close(key, 'recovered')
      else if (happening.type === 'stopped') close(key, 'by-operator')
      if (happening.type !== 'dropped') return
      const { cause, since } = happening
      // Told until the policy says otherwise: it decides within seconds.
      const alarm: AlarmRecord = {
        key,
        connectionId,
        cause,
        severity: severityOf(cause),
        since,
        openedAt: clock.now(),
        acknowledgedAt: null,
        told: true,
        remindedAt: null,
        reminders: 0,
      }
      alarms.set(key, alarm)
      plan(alarm)
      save()
      tell({ type: 'opened', alarm })
    },
    decided(decision) {
      const silent = 'silent' in decision ? decision.silent : null
      const about = decision.about
        .filter(({ type }) => type === 'dropped')
        .map(({ key }) => alarms.get(key))
        .filter((each) => each !== undefined)
      const untold = silent !== null && silent !== 'joined-outage'
      // Several drops at once are critical whatever the cause of each: the server itself may be down, and people outside have to see to it.
      const outage = silent === 'joined-outage' || about.length > 1
      if (about.length === 0 || !(untold || outage)) return
      for (const alarm of about) {
        const next = { ...alarm, told: !untold, severity: outage ? ('critical' as const) : alarm.severity }
        alarms.set(alarm.key, next)
        plan(next)
      }
      save()
    },
    acknowledge(keys, from) {
      const known = keys.map((key) => alarms.get(key)).filter((each) => each !== undefined && each.acknowledgedAt === null)
      for (const alarm of known) {
        if (!alarm) continue
        const next = { ...alarm, acknowledgedAt: clock.now(), told: true }
        alarms.set(alarm.key, next)
        forget(alarm.key)
        tell({ type: 'acknowledged', alarm: next, from })
      }
      if (known.length > 0) save()
      return known.length
    },
    removed: (key) => close(key, 'removed'),
    rearm() {
      for (const alarm of alarms.values()) plan(alarm)
    },
    suspended() {
      asleep = true
      timers.clear()
    },
    resumed() {
      asleep = false
      quietFrom = clock.now()
      begin(alarms.values())
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    dispose() {
      timers.clear()
      listeners.clear()
    },
  }
}

// Wiring of the alarms: drops and decisions in; reminders, the window's and the tray's marks out; kept in the settings.
import type { Timings } from '../shared/timings'
import { numberName } from '../shared/number-name'
import { mayCancel } from '../shared/may'
import { openAlarms, type Alarms } from './core/alarms'
import { noticeId, type Notice } from './core/notice'
import { reminderText, type Wording } from './core/notice-words'
import { flapSilence, silenceNow } from './core/policy-room'
import type { Clock, Log } from './core/ports'
import { muteEnd } from './core/quiet'
import type { SettingsBook } from './core/settings-book'
import type { SnapshotStore } from './core/snapshot-store'

interface AppAlarmsOptions {
  readonly clock: Clock
  readonly log: Log
  readonly book: SettingsBook
  readonly snapshots: SnapshotStore
  timingsFor(connectionId: string): Timings
  wording(): Wording
  show(notice: Notice): void
  /** A reminder on show is no longer true. */
  close(noticeId: string): void
  /** The number of alarms that nobody knows of may have changed. */
  onShown(): void
}

/** The alarms, and the mute of single numbers. */
export interface AppAlarms {
  readonly alarms: Alarms
  /** Epoch ms until which a number's notices are muted; null = they are not. */
  mutedUntil(key: string): number | null
  /** 0 hours = no longer. */
  mute(key: string, hours: number): void
  /** The number is no longer in the app. */
  removed(key: string): void
}

/** Connects them. */
export function appAlarms(options: AppAlarmsOptions): AppAlarms {
  const { clock, log, book, snapshots } = options
  const mutedUntil = (key: string): number | null => muteEnd(book.current().mutedNumbers[key], clock.now())
  const showRecords = (): void => {
    const shown = book.current().alarms.map(({ key, openedAt, acknowledgedAt, severity }) => ({ key, openedAt, acknowledgedAt, severity }))
    snapshots.set({ alarms: shown, mutedNumbers: book.current().mutedNumbers })
  }
  const keepMutes = (mutedNumbers: Readonly<Record<string, number>>): void => {
    const lasting = Object.entries(mutedNumbers).filter(([key, until]) => book.number(key) && muteEnd(until, clock.now()) !== null)
    book.set({ mutedNumbers: Object.fromEntries(lasting) })
    showRecords()
    alarms.rearm()
  }

  /** Numbers of the last reminder about several: it is true as long as one of them is down and nobody knows. */
  let together: readonly string[] = []
  const alarms = openAlarms({
    clock,
    saved: book.current().alarms.filter(({ key }) => book.number(key) !== null),
    timingsFor: options.timingsFor,
    reminders: () => book.current().reminders,
    isBeingLinked(key) {
      const session = snapshots.session(key)
      return session !== undefined && mayCancel(session)
    },
    silence(key, { severity }) {
      const muted = mutedUntil(key)
      if (muted !== null) return { why: 'muted-number', until: muted }
      return flapSilence(snapshots.session(key), severity, clock.now()) ?? silenceNow({ clock, preferences: () => book.current(), mutedUntil: () => book.current().mutedUntil }, severity)
    },
    remind(about) {
      const [first] = about
      if (!first) return
      const keys = about.map(({ key }) => key)
      const names = keys.map((key) => snapshots.session(key)).filter((each) => each !== undefined).map(numberName)
      const text = reminderText(options.wording(), names, first.cause, about.map(({ since }) => since), clock.now())
      const single = about.length === 1
      const severity = about.some((each) => each.severity === 'critical') ? 'critical' : 'warning'
      log.info('notice', { told: 'reminder', about: keys })
      const id = noticeId('reminder', single ? first.key : 'all')
      if (!single) together = keys
      options.show({ id, category: 'reminder', sessionKey: single ? first.key : null, connectionId: first.connectionId, keys, ...text, severity, sound: book.current().sound })
    },
    keptQuiet: (silent, about) => log.info('notice', { silent, reminder: true, about: about.map(({ key }) => key) }),
    onRecords(records) {
      book.set({ alarms: [...records] })
      showRecords()
      options.onShown()
    },
  })
  showRecords()
  alarms.onChange(({ type, alarm }) => {
    if (type === 'opened') return
    options.close(noticeId('reminder', alarm.key))
    if (!together.includes(alarm.key)) return
    const unknown = new Set(alarms.open().filter(({ acknowledgedAt }) => acknowledgedAt === null).map(({ key }) => key))
    together = together.filter((key) => unknown.has(key))
    if (together.length === 0) options.close(noticeId('reminder', 'all'))
  })

  return {
    alarms,
    mutedUntil,
    mute: (key, hours) => keepMutes({ ...book.current().mutedNumbers, [key]: clock.now() + hours * 3_600_000 }),
    removed(key) {
      alarms.removed(key)
      if (key in book.current().mutedNumbers) keepMutes(book.current().mutedNumbers)
    },
  }
}

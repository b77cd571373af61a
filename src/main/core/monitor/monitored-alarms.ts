// The alarms within the monitor: their records in the settings, their reminders as notices, and the mutes of single numbers.
import { isBeingLinked } from '../../../shared/model/may'
import type { AlarmRecord } from '../../../shared/model/settings'
import { numberName } from '../../../shared/words/number-name'
import { createAlarms, type Alarms } from '../alarms'
import { muteEnd, noticeId, reminderText } from '../notices'
import type { PartOptions } from './monitored-parts'

const HOUR = 3_600_000

/** The alarms, and the mutes of single numbers. */
export interface MonitoredAlarms {
  readonly alarms: Alarms
  /** 0 hours = no longer. */
  mute(key: string, hours: number): void
  /** The number is no longer in the app. */
  removed(key: string): void
}

/** Connects the alarms. */
export function createMonitoredAlarms(options: PartOptions): MonitoredAlarms {
  const { clock, log, settings, notices, silences } = options

  const showRecords = (): void => {
    const alarmViews = settings.current().alarms.map(({ key, openedAt, acknowledgedAt, severity }) => ({ key, openedAt, acknowledgedAt, severity }))
    options.show({ alarms: alarmViews, mutedNumbers: settings.current().mutedNumbers })
  }
  const keepMutes = (mutedNumbers: Readonly<Record<string, number>>): void => {
    const lasting = Object.entries(mutedNumbers).filter(([key, until]) => settings.number(key) && muteEnd(until, clock.now()) !== null)
    settings.set({ mutedNumbers: Object.fromEntries(lasting) })
    showRecords()
    alarms.rearm()
  }

  /** Numbers of the last reminder about several. It stays on screen while one of them is down and not acknowledged. */
  let remindedTogether: readonly string[] = []
  const remind = (about: readonly AlarmRecord[]): void => {
    const [first] = about
    if (!first) return
    const keys = about.map(({ key }) => key)
    const names = keys
      .map((key) => options.session(key))
      .filter((each) => each !== undefined)
      .map(numberName)
    const since = about.map((alarm) => alarm.since)
    const single = about.length === 1
    if (!single) remindedTogether = keys
    log.info('notice', { told: 'reminder', about: keys })
    notices.show({
      id: noticeId('reminder', single ? first.key : 'all'),
      category: 'reminder',
      sessionKey: single ? first.key : null,
      connectionId: first.connectionId,
      keys,
      ...reminderText(options.wording(), names, first.cause, since, clock.now()),
      severity: about.some((each) => each.severity === 'critical') ? 'critical' : 'warning',
      sound: settings.current().sound,
    })
  }

  const alarms = createAlarms({
    clock,
    saved: settings.current().alarms.filter(({ key }) => settings.number(key) !== null),
    timingsFor: (id) => options.timingsFor(id),
    reminders: () => settings.current().reminders,
    isBeingLinked: (key) => isBeingLinked(options.session(key)),
    silence: (key, { severity }) => silences.silenceFor(key, severity),
    remind,
    keptQuiet: (silent, about) => log.info('notice', { silent, reminder: true, about: about.map(({ key }) => key) }),
    onRecords(records) {
      settings.set({ alarms: [...records] })
      showRecords()
    },
  })
  showRecords()
  alarms.onChange(({ type, alarm }) => {
    log.info('alarm', { type, key: alarm.key, severity: alarm.severity })
    if (type === 'opened') return
    notices.close(noticeId('reminder', alarm.key))
    if (!remindedTogether.includes(alarm.key)) return
    const open = new Set(
      alarms
        .open()
        .filter(({ acknowledgedAt }) => acknowledgedAt === null)
        .map(({ key }) => key),
    )
    remindedTogether = remindedTogether.filter((key) => open.has(key))
    if (remindedTogether.length === 0) notices.close(noticeId('reminder', 'all'))
  })

  return {
    alarms,
    mute: (key, hours) => keepMutes({ ...settings.current().mutedNumbers, [key]: clock.now() + hours * HOUR }),
    removed(key) {
      alarms.removed(key)
      if (key in settings.current().mutedNumbers) keepMutes(settings.current().mutedNumbers)
    },
  }
}

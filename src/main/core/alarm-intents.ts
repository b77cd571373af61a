// What the operator can say about an alarm and about one number's notices.
import { failed, success } from '../../shared/failure'
import type { CallHandlers } from '../../shared/ipc-contract'
import type { Alarms } from './alarms'
import type { SettingsBook } from './settings-book'

interface AlarmIntentsOptions {
  readonly book: Pick<SettingsBook, 'number'>
  readonly alarms: Pick<Alarms, 'acknowledge'>
  mute(key: string, hours: number): void
}

/** The handlers; both fail with `not-found` for a number that is no longer in the app. */
export function alarmHandlers({ book, alarms, mute }: AlarmIntentsOptions): Pick<CallHandlers, 'alarm.acknowledge' | 'number.mute'> {
  return {
    'alarm.acknowledge': ({ key }) => {
      if (!book.number(key)) return failed('not-found')
      alarms.acknowledge([key], 'window')
      return success()
    },
    'number.mute': ({ key, hours }) => {
      if (!book.number(key)) return failed('not-found')
      mute(key, hours)
      return success()
    },
  }
}

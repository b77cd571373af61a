// What the operator can say about an alarm and about one number's notices.
import { failed, success } from '../../../shared/model/failure'
import type { CallHandlers } from '../../../shared/ipc/contract'
import type { Alarms } from '../alarms'
import type { SettingsRepository } from '../registry'

interface AlarmIntentsOptions {
  readonly settings: Pick<SettingsRepository, 'number'>
  readonly alarms: Pick<Alarms, 'acknowledge'>
  mute(key: string, hours: number): void
}

/** The handlers; both fail with `not-found` for a number that is no longer in the app. */
export function createAlarmHandlers({ settings, alarms, mute }: AlarmIntentsOptions): Pick<CallHandlers, 'alarm.acknowledge' | 'number.mute'> {
  return {
    'alarm.acknowledge': ({ key }) => {
      if (!settings.number(key)) return failed('not-found')
      alarms.acknowledge([key], 'window')
      return success()
    },
    'number.mute': ({ key, hours }) => {
      if (!settings.number(key)) return failed('not-found')
      mute(key, hours)
      return success()
    },
  }
}

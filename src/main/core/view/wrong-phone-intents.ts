// "Keep this phone": the operator says that the other phone is right.
import { failed, success } from '../../../shared/model/failure'
import type { CallHandlers } from '../../../shared/ipc/contract'
import type { SessionWatcher } from '../watch'
import type { SettingsRepository } from '../registry'

interface WrongPhoneIntentsOptions {
  readonly settings: Pick<SettingsRepository, 'number'>
  readonly watcher: Pick<SessionWatcher, 'keepPhone'>
}

/** The handler; fails with `not-found` for a number that is no longer in the app. */
export function createWrongPhoneHandlers({ settings, watcher }: WrongPhoneIntentsOptions): Pick<CallHandlers, 'number.keepPhone'> {
  return {
    'number.keepPhone': ({ key }) => {
      if (!settings.number(key)) return failed('not-found')
      watcher.keepPhone(key)
      return success()
    },
  }
}

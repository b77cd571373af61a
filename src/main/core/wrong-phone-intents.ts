// "Keep this phone": the operator says that the other phone is right.
import { failed, success } from '../../shared/failure'
import type { CallHandlers } from '../../shared/ipc-contract'
import type { SessionWatcher } from './session-watcher'
import type { SettingsBook } from './settings-book'

interface WrongPhoneIntentsOptions {
  readonly book: Pick<SettingsBook, 'number'>
  readonly watcher: Pick<SessionWatcher, 'keepPhone'>
}

/** The handler; fails with `not-found` for a number that is no longer in the app. */
export function wrongPhoneHandlers({ book, watcher }: WrongPhoneIntentsOptions): Pick<CallHandlers, 'number.keepPhone'> {
  return {
    'number.keepPhone': ({ key }) => {
      if (!book.number(key)) return failed('not-found')
      watcher.keepPhone(key)
      return success()
    },
  }
}

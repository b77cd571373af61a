// "Stop, I will see to it": the operator ends the app's own starts of a number.
import type { CallHandlers } from '../../../shared/ipc/contract'
import { failed, success } from '../../../shared/model/failure'
import type { Healing } from '../healing'
import type { SettingsRepository } from '../registry'

interface HealingIntentsOptions {
  readonly settings: Pick<SettingsRepository, 'number'>
  readonly healing: Pick<Healing, 'operator'>
}

/** The handler; fails with `not-found` for a number that is no longer in the app. */
export function createHealingHandlers({ settings, healing }: HealingIntentsOptions): Pick<CallHandlers, 'healing.stop'> {
  return {
    'healing.stop': ({ key }) => {
      if (!settings.number(key)) return failed('not-found')
      healing.operator(key)
      return success()
    },
  }
}

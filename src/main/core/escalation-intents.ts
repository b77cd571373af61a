// What the operator can choose about escalation, and the fire drill. Typed secrets go to the keychain and nowhere else.
import type { DrillStep, EscalationChannel } from '../../shared/escalation'
import type { EscalationChoice } from '../../shared/escalation-schema'
import { failed, success, type Outcome } from '../../shared/failure'
import type { CallHandlers } from '../../shared/ipc-contract'

interface EscalationIntentsOptions {
  choice(): EscalationChoice
  /** Keeps, applies and shows a changed choice. */
  choose(change: Partial<EscalationChoice>): void
  /** The channel was set up anew. */
  onSaved(channel: EscalationChannel): void
  keepWebhook(address: string, secret: string): Promise<Outcome<{ origin: string; signed: boolean }>>
  keepTelegram(token: string, chat: string): Promise<Outcome<{ chat: string }>>
  erase(channel: EscalationChannel): Promise<Outcome>
  drill(channels: readonly EscalationChannel[]): Promise<readonly DrillStep[]>
}

type EscalationCalls = 'escalation.set' | 'escalation.webhook' | 'escalation.telegram' | 'escalation.remove' | 'escalation.drill'

/** The handlers. */
export function escalationHandlers(options: EscalationIntentsOptions): Pick<CallHandlers, EscalationCalls> {
  const { choice, choose } = options
  let drilling: Promise<readonly DrillStep[]> | null = null
  return {
    'escalation.set': ({ on, afterMinutes }) => {
      choose({ on: on ?? choice().on, afterMinutes: afterMinutes ?? choice().afterMinutes })
      return success()
    },
    'escalation.webhook': async ({ address, secret }) => {
      const kept = await options.keepWebhook(address, secret)
      if (!kept.ok) return kept
      choose({ webhook: kept.value })
      options.onSaved('webhook')
      return success()
    },
    'escalation.telegram': async ({ token, chat }) => {
      if (token === '' && choice().telegram === null) return failed('invalid-input', { field: 'token' })
      const kept = await options.keepTelegram(token.trim(), chat.trim())
      if (!kept.ok) return kept
      choose({ telegram: kept.value })
      options.onSaved('telegram')
      return success()
    },
    'escalation.remove': async ({ channel }) => {
      const erased = await options.erase(channel)
      // What could not be erased is not shown as erased.
      if (erased.ok) choose({ [channel]: null })
      return erased
    },
    'escalation.drill': async () => {
      const { webhook, telegram } = choice()
      const channels: EscalationChannel[] = [...(webhook ? ['webhook' as const] : []), ...(telegram ? ['telegram' as const] : [])]
      if (channels.length === 0) return failed('not-found')
      // A second press while one is under way sends nothing more.
      drilling ??= options.drill(channels).finally(() => (drilling = null))
      return success(await drilling)
    },
  }
}

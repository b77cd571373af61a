// What the operator can choose about escalation, and the fire drill. Typed secrets go to the keychain and nowhere else.
import { ESCALATION_CHANNELS, type DrillStep, type EscalationChannel } from '../../../shared/model/escalation'
import type { EscalationChoice } from '../../../shared/model/escalation-schema'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { WebhookService } from '../../../shared/model/webhook-services'
import type { CallArgs, CallHandlers } from '../../../shared/ipc/contract'

interface EscalationIntentsOptions {
  choice(): EscalationChoice
  /** Keeps, applies and shows a changed choice. */
  choose(change: Partial<EscalationChoice>): void
  /** The channel was set up anew. */
  onSaved(channel: EscalationChannel): void
  keepWebhook(typed: CallArgs<'escalation.webhook'>): Promise<Outcome<{ origin: string; signed: boolean; service: WebhookService }>>
  keepTelegram(token: string, chat: string): Promise<Outcome<{ chat: string }>>
  keepEmail(typed: CallArgs<'escalation.email'>): Promise<Outcome<NonNullable<EscalationChoice['email']>>>
  erase(channel: EscalationChannel): Promise<Outcome>
  drill(channels: readonly EscalationChannel[]): Promise<readonly DrillStep[]>
}

type EscalationCalls = 'escalation.set' | 'escalation.webhook' | 'escalation.telegram' | 'escalation.email' | 'escalation.remove' | 'escalation.drill'

/** The handlers. */
export function createEscalationHandlers(options: EscalationIntentsOptions): Pick<CallHandlers, EscalationCalls> {
  const { choice, choose } = options
  let drilling: Promise<readonly DrillStep[]> | null = null
  return {
    'escalation.set': ({ on, afterMinutes }) => {
      choose({ on: on ?? choice().on, afterMinutes: afterMinutes ?? choice().afterMinutes })
      return success()
    },
    'escalation.webhook': async (typed) => {
      const kept = await options.keepWebhook(typed)
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
    'escalation.email': async (typed) => {
      const kept = await options.keepEmail(typed)
      if (!kept.ok) return kept
      choose({ email: kept.value })
      options.onSaved('email')
      return success()
    },
    'escalation.remove': async ({ channel }) => {
      const erased = await options.erase(channel)
      // What could not be erased is not shown as erased.
      if (erased.ok) choose({ [channel]: null })
      return erased
    },
    'escalation.drill': async () => {
      const channels = ESCALATION_CHANNELS.filter((channel) => choice()[channel] !== null)
      if (channels.length === 0) return failed('not-found')
      // A second press while one is under way sends nothing more.
      drilling ??= options.drill(channels).finally(() => (drilling = null))
      return success(await drilling)
    },
  }
}

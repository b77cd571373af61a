// Escalation: who outside of this computer is told when nobody acknowledges an alarm. The channels, and what the window shows.
import type { EscalationChoice } from './escalation-schema'
import type { Failure } from './failure'

/** The channels through which people outside are told. */
export const ESCALATION_CHANNELS = ['webhook', 'telegram', 'email'] as const
export type EscalationChannel = (typeof ESCALATION_CHANNELS)[number]

/** How a mail server encrypts: from the start, or after the greeting. Unencrypted mail is not offered. */
export const SMTP_SECURITY = ['tls', 'starttls'] as const

/** Where mail servers take such connections. */
export const USUAL_SMTP_PORT = { tls: 465, starttls: 587 } as const

/** Waits that the settings offer, in minutes. */
export const ESCALATION_MINUTES = [5, 10, 15, 30, 60, 120] as const

/** What a message is about. */
export const ESCALATION_MESSAGES = ['down', 'acknowledged', 'recovered', 'withdrawn'] as const
export type EscalationMessageType = (typeof ESCALATION_MESSAGES)[number]

/** The escalation settings of a new profile. */
export const NO_ESCALATION: EscalationChoice = { on: false, afterMinutes: 15, webhook: null, telegram: null, email: null }

/** The escalation as the window shows it. */
export interface EscalationView extends EscalationChoice {
  /** Number key -> when somebody outside was told of its alarm (epoch ms), and through which channels. */
  readonly told: Readonly<Record<string, { readonly at: number; readonly channels: readonly EscalationChannel[] }>>
  /** Channels whose last message was not delivered. */
  readonly failing: readonly { readonly channel: EscalationChannel; readonly failure: Failure }[]
}

/** One step of a fire drill. `secret`: the channel's secret was read; `reach`: the service knows the bot; `sign-in`: the mail server let the app in; `send`: the message was delivered. */
export interface DrillStep {
  readonly channel: EscalationChannel
  readonly step: 'secret' | 'reach' | 'sign-in' | 'send'
  /** Null = it worked. */
  readonly failure: Failure | null
  /** Safe to show: the bot's name, the host. */
  readonly detail: string
  /** How long it took, ms. */
  readonly tookMs: number
}

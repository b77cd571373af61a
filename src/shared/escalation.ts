// Who is told outside of this computer when nobody acknowledges an alarm: the ways out, and what the window shows.
import type { EscalationChoice } from './escalation-schema'
import type { Failure } from './failure'

/** The ways out. */
export const ESCALATION_CHANNELS = ['webhook', 'telegram'] as const
export type EscalationChannel = (typeof ESCALATION_CHANNELS)[number]

/** Waits that the settings offer, in minutes. */
export const ESCALATION_MINUTES = [5, 10, 15, 30, 60, 120] as const

/** What a message says. */
export const ESCALATION_MESSAGES = ['down', 'acknowledged', 'recovered', 'withdrawn'] as const
export type EscalationMessageType = (typeof ESCALATION_MESSAGES)[number]

/** A new profile's choice. */
export const NO_ESCALATION: EscalationChoice = { on: false, afterMinutes: 15, webhook: null, telegram: null }

/** What the window shows. */
export interface EscalationView extends EscalationChoice {
  /** Numbers whose alarm somebody outside was told of: when (epoch ms), and by which way. */
  readonly told: Readonly<Record<string, { readonly at: number; readonly channels: readonly EscalationChannel[] }>>
  /** Channels whose last message was not taken. */
  readonly failing: readonly { readonly channel: EscalationChannel; readonly failure: Failure }[]
}

/** One step of a fire drill. `secret`: what is kept was read; `reach`: the bot is known; `send`: the message was taken. */
export interface DrillStep {
  readonly channel: EscalationChannel
  readonly step: 'secret' | 'reach' | 'send'
  /** Null = it worked. */
  readonly failure: Failure | null
  /** Safe to show: the bot's name, the host. */
  readonly detail: string
  /** How long it took, ms. */
  readonly tookMs: number
}

// Who is told outside of this computer when nobody acknowledges an alarm: the operator's choice, what is on its way, what the window shows.
import { z } from 'zod'
import type { Failure } from './failure'
import { CAUSES } from './session'
import { SEVERITIES } from './severity'

/** The ways out. */
export const ESCALATION_CHANNELS = ['webhook', 'telegram'] as const
export type EscalationChannel = (typeof ESCALATION_CHANNELS)[number]

/** Waits that the settings offer, in minutes. */
export const ESCALATION_MINUTES = [5, 10, 15, 30, 60, 120] as const

/** The operator's choice. Nothing here is secret: addresses and tokens are in the keychain. */
export const escalationChoiceSchema = z.object({
  on: z.boolean(),
  /** Sent when nobody has acknowledged for so long. */
  afterMinutes: z.number().int().min(1).max(1440),
  /** Scheme and host only: the path of a webhook is often a secret itself. */
  webhook: z.object({ origin: z.string(), signed: z.boolean() }).nullable(),
  telegram: z.object({ chat: z.string() }).nullable(),
})
export type EscalationChoice = z.infer<typeof escalationChoiceSchema>

const channel = z.enum(ESCALATION_CHANNELS)

const escalatedNumber = z.object({
  key: z.string().min(1),
  connectionId: z.string(),
  sessionId: z.string(),
  /** As it was called then: a removed number can still be named. */
  name: z.string(),
  phone: z.string().nullable(),
  connection: z.string(),
  cause: z.enum(CAUSES),
  severity: z.enum(SEVERITIES),
  /** Epoch ms of the first sign of the drop. */
  since: z.number(),
  /** Epoch ms of its end; null = still down. */
  until: z.number().nullable(),
})
/** One number as a message tells of it. */
export type EscalatedNumber = z.infer<typeof escalatedNumber>

const escalationRecord = escalatedNumber.extend({
  /** The alarm it is about: epoch ms of its opening. */
  openedAt: z.number(),
  /** Channels that were told or are about to be. */
  channels: z.array(channel),
  /** Those that took it. */
  delivered: z.array(channel),
  /** Those that will not take it as they are set up now. */
  lost: z.array(channel),
  /** Epoch ms of the escalation. */
  at: z.number(),
  acknowledged: z.boolean(),
})
/** An alarm that was passed on and is not over. */
export type EscalationRecord = z.infer<typeof escalationRecord>

/** What a message says. */
export const ESCALATION_MESSAGES = ['down', 'acknowledged', 'recovered', 'withdrawn'] as const
export type EscalationMessageType = (typeof ESCALATION_MESSAGES)[number]

const outboxMessage = z.object({
  /** The same at every try, so that a receiver can tell a repeat. */
  id: z.string().min(1),
  channel,
  type: z.enum(ESCALATION_MESSAGES),
  numbers: z.array(escalatedNumber),
  /** Epoch ms of its making. */
  at: z.number(),
  tries: z.number(),
  /** Epoch ms of the next try. */
  nextAt: z.number(),
  /** A try ended without an answer: the receiver may have it. */
  unclear: z.boolean(),
})
/** A message that has not been taken yet. */
export type OutboxMessage = z.infer<typeof outboxMessage>

/** What has to outlive a restart. */
export const escalationStateSchema = z.object({ records: z.array(escalationRecord), outbox: z.array(outboxMessage) })
export type EscalationState = z.infer<typeof escalationStateSchema>

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

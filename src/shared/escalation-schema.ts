// What the settings keep of the escalation, as schemas. Apart from escalation.ts, so that the window needs no zod.
import { z } from 'zod'
import { ESCALATION_CHANNELS, ESCALATION_MESSAGES } from './escalation'
import { CAUSES } from './session'
import { SEVERITIES } from './severity'

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

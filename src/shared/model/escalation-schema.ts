// Schemas of what the settings keep of the escalation. They are not in escalation.ts, so that the window does not load zod.
import { z } from 'zod'
import { instant } from '../instant'
import { ESCALATION_CHANNELS, ESCALATION_MESSAGES, SMTP_SECURITY } from './escalation'
import { CAUSES } from './session'
import { SEVERITIES } from './severity'
import { WEBHOOK_SERVICES } from './webhook-services'

const smtpServer = z.object({
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(SMTP_SECURITY),
  /** Empty = no sign-in. */
  user: z.string(),
})
/** A mail server, and as whom the app signs in. */
export type SmtpServer = z.infer<typeof smtpServer>

/** The operator's choice. Nothing here is secret: addresses and tokens are in the keychain. */
export const escalationChoiceSchema = z.object({
  on: z.boolean(),
  /** A message is sent when nobody has acknowledged the alarm for so many minutes. */
  afterMinutes: z.number().int().min(1).max(1440),
  /** Scheme and host only: the path of a webhook is often a secret itself. */
  webhook: z.object({ origin: z.string(), signed: z.boolean(), service: z.enum(WEBHOOK_SERVICES).default('plain') }).nullable(),
  telegram: z.object({ chat: z.string() }).nullable(),
  email: smtpServer
    .extend({ from: z.string(), to: z.array(z.string()).min(1) })
    .nullable()
    .default(null),
})
export type EscalationChoice = z.infer<typeof escalationChoiceSchema>

const channel = z.enum(ESCALATION_CHANNELS)

const escalatedNumber = z.object({
  key: z.string().min(1),
  connectionId: z.string(),
  sessionId: z.string(),
  /** Its name at that time, so that a number that was removed meanwhile can still be named. */
  name: z.string(),
  phone: z.string().nullable(),
  connection: z.string(),
  cause: z.enum(CAUSES),
  severity: z.enum(SEVERITIES),
  /** Epoch ms of the first sign of the drop. */
  since: instant,
  /** Epoch ms of its end; null = still down. */
  until: instant.nullable(),
})
/** One number in a message. */
export type EscalatedNumber = z.infer<typeof escalatedNumber>

export const escalationRecord = escalatedNumber.extend({
  /** Epoch ms at which the alarm was opened; with the number's key it identifies the alarm. */
  openedAt: instant,
  /** Channels to which a message was sent or is about to be sent. */
  channels: z.array(channel),
  /** Those of them that delivered it. */
  delivered: z.array(channel),
  /** Those of them that gave it up, e.g. because the settings of the channel are wrong. */
  lost: z.array(channel),
  /** Epoch ms of the escalation. */
  at: instant,
  acknowledged: z.boolean(),
})
/** An alarm that was escalated and is not over. */
export type EscalationRecord = z.infer<typeof escalationRecord>

export const outboxMessage = z.object({
  /** The same at every try, so that a receiver recognises a repeat. */
  id: z.string().min(1),
  channel,
  type: z.enum(ESCALATION_MESSAGES),
  numbers: z.array(escalatedNumber),
  /** Epoch ms of its making. */
  at: instant,
  tries: z.number(),
  /** Epoch ms of the next try. */
  nextAt: instant,
  /** A try ended without an answer: the receiver may have the message already. */
  unclear: z.boolean(),
})
/** A message that is not delivered yet. */
export type OutboxMessage = z.infer<typeof outboxMessage>

/** The part of the escalation that is kept over a restart. */
export const escalationStateSchema = z.object({ records: z.array(escalationRecord), outbox: z.array(outboxMessage) })
export type EscalationState = z.infer<typeof escalationStateSchema>

// Every IPC call of the app: name, argument schema, result type. Main, preload and renderer derive their types from this object.
import { z } from 'zod'
import { BANNERS, SANDBOX_PHONE_ACTIONS, type AppSnapshot, type SnapshotPatch } from './snapshot'
import { isConnectionKind, type ConnectionKind } from '../model/connection-kinds'
import { ESCALATION_CHANNELS, SMTP_SECURITY, type DrillStep } from '../model/escalation'
import { escalationChoiceSchema } from '../model/escalation-schema'
import { WEBHOOK_CHOICES } from '../model/webhook-services'
import type { Outcome } from '../model/failure'
import type { HistoryView, Period } from '../model/history'
import { preferencesSchema } from '../model/settings'

const id = z.string().min(1).max(200)
const period = z.enum(['day', 'week', 'month', 'quarter'])
const shortText = z.string().max(200)
/** Values typed into a form. They may hold secrets, and cross only once, from renderer to main. */
const fields = z.record(z.string().max(40), z.string().max(8192))

interface Call<Args, Value> {
  readonly args: z.ZodType<Args>
  /** Exists only for the type; never set. */
  readonly value?: Value
}
const call = <Args, Value = undefined>(args: z.ZodType<Args>): Call<Args, Value> => ({ args })
const nothing = z.undefined()

/** Versions of what the app runs on. */
export interface RuntimeVersions {
  readonly electron: string
  readonly chrome: string
  readonly node: string
}

/** The contract. Every call answers an {@link Outcome}; refusals are typed failures, never `undefined`. */
export const CALLS = {
  'snapshot.get': call<undefined, AppSnapshot>(nothing),
  /** Larger, smaller, or as it was: the keys that browsers have for it. */
  'window.zoom': call(z.object({ step: z.union([z.literal(1), z.literal(-1), z.literal(0)]) })),

  'connection.add': call<{ kind: ConnectionKind; name: string; fields: Record<string, string> }, { connectionId: string }>(
    z.object({ kind: z.custom<ConnectionKind>(isConnectionKind), name: shortText, fields }),
  ),
  /** Which kind of backend answers at an address; kind null = none that the app knows. */
  'connection.recognise': call<{ address: string }, { kind: ConnectionKind | null; version: string | null }>(z.object({ address: z.string().max(2048) })),
  /** Gives up an add, sign-in, number form or question for the kind that is under way. */
  'connection.cancelAdd': call(nothing),
  'connection.rename': call(z.object({ connectionId: id, name: shortText })),
  'connection.signIn': call(z.object({ connectionId: id, fields })),
  'connection.signOut': call(z.object({ connectionId: id })),
  'connection.forbidPlain': call(z.object({ connectionId: id })),
  'connection.remove': call(z.object({ connectionId: id })),
  'connection.refresh': call(z.object({ connectionId: id })),

  /** "Подключить WhatsApp": provisions a new number on the connection. `fields` only for kinds that ask per number. */
  'number.add': call<{ connectionId: string; fields: Record<string, string> }, { key: string }>(z.object({ connectionId: id, fields })),
  /** Stops waiting for a provisioning; removes nothing on the server. */
  'number.cancelAdd': call(z.object({ connectionId: id })),
  /**
   * Starts linking a known number (again). Fails with `messages-waiting` and their count where the service would send them by itself, unless `sendWaiting`.
   */
  'number.connect': call(z.object({ key: id, sendWaiting: z.boolean().optional() })),
  /** Gives up an attempt: the app stops polling for it. Nothing is removed on the server. */
  'number.cancel': call(z.object({ key: id })),
  /** Gets a code that is typed on the phone. `phone`: digits with the country code; `sendWaiting` as above. */
  'number.pair': call(z.object({ key: id, phone: z.string().regex(/^[1-9]\d{6,14}$/), sendWaiting: z.boolean().optional() })),
  'number.newCode': call(z.object({ key: id })),
  'number.check': call(z.object({ key: id })),
  'number.disconnect': call(z.object({ key: id })),
  /** Forgets the number in the app (not on the server). */
  'number.remove': call(z.object({ key: id })),
  /** The operator accepts the linked phone in place of the one on record. */
  'number.keepPhone': call(z.object({ key: id })),
  'number.rename': call(z.object({ key: id, name: shortText })),

  /** Mutes one number's notices for so many hours; 0 = no longer. */
  'number.mute': call(z.object({ key: id, hours: z.union([z.literal(0), z.literal(1), z.literal(4), z.literal(8)]) })),
  /** "I know": no reminders until the number is back. */
  'alarm.acknowledge': call(z.object({ key: id })),

  /** The operator takes the number over: the app makes no more tries to bring it back after this drop. */
  'healing.stop': call(z.object({ key: id })),

  /** One number's history of a period that ends now. */
  'history.read': call<{ key: string; period: 'day' | 'week' | 'month' | 'quarter' }, HistoryView>(z.object({ key: id, period })),
  /** Saves one number's history (null = everybody's) to the downloads folder and tells where. */
  'history.export': call<{ key: string | null; format: 'csv' | 'report'; period: Period }, { path: string }>(
    z.object({ key: id.nullable(), format: z.enum(['csv', 'report']), period }),
  ),
  /** Shows the file that was saved last in its folder. */
  'file.reveal': call(nothing),
  'escalation.set': call(escalationChoiceSchema.pick({ on: true, afterMinutes: true }).partial()),
  /** Address and secret cross once and go to the keychain; an empty secret = unsigned. `plainHttp`: http:// on the office network was agreed to. */
  'escalation.webhook': call(
    z.object({ address: z.string().max(2048), secret: z.string().max(512), service: z.enum(WEBHOOK_CHOICES), plainHttp: z.boolean() }),
  ),
  /** The token crosses once and goes to the keychain; an empty one leaves what is kept. */
  'escalation.telegram': call(z.object({ token: z.string().max(200), chat: z.string().max(60) })),
  /** The password crosses once and goes to the keychain; an empty one leaves what is kept for this server and login. `server`: host, or host:port. */
  'escalation.email': call(
    z.object({
      server: z.string().max(300),
      security: z.enum(SMTP_SECURITY),
      user: z.string().max(320),
      password: z.string().max(1024),
      from: z.string().max(320),
      to: z.string().max(4096),
    }),
  ),
  'escalation.remove': call(z.object({ channel: z.enum(ESCALATION_CHANNELS) })),
  /** Sends a real message through every channel that is set up. */
  'escalation.drill': call<undefined, readonly DrillStep[]>(nothing),

  /** Saves a .zip among the downloads; answers its name. */
  'support.bundle': call<undefined, { path: string }>(nothing),

  'about.versions': call<undefined, RuntimeVersions>(nothing),
  /** Text of the licences of all software in the app. */
  'about.notices': call<undefined, { text: string }>(nothing),

  'preferences.set': call(preferencesSchema.partial()),
  'notices.mute': call(z.object({ hours: z.union([z.literal(0), z.literal(1), z.literal(4), z.literal(8)]) })),
  'notices.test': call(nothing),
  'banner.dismiss': call(z.object({ banner: z.enum(BANNERS) })),
  'keyring.unlock': call(nothing),
  'keyring.useMemory': call(nothing),
  'clipboard.copy': call(z.object({ text: z.string().max(10_000) })),
  'link.open': call(z.object({ link: z.enum(['troubleshooting', 'whatsapp-linking']) })),

  'sandbox.phone': call(z.object({ key: id, action: z.enum(SANDBOX_PHONE_ACTIONS) })),
  'sandbox.faults': call(
    z.object({
      latencyMs: z.number().int().min(0).max(60_000),
      mode: z.enum(['none', 'server-error', 'rate-limited', 'cut', 'malformed', 'html', 'expired-token']),
    }),
  ),
} as const

/** Names of all calls. */
export type CallName = keyof typeof CALLS
/** Arguments of one call. */
export type CallArgs<N extends CallName> = z.infer<(typeof CALLS)[N]['args']>
/** Value of one call on success. */
export type CallValue<N extends CallName> = (typeof CALLS)[N] extends Call<infer _Args, infer Value> ? Value : never

/** One handler per call: main must implement all of them. */
export type CallHandlers = { readonly [N in CallName]: (args: CallArgs<N>) => Promise<Outcome<CallValue<N>>> | Outcome<CallValue<N>> }

/** What the preload script puts on `window.companion`. */
export interface CompanionBridge {
  call<N extends CallName>(name: N, ...args: CallArgs<N> extends undefined ? [] : [CallArgs<N>]): Promise<Outcome<CallValue<N>>>
  /** Returns the function that unsubscribes. */
  onPatch(listener: (patch: SnapshotPatch) => void): () => void
  /** The page has drawn its first snapshot, so main may show the window. */
  drawn(): void
}

// Every IPC call of the app: name, argument schema, result type. Main, preload and renderer derive their types from this object.
import { z } from 'zod'
import { BANNERS, SANDBOX_PHONE_ACTIONS, type AppSnapshot, type SnapshotPatch } from './app-snapshot'
import { CONNECTION_KINDS } from './connection-kinds'
import { ESCALATION_CHANNELS, type DrillStep } from './escalation'
import { escalationChoiceSchema } from './escalation-schema'
import type { Outcome } from './failure'
import type { HistoryView } from './history'
import { preferencesSchema } from './settings'

const id = z.string().min(1).max(200)
const shortText = z.string().max(200)
/** Values typed into a form, secrets among them: they cross once, from renderer to main. */
const fields = z.record(z.string().max(40), z.string().max(8192))

interface Call<Args, Value> {
  readonly args: z.ZodType<Args>
  /** Exists only for the type; never set. */
  readonly value?: Value
}
const call = <Args, Value = undefined>(args: z.ZodType<Args>): Call<Args, Value> => ({ args })
const nothing = z.undefined()

/** The contract. Every call answers an {@link Outcome}; refusals are typed failures, never `undefined`. */
export const CALLS = {
  'snapshot.get': call<undefined, AppSnapshot>(nothing),
  /** The page has drawn its first snapshot: there is something to show. */
  'window.drawn': call(nothing),

  'connection.add': call<{ kind: (typeof CONNECTION_KINDS)[number]; name: string; fields: Record<string, string> }, { connectionId: string }>(
    z.object({ kind: z.enum(CONNECTION_KINDS), name: shortText, fields }),
  ),
  /** Gives up an add, sign-in or number form that is under way. */
  'connection.cancelAdd': call(nothing),
  'connection.rename': call(z.object({ connectionId: id, name: shortText })),
  'connection.signIn': call(z.object({ connectionId: id, fields })),
  'connection.signOut': call(z.object({ connectionId: id })),
  'connection.remove': call(z.object({ connectionId: id })),
  'connection.refresh': call(z.object({ connectionId: id })),

  /** "Подключить WhatsApp": provisions a new number on the connection. `fields` only for kinds that ask per number. */
  'number.add': call<{ connectionId: string; fields: Record<string, string> }, { key: string }>(z.object({ connectionId: id, fields })),
  /** Stops waiting for a provisioning; removes nothing on the server. */
  'number.cancelAdd': call(z.object({ connectionId: id })),
  /** Starts linking a known number (again). */
  'number.connect': call(z.object({ key: id })),
  /** Stops asking; removes nothing. */
  'number.cancel': call(z.object({ key: id })),
  'number.newCode': call(z.object({ key: id })),
  'number.check': call(z.object({ key: id })),
  'number.disconnect': call(z.object({ key: id })),
  /** Forgets the number in the app (not on the server). */
  'number.remove': call(z.object({ key: id })),
  /** The phone that is linked in place of the one on record is right. */
  'number.keepPhone': call(z.object({ key: id })),
  'number.rename': call(z.object({ key: id, name: shortText })),

  /** Mutes one number's notices for so many hours; 0 = no longer. */
  'number.mute': call(z.object({ key: id, hours: z.union([z.literal(0), z.literal(1), z.literal(4), z.literal(8)]) })),
  /** "I know": no reminders until the number is back. */
  'alarm.acknowledge': call(z.object({ key: id })),

  /** The operator takes the number over: the app tries no more after this drop. */
  'healing.stop': call(z.object({ key: id })),

  /** One number's history of a period that ends now. */
  'history.read': call<{ key: string; period: 'day' | 'week' | 'month' | 'quarter' }, HistoryView>(z.object({ key: id, period: z.enum(['day', 'week', 'month', 'quarter']) })),
  /** Saves one number's history (null = everybody's) to the downloads folder and tells where. */
  'history.export': call<{ key: string | null; format: 'csv' | 'report' }, { path: string }>(z.object({ key: id.nullable(), format: z.enum(['csv', 'report']) })),
  /** Shows the file that was saved last in its folder. */
  'file.reveal': call(nothing),
  'escalation.set': call(escalationChoiceSchema.pick({ on: true, afterMinutes: true }).partial()),
  /** Address and secret cross once and go to the keychain; an empty secret = unsigned. */
  'escalation.webhook': call(z.object({ address: z.string().max(2048), secret: z.string().max(512) })),
  /** The token crosses once and goes to the keychain; an empty one leaves what is kept. */
  'escalation.telegram': call(z.object({ token: z.string().max(200), chat: z.string().max(60) })),
  'escalation.remove': call(z.object({ channel: z.enum(ESCALATION_CHANNELS) })),
  /** Sends a real message through every channel that is set up. */
  'escalation.drill': call<undefined, readonly DrillStep[]>(nothing),

  /** Saves a .zip among the downloads; answers its name. */
  'support.bundle': call<undefined, { path: string }>(nothing),

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
}

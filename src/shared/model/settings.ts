// What the app keeps on disk (electron-store): settings, connections without secrets, and its own record of the numbers it knows.
import { z } from 'zod'
import { instant } from '../instant'
import { isConnectionKind, type ConnectionKind } from './connection-kinds'
import { NO_ESCALATION } from './escalation'
import { escalationChoiceSchema, escalationStateSchema } from './escalation-schema'
import { CAUSES, PHASES } from './session'
import { SEVERITIES } from './severity'

/** Version of the file's shape; raise it together with a step in `readSettings` (settings-reading.ts). */
const SETTINGS_VERSION = 1

/** One connection, without its secrets. */
export const connectionRecord = z.object({
  id: z.string().min(1),
  kind: z.custom<ConnectionKind>(isConnectionKind),
  name: z.string(),
  address: z.string(),
  /** Kind-specific facts that are not secret: public key, login, detected flavour of the functions. */
  facts: z.record(z.string(), z.string()),
  signedIn: z.boolean(),
  createdAt: instant,
  /** Session ids that the operator removed from the app though the server still lists them; an asked-for refresh brings them back. */
  forgotten: z.array(z.string()),
})

/** One number that the app knows. */
export const numberRecord = z.object({
  /** The app's own id of this number; stable for life. */
  key: z.string().min(1),
  connectionId: z.string().min(1),
  /** Session id on the backend. */
  sessionId: z.string().min(1),
  /** Given by the operator; empty = show phone or session. */
  name: z.string(),
  phone: z.string().nullable(),
  /** API key as the server masks it. */
  apiKeyMask: z.string().nullable(),
  /** Kind-specific facts that are not secret, e.g. integration_id. */
  facts: z.record(z.string(), z.string()),
  addedAt: instant,
  /** Which warning of the end of its payment was told last: `<epoch ms of the end>/<days before>`. */
  paidTold: z.string().optional(),
  /** The operator disconnected it on purpose: not an alarm until connected again. */
  stoppedByOperator: z.boolean(),
  /** Where it stood when last seen, so that a drop while the app was closed is still noticed. */
  last: z.object({ phase: z.enum(PHASES), cause: z.enum(CAUSES).nullable(), since: instant, lastConfirmedAt: instant.nullable() }).nullable(),
})

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

const quietHours = z.object({
  on: z.boolean(),
  /** Local time of day, `hh:mm`; `to` at or before `from` = the next day. */
  from: timeOfDay,
  to: timeOfDay,
  /** Days on which they begin, 0 = Sunday. */
  days: z.array(z.number().int().min(0).max(6)).max(7),
  /** What does not come back by itself is told all the same. */
  criticalPasses: z.boolean(),
})

/** One open alarm. */
export const alarmRecord = z.object({
  key: z.string().min(1),
  connectionId: z.string().min(1),
  cause: z.enum(CAUSES),
  severity: z.enum(SEVERITIES),
  /** Epoch ms of the first sign of the drop. */
  since: instant,
  /** Epoch ms. */
  openedAt: instant,
  /** Epoch ms at which a person said "I know"; null = nobody has. */
  acknowledgedAt: instant.nullable(),
  /** Somebody was told; false = the drop fell into a silence that is not over. */
  told: z.boolean(),
  /** Epoch ms of the last reminder. */
  remindedAt: instant.nullable(),
  reminders: z.number(),
})

/** One preference: what it may be, and what it is until the operator chooses. The default is not in the schema, where it would fill up every change. */
const preference = <S extends z.ZodType>(schema: S, byDefault: z.infer<S>) => ({ schema, byDefault })

/** What the operator may change in the settings screen. A new setting is a line here, and its switch in renderer/settings/settings-dialog.tsx. */
const PREFERENCES = {
  language: preference(z.enum(['system', 'ru', 'en']), 'system'),
  openAtLogin: preference(z.boolean(), false),
  startHidden: preference(z.boolean(), false),
  notices: preference(z.boolean(), true),
  sound: preference(z.boolean(), true),
  quietHours: preference(quietHours, { on: false, from: '22:00', to: '08:00', days: [0, 1, 2, 3, 4, 5, 6], criticalPasses: false }),
  /** "Still down" is repeated until acknowledged. */
  reminders: preference(z.boolean(), true),
  /** Dropped sessions are started again by the app where that is safe. */
  healing: preference(z.boolean(), true),
}

type PreferenceName = keyof typeof PREFERENCES
type PreferenceShape = { [K in PreferenceName]: (typeof PREFERENCES)[K]['schema'] }

/** All preferences at once. */
export const preferencesSchema = z.object(eachPreference(({ schema }) => schema) as PreferenceShape)
export type Preferences = z.infer<typeof preferencesSchema>

/** The whole file, as the app holds it. A file is read record by record (settings-reading.ts), which is where what is missing gets its default. */
export const settingsSchema = preferencesSchema.extend({
  version: z.literal(SETTINGS_VERSION),
  /** Epoch ms until which notices are muted; null = not muted. */
  mutedUntil: instant.nullable(),
  /** Number key -> epoch ms until which its notices are muted. */
  mutedNumbers: z.record(z.string(), instant),
  /** Open alarms, so that an acknowledgement outlives a restart. */
  alarms: z.array(alarmRecord),
  /** Who is told when nobody acknowledges; secrets of it are in the keychain. */
  escalation: escalationChoiceSchema,
  /** What was passed on, and what is still to be sent. */
  escalationState: escalationStateSchema,
  window: z.object({ width: z.number(), height: z.number(), x: z.number().nullable(), y: z.number().nullable(), maximized: z.boolean() }).nullable(),
  /** "The app minimises because there is no tray" was said once. */
  toldNoTray: z.boolean(),
  connections: z.array(connectionRecord),
  numbers: z.array(numberRecord),
})

export type Settings = z.infer<typeof settingsSchema>
export type ConnectionRecord = z.infer<typeof connectionRecord>
export type NumberRecord = z.infer<typeof numberRecord>
export type QuietHours = z.infer<typeof quietHours>
export type AlarmRecord = z.infer<typeof alarmRecord>

/** The preferences among the settings. */
export function preferencesOf(settings: Settings): Preferences {
  return eachPreference((_, name) => settings[name]) as Preferences
}

/** A new profile. */
export const DEFAULT_SETTINGS: Settings = {
  ...(eachPreference(({ byDefault }) => byDefault) as Preferences),
  version: SETTINGS_VERSION,
  mutedUntil: null,
  mutedNumbers: {},
  alarms: [],
  escalation: NO_ESCALATION,
  escalationState: { records: [], outbox: [] },
  window: null,
  toldNoTray: false,
  connections: [],
  numbers: [],
}

/** An object with the fields of {@link PREFERENCES}. The caller says what type they have together. */
export function eachPreference<T>(make: (preference: (typeof PREFERENCES)[PreferenceName], name: PreferenceName) => T): Record<PreferenceName, T> {
  const names = Object.keys(PREFERENCES) as PreferenceName[]
  return Object.fromEntries(names.map((name) => [name, make(PREFERENCES[name], name)])) as Record<PreferenceName, T>
}

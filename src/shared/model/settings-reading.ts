// Reads the settings record by record, so that an unreadable one does not cost the others, and writes what was unreadable back as it was.
import type { z } from 'zod'
import { escalationRecord, outboxMessage, type EscalationChoice } from './escalation-schema'
import { alarmRecord, connectionRecord, DEFAULT_SETTINGS, eachPreference, numberRecord, settingsSchema, type Preferences, type Settings } from './settings'

/** A preference that could not be read: what the file says, and the default that stands in its place until the operator chooses. */
interface UnreadPreference {
  readonly path: readonly [field: string, part?: string]
  readonly raw: unknown
  readonly instead: unknown
}

/** What a file holds that this build cannot read. */
export interface Unread {
  /** As they are on disk; written back after the readable ones. */
  readonly connections: readonly unknown[]
  /** The same of the numbers, those of unreadable connections included. */
  readonly numbers: readonly unknown[]
  readonly preferences: readonly UnreadPreference[]
  /** Top-level fields of another version. */
  readonly fields: readonly (readonly [name: string, value: unknown])[]
  /** How many rows of alarms, of what was passed on and of muted numbers were skipped. They are not written back: they tell of a moment that is over. */
  readonly skipped: number
  /** Ids and keys that were readable: once such a record is removed by the operator, what was kept for it goes too. */
  readonly known: { readonly connections: ReadonlySet<string>; readonly numbers: ReadonlySet<string> }
}

/** A file in which everything was readable. */
export const NOTHING_UNREAD: Unread = {
  connections: [],
  numbers: [],
  preferences: [],
  fields: [],
  skipped: 0,
  known: { connections: new Set(), numbers: new Set() },
}

/** Settings as they were read, and what could not be. */
export interface ReadSettings {
  readonly settings: Settings
  readonly unread: Unread
}

/** The same for the window: what to name in its banner. No secret is in it. */
export interface UnreadView {
  /** What the file calls them; cut to a readable length. */
  readonly connections: readonly string[]
  readonly numbers: readonly string[]
  readonly preferences: number
  /** Alarms, messages and mutes that were skipped. */
  readonly skipped: number
}

/** Characters of a name in the banner. */
const NAME_LENGTH = 40

type Fields = Readonly<Record<string, unknown>>
const SHAPE = settingsSchema.shape
const ESCALATION = SHAPE.escalation.shape

/** Reads the content of a settings file of any version. Null = it is no JSON object: set it aside and report. */
export function readSettings(raw: unknown): ReadSettings | null {
  if (!isObject(raw)) return null
  const preferences: UnreadPreference[] = []
  /** A missing field is one of an older version: its default, and nothing to report. */
  const preference = <T>(from: Fields, path: UnreadPreference['path'], schema: z.ZodType<T>, instead: T): T => {
    const name = path[1] ?? path[0]
    if (!Object.hasOwn(from, name)) return instead
    const parsed = schema.safeParse(from[name])
    if (parsed.success) return parsed.data
    preferences.push({ path, raw: from[name], instead })
    return instead
  }
  const field = <K extends Exclude<keyof Settings, 'connections' | 'numbers' | 'alarms'>>(name: K, schema: z.ZodType<Settings[K]>): Settings[K] =>
    preference(raw, [name], schema, DEFAULT_SETTINGS[name])
  /** One channel that cannot be read does not switch the other off. */
  const escalation = (): EscalationChoice => {
    const { escalation: from } = raw
    if (!isObject(from)) return field('escalation', SHAPE.escalation)
    const part = <K extends keyof EscalationChoice>(name: K, schema: z.ZodType<EscalationChoice[K]>): EscalationChoice[K] =>
      preference(from, ['escalation', name], schema, DEFAULT_SETTINGS.escalation[name])
    return {
      on: part('on', ESCALATION.on),
      afterMinutes: part('afterMinutes', ESCALATION.afterMinutes),
      webhook: part('webhook', ESCALATION.webhook),
      telegram: part('telegram', ESCALATION.telegram),
      email: part('email', ESCALATION.email),
    }
  }
  /** The rows of a list; one that is none holds nothing that could be read. */
  const list = (name: string): readonly unknown[] => {
    if (Array.isArray(raw[name])) return raw[name]
    if (Object.hasOwn(raw, name)) preferences.push({ path: [name], raw: raw[name], instead: [] })
    return []
  }
  let skipped = 0
  const rows = <T>(from: unknown, schema: z.ZodType<T>): T[] => {
    if (from === undefined) return []
    const read = Array.isArray(from) ? from.map((each) => schema.safeParse(each)) : []
    const good = read.flatMap((each) => (each.success ? [each.data] : []))
    skipped += Array.isArray(from) ? read.length - good.length : 1
    return good
  }
  const muted = (): Record<string, number> => {
    const from = raw['mutedNumbers'] ?? {}
    const entries = isObject(from) ? Object.entries(from) : []
    const good = entries.filter((each): each is [string, number] => each[0] !== '__proto__' && Number.isFinite(each[1]))
    skipped += isObject(from) ? entries.length - good.length : 1
    return Object.fromEntries(good)
  }

  const connections = records(list('connections'), connectionRecord, ({ id }) => id)
  const numbers = records(
    list('numbers'),
    numberRecord,
    ({ key }) => key,
    ({ connectionId }) => connections.ids.has(connectionId),
  )
  const state = raw['escalationState'] ?? {}
  if (!isObject(state)) skipped += 1
  // A version that this build does not know is kept as it is: the file goes back to the app that wrote it.
  const version = field('version', SHAPE.version)
  const newer = preferences.splice(0)
  const settings: Settings = {
    version,
    ...(eachPreference<unknown>(({ schema }, name) => preference<unknown>(raw, [name], schema, DEFAULT_SETTINGS[name])) as Preferences),
    mutedUntil: field('mutedUntil', SHAPE.mutedUntil),
    mutedNumbers: muted(),
    alarms: rows(raw['alarms'], alarmRecord),
    escalation: escalation(),
    escalationState: isObject(state)
      ? { records: rows(state['records'], escalationRecord), outbox: rows(state['outbox'], outboxMessage) }
      : DEFAULT_SETTINGS.escalationState,
    window: field('window', SHAPE.window),
    toldNoTray: field('toldNoTray', SHAPE.toldNoTray),
    connections: connections.good,
    numbers: numbers.good,
  }
  return {
    settings,
    unread: {
      connections: connections.unread,
      numbers: numbers.unread,
      preferences: [...newer, ...preferences],
      fields: Object.entries(raw).filter(([name]) => !Object.hasOwn(SHAPE, name)),
      skipped,
      known: { connections: connections.ids, numbers: numbers.ids },
    },
  }
}

/** What the file is to hold: the settings, with what could not be read as it was. */
export function writableSettings(settings: Settings, unread: Unread): Record<string, unknown> {
  const there = new Set(settings.connections.map(({ id }) => id))
  const left = new Set(settings.numbers.map(({ key }) => key))
  const connectionGone = (id: unknown): boolean => typeof id === 'string' && unread.known.connections.has(id) && !there.has(id)
  const numberGone = (key: unknown): boolean => typeof key === 'string' && unread.known.numbers.has(key) && !left.has(key)
  // By entries, since a field may be called `__proto__`, which an assignment would take for something else.
  const fields = new Map<string, unknown>([...unread.fields, ...Object.entries(settings)])
  fields.set('connections', [...settings.connections, ...unread.connections.filter((each) => !isObject(each) || !connectionGone(each['id']))])
  fields.set('numbers', [
    ...settings.numbers,
    ...unread.numbers.filter((each) => !isObject(each) || !(connectionGone(each['connectionId']) || numberGone(each['key']))),
  ])
  for (const { path, raw, instead } of unread.preferences) {
    const [name, part] = path
    const current = fields.get(name)
    if (part === undefined) {
      if (sameJson(current, instead)) fields.set(name, raw)
    } else if (isObject(current) && sameJson(current[part], instead)) fields.set(name, { ...current, [part]: raw })
  }
  return Object.fromEntries(fields)
}

/** What the window tells of it; null = everything was readable. Fields of a newer version alone are nothing to report. */
export function unreadView({ connections, numbers, preferences, skipped }: Unread): UnreadView | null {
  const view: UnreadView = {
    connections: connections.map((each) => nameOf(each, ['name', 'address', 'kind'])),
    numbers: numbers.map((each) => nameOf(each, ['name', 'phone', 'sessionId'])),
    preferences: preferences.filter(({ path }) => path[0] !== 'version').length,
    skipped,
  }
  return view.connections.length + view.numbers.length + view.preferences + skipped > 0 ? view : null
}

/** Whether a session is that of a number which could not be read: a list of the backend must not bring it back under another key. */
export function isUnreadNumber(unread: Unread, connectionId: string, sessionId: string): boolean {
  return unread.numbers.some((each) => isObject(each) && textOf(each['connectionId']) === connectionId && textOf(each['sessionId']) === sessionId)
}

/** An identifier as text: JSON has it as a string or as a number, for the same thing. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null
  return typeof value === 'string' ? value.trim() : null
}

/** The readable records; of those with the same id the first. All others are kept as they are. */
function records<T>(raw: readonly unknown[], schema: z.ZodType<T>, idOf: (record: T) => string, wanted: (record: T) => boolean = () => true) {
  const ids = new Set<string>()
  const good: T[] = []
  const unread: unknown[] = []
  for (const each of raw) {
    const parsed = schema.safeParse(each)
    if (parsed.success && wanted(parsed.data) && !ids.has(idOf(parsed.data))) {
      ids.add(idOf(parsed.data))
      good.push(parsed.data)
    } else unread.push(each)
  }
  return { good, unread, ids }
}

/** Of an unreadable record the first field that says what it is. */
function nameOf(raw: unknown, fields: readonly string[]): string {
  const texts = isObject(raw) ? fields.map((each) => textOf(raw[each]) ?? '') : []
  const name = texts.find((each) => each !== '') ?? '?'
  return name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH)}…` : name
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

// What support needs to understand a trouble, in a few text files without secrets and phone numbers.
import type { AppSnapshot } from '../../shared/app-snapshot'
import type { HistoryEntry } from '../../shared/history'
import type { Translate } from '../../shared/i18n'
import type { Settings } from '../../shared/settings'
import { masker, type Mask } from './mask'
import { redactValue } from './redact'

/** One text file. */
export interface BundleFile {
  readonly name: string
  readonly text: string
}

/** What goes in, before masking. */
export interface BundleInput {
  readonly t: Translate
  /** Epoch ms. */
  readonly now: number
  readonly settings: Settings
  readonly snapshot: AppSnapshot
  /** Versions and facts of the machine. */
  readonly machine: Readonly<Record<string, string | number | boolean>>
  readonly home: string
  readonly logs: readonly BundleFile[]
  /** Changes of all numbers, oldest first; null = out of reach. */
  readonly history: readonly HistoryEntry[] | null
}

/** Rows of the history at most, the newest: a bundle has to fit into a mail. */
const MOST_ROWS = 50_000

/** Makes the files; every one of them has gone through the mask. */
export function supportBundle(input: BundleInput): readonly BundleFile[] {
  const { settings, snapshot, now } = input
  const known = [...settings.numbers, ...snapshot.sessions]
  const phones = [...new Set(known.flatMap(({ phone }) => (phone ? [phone.replace(/\D/g, '')] : [])))]
  const mask = masker({ phones, harmless: known.map(({ sessionId }) => sessionId), home: input.home })
  const { sessions, connections, preferences: _same, ...rest } = snapshot
  const madeAt = new Date(now).toISOString()
  return [
    { name: 'READ-ME.txt', text: input.t('support.readMe', { time: madeAt, version: snapshot.appVersion }) },
    { name: 'machine.json', text: json({ madeAt, app: snapshot.appVersion, ...input.machine }, mask) },
    { name: 'settings.json', text: json(settings, mask) },
    // Codes to scan are worth a linked phone while they live.
    { name: 'state.json', text: json({ ...rest, connections, sessions: sessions.map(({ code, ...each }) => ({ ...each, code: code?.kind ?? null })) }, mask) },
    ...(input.history === null ? [] : [{ name: 'history.jsonl', text: input.history.slice(-MOST_ROWS).map((row) => line(row, mask)).join('') }]),
    ...input.logs.map(({ name, text }) => ({ name: `logs/${name}`, text: mask(text) })),
  ]
}

function json(value: unknown, mask: Mask): string {
  return `${JSON.stringify(masked(redactValue(value), mask), null, 2)}\n`
}

function line({ at, ...row }: HistoryEntry, mask: Mask): string {
  return `${JSON.stringify({ at: new Date(at).toISOString(), ...(masked(row, mask) as object) })}\n`
}

/** Masks names and values alike, however deep: a record may be keyed by what identifies somebody. */
function masked(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((each) => masked(each, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [mask(key), masked(each, mask)]))
}

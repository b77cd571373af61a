// What support needs to understand a trouble, in a few text files without secrets and phone numbers.
import type { AppSnapshot } from '../../../shared/ipc/snapshot'
import type { HistoryEntry } from '../../../shared/model/history'
import type { Translate } from '../../../shared/words/i18n'
import type { Settings } from '../../../shared/model/settings'
import { createMask, type Mask } from './mask'
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
  /** Lets others have their turn: masking it all takes seconds. */
  pause(): Promise<void>
}

/** Rows and characters masked in one turn: about 10 ms. */
const ROWS_A_TURN = 200
const TEXT_A_TURN = 16_384
/** Texts whose mask is remembered: a history says the same few things again and again. */
const MOST_REMEMBERED = 10_000

/** Makes the files; every one of them has gone through the mask. */
export async function supportBundle(input: BundleInput): Promise<readonly BundleFile[]> {
  const { settings, snapshot, now } = input
  const known = [...settings.numbers, ...snapshot.sessions]
  const phones = [...new Set(known.flatMap(({ phone }) => (phone ? [phone.replace(/\D/g, '')] : [])))]
  const mask = remembering(createMask({ phones, harmless: known.map(({ sessionId }) => sessionId), home: input.home }))
  const { sessions, connections, preferences: _same, ...rest } = snapshot
  const madeAt = new Date(now).toISOString()
  return [
    { name: 'READ-ME.txt', text: input.t('support.readMe', { time: madeAt, version: snapshot.appVersion }) },
    { name: 'machine.json', text: json({ madeAt, app: snapshot.appVersion, ...input.machine }, mask) },
    { name: 'settings.json', text: json(settings, mask) },
    // A code to scan is left out: whoever scans it while it is valid links a phone.
    { name: 'state.json', text: json({ ...rest, connections, sessions: sessions.map(({ code, ...each }) => ({ ...each, code: code?.kind ?? null })) }, mask) },
    ...(input.history === null
      ? []
      : [{ name: 'history.jsonl', text: await inTurns(slices(input.history), (rows) => rows.map((row) => line(row, mask)).join(''), input) }]),
    ...(await inOrder(input.logs, async ({ name, text }) => ({ name: `logs/${name}`, text: await inTurns(parts(text), mask, input) }))),
  ]
}

async function inOrder<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (const item of items) done.push(await run(item))
  return done
}

async function inTurns<T>(items: Iterable<T>, run: (item: T) => string, { pause }: Pick<BundleInput, 'pause'>): Promise<string> {
  let text = ''
  for (const item of items) {
    if (text !== '') await pause()
    text += run(item)
  }
  return text
}

function* slices<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += ROWS_A_TURN) yield all.slice(at, at + ROWS_A_TURN)
}

/** Parts that end with a line: a mask never has to see over the end of one. */
function* parts(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at + TEXT_A_TURN)
    const next = end === -1 ? text.length : end + 1
    yield text.slice(at, next)
    at = next
  }
}

function remembering(mask: Mask): Mask {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const masked = mask(text)
    if (known.size >= MOST_REMEMBERED) known.clear()
    if (text.length < 1_000) known.set(text, masked)
    return masked
  }
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

// What the platform's words mean. Everything the platform sends is read from unknown.

/** The state of a number, as the functions answer it. `unreachable` = the platform could not tell. */
export type LiveStatus = 'starting' | 'qr_issued' | 'connected' | 'disconnected' | 'unreachable'
/** States that are recorded; an unreachable platform proves nothing about the number. */
export type RecordedStatus = Exclude<LiveStatus, 'unreachable'>

const CONNECTED = new Set(['connected', 'ready'])
const STARTING = new Set(['starting', 'pending'])
const DISCONNECTED = new Set(['offline', 'disconnected', 'logout', 'logged_out'])
/** Status words that ask for a scan. Such a word without a code means that the start is under way. */
const WANTS_SCAN = /qr|scan|pair/

/** The status for a word of GET /status; `ask-qr` = any other word, which the platform uses for "QR required". Missing = offline. */
export function statusOfWord(word: string | undefined): RecordedStatus | 'ask-qr' {
  const plain = word?.trim().toLowerCase() || 'offline'
  if (CONNECTED.has(plain)) return 'connected'
  if (STARTING.has(plain)) return 'starting'
  return DISCONNECTED.has(plain) ? 'disconnected' : 'ask-qr'
}

/** True when a status word without a code means that a code will follow. Any other unknown word is not understood. */
export function wantsScan(word: string): boolean {
  return WANTS_SCAN.test(word.toLowerCase())
}

/**
 * The words with which platforms name a cause. The app has the same list in src/shared/model/session.ts: the functions are deployed from this folder alone,
 * so they cannot import it. tests/gateways/cause-words.test.ts compares them.
 */
export const CAUSE_WORDS: Readonly<Record<string, string>> = {
  logout: 'logged-out',
  'logged-out': 'logged-out',
  unpaired: 'logged-out',
  conflict: 'replaced',
  replaced: 'replaced',
  banned: 'banned',
  'phone-offline': 'phone-offline',
  'by-operator': 'by-operator',
}

/** The product's word for a cause the platform sent; undefined when it sent none that is known. */
export function causeOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const word = value
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
  return Object.hasOwn(CAUSE_WORDS, word) ? CAUSE_WORDS[word] : undefined
}

/**
 * An identifier from text (leading zeros are kept) or from a JSON number, which counts only as a safe integer: beyond that, JSON has already rounded it to
 * another number. Undefined = not sent; null = sent, but not readable.
 */
export function identifierOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null
  const text = typeof value === 'string' ? value.trim() : ''
  // Control and format characters are part of no identifier, but would make two of them look alike.
  return text === '' || text.length > 200 || /[\p{Cc}\p{Cf}]/u.test(text) ? null : text
}

/** Names under which the platform may say whom an answer is about. */
const WHOM = ['account_number', 'session', 'session_id', 'session_name', 'account']
/** Names that say it where the value has the form of a session: it may be the phone, or an id of the platform's own. */
const PERHAPS_WHOM = ['number', 'account_id']

type Fields = Readonly<Record<string, unknown>>

/** Values of the named fields. Names are compared without case, `_` and `-`: `accountNumber` is `account_number`. */
export function valuesOf(fields: Fields, names: readonly string[]): readonly unknown[] {
  const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '')
  const wanted = new Set(names.map(plain))
  return Object.entries(fields).flatMap(([name, value]) => (name.length <= 40 && wanted.has(plain(name)) ? [value] : []))
}

/** An answer, and the envelope `data` that some platforms use. */
function bodiesOf(fields: Fields): readonly Fields[] {
  return [fields, ...valuesOf(fields, ['data']).map(fieldsOf)]
}

/** True if every field that says whom an answer is about names this session. An answer without such a field is about the one that was asked for. */
export function isAbout(fields: Fields, session: string): boolean {
  return bodiesOf(fields).every(
    (body) =>
      valuesOf(body, WHOM)
        .map(identifierOf)
        .every((id) => id === undefined || id === session) &&
      valuesOf(body, PERHAPS_WHOM).every((value) => mayBeAbout(value, session, valuesOf(body, ['phone']))),
  )
}

/** False for what cannot be read, and for another session of the same form that is not the phone which the answer tells. The same rule is in the app. */
function mayBeAbout(value: unknown, session: string, phones: readonly unknown[]): boolean {
  // An empty text is how the platform leaves its phone out, and no session has it.
  if (typeof value === 'string' && value.trim() === '') return true
  const id = identifierOf(value)
  if (id === null || id === undefined) return id === undefined
  return id === session || formOf(id) !== formOf(session) || phones.some((phone) => phoneOf(phone) === id)
}

/** What sessions have in common: so many digits, or the same word before the first `_`. */
function formOf(id: string): string {
  return /^\d+$/.test(id) ? String(id.length) : (/^[a-z]+_/i.exec(id)?.[0] ?? id)
}

/** True for a `success` or `ok` that is sent and is not true. */
export function deniesSuccess(fields: Fields): boolean {
  return bodiesOf(fields).some((body) => valuesOf(body, ['success', 'ok']).some((value) => value !== undefined && value !== true))
}

/** True for a filled `error` or `errors`. `{}` is one: that is what an Error object becomes in JSON. */
export function carriesError(fields: Fields): boolean {
  return bodiesOf(fields).some((body) => valuesOf(body, ['error', 'errors']).some(isFilled))
}

/** The text in one of the named fields, the first that holds anything, as it was sent. Undefined = none was sent; null = no text, too long, or two that differ. */
export function wordIn(fields: Fields, names: readonly string[]): string | undefined | null {
  for (const name of names) {
    const [sent, ...others] = valuesOf(fields, [name]).filter(
      (value) => value !== null && value !== undefined && !(typeof value === 'string' && value.trim() === ''),
    )
    if (sent === undefined) continue
    return typeof sent !== 'string' || sent.length > 100 || others.some((other) => other !== sent) ? null : sent.trim()
  }
  return undefined
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== null && value !== false && value !== 0
}

/** Digits of a phone from `+7 000 000-00-42`, `70000000042@c.us` or the number 70000000042. */
export function phoneOf(value: unknown): string | undefined {
  const text = typeof value === 'string' || Number.isSafeInteger(value) ? String(value).trim() : ''
  const digits = /^\+?([\d\s()-]{6,24})(?:[@:].*)?$/.exec(text)?.[1]?.replace(/\D/g, '') ?? ''
  return digits.length >= 6 && digits.length <= 15 ? digits : undefined
}

/** An ISO instant from an ISO date, epoch s or epoch ms, the last two as a number or as text. */
export function instantOf(sent: unknown): string | undefined {
  const value = typeof sent === 'string' && /^\d+(?:\.\d+)?$/.test(sent.trim()) ? Number(sent) : sent
  const ms = typeof value === 'number' ? (value < 1e11 ? value * 1000 : value) : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(ms) && ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : undefined
}

/** The value if it may be shown and stored: a short word that cannot hold a secret; else undefined. */
export function plainWord(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w -]{1,40}$/.test(value) ? value : undefined
}

/** The value as an object; `{}` for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** When the QR code of an answer expires (ISO), if the platform tells it. */
export function expiryIn(answer: unknown): string | undefined {
  const fields = fieldsOf(answer)
  const data = fieldsOf(fields['data'])
  return instantOf(fields['expires_at'] ?? fields['expiresAt'] ?? data['expires_at'] ?? data['expiresAt'])
}

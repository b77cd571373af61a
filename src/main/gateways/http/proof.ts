// What an answer must not contain if its state is to be believed: a refusal, an error, or another number's identity.
import { identifierOf } from './identifier'
import { phoneOf } from './phone'

/** Names under which backends say whom an answer is about. */
const WHOM = ['account_number', 'session', 'session_id', 'session_name', 'account'] as const
/** Names that say it where the value has the form of a session: it may be the phone, or an id of the backend's own. */
const PERHAPS_WHOM = ['number', 'account_id'] as const
const SUCCESS = ['success', 'ok'] as const
const ERROR = ['error', 'errors'] as const
const REFUSALS = /^(?:error|fail|failed|failure|false|denied|refused|unauthorized|forbidden|[45]\d\d)$/i

/** Values of the named fields. Names are compared without case, `_` and `-`: `accountNumber` is `account_number`. */
function valuesOf(body: object, names: readonly string[]): readonly unknown[] {
  const plain = new Set(names.map(plainName))
  return Object.entries(body).flatMap(([name, value]) => (plain.has(plainName(name)) ? [value as unknown] : []))
}

function plainName(name: string): string {
  return name.length > 40 ? name : name.toLowerCase().replace(/[_-]/g, '')
}

/** The objects of an answer that may say whom it is about: itself, and the envelope `data` that some backends use. */
function bodiesOf(answer: unknown): readonly object[] {
  if (!isObject(answer)) return []
  return [answer, ...valuesOf(answer, ['data']).filter(isObject)]
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * True if every field that says whom the answer is about names this number. An answer without such a field is about the number that was asked for;
 * one whose field cannot be read is about nobody. `more`: further names that this backend uses.
 */
export function isAbout(answer: unknown, sessionId: string, more: readonly string[] = []): boolean {
  return bodiesOf(answer).every((body) =>
    valuesOf(body, [...WHOM, ...more]).every((value) => {
      const whom = identifierOf(value)
      return whom.is === 'absent' || (whom.is === 'known' && whom.id === sessionId)
    }),
  )
}

/** Like {@link isAbout}, for backends with the words of the platform, which call a session `number` in their requests. */
export function isAboutAccount(answer: unknown, sessionId: string): boolean {
  const others = bodiesOf(answer).some((body) => !valuesOf(body, PERHAPS_WHOM).every((value) => mayBeAbout(value, sessionId, valuesOf(body, ['phone']))))
  return !others && isAbout(answer, sessionId)
}

/** False for what cannot be read, and for another session of the same form that is not the phone which the answer tells. */
function mayBeAbout(value: unknown, sessionId: string, phones: readonly unknown[]): boolean {
  // An empty text is how the one leaves its phone out, and no session has it.
  if (typeof value === 'string' && value.trim() === '') return true
  const whom = identifierOf(value)
  if (whom.is !== 'known') return whom.is === 'absent'
  if (whom.id === sessionId || formOf(whom.id) !== formOf(sessionId)) return true
  return phones.some((phone) => phoneOf(phone) === whom.id)
}

/** What sessions of one backend have in common: so many digits, or the same word before the first `_`. */
function formOf(id: string): string {
  return /^\d+$/.test(id) ? String(id.length) : (/^[a-z]+_/i.exec(id)?.[0] ?? id)
}

/** True if the answer does not claim success: a `success` or `ok` that is anything but true. Not sent is no claim either way. */
export function deniesSuccess(answer: unknown): boolean {
  return bodiesOf(answer).some((body) => valuesOf(body, SUCCESS).some((value) => value !== true))
}

/** True if the answer carries an error. `{}` is one: that is what an Error object becomes in JSON. */
export function carriesError(answer: unknown): boolean {
  return bodiesOf(answer).some((body) => valuesOf(body, ERROR).some(isFilled))
}

/** True if an answer was refused although it came. An empty list in it would say that all numbers are gone; a code in it links nothing. */
export function isRefused(answer: unknown): boolean {
  const refused = bodiesOf(answer).some((body) =>
    valuesOf(body, ['status']).some(
      (value) => value === false || ((typeof value === 'string' || typeof value === 'number') && REFUSALS.test(String(value).trim())),
    ),
  )
  return refused || deniesSuccess(answer) || carriesError(answer)
}

/** A truth value as backends send it: also as a word or as 1 and 0. Null = not sent. For what does not prove a connection: there only `true` counts. */
export function truthIn(value: unknown): boolean | null | 'unreadable' {
  if (value === null || value === undefined) return null
  const word = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim().toLowerCase() : ''
  if (word === 'true' || word === '1') return true
  return word === 'false' || word === '0' ? false : 'unreadable'
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.length > 0
  return value !== null && value !== undefined && value !== false && value !== 0
}

/** A status word as it was sent, and for comparing: lower case, without surrounding space. */
export interface SentWord {
  readonly sent: string
  readonly plain: string
}

/** Longest status word that is read, characters. */
const MAX_WORD = 100

/** True if one of the named fields holds this word, without case and surrounding space. */
export function saysWord(answer: unknown, names: readonly string[], word: string): boolean {
  const said = wordIn(answer, names)
  return said !== null && said !== 'unreadable' && said.plain === word
}

/** The word in one of the named fields, the first that holds anything. Null = none was sent; `unreadable` = no text, too long, or two that differ. */
export function wordIn(answer: unknown, names: readonly string[]): SentWord | null | 'unreadable' {
  if (!isObject(answer)) return 'unreadable'
  for (const name of names) {
    const values = valuesOf(answer, [name]).filter((value) => value !== null && value !== undefined && !(typeof value === 'string' && value.trim() === ''))
    const [sent, ...others] = values
    if (sent === undefined) continue
    if (typeof sent !== 'string' || sent.length > MAX_WORD || others.some((other) => other !== sent)) return 'unreadable'
    return { sent: sent.trim(), plain: sent.trim().toLowerCase() }
  }
  return null
}

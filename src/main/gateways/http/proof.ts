// What an answer must not contain if its state is to be believed: a refusal, an error, or another number's identity.
import { identifierOf } from './identifier'

/** Names under which backends say whom an answer is about. `number` is not among them: for some backends it is the phone. */
const WHOM = ['account_number', 'session', 'account'] as const
const SUCCESS = ['success', 'ok'] as const
const ERROR = ['error', 'errors'] as const
const REFUSALS = /^(?:error|fail|failed|false)$/i

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
 * one whose field cannot be read is about nobody.
 */
export function isAbout(answer: unknown, sessionId: string): boolean {
  return bodiesOf(answer).every((body) =>
    valuesOf(body, WHOM).every((value) => {
      const whom = identifierOf(value)
      return whom.is === 'absent' || (whom.is === 'known' && whom.id === sessionId)
    }),
  )
}

/** True if the answer does not claim success: a `success` or `ok` that is anything but true. Not sent is no claim either way. */
export function deniesSuccess(answer: unknown): boolean {
  return bodiesOf(answer).some((body) => valuesOf(body, SUCCESS).some((value) => value !== true))
}

/** True if the answer carries an error. `{}` is one: that is what an Error object becomes in JSON. */
export function carriesError(answer: unknown): boolean {
  return bodiesOf(answer).some((body) => valuesOf(body, ERROR).some(isFilled))
}

/** True if a list was refused although it came: an empty one would say that all numbers are gone. */
export function isRefusedList(answer: unknown): boolean {
  const refused =
    isObject(answer) && valuesOf(answer, ['status']).some((value) => value === false || (typeof value === 'string' && REFUSALS.test(value.trim())))
  return refused || deniesSuccess(answer) || carriesError(answer)
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

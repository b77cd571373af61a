// What an answer proves by the rules of a description: its state, its code, its phone, and until when the service is paid.
import type { Failure } from '../../../shared/model/failure'
import type { Evidence, Reading } from '../../../shared/model/session'
import { evidenceOf as evidenceWith, unknownReading } from '../http/evidence'
import { failureOfStatus, type HttpAnswer, type HttpReply } from '../http/http'
import { identifierOf } from '../http/identifier'
import { linkingCodeOf, type SentCode } from '../http/linking-code'
import { phoneOf } from '../http/phone'
import { carriesError, deniesSuccess, truthIn } from '../http/proof'
import type { Conditions, Description, StateRule } from './description'

/** What lies at a place of an answer; undefined = nothing. */
export function valueAt(answer: unknown, place: string): unknown {
  if (place === '') return answer
  return place
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined,
      answer,
    )
}

/** True if the answer holds what is expected, at every place. */
export function fits(when: Conditions, json: unknown, status: number): boolean {
  return Object.entries(when).every(([place, wanted]) => {
    const value = place === '$http' ? status : valueAt(json, place)
    return (Array.isArray(wanted) ? wanted : [wanted]).some((each) => isSame(value, each))
  })
}

/** Like {@link fits}, for what proves no state: there a truth value may also be a word or 1 and 0. */
export function fitsLoosely(when: Conditions, json: unknown): boolean {
  return Object.entries(when).every(([place, wanted]) =>
    (Array.isArray(wanted) ? wanted : [wanted]).some(
      (each) => isSame(valueAt(json, place), each) || (typeof each === 'boolean' && truthIn(valueAt(json, place)) === each),
    ),
  )
}

/** A truth value must be one: the word "true" proves nothing. */
function isSame(value: unknown, wanted: string | number | boolean | null): boolean {
  if (wanted === null) return value === null || value === undefined
  if (typeof wanted === 'boolean') return value === wanted
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() === String(wanted).trim().toLowerCase() : false
}

/** Why an answer says nothing about a number; null = it may say something. */
export function failureIn(description: Description, source: string, answer: HttpAnswer): Failure | null {
  if (answer.kind === 'failure') return answer.failure
  const detail = `${source}: HTTP ${answer.status}`
  const named = description.failures.find(({ when }) => fits(when, answer.json, answer.status))
  if (named) return { code: named.failure, detail }
  if (answer.status >= 300 || answer.json === undefined) return failureOf(source, answer)
  return hasError(description, answer.json) ? { code: 'not-understood', detail: `${detail}, with an error` } : null
}

/** True for an error that is none of the texts which the service writes when all is well. */
export function hasError({ harmlessErrors }: Description, json: unknown): boolean {
  if (!carriesError(json)) return false
  const plain = (text: unknown): string => (typeof text === 'string' ? text.trim().replace(/\.$/, '').toLowerCase() : '')
  const { error, ...rest } = json as Readonly<Record<string, unknown>>
  return carriesError(rest) || !harmlessErrors.some((each) => plain(each) === plain(error))
}

/** A refused key of a service is a refused key of one number or account, never the end of a session. */
function failureOf(source: string, answer: HttpReply): Failure {
  const failure = failureOfStatus(source, answer)
  return failure.code === 'sign-in-expired' ? { ...failure, code: 'key-rejected' } : failure
}

/** What the first rule that fits says; null = none fits. */
export function ruleFor(rules: readonly StateRule[], json: unknown, status: number): StateRule | null {
  return rules.find(({ when }) => fits(when, json, status)) ?? null
}

/** The reading that a rule stands for. */
export function readingOf(rule: StateRule, json: unknown, evidence: Evidence): Reading {
  if (rule.state === 'unknown') return unknownReading({ code: rule.failure ?? 'not-understood', detail: detailOf(evidence) }, evidence)
  if (deniesSuccess(json)) return unreadable(evidence)
  return { state: rule.state, ...(rule.cause === undefined ? {} : { cause: rule.cause }), evidence }
}

/** An answer that no rule fits proves nothing: it is never "disconnected". */
export function unreadable(evidence: Evidence): Reading {
  return unknownReading({ code: 'not-understood', detail: detailOf(evidence) }, evidence)
}

function detailOf({ source, word, http }: Evidence): string {
  return `${source}: HTTP ${http ?? '-'}${word === undefined ? '' : `, "${word}"`}`
}

/** What was answered, for the operator to copy: the word that the rules look at, if it is a plain one. */
export function evidenceOf(source: string, answer: HttpAnswer, rules: readonly StateRule[] = [], row?: unknown): Evidence {
  const json = row ?? (answer.kind === 'answer' ? answer.json : undefined)
  const place = Object.keys(rules[0]?.when ?? {}).find((each) => each !== '$http')
  const value = place === undefined ? undefined : valueAt(json, place)
  return evidenceWith(source, answer, typeof value === 'string' && /^[a-z]/i.test(value) ? value : undefined)
}

/** True if the answer does not speak of another number: each of the places that holds anything names this one. */
export function isAboutSession(json: unknown, places: readonly string[] | undefined, session: string): boolean {
  return (places ?? []).every((place) => {
    const whom = identifierOf(valueAt(json, place))
    return whom.is === 'absent' || (whom.is === 'known' && whom.id === session)
  })
}

/** Digits of a phone at the first place that has one. */
export function phoneAt(json: unknown, places: readonly string[] | undefined): string | null {
  for (const place of places ?? []) {
    const phone = phoneOf(valueAt(json, place))
    if (phone !== null) return phone
  }
  return null
}

/** True if a member of the answer, or of an object in it, is named after a passkey. Services word that challenge in ways that their documents do not show. */
export function namesPasskey(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false
  return Object.entries(json).some(
    ([name, value]) => /passkey/i.test(name) || (typeof value === 'object' && value !== null && /"[^"]*passkey[^"]*":/i.test(JSON.stringify(value))),
  )
}

/** A whole number at the first place that has one; null = none. */
export function countAt(json: unknown, places: readonly string[] | undefined): number | null {
  for (const place of places ?? []) {
    const value = valueAt(json, place)
    if ((typeof value === 'number' || typeof value === 'string') && /^\d{1,9}$/.test(String(value))) return Number(value)
  }
  return null
}

/** The code in an answer; null = there is none. */
export function codeIn(
  json: unknown,
  { image = [], text = [] }: { image?: readonly string[] | undefined; text?: readonly string[] | undefined },
): SentCode | null {
  for (const place of [...image, ...text]) {
    const sent = linkingCodeOf(valueAt(json, place))
    if (sent) return sent
  }
  return null
}

/** Epoch ms of a moment in an answer; null = none that can be read. 0 and dates before 2000 are how services write "none". */
export function momentIn(json: unknown, moment: { at: string; as: 's' | 'ms' | 'text' } | undefined): number | null {
  const value = moment === undefined ? undefined : valueAt(json, moment.at)
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const number = Number(value)
  const epoch = moment?.as === 'text' ? Date.parse(String(value)) : moment?.as === 's' ? number * 1000 : number
  return Number.isFinite(epoch) && epoch > Date.UTC(2000, 0) && epoch < Date.UTC(2200, 0) ? epoch : null
}

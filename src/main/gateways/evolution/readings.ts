// What the answers of an Evolution API prove. Every rule here was seen in recordings of a real server 2.3.6.
import type { Cause, Evidence, Reading } from '../../../shared/model/session'
import type { HttpAnswer } from '../http/http'
import { idOrNull } from '../http/identifier'
import { linkingCodeOf, typedCodeOf, type SentCode } from '../http/linking-code'
import { carriesError, deniesSuccess, isAbout, wordIn } from '../http/proof'
import { failureOf, isGone } from './client'

/** What `connectionState` says, and `connect` of an instance that is open. */
export type Said = 'open' | 'connecting' | 'close' | Reading

/** Reads the state in an answer. */
export function stateIn(source: string, answer: HttpAnswer, name: string): Said {
  if (answer.kind === 'failure' || answer.status >= 300 || carriesError(answer.json) || deniesSuccess(answer.json)) return unknown(source, answer)
  const { instance } = (answer.json ?? {}) as { instance?: unknown }
  const whom = (instance ?? {}) as { instanceName?: unknown }
  const word = wordIn(instance, ['state'])
  if (carriesError(instance) || deniesSuccess(instance)) return unknown(source, answer)
  // A deleted instance answers 200 without a state.
  if (idOrNull(whom.instanceName) !== name || word === null || word === 'unreadable') return unknown(source, answer)
  const { plain, sent } = word
  return plain === 'open' || plain === 'connecting' || plain === 'close' ? plain : unknown(source, answer, sent)
}

/** A code with its count. `id` tells codes apart: it is the one to scan, which comes along with one to type. `code` null = one to type was asked for, and only one to scan is there. */
interface OfferedCode {
  readonly code: SentCode | null
  readonly id: string
  readonly count: number
}

/** What `connect` gives: a code, no code yet, or the state of an instance that is open. */
export type Offered = OfferedCode | 'no code yet' | Said

/** Reads an answer of `connect`. `typed`: a code to type was asked for. */
export function offeredIn(answer: HttpAnswer, name: string, typed: boolean): Offered {
  const source = 'connect'
  if (answer.kind === 'failure' || answer.status >= 300 || carriesError(answer.json)) return unknown(source, answer)
  const { instance, code, base64, count, pairingCode } = (answer.json ?? {}) as Readonly<Record<string, unknown>>
  if (instance !== undefined) return stateIn(source, answer, name)
  if (typeof count !== 'number' || !isAbout(answer.json, name)) return unknown(source, answer)
  const scanned = linkingCodeOf(code) ?? linkingCodeOf(base64)
  const sent = typed ? typedCodeOf(pairingCode) : scanned
  // Without a count it is the code from before a close: the server keeps it when it has issued as many as it may.
  return count > 0 && (sent || scanned) ? { code: sent, id: (scanned ?? sent)?.value ?? '', count } : 'no code yet'
}

/** WhatsApp's codes of a close, as the server keeps them. */
const REASONS: Readonly<Record<number, Cause>> = { 401: 'logged-out', 402: 'banned', 403: 'banned', 406: 'banned' }

/** The cause that a code stands for. */
export function causeOf(reason: number | null): Pick<Reading, 'cause'> {
  const cause = reason === null ? undefined : REASONS[reason]
  return cause === undefined ? {} : { cause }
}

/** Digits of a phone, from `<digits>@s.whatsapp.net` or `<digits>:<device>@…`. */
export function phoneOf(jid: string | null): string | null {
  return /^(\d{6,15})(?::\d+)?@/.exec(jid ?? '')?.[1] ?? null
}

/** A reading that proves nothing, and why. */
function unknown(source: string, answer: HttpAnswer, word?: string): Reading {
  const failure = answer.kind === 'failure' ? answer.failure : failureOf(source, answer)
  const gone = answer.kind === 'answer' && isGone(answer) ? { gone: true } : {}
  return { state: 'unknown', failure, ...gone, evidence: evidenceOf(source, answer, word) }
}

/** What was answered, for the operator to copy. */
export function evidenceOf(source: string, answer: HttpAnswer, word?: string): Evidence {
  const plain = word !== undefined && /^[\w -]{1,40}$/.test(word) ? { word } : {}
  return { source, ...plain, ...(answer.status === undefined ? {} : { http: answer.status }), at: answer.at }
}

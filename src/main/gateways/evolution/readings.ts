// What the answers of an Evolution API prove. Every rule here was seen in recordings of a real server 2.3.6.
import type { Cause, Reading } from '../../../shared/model/session'
import { evidenceOf, unknownReading } from '../http/evidence'
import type { HttpAnswer } from '../http/http'
import { identifierOf, idOrNull, type Identifier } from '../http/identifier'
import { linkingCodeOf, typedCodeOf, type SentCode } from '../http/linking-code'
import { phoneAmong } from '../http/phone'
import { carriesError, deniesSuccess, isAbout, isRefused, wordIn } from '../http/proof'
import { failureOf, NAMED } from './client'

/** What `connectionState` says, and `connect` of an instance that is open. */
export type Said = 'open' | 'connecting' | 'close' | Reading

/** Reads the state in an answer. `known`: the server's id of the instance, as the list had it last. */
export function stateIn(source: string, answer: HttpAnswer, name: string, known: string | null = null): Said {
  if (answer.kind === 'failure' || answer.status >= 300 || carriesError(answer.json) || deniesSuccess(answer.json)) return unknown(source, answer)
  const { instance } = (answer.json ?? {}) as { instance?: unknown }
  const { instanceName, instanceId } = (instance ?? {}) as { instanceName?: unknown; instanceId?: unknown }
  const word = wordIn(instance, ['state'])
  if (carriesError(instance) || deniesSuccess(instance)) return unknown(source, answer)
  const id = identifierOf(instanceId)
  const isItself = id.is === 'absent' || (id.is === 'known' && (known === null || id.id === known))
  // A deleted instance answers 200 without a state.
  const about = idOrNull(instanceName) === name && isItself && [answer.json, instance].every((each) => isAbout(each, name, NAMED))
  if (!about || word === null || word === 'unreadable') return unknown(source, answer)
  const { plain, sent } = word
  const isOne = phoneIn(answer).is !== 'unreadable'
  return isOne && (plain === 'open' || plain === 'connecting' || plain === 'close') ? plain : unknown(source, answer, sent)
}

/** The phone that an answer about a state tells, which the recorded server never does; two that differ speak of two instances. */
export function phoneIn(answer: HttpAnswer): Identifier {
  const json = answer.kind === 'answer' ? answer.json : null
  const { instance } = (json ?? {}) as { instance?: unknown }
  const places = [json, instance].flatMap((each) => {
    const { ownerJid, owner, phone, number } = (each ?? {}) as Readonly<Record<string, unknown>>
    return [ownerJid, owner, phone, number]
  })
  return phoneAmong(places)
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
export function offeredIn(answer: HttpAnswer, name: string, typed: boolean, known: string | null = null): Offered {
  const source = 'connect'
  if (answer.kind === 'failure' || answer.status >= 300 || isRefused(answer.json)) return unknown(source, answer)
  const { instance, code, base64, count: counted, pairingCode } = (answer.json ?? {}) as Readonly<Record<string, unknown>>
  if (instance !== undefined) return stateIn(source, answer, name, known)
  const count = Number(idOrNull(counted) ?? Number.NaN)
  if (Number.isNaN(count) || !isAbout(answer.json, name, NAMED)) return unknown(source, answer)
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

/** A reading that proves nothing, and why. */
export function unknown(source: string, answer: HttpAnswer, word?: string): Reading {
  return unknownReading(answer.kind === 'failure' ? answer.failure : failureOf(source, answer), evidenceOf(source, answer, word))
}

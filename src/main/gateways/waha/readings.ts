// What the answers of a WAHA server prove.
import type { Evidence, Reading } from '../../../shared/model/session'
import type { HttpAnswer } from '../http/http'
import { idOrNull } from '../http/identifier'
import { linkingCodeOf, type SentCode } from '../http/linking-code'
import { carriesError, deniesSuccess, wordIn } from '../http/proof'
import { failureOf, isGone, phoneOf, type WahaCall } from './client'

/** The states of a session, as the manual lists them. */
const STATUSES = ['STOPPED', 'STARTING', 'SCAN_QR_CODE', 'PASSKEY_REQUIRED', 'PASSKEY_CONFIRMATION_REQUIRED', 'WORKING', 'FAILED'] as const
export type Status = (typeof STATUSES)[number]

/** What a session says of itself. */
export interface Said {
  readonly status: Status
  readonly phone: string | null
  readonly evidence: Evidence
}

/** Reads a session object; a {@link Reading} where it proves nothing. */
export function saidIn(source: WahaCall['source'], answer: HttpAnswer, name: string): Said | Reading {
  if (answer.kind === 'failure' || answer.status >= 300 || carriesError(answer.json) || deniesSuccess(answer.json)) return unknown(source, answer)
  const session = (answer.json ?? {}) as { name?: unknown; me?: { id?: unknown } | null }
  const word = wordIn(answer.json, ['status'])
  if (idOrNull(session.name) !== name || word === null || word === 'unreadable') return unknown(source, answer)
  const status = STATUSES.find((each) => each === word.sent.toUpperCase())
  if (status === undefined) return unknown(source, answer, word.sent)
  return { status, phone: phoneOf(session.me?.id), evidence: evidenceOf(source, answer, status) }
}

/** The code in an answer of `auth/qr`: the raw string in `value`, or an image as base64 in `data`. */
export function codeIn(answer: HttpAnswer): SentCode | null {
  if (answer.kind === 'failure' || answer.status >= 300) return null
  const { value, data } = (answer.json ?? {}) as { value?: unknown; data?: unknown }
  return linkingCodeOf(value) ?? linkingCodeOf(data)
}

/** The code to type, `ABCD-EFGH`; null = there is none. */
export function pairingCodeIn(answer: HttpAnswer): string | null {
  if (answer.kind === 'failure' || answer.status >= 300) return null
  const { code } = (answer.json ?? {}) as { code?: unknown }
  return typeof code === 'string' && /^[A-Z0-9]{4}-?[A-Z0-9]{4}$/i.test(code) ? code.toUpperCase() : null
}

/** The session is not in the state that a code needs. The server words it in two shapes; both name that state. */
export function isTooEarly(answer: HttpAnswer): boolean {
  return answer.kind === 'answer' && answer.status === 422 && JSON.stringify(answer.json ?? '').includes('SCAN_QR_CODE')
}

/** A reading that proves nothing, and why. */
export function unknown(source: WahaCall['source'], answer: HttpAnswer, word?: string): Reading {
  const failure = answer.kind === 'failure' ? answer.failure : failureOf(source, answer)
  const gone = answer.kind === 'answer' && isGone(answer) ? { gone: true } : {}
  return { state: 'unknown', failure, ...gone, evidence: evidenceOf(source, answer, word) }
}

/** What was answered, for the operator to copy. */
export function evidenceOf(source: WahaCall['source'], answer: HttpAnswer, word?: string): Evidence {
  const plain = word !== undefined && /^[\w -]{1,40}$/.test(word) ? { word } : {}
  return { source, ...plain, ...(answer.status === undefined ? {} : { http: answer.status }), at: answer.at }
}

// What the answers of a WAHA server prove.
import type { Evidence, Reading } from '../../../shared/model/session'
import { evidenceOf, unknownReading } from '../http/evidence'
import type { HttpAnswer } from '../http/http'
import { idOrNull } from '../http/identifier'
import { linkingCodeOf, typedCodeOf, type SentCode } from '../http/linking-code'
import { phoneAmong } from '../http/phone'
import { carriesError, deniesSuccess, isAbout, isRefused, wordIn } from '../http/proof'
import { failureOf, type WahaCall } from './client'

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
  const {
    name: named,
    me,
    phone,
    number,
  } = (answer.json ?? {}) as { name?: unknown; me?: { id?: unknown; jid?: unknown } | null; phone?: unknown; number?: unknown }
  const word = wordIn(answer.json, ['status'])
  if (idOrNull(named) !== name || !isAbout(answer.json, name) || word === null || word === 'unreadable') return unknown(source, answer)
  // Two phones in one answer: it speaks of two sessions.
  const linked = phoneAmong([me?.id, me?.jid, phone, number])
  if (linked.is === 'unreadable') return unknown(source, answer, word.sent)
  const status = STATUSES.find((each) => each === word.sent.toUpperCase())
  if (status === undefined) return unknown(source, answer, word.sent)
  return { status, phone: linked.is === 'known' ? linked.id : null, evidence: evidenceOf(source, answer, status) }
}

/** The code in an answer of `auth/qr`: the raw string in `value`, or an image as base64 in `data`. */
export function codeIn(answer: HttpAnswer, name: string): SentCode | null {
  if (answer.kind === 'failure' || answer.status >= 300 || isRefused(answer.json) || !isAbout(answer.json, name)) return null
  const { value, data } = (answer.json ?? {}) as { value?: unknown; data?: unknown }
  return linkingCodeOf(value) ?? linkingCodeOf(data)
}

/** The code to type; null = there is none. */
export function pairingCodeIn(answer: HttpAnswer, name: string): SentCode | null {
  if (answer.kind === 'failure' || answer.status >= 300 || isRefused(answer.json) || !isAbout(answer.json, name)) return null
  return typedCodeOf(((answer.json ?? {}) as { code?: unknown }).code)
}

/** The session is not in the state that a code needs. The server words it in two shapes; both name that state. */
export function isTooEarly(answer: HttpAnswer): boolean {
  return answer.kind === 'answer' && answer.status === 422 && /SCAN_QR_CODE/i.test(JSON.stringify(answer.json ?? ''))
}

/** A reading that proves nothing, and why. */
export function unknown(source: WahaCall['source'], answer: HttpAnswer, word?: string): Reading {
  return unknownReading(answer.kind === 'failure' ? answer.failure : failureOf(source, answer), evidenceOf(source, answer, word))
}

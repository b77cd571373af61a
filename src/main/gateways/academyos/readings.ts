// Answers about one number, of both flavours, as readings.
import { z } from 'zod'
import type { Failure } from '../../../shared/model/failure'
import type { Evidence, Reading } from '../../../shared/model/session'
import type { HttpAnswer } from '../http/http'
import { linkingCodeOf } from '../http/linking-code'
import { carriesError, deniesSuccess, isAbout, wordIn } from '../http/proof'
import { causeIn, expiryIn, phoneField, phoneIn } from '../wpp-platform/wire'
import { refusalIn } from './functions-client'

const text = z.string().nullish().catch(null)

/** Body of wpp-status, wpp-start and wpp-create in either flavour. `qrcode` is the deployed name of `qr`. Status and identity are read by proof.ts. */
export const stateAnswer = z.object({
  qr: z.unknown().optional(),
  qrcode: z.unknown().optional(),
  message: text,
  phone: phoneField,
  cause: text,
  expires_at: z.union([z.string(), z.number()]).nullish().catch(null),
})

/** What the answer of one call says about the number `sessionId`; never about another number. */
export function readingOf(source: string, sessionId: string, answer: HttpAnswer): Reading {
  const refusal = refusalIn(source, answer)
  if (refusal) return unknownReading(source, answer, refusal)
  const json: unknown = answer.kind === 'answer' ? answer.json : undefined
  const parsed = stateAnswer.safeParse(json)
  const word = wordIn(json, ['status'])
  const unproved = (why: string): Reading =>
    unknownReading(source, answer, nonsense(source, answer, why), word && word !== 'unreadable' ? word.sent : undefined)
  if (answer.kind === 'failure' || !parsed.success || word === null || word === 'unreadable') return unproved('no status')
  if (deniesSuccess(json)) return unproved('no success')
  if (!isAbout(json, sessionId)) return unproved('answer for another number')
  const body = parsed.data
  const evidence = evidenceOf(source, answer, word.sent)
  const phone = phoneIn(body)
  switch (word.plain) {
    case 'connected':
      return carriesError(json) ? unproved('status and error') : { state: 'connected', ...phone, evidence }
    case 'qr_issued': {
      const code = linkingCodeOf(body.qr) ?? linkingCodeOf(body.qrcode)
      if (!code) return { state: 'starting', evidence }
      return { state: 'awaiting-scan', code: { ...code, ...expiryIn(body, answer.headers, answer.at) }, ...phone, evidence }
    }
    case 'qr_pending':
    case 'starting':
    case 'pairing':
      return { state: 'starting', ...phone, evidence }
    case 'disconnected':
      return { state: 'disconnected', ...phone, ...causeIn(body), evidence }
    case 'unreachable':
      return { state: 'unknown', failure: { code: 'server-error', detail: `${source}: the platform behind the server cannot be reached` }, ...phone, evidence }
    default:
      return { state: 'unknown', failure: nonsense(source, answer, `status "${evidence.word ?? '?'}"`), evidence }
  }
}

/** True if the status word asks for a scan; the code itself may be missing. */
export function speaksOfCode(reading: Reading): boolean {
  return reading.failure === undefined && reading.evidence.word?.toLowerCase() === 'qr_issued'
}

/** A reading that proves nothing but why; `number-not-found` also says that the backend does not know the number. */
export function unknownReading(source: string, answer: HttpAnswer, failure: Failure, word?: string): Reading {
  return { state: 'unknown', failure, ...(failure.code === 'number-not-found' ? { gone: true } : {}), evidence: evidenceOf(source, answer, word) }
}

/** Evidence of one answer; a word that is no plain word is left out. */
export function evidenceOf(source: string, answer: HttpAnswer, word?: string): Evidence {
  const plain = word !== undefined && /^[\w -]{1,40}$/.test(word) ? { word } : {}
  return { source, ...plain, ...(answer.status === undefined ? {} : { http: answer.status }), at: answer.at }
}

function nonsense(source: string, answer: HttpAnswer, what: string): Failure {
  return { code: 'not-understood', detail: `${source}: HTTP ${answer.status ?? '?'}, ${what}` }
}

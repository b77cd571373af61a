// Answers about one number, of both flavours, as readings.
import { z } from 'zod'
import type { Failure } from '../../../shared/failure'
import type { Evidence, Reading } from '../../../shared/session'
import type { HttpAnswer } from '../http'
import { linkingCodeOf } from '../linking-code'
import { causeIn, expiryIn, phoneIn } from '../wpp-platform/wire'
import { refusalIn } from './functions-client'

const text = z.string().nullish().catch(null)

/** Body of wpp-status, wpp-start and wpp-create in either flavour. `qrcode` is the deployed name of `qr`. */
export const stateAnswer = z.object({
  success: z.unknown().optional(),
  status: z.string().min(1).max(100),
  qr: z.unknown().optional(),
  qrcode: z.unknown().optional(),
  account_number: text,
  session: text,
  message: text,
  phone: text,
  cause: text,
  expires_at: z.union([z.string(), z.number()]).nullish().catch(null),
})

/** What the answer of one call says about the number `sessionId`; never about another number. */
export function readingOf(source: string, sessionId: string, answer: HttpAnswer): Reading {
  const refusal = refusalIn(source, answer)
  if (refusal) return unknownReading(source, answer, refusal)
  const parsed = stateAnswer.safeParse(answer.kind === 'answer' ? answer.json : undefined)
  if (answer.kind === 'failure' || !parsed.success || parsed.data.success === false) return unknownReading(source, answer, nonsense(source, answer, 'no status'))
  const body = parsed.data
  const about = body.account_number ?? body.session ?? sessionId
  if (about !== sessionId) return unknownReading(source, answer, nonsense(source, answer, 'answer for another number'))
  const evidence = evidenceOf(source, answer, body.status)
  const phone = phoneIn(body)
  switch (body.status) {
    case 'connected':
      return { state: 'connected', ...phone, evidence }
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

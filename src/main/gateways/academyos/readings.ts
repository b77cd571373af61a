// Answers about one number, of both flavours, as readings.
import { z } from 'zod'
import type { Failure } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import { evidenceOf, unknownReading } from '../http/evidence'
import type { HttpAnswer } from '../http/http'
import { identifierOf } from '../http/identifier'
import { linkingCodeOf } from '../http/linking-code'
import { carriesError, deniesSuccess, isAboutAccount, isRefused, wordIn } from '../http/proof'
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

/** What the answer of one call says about the number `sessionId`; never about another number. `rowId`: the row that the request named. */
export function readingOf(source: string, sessionId: string, answer: HttpAnswer, rowId?: string): Reading {
  const refusal = refusalIn(source, answer)
  if (refusal) return unknownReading(refusal, evidenceOf(source, answer))
  const json: unknown = answer.kind === 'answer' ? answer.json : undefined
  const parsed = stateAnswer.safeParse(json)
  const word = wordIn(json, ['status'])
  const unproved = (why: string): Reading =>
    unknownReading(nonsense(source, answer, why), evidenceOf(source, answer, word && word !== 'unreadable' ? word.sent : undefined))
  if (answer.kind === 'failure' || !parsed.success || word === null || word === 'unreadable') return unproved('no status')
  if (deniesSuccess(json)) return unproved('no success')
  if (!isAboutAccount(json, sessionId) || !isOfRow(json, rowId)) return unproved('answer for another number')
  const body = parsed.data
  const evidence = evidenceOf(source, answer, word.sent)
  const phone = phoneIn(body)
  switch (word.plain) {
    case 'connected':
      return carriesError(json) ? unproved('status and error') : { state: 'connected', ...phone, evidence }
    case 'qr_issued': {
      // A code beside an error links nothing.
      const code = isRefused(json) ? null : (linkingCodeOf(body.qr) ?? linkingCodeOf(body.qrcode))
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

/** False if the answer names another row than the request did, or one that cannot be read. */
function isOfRow(json: unknown, rowId: string | undefined): boolean {
  const sent = identifierOf((json as Readonly<Record<string, unknown>>)['integration_id'])
  return sent.is === 'absent' || (sent.is === 'known' && (rowId === undefined || sent.id === rowId))
}

function nonsense(source: string, answer: HttpAnswer, what: string): Failure {
  return { code: 'not-understood', detail: `${source}: HTTP ${answer.status ?? '?'}, ${what}` }
}

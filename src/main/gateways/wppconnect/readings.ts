// From the server's answers about one session to a reading of it.
import { z } from 'zod'
import type { Failure } from '../../../shared/model/failure'
import type { Evidence, Reading } from '../../../shared/model/session'
import { failureOfStatus, type HttpAnswer } from '../http/http'
import { linkingCodeOf } from '../http/linking-code'
import { carriesError, deniesSuccess, isAbout, wordIn } from '../http/proof'
import { phoneIn } from '../wpp-platform/wire'

/** Evidence name of the call that proves a connection. */
export const CHECK = 'check-connection-session'

const codes = z.object({ qrcode: z.unknown().optional(), urlcode: z.unknown().optional() })
const checkAnswer = z.object({ status: z.boolean() })
const phoneAnswer = z.object({ status: z.literal('success'), response: z.string() })
const pairingAnswer = z.object({ status: z.literal('phoneCode'), phoneCode: z.string().regex(/^[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}$/) })

/** What status-session or start-session says of a session. "connected" is the server's memory and no proof: a dead browser stays "connected". */
export function statusReading(source: string, sessionId: string, answer: HttpAnswer): Reading {
  if (answer.kind === 'failure' || answer.status >= 300) return unknownReading(source, answer)
  const { json } = answer
  const word = wordIn(json, ['status'])
  const parsed = codes.safeParse(json)
  if (word === null || word === 'unreadable' || !parsed.success || carriesError(json) || deniesSuccess(json) || !isAboutSession(json, sessionId, word.plain))
    return unknownReading(source, answer)
  const evidence = evidenceOf(source, answer, word.sent)
  switch (word.plain) {
    case 'connected':
      return { state: 'connected', evidence }
    case 'initializing':
      return { state: 'starting', evidence }
    case 'closed':
      // The dead code of the ended session comes along; it is not looked at.
      return { state: 'disconnected', evidence }
    case 'qrcode': {
      const code = linkingCodeOf(parsed.data.urlcode) ?? linkingCodeOf(parsed.data.qrcode)
      return { state: 'awaiting-scan', ...(code ? { code } : {}), evidence }
    }
    case 'phonecode':
      return { state: 'awaiting-scan', evidence }
    default:
      return { state: 'unknown', failure: nonsense(source, answer, evidence.word), evidence }
  }
}

/** What check-connection-session says: true = the browser's page answers; false = it does not; a reading = the answer says neither. */
export function checkIn(answer: HttpAnswer): boolean | Reading {
  const parsed = answer.kind === 'answer' && answer.status < 300 ? checkAnswer.safeParse(answer.json) : null
  if (!parsed?.success || answer.kind === 'failure') return unknownReading(CHECK, answer)
  // "Yes" beside an error or a refusal proves nothing.
  const doubted = parsed.data.status && (carriesError(answer.json) || deniesSuccess(answer.json))
  return doubted ? unknownReading(CHECK, answer) : parsed.data.status
}

/** Digits of the phone; null where the server does not tell them: it may answer null for a session that is connected. */
export function phoneOf(answer: HttpAnswer): string | null {
  const parsed = answer.kind === 'answer' && answer.status < 300 ? phoneAnswer.safeParse(answer.json) : null
  return parsed?.success ? (phoneIn({ phone: parsed.data.response }).phone ?? null) : null
}

/** The code to type on the phone, from the answer of a start that was given a phone; null = the answer holds none. */
export function pairingCodeIn(answer: HttpAnswer): string | null {
  const parsed = answer.kind === 'answer' && answer.status < 300 ? pairingAnswer.safeParse(answer.json) : null
  return parsed?.success ? parsed.data.phoneCode : null
}

/** True if close-session says that it closed. */
export function saysClosed(answer: HttpAnswer): boolean {
  const parsed = answer.kind === 'answer' && answer.status < 300 ? checkAnswer.safeParse(answer.json) : null
  return parsed?.success === true && parsed.data.status
}

/** A reading that proves nothing but why. */
export function unknownReading(source: string, answer: HttpAnswer): Reading {
  return { state: 'unknown', failure: failureIn(source, answer), evidence: evidenceOf(source, answer) }
}

/** The failure in an answer. A 401 comes here only with a fresh token, so it says nothing about the secret key. */
export function failureIn(source: string, answer: HttpAnswer): Failure {
  if (answer.kind === 'failure') return answer.failure
  return answer.status === 401 ? nonsense(source, answer) : failureOfStatus(source, answer)
}

/** Evidence of one answer; a word that is no plain word is left out. */
export function evidenceOf(source: string, answer: HttpAnswer, word?: string): Evidence {
  const plain = word !== undefined && /^[\w -]{1,40}$/.test(word) ? { word } : {}
  return { source, ...plain, ...(answer.status === undefined ? {} : { http: answer.status }), at: answer.at }
}

function nonsense(source: string, answer: HttpAnswer, word?: string): Failure {
  return { code: 'not-understood', detail: `${source}: HTTP ${answer.status ?? '?'}${word === undefined ? '' : `, status "${word}"`}` }
}

/** `session` is there only in answers to JSON requests, and empty while the server holds nothing of the session in memory: it then cannot be connected. */
function isAboutSession(json: unknown, sessionId: string, word: string): boolean {
  if (typeof json !== 'object' || json === null) return false
  const { session, ...rest } = json as { session?: unknown }
  return isAbout(session === '' && word !== 'connected' ? rest : json, sessionId)
}

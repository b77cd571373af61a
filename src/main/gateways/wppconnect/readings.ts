// From the server's answers about one session to a reading of it.
import { z } from 'zod'
import type { Failure } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import { evidenceOf, unknownReading as unknownFor } from '../http/evidence'
import { failureOfStatus, type HttpAnswer } from '../http/http'
import { linkingCodeOf, typedCodeOf, type SentCode } from '../http/linking-code'
import { phoneOf } from '../http/phone'
import { carriesError, deniesSuccess, isAbout, isRefused, saysWord, wordIn } from '../http/proof'

/** Evidence name of the call that proves a connection. */
export const CHECK = 'check-connection-session'

const codes = z.object({ qrcode: z.unknown().optional(), urlcode: z.unknown().optional() })
const checkAnswer = z.object({ status: z.boolean() })

/** Words beside an empty `session`. */
const HOLDS_NOTHING = new Set(['closed', 'initializing', ''])

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

/** What check-connection-session says: true = the browser's page answers; false = it does not; a reading = the answer says neither, or of another session. */
export function checkIn(sessionId: string, answer: HttpAnswer): boolean | Reading {
  const parsed = answer.kind === 'answer' && answer.status < 300 ? checkAnswer.safeParse(answer.json) : null
  if (!parsed?.success || answer.kind === 'failure' || !isAbout(answer.json, sessionId)) return unknownReading(CHECK, answer)
  // "Yes" beside an error or a refusal proves nothing.
  const doubted = parsed.data.status && (carriesError(answer.json) || deniesSuccess(answer.json))
  return doubted ? unknownReading(CHECK, answer) : parsed.data.status
}

/** Digits of the phone; null where the server does not tell them: it may answer null for a session that is connected. */
export function linkedPhoneIn(sessionId: string, answer: HttpAnswer): string | null {
  if (answer.kind === 'failure' || answer.status >= 300 || isRefused(answer.json) || !isAbout(answer.json, sessionId)) return null
  return saysWord(answer.json, ['status'], 'success') ? phoneOf((answer.json as { response?: unknown }).response) : null
}

/** The code to type on the phone, from the answer of a start that was given a phone; null = the answer holds none. */
export function pairingCodeIn(sessionId: string, answer: HttpAnswer): SentCode | null {
  if (answer.kind === 'failure' || answer.status >= 300 || isRefused(answer.json) || !isAbout(answer.json, sessionId)) return null
  return saysWord(answer.json, ['status'], 'phonecode') ? typedCodeOf((answer.json as { phoneCode?: unknown }).phoneCode) : null
}

/** True if close-session says that it closed this session. */
export function saysClosed(sessionId: string, answer: HttpAnswer): boolean {
  const parsed = answer.kind === 'answer' && answer.status < 300 ? checkAnswer.safeParse(answer.json) : null
  if (!parsed?.success || answer.kind === 'failure') return false
  return parsed.data.status && !isRefused(answer.json) && isAbout(answer.json, sessionId)
}

/** A reading that proves nothing but why. */
export function unknownReading(source: string, answer: HttpAnswer): Reading {
  return unknownFor(failureIn(source, answer), evidenceOf(source, answer))
}

/** The failure in an answer. A 401 comes here only with a fresh token, so it says nothing about the secret key. */
export function failureIn(source: string, answer: HttpAnswer): Failure {
  if (answer.kind === 'failure') return answer.failure
  return answer.status === 401 ? nonsense(source, answer) : failureOfStatus(source, answer)
}

function nonsense(source: string, answer: HttpAnswer, word?: string): Failure {
  return { code: 'not-understood', detail: `${source}: HTTP ${answer.status ?? '?'}${word === undefined ? '' : `, status "${word}"`}` }
}

/** `session` is there only in answers to JSON requests, and empty while the server holds nothing of the session in memory: it then is not connected and has no code. */
function isAboutSession(json: unknown, sessionId: string, word: string): boolean {
  if (typeof json !== 'object' || json === null) return false
  const { session, ...rest } = json as { session?: unknown }
  return isAbout(session === '' && HOLDS_NOTHING.has(word) ? rest : json, sessionId)
}

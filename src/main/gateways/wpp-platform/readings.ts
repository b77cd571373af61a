// From the platform's answers about one number to a reading of it.
import type { Failure } from '../../../shared/model/failure'
import type { Evidence, Reading } from '../../../shared/model/session'
import { evidenceOf, unknownReading as unknownFor } from '../http/evidence'
import { failureOfStatus, type HttpAnswer } from '../http/http'
import { carriesError, deniesSuccess, isAboutAccount, isRefused, wordIn } from '../http/proof'
import type { PlatformClient } from './client'
import { causeIn, codeIn, expiryIn, phoneIn, qrAnswer, startAnswer, statusAnswer } from './wire'

/** Evidence names of the calls. */
const STATUS = 'accounts/status'
const QR = 'accounts/qr'
const START = 'accounts/start'

const CONNECTED = new Set(['connected', 'ready'])
const STARTING = new Set(['starting', 'pending'])
/** Words that the platform's events use for "not connected", in case a status uses them too. If there is a code, the number awaits a scan all the same. */
const NOT_CONNECTED = new Set(['offline', 'disconnected', 'logout', 'logged_out'])
/** A word that asks for a scan. Without a code it means that the start is under way; any other unknown word is not understood. */
const WANTS_SCAN = /qr|scan|pair/

/** Path of one of a number's calls. */
function accountPath(sessionId: string, call: 'status' | 'qr'): string {
  return `/api/accounts/${encodeURIComponent(sessionId)}/${call}`
}

/** The live state of a number: its status, and its code only when the status calls for one. */
export async function readNumber(client: PlatformClient, sessionId: string, signal: AbortSignal): Promise<Reading> {
  const answer = await client({ source: STATUS, method: 'GET', path: accountPath(sessionId, 'status') }, signal)
  const json = body(answer)
  const parsed = statusAnswer.safeParse(json)
  const sent = wordIn(json, ['status'])
  // 200 with an error and no status proves nothing about the number, and an answer that denies success or names another number even less.
  if (answer.kind === 'failure' || !parsed.success || sent === 'unreadable' || !isBelievable(json, sessionId) || (sent === null && carriesError(json)))
    return unknownReading(STATUS, answer)
  const word = sent?.plain ?? 'offline'
  const evidence = evidenceOf(STATUS, answer, sent?.sent)
  const phone = phoneIn(parsed.data)
  if (CONNECTED.has(word)) return carriesError(json) ? unknownReading(STATUS, answer, sent?.sent) : { state: 'connected', ...phone, evidence }
  if (STARTING.has(word)) {
    // The platform may already hold a code while it still says "starting"; the session machine decides whether it counts.
    const early = await readCode(client, sessionId, word, { status: parsed.data, headers: answer.headers, evidence }, signal)
    return { state: 'starting', ...(early.code ? { code: early.code } : {}), ...phone, evidence }
  }
  if (word === 'offline') return { state: 'disconnected', ...phone, ...causeIn(parsed.data), evidence }
  return readCode(client, sessionId, word, { status: parsed.data, headers: answer.headers, evidence }, signal)
}

/** True if the answer does not deny success and does not name another number. */
function isBelievable(json: unknown, sessionId: string): boolean {
  return !deniesSuccess(json) && isAboutAccount(json, sessionId)
}

interface StatusSeen {
  readonly status: ReturnType<typeof statusAnswer.parse>
  readonly headers: Headers
  readonly evidence: Evidence
}

async function readCode(client: PlatformClient, sessionId: string, word: string, seen: StatusSeen, signal: AbortSignal): Promise<Reading> {
  const { status, evidence } = seen
  const answer = await client({ source: QR, method: 'GET', path: accountPath(sessionId, 'qr') }, signal)
  // A code that could not be fetched is no proof that there is none.
  if (answer.kind === 'failure' || (answer.status >= 300 && answer.status !== 404)) return unknownReading(QR, answer, evidence.word)
  // Another number's code would link the phone to that number.
  if (!isAboutAccount(answer.json, sessionId)) return unknownReading(QR, answer, evidence.word)
  const parsed = qrAnswer.safeParse(answer.json)
  // A code beside a refusal links nothing.
  const code = parsed.success && answer.status < 300 && !isRefused(answer.json) ? codeIn(parsed.data) : null
  const facts = { ...phoneIn(status), ...causeIn(status) }
  if (code && parsed.success) {
    const own = expiryIn(parsed.data, answer.headers, answer.at)
    const expiry = own.expiresAt === undefined ? expiryIn(status, seen.headers, evidence.at) : own
    return { state: 'awaiting-scan', code: { ...code, ...expiry }, ...facts, evidence }
  }
  if (NOT_CONNECTED.has(word)) return { state: 'disconnected', ...facts, evidence }
  if (WANTS_SCAN.test(word)) return { state: 'starting', evidence }
  const shown = evidence.word === undefined ? '' : `, status "${evidence.word}"`
  return { state: 'unknown', failure: { code: 'not-understood', detail: `${STATUS}: HTTP ${evidence.http ?? '?'}${shown}` }, evidence }
}

/** Asks the platform to start linking; anything but "connected" or a code is a start under way. */
export async function startNumber(client: PlatformClient, sessionId: string, signal: AbortSignal): Promise<Reading> {
  const answer = await client({ source: START, method: 'POST', path: '/api/accounts/start', body: { number: sessionId } }, signal)
  if (answer.kind === 'failure' || answer.status >= 300 || answer.content === 'html') return unknownReading(START, answer)
  const parsed = startAnswer.safeParse(answer.json)
  if (!parsed.success) return answer.content === 'empty' ? { state: 'starting', evidence: evidenceOf(START, answer) } : unknownReading(START, answer)
  if (!isBelievable(answer.json, sessionId)) return unknownReading(START, answer)
  const said = wordIn(answer.json, ['status', 'state'])
  const word = said === 'unreadable' ? null : said
  const evidence = evidenceOf(START, answer, word?.sent)
  const code = isRefused(answer.json) ? null : codeIn(parsed.data)
  if (code) return { state: 'awaiting-scan', code: { ...code, ...expiryIn(parsed.data, answer.headers, answer.at) }, evidence }
  if (CONNECTED.has(word?.plain ?? ''))
    return carriesError(answer.json) ? unknownReading(START, answer, word?.sent) : { state: 'connected', ...phoneIn(parsed.data), evidence }
  return { state: 'starting', evidence }
}

/** The reading of an answer that proves nothing: unknown, and why. */
function unknownReading(source: string, answer: HttpAnswer, word?: string): Reading {
  return unknownFor(failureIn(source, answer), evidenceOf(source, answer, word))
}

/** The failure in an answer. A 404 in JSON means that the platform does not know the number; a 404 in HTML, that it does not have the route. */
export function failureIn(source: string, answer: HttpAnswer): Failure {
  if (answer.kind === 'failure') return answer.failure
  return isGone(answer) ? { code: 'number-not-found', detail: `${source}: HTTP 404` } : failureOfStatus(source, answer)
}

function isGone(answer: HttpAnswer): boolean {
  return answer.kind === 'answer' && answer.status === 404 && answer.content === 'json'
}

function body(answer: HttpAnswer): unknown {
  return answer.kind === 'answer' && answer.status < 300 ? answer.json : undefined
}

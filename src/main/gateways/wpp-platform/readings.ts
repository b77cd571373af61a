// From the platform's answers about one number to a reading of it.
import type { Failure } from '../../../shared/failure'
import type { Evidence, Reading } from '../../../shared/session'
import { failureOfStatus, type HttpAnswer, type HttpReply } from '../http'
import type { PlatformClient } from './client'
import { causeIn, codeIn, expiryIn, phoneIn, qrAnswer, startAnswer, statusAnswer } from './wire'

/** Evidence names of the calls. */
const STATUS = 'accounts/status'
const QR = 'accounts/qr'
const START = 'accounts/start'

const CONNECTED = new Set(['connected', 'ready'])
const STARTING = new Set(['starting', 'pending'])
/** Words of the platform's own events for "not connected", should a status use them. A code in hand outweighs them. */
const NOT_CONNECTED = new Set(['offline', 'disconnected', 'logout', 'logged_out'])
/** A word that asks for a scan: without a code yet it is a start under way; any other unknown word is not understood. */
const WANTS_SCAN = /qr|scan|pair/

/** Path of one of a number's calls. */
export function accountPath(sessionId: string, call: 'status' | 'qr'): string {
  return `/api/accounts/${encodeURIComponent(sessionId)}/${call}`
}

/** The live state of a number: its status, and its code only when the status calls for one. */
export async function readNumber(client: PlatformClient, sessionId: string, signal: AbortSignal): Promise<Reading> {
  const answer = await client({ source: STATUS, method: 'GET', path: accountPath(sessionId, 'status') }, signal)
  const parsed = statusAnswer.safeParse(body(answer))
  // 200 with an error and no status proves nothing about the number.
  const nonsense = !parsed.success || (parsed.data.error !== undefined && !parsed.data.status)
  if (answer.kind === 'failure' || nonsense) return unknownReading(STATUS, answer)
  const word = parsed.data.status?.trim().toLowerCase() || 'offline'
  const evidence = evidenceOf(STATUS, answer, parsed.data.status ?? undefined)
  const phone = phoneIn(parsed.data)
  if (CONNECTED.has(word)) return { state: 'connected', ...phone, evidence }
  if (STARTING.has(word)) {
    // The platform may already hold a code while it still says "starting"; whether it counts is the machine's to say.
    const early = await readCode(client, sessionId, word, { status: parsed.data, headers: answer.headers, evidence }, signal)
    return { state: 'starting', ...(early.code ? { code: early.code } : {}), ...phone, evidence }
  }
  if (word === 'offline') return { state: 'disconnected', ...phone, ...causeIn(parsed.data), evidence }
  return readCode(client, sessionId, word, { status: parsed.data, headers: answer.headers, evidence }, signal)
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
  const parsed = qrAnswer.safeParse(answer.json)
  const code = parsed.success ? codeIn(parsed.data) : null
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
  const sent = parsed.data.status || parsed.data.state || undefined
  const evidence = evidenceOf(START, answer, sent)
  const code = codeIn(parsed.data)
  if (code) return { state: 'awaiting-scan', code: { ...code, ...expiryIn(parsed.data, answer.headers, answer.at) }, evidence }
  if (CONNECTED.has(sent?.trim().toLowerCase() ?? '')) return { state: 'connected', ...phoneIn(parsed.data), evidence }
  return { state: 'starting', evidence }
}

/** What an answer of no use says: the number's state is unknown, and why. */
export function unknownReading(source: string, answer: HttpAnswer, word?: string): Reading {
  const gone = isGone(answer)
  return { state: 'unknown', failure: failureIn(source, answer), ...(gone ? { gone } : {}), evidence: evidenceOf(source, answer, word) }
}

/** The failure in an answer; a 404 in JSON is the platform not knowing the number, one in HTML a route it does not have. */
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

function evidenceOf(source: string, answer: HttpAnswer | HttpReply, word?: string): Evidence {
  const plain = word !== undefined && /^[\w -]{1,40}$/.test(word) ? { word } : {}
  return { source, ...plain, ...(answer.status === undefined ? {} : { http: answer.status }), at: answer.at }
}

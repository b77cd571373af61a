// Reads the live state of one number from the platform and decides what of it is recorded.
import { PlatformError, type AccountAnswer } from './client.ts'
import { statusOfWord, wantsScan, type LiveStatus } from './words.ts'
import type { Deps, NumberRow, SealedToken, Settlement, StateRecord } from '../ports.ts'
import { withToken } from './tokens.ts'

/** What one request to the platform proved. */
export interface LiveReading {
  readonly status: LiveStatus
  readonly qr?: string | undefined
  readonly expiresAt?: string | undefined
  readonly phone?: string | undefined
  readonly cause?: string | undefined
  /** ISO instant. */
  readonly checkedAt: string
  readonly evidence: Evidence
  /** The fault behind `unreachable`. */
  readonly fault?: PlatformError
  /** A renewed token, to be stored together with the reading. */
  readonly token?: SealedToken | undefined
}

/** What the platform answered: its status word and HTTP status; never a secret. */
interface Evidence {
  readonly source: 'platform'
  readonly word?: string
  readonly http?: number
  /** Why the platform could not tell the state. */
  readonly reason?: string
}

/** A recorded state is confirmed in the table at most this often while nothing changes, ms. */
const CONFIRM_EVERY = 300_000

type Parts = Pick<Deps, 'store' | 'platform' | 'vault' | 'now' | 'newId' | 'wait'>

/** Asks the platform for the live state and, only when the state calls for one, for the code. Never throws for what the platform does. */
export async function readLive(row: NumberRow, parts: Parts, signal: AbortSignal): Promise<LiveReading> {
  let token: SealedToken | undefined
  const keep = (fresh: SealedToken) => {
    token = fresh
  }
  const checkedAt = new Date(parts.now()).toISOString()
  try {
    const session = row.session
    if (session === null) return { status: 'starting', checkedAt, evidence: { source: 'platform', reason: 'not_created_yet' } }
    const reading = await withToken(row, parts, signal, (bearer) => look(bearer, session, parts, signal), keep)
    return { ...withRecorded(reading, row), checkedAt, token }
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    // The platform's word that there is no such session is an answer about the number, not about the platform.
    if (error.fault === 'unknown_account')
      return { status: 'disconnected', checkedAt, token, evidence: { source: 'platform', http: 404, reason: 'unknown_account' } }
    return {
      status: 'unreachable',
      checkedAt,
      token,
      fault: error,
      evidence: { source: 'platform', ...(error.http === undefined ? {} : { http: error.http }), reason: error.fault },
    }
  }
}

async function look(bearer: string, session: string, { platform }: Parts, signal: AbortSignal): Promise<Omit<LiveReading, 'checkedAt'>> {
  const seen = await platform.getAccountStatus(bearer, session, signal)
  const evidence: Evidence = { source: 'platform', ...(seen.word === undefined ? {} : { word: seen.word }), http: seen.http }
  const status = statusOfWord(seen.word)
  const facts = { phone: seen.phone, cause: seen.cause }
  if (status !== 'ask-qr') return { status, ...facts, evidence }
  const code = await codeOf(bearer, session, platform, signal)
  if (code.qr !== undefined) return { status: 'qr_issued', qr: code.qr, expiresAt: code.expiresAt ?? seen.expiresAt, ...facts, evidence }
  if (wantsScan(seen.word ?? '')) return { status: 'starting', ...facts, evidence }
  throw new PlatformError('not_understood', 'accounts/status', seen.http)
}

async function codeOf(bearer: string, session: string, platform: Parts['platform'], signal: AbortSignal): Promise<Pick<AccountAnswer, 'qr' | 'expiresAt'>> {
  try {
    return await platform.getAccountQr(bearer, session, signal)
  } catch (error) {
    // A 404 here means that there is no code at this moment. That is no failure.
    if (error instanceof PlatformError && error.fault === 'unknown_account') return { qr: undefined, expiresAt: undefined }
    throw error
  }
}

/** Adds what an earlier webhook event told about the same state: the phone while connected, the cause while disconnected. */
function withRecorded(reading: Omit<LiveReading, 'checkedAt'>, { recorded }: NumberRow): Omit<LiveReading, 'checkedAt'> {
  const same = recorded?.status === reading.status
  return {
    ...reading,
    phone: reading.phone ?? (same && reading.status === 'connected' ? (recorded.phone ?? undefined) : undefined),
    cause: reading.cause ?? (same && reading.status === 'disconnected' ? (recorded.cause ?? undefined) : undefined),
  }
}

/** What to write after a reading: nothing while nothing changed. */
export function settlementOf(row: NumberRow, reading: LiveReading, source: StateRecord['source'], now: number): Settlement | null {
  const record = worthRecording(row, reading, now) ? recordOf(reading, source) : undefined
  // The lease of a renewal that failed is released at once, so that the next request can try.
  const releaseToken = row.mayRenewToken && reading.token === undefined
  return record || reading.token || releaseToken ? { integrationId: row.id, token: reading.token, releaseToken, record } : null
}

function worthRecording({ recorded }: NumberRow, reading: LiveReading, now: number): boolean {
  if (reading.status === 'unreachable') return false
  if (recorded === null || recorded.status !== reading.status) return true
  if (reading.cause !== undefined && reading.cause !== recorded.cause) return true
  if (reading.phone !== undefined && reading.phone !== recorded.phone) return true
  return recorded.checkedAt === null || now - Date.parse(recorded.checkedAt) > CONFIRM_EVERY
}

function recordOf({ status, cause, phone, evidence, checkedAt }: LiveReading, source: StateRecord['source']): StateRecord | undefined {
  return status === 'unreachable' ? undefined : { status, cause, phone, word: evidence.word, source, occurredAt: checkedAt }
}

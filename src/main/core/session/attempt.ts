// One attempt to link a phone, by the operator or by the app itself: starting, the codes, "scanned", and how each of these stages ends. Part of the session machine.
import { hasTrait, type Failure } from '../../../shared/model/failure'
import type { Cause, Reading } from '../../../shared/model/session'
import type { Timings } from '../../../shared/timings'
import { coveredAt, takeCode } from './linking-code'
import type { Attempt, SessionState } from './session-state'

/** The attempt ends when so many readings in a row do not know the number. Not the first one: a new number may need a moment. */
const MOST_DENIALS = 3
/** So many `starting` readings without a code, after one with a code: the phone has scanned it. */
const READINGS_WHEN_SCANNED = 2

/** Begins an attempt, also in place of a running one. From now on the number is not expected to be connected: a "disconnected" is no drop. */
export function beginAttempt(state: SessionState, at: number, timings: Timings, byApp: boolean, phone: string | null = null): SessionState {
  const attempt: Attempt = {
    byApp,
    phone,
    stage: 'starting',
    giveUpAt: at + timings.startingDeadline,
    code: null,
    codeExpired: false,
    firstCodeAt: null,
    replacedCodes: [],
    withoutCode: 0,
    closedSince: null,
    failedAnswers: 0,
    denials: 0,
  }
  const cleared = { ...state, monitored: null, suspectSince: null, startingSince: null, mayBeServer: false, stopAskedAt: null }
  const lastCode = state.attempt?.code ?? state.lastCode
  return { ...cleared, lastCode, attempt, phase: 'starting', cause: null, failure: null, since: at }
}

/** Ends an attempt without a result: the number has the state from before it. */
export function endAttempt(state: SessionState): SessionState {
  const { phase, cause, since } = state.rest
  return { ...state, attempt: null, lastCode: state.attempt?.code ?? state.lastCode, phase, cause, since, failure: null }
}

/** The backend refused what the attempt began with. */
export function refuseAttempt(state: SessionState, failure: Failure, at: number): SessionState {
  return fail(state, failure, at)
}

function fail(state: SessionState, failure: Failure, at: number): SessionState {
  if (state.attempt?.byApp) return endAttempt(state)
  return { ...endAttempt(state), phase: 'failed', cause: null, failure, since: at }
}

/** Shows the attempt's stage as the phase. */
function show(state: SessionState, attempt: Attempt, at: number): SessionState {
  return { ...state, attempt, phase: attempt.stage, cause: null, failure: null, since: state.phase === attempt.stage ? state.since : at }
}

/** A reading during an attempt; `connected` and `unknown` are taken elsewhere. */
export function attemptReading(state: SessionState, before: Attempt, reading: Reading, at: number, timings: Timings): SessionState {
  const late = state.phase === 'unknown' ? null : ended(state, before, at, timings)
  if (late) return late
  const attempt = { ...before, failedAnswers: 0, denials: reading.gone === true ? before.denials + 1 : 0 }
  if (attempt.denials >= MOST_DENIALS) return fail(state, reading.failure ?? { code: 'number-not-found' }, at)
  if (reading.gone === true) return show(state, attempt, at)
  if (reading.state === 'disconnected') return notConnected(state, attempt, reading, at)
  if (attempt.byApp) return reading.state === 'awaiting-scan' ? unlinked(state) : show(state, attempt, at)
  if (reading.code && attempt.phone !== null && reading.code.kind !== 'pairing-code') {
    // Many backends offer a code to scan all the while: it does not take the place of the one that is being typed.
    return show(state, { ...attempt, withoutCode: 0, closedSince: null }, at)
  }
  if (reading.code) {
    const verdict = takeCode(attempt, reading.code, state.lastCode, at, timings)
    if (verdict.type === 'exhausted') return fail(state, { code: 'codes-exhausted' }, at)
    if (verdict.type === 'live') return show(state, verdict.attempt, at)
    return show(state, { ...attempt, withoutCode: 0, closedSince: null }, at)
  }
  if (reading.state === 'starting' && attempt.stage === 'awaiting-scan') {
    const withoutCode = attempt.withoutCode + 1
    if (withoutCode < READINGS_WHEN_SCANNED) return show(state, { ...attempt, withoutCode, closedSince: null }, at)
    return show(state, { ...attempt, withoutCode: 0, closedSince: null, stage: 'linking', giveUpAt: at + timings.linkingDeadline }, at)
  }
  return show(state, { ...attempt, withoutCode: 0, closedSince: null }, at)
}

/** A code ends the app's own start: the phone is no longer linked. Asking for codes that nobody scans could get the number banned. */
function unlinked(state: SessionState): SessionState {
  return { ...endAttempt({ ...state, rest: { ...state.rest, phase: 'disconnected', cause: 'logged-out' } }), basis: 'own-start' }
}

/** True for a cause that no start can cure. */
function isLasting(cause: Cause | undefined): cause is Cause {
  return cause !== undefined && cause !== 'unspecified' && cause !== 'by-operator' && cause !== 'stuck-starting'
}

/**
 * "Not connected" proves little during an attempt: servers say it before the start takes effect, and during the restart that WhatsApp forces
 * after a scan. Only while a code is shown it means that the server closed the attempt: the code is covered, and the attempt ends a little later.
 */
function notConnected(state: SessionState, attempt: Attempt, reading: Reading, at: number): SessionState {
  if (reading.cause === 'banned' || (attempt.byApp && isLasting(reading.cause))) {
    const since = attempt.byApp ? state.rest.since : at
    return { ...endAttempt({ ...state, attempt, rest: { phase: 'disconnected', cause: reading.cause, since } }), basis: 'named' }
  }
  if (attempt.stage !== 'awaiting-scan') return show(state, attempt, at)
  if (attempt.closedSince === null) return show(state, { ...attempt, closedSince: at }, at)
  return show(state, { ...attempt, codeExpired: true }, at)
}

/** An answer that proves nothing during an attempt. */
export function attemptUnknown(state: SessionState, before: Attempt, failure: Failure, at: number): SessionState {
  if (hasTrait(failure.code, 'endsAttempt')) return fail(state, failure, at)
  const attempt = { ...before, failedAnswers: before.failedAnswers + 1 }
  if (attempt.failedAnswers < 2 && hasTrait(failure.code, 'passing') && state.phase !== 'unknown') return { ...state, attempt }
  return { ...state, attempt, phase: 'unknown', cause: null, failure, since: state.phase === 'unknown' ? state.since : at }
}

/** Time passed during an attempt: a code expires, a stage gives up. */
export function attemptTick(state: SessionState, at: number, timings: Timings): SessionState {
  const { attempt } = state
  if (!attempt) return state
  const over = ended(state, attempt, at, timings)
  if (over) return over
  return attempt.code && !attempt.codeExpired && at >= coveredAt(attempt.code, timings) ? { ...state, attempt: { ...attempt, codeExpired: true } } : state
}

function ended(state: SessionState, attempt: Attempt, at: number, timings: Timings): SessionState | null {
  const closed = attempt.closedSince !== null && at - attempt.closedSince >= timings.laterCode
  if (at < attempt.giveUpAt && !closed) return null
  // The last answers proved nothing about the number: it stays "cannot check", which says what to do about that.
  if (state.phase === 'unknown') return { ...state, attempt: null, lastCode: attempt.code ?? state.lastCode }
  const code = { starting: 'deadline-starting', 'awaiting-scan': 'codes-exhausted', linking: 'deadline-linking' } as const
  return fail(state, { code: code[attempt.stage] }, at)
}

// One operator-asked attempt to link a phone: starting, the codes, "scanned", and how each of them ends. Part of the session machine.
import type { Failure, FailureCode } from '../../shared/failure'
import type { Cause, Reading } from '../../shared/session'
import type { Timings } from '../../shared/timings'
import { takeCode } from './linking-code'
import type { Attempt, SessionState } from './session-state'

/** Answers that end an attempt at once: asking again cannot change them. */
const REFUSALS: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'not-allowed', 'no-organization', 'server-not-configured', 'function-missing', 'number-not-found', 'several-numbers', 'provision-refused', 'invalid-input',
])
/** No answer at all or a passing one: tolerated once while pairing, so that a QR does not flicker. */
const PASSING: ReadonlySet<FailureCode> = new Set<FailureCode>(['unreachable', 'timeout', 'server-error', 'not-understood', 'too-large', 'rate-limited'])
/** A number that the backend denies this often in a row (a new one may need a moment) ends the attempt. */
const GONE_READINGS = 3
/** Two `starting` without a code after one: the phone has scanned. */
const QUIET_READINGS = 2

/** Begins an attempt, also in place of a running one. The number is no longer expected to be connected. */
export function beginAttempt(state: SessionState, at: number, timings: Timings, byApp: boolean): SessionState {
  const attempt: Attempt = {
    byApp,
    stage: 'starting',
    giveUpAt: at + timings.startingDeadline,
    code: null,
    codeExpired: false,
    firstCodeAt: null,
    seen: [],
    quiet: 0,
    closedSince: null,
    misses: 0,
    gone: 0,
  }
  const cleared = { ...state, held: null, suspectSince: null, startingSince: null, mayBeServer: false, stopAskedAt: null }
  const lastCode = state.attempt?.code ?? state.lastCode
  return { ...cleared, lastCode, attempt, phase: 'starting', cause: null, failure: null, since: at }
}

/** Ends an attempt without a verdict: the number is back where it rested. */
export function endAttempt(state: SessionState): SessionState {
  const { phase, cause, since } = state.rest
  return { ...state, attempt: null, lastCode: state.attempt?.code ?? state.lastCode, phase, cause, since, failure: null }
}

function fail(state: SessionState, failure: Failure, at: number): SessionState {
  if (state.attempt?.byApp) return endAttempt(state)
  return { ...endAttempt(state), phase: 'failed', cause: null, failure, since: at }
}

/** Shows the attempt's stage as the phase. */
function show(state: SessionState, attempt: Attempt, at: number): SessionState {
  return { ...state, attempt, phase: attempt.stage, cause: null, failure: null, since: state.phase === attempt.stage ? state.since : at }
}

/** A reading during an attempt, `connected` and `unknown` apart. */
export function attemptReading(state: SessionState, before: Attempt, reading: Reading, at: number, timings: Timings): SessionState {
  const late = state.phase === 'unknown' ? null : ended(state, before, at, timings)
  if (late) return late
  const attempt = { ...before, misses: 0, gone: reading.gone === true ? before.gone + 1 : 0 }
  if (attempt.gone >= GONE_READINGS) return fail(state, reading.failure ?? { code: 'number-not-found' }, at)
  if (reading.gone === true) return show(state, attempt, at)
  if (reading.state === 'disconnected') return notConnected(state, attempt, reading, at)
  if (attempt.byApp) return reading.state === 'awaiting-scan' ? unlinked(state) : show(state, attempt, at)
  if (reading.code) {
    const verdict = takeCode(attempt, reading.code, state.lastCode, at, timings)
    if (verdict.type === 'exhausted') return fail(state, { code: 'codes-exhausted' }, at)
    if (verdict.type === 'live') return show(state, verdict.attempt, at)
    return show(state, { ...attempt, quiet: 0, closedSince: null }, at)
  }
  if (reading.state === 'starting' && attempt.stage === 'awaiting-scan') {
    const quiet = attempt.quiet + 1
    if (quiet < QUIET_READINGS) return show(state, { ...attempt, quiet, closedSince: null }, at)
    return show(state, { ...attempt, quiet: 0, closedSince: null, stage: 'linking', giveUpAt: at + timings.linkingDeadline }, at)
  }
  return show(state, { ...attempt, quiet: 0, closedSince: null }, at)
}

/** The app's own start ends at a code: the phone is no longer linked. Codes that nobody scans would only bring a ban on linking nearer. */
function unlinked(state: SessionState): SessionState {
  return { ...endAttempt({ ...state, rest: { ...state.rest, phase: 'disconnected', cause: 'logged-out' } }), basis: 'code' }
}

/** What a server names while the app starts a session: no start can cure it. */
function isLasting(cause: Cause | undefined): cause is Cause {
  return cause !== undefined && cause !== 'unspecified' && cause !== 'by-operator' && cause !== 'stuck-starting'
}

/**
 * "Not connected" proves little during an attempt: servers say it before the start takes effect and during the restart that WhatsApp forces
 * after a good scan. Only with a code on screen it means that the server closed the attempt: cover the code, then give up.
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
  if (REFUSALS.has(failure.code)) return fail(state, failure, at)
  const attempt = { ...before, misses: before.misses + 1 }
  if (attempt.misses < 2 && PASSING.has(failure.code) && state.phase !== 'unknown') return { ...state, attempt }
  return { ...state, attempt, phase: 'unknown', cause: null, failure, since: state.phase === 'unknown' ? state.since : at }
}

/** Time passed during an attempt: a code dies, a stage gives up. */
export function attemptTick(state: SessionState, at: number, timings: Timings): SessionState {
  const { attempt } = state
  if (!attempt) return state
  const over = ended(state, attempt, at, timings)
  if (over) return over
  return attempt.code && !attempt.codeExpired && at >= attempt.code.expiresAt ? { ...state, attempt: { ...attempt, codeExpired: true } } : state
}

function ended(state: SessionState, attempt: Attempt, at: number, timings: Timings): SessionState | null {
  const closed = attempt.closedSince !== null && at - attempt.closedSince >= timings.laterCode
  if (at < attempt.giveUpAt && !closed) return null
  // Nothing was learned about the number: it stays "cannot check", whose words and next step are the right ones.
  if (state.phase === 'unknown') return { ...state, attempt: null, lastCode: attempt.code ?? state.lastCode }
  const code = { starting: 'deadline-starting', 'awaiting-scan': 'codes-exhausted', linking: 'deadline-linking' } as const
  return fail(state, { code: code[attempt.stage] }, at)
}

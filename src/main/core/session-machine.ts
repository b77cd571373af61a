// (state, event) -> state, plus what happened. Pure: time comes in as `at`. The rules are design.md's "Rules that decide behaviour".
import { assertNever } from '../../shared/assert-never'
import type { FailureCode } from '../../shared/failure'
import type { Timings } from '../../shared/timings'
import { attemptReading, attemptTick, attemptUnknown, beginAttempt, endAttempt } from './attempt'
import { heldReading, vanished } from './held'
import type { Reading } from '../../shared/session'
import { notAhead } from './set-back'
import type { SessionEvent, SessionHappening, SessionState } from './session-state'
import { phonesSeen } from './wrong-phone'

/** A new state and what is worth telling about the way to it. */
export interface Step {
  readonly state: SessionState
  readonly happenings: readonly SessionHappening[]
}

/** Failures that only a new sign-in or another key cures: told at once. */
export const SIGN_IN_FAILURES: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'sign-in-expired', 'sign-in-wrong', 'key-rejected', 'account-blocked', 'secret-missing', 'mfa-required',
])

/** Four changes inside the window make a number unstable (operators' experience with other monitors). */
const FLAPS = 4

/** Takes one event into the state of one number. `at` is epoch ms. */
export function step(state: SessionState, event: SessionEvent, at: number, timings: Timings): Step {
  const result = react(state, event, at, timings)
  const calmed = calm(result.state, at, timings)
  const settled = settleBlindness(state, calmed)
  const flaps: SessionHappening[] = calmed.unstable === state.unstable ? [] : [{ type: calmed.unstable ? 'unstable' : 'steady' }]
  return { state: settled.state, happenings: [...flaps, ...result.happenings, ...settled.happenings] }
}

function react(state: SessionState, event: SessionEvent, at: number, timings: Timings): Step {
  switch (event.type) {
    case 'reading':
      return onReading(state, event.reading, at, timings)
    case 'link':
      return quietly(beginAttempt(state, at, timings, false))
    case 'heal':
      return quietly(state.phase === 'disconnected' ? beginAttempt(state, at, timings, true) : state)
    case 'cancel':
      return quietly(state.attempt ? endAttempt(state) : state)
    case 'stop-asked':
      return quietly({ ...state, stopAskedAt: at })
    case 'stop-refused':
      return quietly({ ...state, stopAskedAt: null })
    case 'stopped':
      return { state: stop(state, at), happenings: [{ type: 'stopped' }] }
    case 'keep-phone':
      return quietly({ ...state, phone: state.wrongPhone ?? state.phone, wrongPhone: null })
    case 'tick':
      return quietly(state.attempt ? attemptTick(state, at, timings) : state)
    case 'vanished':
      return vanished(state, at, timings)
    case 'suspended':
      return quietly({ ...state, suspendedAt: at })
    case 'resumed':
      return quietly(wake(state, at, timings))
    default:
      return assertNever(event)
  }
}

function quietly(state: SessionState): Step {
  return { state, happenings: [] }
}

function onReading(before: SessionState, reading: Reading, at: number, timings: Timings): Step {
  const state = { ...before, evidence: reading.evidence, ...phonesSeen(before, reading), fresh: true }
  if (reading.state === 'unknown' && reading.gone !== true) return quietly(unknownReading(state, reading, at))
  const proven = countChange({ ...state, lastConfirmedAt: at }, reading.state === 'connected', at)
  if (reading.state === 'connected') return connectedReading(proven, at, timings)
  // A code beside "starting" counts only while somebody is linking: a restarting server may still hold an old one.
  const early = reading.state === 'starting' && reading.code !== undefined
  if (proven.attempt) return attempted(proven, attemptReading(proven, proven.attempt, early ? { ...reading, state: 'awaiting-scan' } : reading, at, timings))
  return heldReading(proven, reading, at, timings)
}

/** A start of the app's own that shows why the number is down, a code above all, is news: it was told as a drop that may pass. */
function attempted({ attempt, rest: { cause: known } }: SessionState, state: SessionState): Step {
  const { phase, cause, rest } = state
  if (attempt?.byApp !== true || phase !== 'disconnected' || cause === null || cause === known) return quietly(state)
  return { state, happenings: [{ type: 'dropped', cause, since: rest.since, lastConnectedAt: null, mayBeServer: false }] }
}

/** Rule 1: whatever kept us from an answer says nothing about WhatsApp. */
function unknownReading(state: SessionState, reading: Reading, at: number): SessionState {
  const failure = reading.failure ?? { code: 'not-understood' as const }
  if (state.attempt) return attemptUnknown(state, state.attempt, failure, at)
  // An ended attempt and a deliberate stop stay what they are: their next step does not depend on the answer.
  if (state.phase === 'failed' || state.stopped) return state
  return { ...state, phase: 'unknown', cause: null, failure, since: state.phase === 'unknown' ? state.since : at }
}

function connectedReading(state: SessionState, at: number, timings: Timings): Step {
  // Right after the operator's disconnect a server may still say "connected"; believing it would end in a false alarm.
  if (state.stopped && state.stopAskedAt !== null && at - state.stopAskedAt < timings.wakeQuiet) return quietly(state)
  const since = state.held?.since ?? at
  const next: SessionState = {
    ...state,
    phase: 'connected',
    cause: null,
    failure: null,
    since,
    mayBeServer: false,
    basis: null,
    attempt: null,
    held: { since, lastConnectedAt: at },
    // Where it falls back to if an attempt is begun and cancelled.
    rest: { phase: 'disconnected', cause: 'unspecified', since: at },
    suspectSince: null,
    startingSince: null,
    downSince: null,
    stopped: false,
    lastCode: null,
  }
  return { state: next, happenings: state.downSince === null ? [] : [{ type: 'recovered', downMs: Math.max(0, at - state.downSince) }] }
}

function stop(state: SessionState, at: number): SessionState {
  const rest = { phase: 'disconnected' as const, cause: 'by-operator' as const, since: at }
  return {
    ...endAttempt({ ...state, held: null, rest }),
    suspectSince: null,
    startingSince: null,
    downSince: null,
    stopped: true,
    stopAskedAt: at,
    wrongPhone: null,
    lastConfirmedAt: at,
    mayBeServer: false,
    basis: null,
    lastUp: null,
  }
}

/** Time asleep counts for nothing: deadlines move, a first "disconnected" from before has to be seen twice again. */
function wake(before: SessionState, at: number, timings: Timings): SessionState {
  const state = notAhead(before, at, timings)
  const slept = state.suspendedAt === null ? 0 : Math.max(0, at - state.suspendedAt)
  const attempt = state.attempt && state.attempt.stage !== 'awaiting-scan' ? { ...state.attempt, giveUpAt: state.attempt.giveUpAt + slept } : state.attempt
  return {
    ...state,
    attempt,
    fresh: false,
    suspectSince: null,
    // Since its last answer nobody saw it start: some systems do not tell of a sleep, and then only that shows how long it was.
    startingSince: state.startingSince === null ? null : Math.min(at, state.startingSince + Math.max(slept, at - (state.lastConfirmedAt ?? at))),
    suspendedAt: null,
  }
}

function countChange(state: SessionState, up: boolean, at: number): SessionState {
  // What the operator links or stops is no flapping; what the app has to start again and again is.
  const counts = state.attempt?.byApp !== false && !state.stopped && state.lastUp !== null && state.lastUp !== up
  return { ...state, lastUp: up, changes: counts ? [...state.changes, at] : state.changes }
}

function calm(state: SessionState, at: number, timings: Timings): SessionState {
  const changes = state.changes.filter((each) => at - each < timings.flapWindow)
  const unstable = changes.length >= FLAPS
  if (changes.length === state.changes.length && unstable === state.unstable) return state
  return { ...state, changes, unstable }
}

/** Tells when a number that matters cannot be checked, when the reason becomes a sign-in matter, and when it is over. */
function settleBlindness(before: SessionState, state: SessionState): Step {
  const { failure } = state
  const matters = state.held !== null || state.downSince !== null
  // Signed out by the operator: no news to them.
  if (state.phase === 'unknown' && failure && failure.code !== 'signed-out' && matters) {
    const worse = SIGN_IN_FAILURES.has(failure.code) && before.failure?.code !== failure.code
    if (state.blind && !worse) return quietly(state)
    return { state: { ...state, blind: true }, happenings: [{ type: 'cannot-check', failure, since: state.since }] }
  }
  return state.blind ? { state: { ...state, blind: false }, happenings: [{ type: 'can-check' }] } : quietly(state)
}

/** When the next `tick` matters (epoch ms); null = nothing to wait for. */
export function nextTickAt(state: SessionState, timings: Timings): number | null {
  if (state.suspendedAt !== null) return null
  const times: number[] = []
  if (state.attempt) {
    times.push(state.attempt.giveUpAt)
    if (state.attempt.code && !state.attempt.codeExpired) times.push(state.attempt.code.expiresAt)
    if (state.attempt.closedSince !== null) times.push(state.attempt.closedSince + timings.laterCode)
  }
  const first = state.changes[0]
  if (first !== undefined) times.push(first + timings.flapWindow)
  return times.length === 0 ? null : Math.min(...times)
}

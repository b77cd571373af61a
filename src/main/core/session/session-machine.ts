// One number's machine: takes (state, event) to the next state and tells what happened. Pure: the time comes in as `at`. Its rules are in docs/rules.md.
import { assertNever } from '../../../shared/assert-never'
import { hasTrait } from '../../../shared/model/failure'
import type { Timings } from '../../../shared/timings'
import { attemptReading, attemptTick, attemptUnknown, beginAttempt, endAttempt, refuseAttempt } from './attempt'
import { coveredAt } from './linking-code'
import { monitoredReading, vanished } from './monitored'
import type { Reading } from '../../../shared/model/session'
import { withoutFutureTimes } from './clock-set-back'
import type { SessionEvent, SessionHappening, SessionState } from './session-state'
import { phonesSeen } from './linked-phone'

/** The next state, and what happened on the way to it. */
export interface Step {
  readonly state: SessionState
  readonly happenings: readonly SessionHappening[]
}

/** So many changes within `flapWindow` make a number unstable (operators' experience with other monitors). */
const FLAPS = 4

/** Takes one event into the state of one number. `at` is epoch ms. */
export function step(state: SessionState, event: SessionEvent, at: number, timings: Timings): Step {
  const result = react(state, event, at, timings)
  const counted = countFlaps(result.state, at, timings)
  const checked = tellCannotCheck(state, counted)
  const flaps: SessionHappening[] = counted.unstable === state.unstable ? [] : [{ type: counted.unstable ? 'unstable' : 'steady' }]
  return { state: checked.state, happenings: [...flaps, ...result.happenings, ...checked.happenings] }
}

function react(state: SessionState, event: SessionEvent, at: number, timings: Timings): Step {
  switch (event.type) {
    case 'reading':
      return onReading(state, event.reading, at, timings)
    case 'link':
      return quietly(beginAttempt(state, at, timings, false, event.phone))
    case 'pair-refused':
      return quietly(state.attempt ? refuseAttempt(state, event.failure, at) : state)
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
  const state = { ...before, evidence: reading.evidence, ...phonesSeen(before, reading), paidUntil: reading.paidUntil ?? before.paidUntil, fresh: true }
  if (reading.state === 'unknown' && reading.gone !== true) return quietly(unknownReading(state, reading, at))
  const proven = countChange({ ...state, lastConfirmedAt: at, stopAskedAt: stopStillCounts(state, at, timings) }, reading.state === 'connected', at)
  if (reading.state === 'connected') return connectedReading(proven, at, timings)
  // A code beside "starting" counts only while somebody is linking: a restarting server may still hold an old one.
  const early = reading.state === 'starting' && reading.code !== undefined
  if (proven.attempt) return attempted(proven, attemptReading(proven, proven.attempt, early ? { ...reading, state: 'awaiting-scan' } : reading, at, timings))
  return monitoredReading(proven, reading, at, timings)
}

/**
 * The app's own start may show another cause than the drop that was told: a code, for example, shows that the phone was logged out. It is told as one more
 * drop that clarifies the first: now a person has to act, while the app might have mended the first one by itself.
 */
function attempted({ attempt, rest: { cause: known } }: SessionState, state: SessionState): Step {
  const { phase, cause, rest } = state
  if (attempt?.byApp !== true || phase !== 'disconnected' || cause === null || cause === known) return quietly(state)
  return { state, happenings: [{ type: 'dropped', cause, since: rest.since, lastConnectedAt: null, mayBeServer: false, clarifies: true }] }
}

/** Rule 1 in docs/rules.md: whatever kept the app from an answer says nothing about WhatsApp. */
function unknownReading(state: SessionState, reading: Reading, at: number): SessionState {
  const failure = reading.failure ?? { code: 'not-understood' as const }
  if (state.attempt) return attemptUnknown(state, state.attempt, failure, at)
  // After a failed attempt and after the operator's own disconnect the number keeps its state: what to do next does not depend on the answer.
  if (state.phase === 'failed' || state.stopped) return state
  return { ...state, phase: 'unknown', cause: null, failure, since: state.phase === 'unknown' ? state.since : at }
}

function connectedReading(state: SessionState, at: number, timings: Timings): Step {
  // Right after the operator's disconnect a server may still say "connected"; believing it would end in a false alarm.
  if (state.stopped && state.stopAskedAt !== null && at - state.stopAskedAt < timings.wakeQuiet) return quietly(state)
  const since = state.monitored?.since ?? at
  const next: SessionState = {
    ...state,
    phase: 'connected',
    cause: null,
    failure: null,
    since,
    mayBeServer: false,
    basis: null,
    attempt: null,
    monitored: { since, lastConnectedAt: at },
    // The state to return to when an attempt is begun and cancelled.
    rest: { phase: 'disconnected', cause: 'unspecified', since: at },
    suspectSince: null,
    startingSince: null,
    downSince: null,
    stopped: false,
    lastCode: null,
  }
  return { state: next, happenings: state.downSince === null ? [] : [{ type: 'recovered', downMs: Math.max(0, at - state.downSince) }] }
}

/** When the disconnect was asked for that a drop may still be the effect of; null = none. */
function stopStillCounts({ stopAskedAt }: SessionState, at: number, { createDeadline, wakeQuiet }: Timings): number | null {
  return stopAskedAt !== null && at - stopAskedAt < Math.max(createDeadline, wakeQuiet) ? stopAskedAt : null
}

function stop(state: SessionState, at: number): SessionState {
  const rest = { phase: 'disconnected' as const, cause: 'by-operator' as const, since: at }
  return {
    ...endAttempt({ ...state, monitored: null, rest }),
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

/** Time asleep does not count: deadlines move by it, and a first "disconnected" from before the sleep needs two new readings. */
function wake(before: SessionState, at: number, timings: Timings): SessionState {
  const state = withoutFutureTimes(before, at, timings)
  const slept = state.suspendedAt === null ? 0 : Math.max(0, at - state.suspendedAt)
  const attempt = state.attempt && state.attempt.stage !== 'awaiting-scan' ? { ...state.attempt, giveUpAt: state.attempt.giveUpAt + slept } : state.attempt
  return {
    ...state,
    attempt,
    fresh: false,
    suspectSince: null,
    // The time since the last answer does not count as starting. Some systems do not report a sleep; then only that time shows how long it was.
    startingSince: state.startingSince === null ? null : Math.min(at, state.startingSince + Math.max(slept, at - (state.lastConfirmedAt ?? at))),
    suspendedAt: null,
  }
}

function countChange(state: SessionState, up: boolean, at: number): SessionState {
  // What the operator links or stops is no flapping. A number that the app has to start again and again does flap.
  const counts = state.attempt?.byApp !== false && !state.stopped && state.lastUp !== null && state.lastUp !== up
  return { ...state, lastUp: up, changes: counts ? [...state.changes, at] : state.changes }
}

/** Forgets changes that are older than the window, and tells by the rest whether the number is unstable. */
function countFlaps(state: SessionState, at: number, timings: Timings): SessionState {
  const changes = state.changes.filter((each) => at - each < timings.flapWindow)
  const unstable = changes.length >= FLAPS
  if (changes.length === state.changes.length && unstable === state.unstable) return state
  return { ...state, changes, unstable }
}

/**
 * Tells once that a number cannot be checked, again when the reason becomes the sign-in, and when it is over. Only of numbers that were connected or
 * whose drop was told: of others nobody expects anything.
 */
function tellCannotCheck(before: SessionState, state: SessionState): Step {
  const { failure } = state
  const matters = state.monitored !== null || state.downSince !== null
  // The operator signed out: no news to them.
  if (state.phase === 'unknown' && failure && failure.code !== 'signed-out' && matters) {
    const worse = hasTrait(failure.code, 'signIn') && before.failure?.code !== failure.code
    if (state.cannotCheckTold && !worse) return quietly(state)
    return { state: { ...state, cannotCheckTold: true }, happenings: [{ type: 'cannot-check', failure, since: state.since }] }
  }
  return state.cannotCheckTold ? { state: { ...state, cannotCheckTold: false }, happenings: [{ type: 'can-check' }] } : quietly(state)
}

/** When the next `tick` matters (epoch ms); null = nothing to wait for. */
export function nextTickAt(state: SessionState, timings: Timings): number | null {
  if (state.suspendedAt !== null) return null
  const times: number[] = []
  if (state.attempt) {
    times.push(state.attempt.giveUpAt)
    if (state.attempt.code && !state.attempt.codeExpired) times.push(coveredAt(state.attempt.code, timings))
    if (state.attempt.closedSince !== null) times.push(state.attempt.closedSince + timings.laterCode)
  }
  const first = state.changes[0]
  if (first !== undefined) times.push(first + timings.flapWindow)
  return times.length === 0 ? null : Math.min(...times)
}

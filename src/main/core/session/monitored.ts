// A number that nobody is linking: is it still connected, and if not, is that a drop (rule 3 in docs/rules.md)? Part of the session machine.
import type { Basis, Cause, Reading } from '../../../shared/model/session'
import type { Timings } from '../../../shared/timings'
import type { Rest, SessionHappening, SessionState } from './session-state'

interface Step {
  readonly state: SessionState
  readonly happenings: readonly SessionHappening[]
}

const quietly = (state: SessionState): Step => ({ state, happenings: [] })
/** Causes that are final: a drop with one of them is told at once, without a second reading. */
const CERTAIN: ReadonlySet<Cause> = new Set<Cause>(['logged-out', 'banned'])

/** The cause to be shown. A backend's "by operator" may be another program's doing: only what was done in this app is shown as "by operator". */
function causeOf(reading: Reading): Cause {
  if (reading.gone === true) return 'removed'
  if (reading.state === 'awaiting-scan') return 'logged-out'
  return reading.cause === undefined || reading.cause === 'by-operator' ? 'unspecified' : reading.cause
}

/** What in the answer shows the cause; null = nothing. */
function basisOf(reading: Reading, cause: Cause): Basis | null {
  if (reading.gone === true) return null
  return reading.state === 'awaiting-scan' ? 'code' : reading.cause === cause ? 'named' : null
}

/** A proven reading outside an attempt, `connected` apart. */
export function monitoredReading(state: SessionState, reading: Reading, at: number, timings: Timings): Step {
  if (!state.monitored) return quietly(stillNotConnected(state, reading, at))
  const mayBeServer = reading.mayBeServer === true
  const cause = causeOf(reading)
  if (reading.gone !== true && reading.state === 'starting') return restarting({ ...state, suspectSince: null, mayBeServer: false, basis: null }, at, timings)
  if (CERTAIN.has(cause) || state.suspectSince !== null)
    return drop({ ...state, mayBeServer, basis: basisOf(reading, cause) }, cause, state.suspectSince ?? at, at, timings)
  return quietly({ ...state, suspectSince: at })
}

function restarting(state: SessionState, at: number, timings: Timings): Step {
  // Time in which no answer came does not count as starting (nor does time asleep): a server that restarts cannot be reached for a while.
  const uncheckedFor = state.phase === 'unknown' ? Math.max(0, at - state.since) : 0
  const startingSince = state.startingSince === null ? at : Math.min(at, state.startingSince + uncheckedFor)
  // Decided here, when an answer comes, and not by a timer: the number may have connected since its last answer.
  if (at - startingSince >= timings.startingIsDrop) return drop(state, 'stuck-starting', startingSince, at, timings)
  return quietly({ ...state, phase: 'starting', cause: null, failure: null, since: startingSince, startingSince })
}

/** The number is gone from a successful full list: somebody removed it. */
export function vanished(state: SessionState, at: number, timings: Timings): Step {
  if (state.stopped) return quietly(state)
  if (state.monitored) return drop({ ...state, fresh: true, lastConfirmedAt: at, mayBeServer: false, basis: null }, 'removed', at, at, timings)
  if (state.rest.cause === 'removed' && !state.attempt) return quietly(state)
  const rest: Rest = { phase: 'disconnected', cause: 'removed', since: at }
  return quietly({ ...atRest({ ...state, attempt: null, rest }), fresh: true, lastConfirmedAt: at, mayBeServer: false, basis: null })
}

function drop(state: SessionState, cause: Cause, since: number, at: number, timings: Timings): Step {
  const base = { ...state, monitored: null, suspectSince: null, startingSince: null }
  // The answer to the operator's own disconnect was lost, but the disconnect took effect: no drop.
  if (state.stopAskedAt !== null && at - state.stopAskedAt < timings.createDeadline) {
    const rest: Rest = { phase: 'disconnected', cause: 'by-operator', since }
    return { state: { ...atRest({ ...base, rest }), stopped: true, mayBeServer: false, basis: null }, happenings: [{ type: 'stopped' }] }
  }
  const dropped = { type: 'dropped' as const, cause, since, lastConnectedAt: state.monitored?.lastConnectedAt ?? null, mayBeServer: state.mayBeServer }
  return { state: { ...atRest({ ...base, rest: { phase: 'disconnected', cause, since } }), downSince: since, stopAskedAt: null }, happenings: [dropped] }
}

function atRest(state: SessionState): SessionState {
  return { ...state, phase: state.rest.phase, cause: state.rest.cause, since: state.rest.since, failure: null }
}

/** A number that was not connected before either: no drop, but the reading may show the cause. */
function stillNotConnected(state: SessionState, reading: Reading, at: number): SessionState {
  if (state.phase === 'failed' || state.stopped) return state
  const rest = withCauseOf(reading, state.rest, at)
  const shown = rest.cause === null ? null : basisOf(reading, rest.cause)
  // A reading that shows nothing of the cause leaves what an earlier one showed of the same cause.
  const before = rest.cause === state.rest.cause ? state.basis : null
  // The codes that follow the app's own start are its answer, not news: somebody here did ask.
  const basis = before === 'own-start' && shown === 'code' ? before : (shown ?? before)
  return { ...atRest({ ...state, rest }), mayBeServer: reading.mayBeServer === true, basis }
}

function withCauseOf(reading: Reading, rest: Rest, at: number): Rest {
  if (reading.gone === true) return rest.cause === 'removed' ? rest : { phase: 'disconnected', cause: 'removed', since: at }
  const cause = causeOf(reading)
  // A code that nobody here asked for proves a logout only where there was a login.
  const told = reading.state === 'awaiting-scan' ? rest.phase === 'disconnected' : reading.state === 'disconnected' && cause !== 'unspecified'
  if (told) return { phase: 'disconnected', cause, since: rest.phase === 'disconnected' ? rest.since : at }
  return rest.cause === 'removed' ? { ...rest, cause: 'unspecified' } : rest
}

// After the wall clock was set back, saved moments lie in the future. Corrected here: nothing happened later than now, no deadline is beyond its length.
import type { Timings } from '../../../shared/timings'
import { scanGrace } from './linking-code'
import type { Attempt, SessionState } from './session-state'

/** The state with every moment brought to `at` (epoch ms) at the latest; unchanged where no clock was set back. */
export function withoutFutureTimes(state: SessionState, at: number, timings: Timings): SessionState {
  const past = (moment: number): number => Math.min(moment, at)
  const perhaps = (moment: number | null): number | null => (moment === null ? null : past(moment))
  const { attempt, monitored, rest } = state
  return {
    ...state,
    since: past(state.since),
    lastConfirmedAt: perhaps(state.lastConfirmedAt),
    rest: { ...rest, since: past(rest.since) },
    monitored: monitored && { since: past(monitored.since), lastConnectedAt: perhaps(monitored.lastConnectedAt) },
    attempt: attempt && attemptNotAhead(attempt, at, timings),
    suspectSince: perhaps(state.suspectSince),
    startingSince: perhaps(state.startingSince),
    downSince: perhaps(state.downSince),
    stopAskedAt: perhaps(state.stopAskedAt),
    // A change in the future would count towards "unstable" for hours.
    changes: state.changes.filter((each) => each <= at),
  }
}

function attemptNotAhead(attempt: Attempt, at: number, timings: Timings): Attempt {
  const { code, firstCodeAt, closedSince } = attempt
  const typed = code?.kind === 'pairing-code'
  const codeEnds = at + (typed ? timings.pairingCode : timings.firstCode)
  // While a code is on show, the attempt lasts as long as all its codes may.
  const allCodes = (typed ? timings.pairingCode : timings.firstCode + (timings.maxCodes - 1) * timings.laterCode) + scanGrace(timings)
  const stage = { starting: timings.startingDeadline, linking: timings.linkingDeadline, 'awaiting-scan': allCodes }[attempt.stage]
  return {
    ...attempt,
    giveUpAt: Math.min(attempt.giveUpAt, at + stage),
    // Replaced only when it changes: the window compares codes by identity.
    code: code && code.expiresAt > codeEnds ? { ...code, expiresAt: codeEnds, exact: false } : code,
    firstCodeAt: firstCodeAt === null ? null : Math.min(firstCodeAt, at),
    closedSince: closedSince === null ? null : Math.min(closedSince, at),
  }
}

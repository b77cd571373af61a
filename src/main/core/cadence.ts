// How often each number is asked, by where it stands and whether somebody looks; and how old its status may get.
import type { Timings } from '../../shared/timings'
import type { SessionState } from './session-state'

/** ms from question to question, and whether somebody waits for the answer. */
export interface Cadence {
  readonly everyMs: number
  readonly urgent: boolean
  /** Asked more often than a number that is well. */
  readonly hurried: boolean
}

/** Who looks, and what power there is. */
export interface Watch {
  readonly visible: boolean
  readonly onBattery: boolean
}

/** The cadence of one number. */
export function cadenceOf(state: SessionState, watch: Watch, now: number, timings: Timings): Cadence {
  if (state.attempt) return { everyMs: timings.pairingPoll, urgent: true, hurried: true }
  if (state.suspectSince !== null) return { everyMs: timings.confirmDrop, urgent: true, hurried: true }
  const calm = (everyMs: number): Cadence => ({ everyMs: everyMs * (watch.onBattery ? timings.batteryFactor : 1), urgent: false, hurried: false })
  switch (state.phase) {
    case 'connected':
      return calm(watch.visible ? timings.watchVisible : timings.watchHidden)
    case 'disconnected': {
      // After ten minutes the news is old: a number that stays down for days must not cost 8,640 requests a day.
      const old = now - state.since > timings.flapWindow
      const settled = state.cause === 'by-operator' || state.cause === 'removed' || old
      return settled ? calm(timings.failedPoll) : { everyMs: timings.troublePoll, urgent: false, hurried: true }
    }
    case 'idle':
    case 'failed':
      return calm(timings.failedPoll)
    default:
      return { everyMs: timings.troublePoll, urgent: false, hurried: true }
  }
}

/** When the shown status becomes too old to be believed (epoch ms); `now` or earlier = already; null = it claims nothing. */
export function staleAt(state: SessionState, everyMs: number, timings: Timings): number | null {
  const claims = state.phase === 'connected' || state.phase === 'disconnected' || state.phase === 'idle'
  if (!claims || state.attempt) return null
  // A first "disconnected" waits for the second: what is on show is no longer proven.
  if (!state.fresh || state.suspectSince !== null || state.lastConfirmedAt === null) return 0
  return state.lastConfirmedAt + everyMs * timings.staleFactor
}

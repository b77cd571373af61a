// How often each number is asked, by its state and by whether the window is visible; and how old its shown status may get.
import type { Timings } from '../../../../shared/timings'
import type { SessionState } from '../../session'

/** How often one number is asked. */
export interface Cadence {
  /** ms from request to request. */
  readonly everyMs: number
  /** Somebody waits for the answer. */
  readonly urgent: boolean
  /** The number is being linked or in trouble: asked more often than one that is well. */
  readonly hurried: boolean
}

/** What the cadence of all numbers depends on. */
export interface WatchConditions {
  /** Somebody looks at the window. */
  readonly visible: boolean
  readonly onBattery: boolean
}

/** What the cadence of one number depends on. */
interface NumberConditions extends WatchConditions {
  /** Its backend tells of drops by itself. */
  readonly pushed: boolean
}

/** The cadence of one number. */
export function cadenceOf(state: SessionState, conditions: NumberConditions, now: number, timings: Timings): Cadence {
  if (state.attempt) return { everyMs: timings.pairingPoll, urgent: true, hurried: true }
  if (state.suspectSince !== null) return { everyMs: timings.confirmDrop, urgent: true, hurried: true }
  const unhurried = (everyMs: number): Cadence => ({ everyMs: everyMs * (conditions.onBattery ? timings.batteryFactor : 1), urgent: false, hurried: false })
  switch (state.phase) {
    case 'connected':
      return unhurried((conditions.visible ? timings.watchVisible : timings.watchHidden) * (conditions.pushed ? timings.pushFactor : 1))
    case 'disconnected': {
      // Ten minutes after a drop a minute more or less matters no more: a number that stays down for days must not cost 8,640 requests a day.
      const old = now - state.since > timings.flapWindow
      const settled = state.cause === 'by-operator' || state.cause === 'removed' || old
      return settled ? unhurried(timings.failedPoll) : { everyMs: timings.troublePoll, urgent: false, hurried: true }
    }
    case 'idle':
    case 'failed':
      return unhurried(timings.failedPoll)
    default:
      return { everyMs: timings.troublePoll, urgent: false, hurried: true }
  }
}

/** When the shown status becomes stale, that is too old to be believed (epoch ms; 0 = it is already). Null = a status that cannot become stale. */
export function staleAt(state: SessionState, everyMs: number, timings: Timings): number | null {
  const claims = state.phase === 'connected' || state.phase === 'disconnected' || state.phase === 'idle'
  if (!claims || state.attempt) return null
  // After a first "disconnected" and until the second, the shown "connected" is no longer proven.
  if (!state.fresh || state.suspectSince !== null || state.lastConfirmedAt === null) return 0
  return state.lastConfirmedAt + everyMs * timings.staleFactor
}

// One watched number as the watcher holds it, and what the watcher is built with.
import type { SessionView } from '../../shared/app-snapshot'
import type { Failure } from '../../shared/failure'
import type { NumberRecord } from '../../shared/settings'
import type { Timings } from '../../shared/timings'
import type { PollLimits } from './poll-scheduler'
import type { Clock, Gateway, Log, Random } from './ports'
import type { Happening, PhaseChange, RecordChange, SessionState } from './session-state'

/** What the watcher is built with. Callbacks are called synchronously; a view comes before the happenings it explains. */
export interface SessionWatcherOptions {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly limits?: PollLimits
  timingsFor(connectionId: string): Timings
  /** The gateway of a connection, or why there is none (signed out, keyring): then its numbers read `unknown` with it. */
  gatewayOf(connectionId: string): Gateway | Failure
  onChange(view: SessionView): void
  onHappening(happening: Happening): void
  /** A number changed its phase or cause; comes after the view and before the happenings. */
  onPhase?(change: PhaseChange): void
  /** Worth keeping on disk: called when the proven place of a number changes, and every few minutes while it does not. */
  onRecord(key: string, change: RecordChange): void
  /** Every answer of a backend: its failure, or null when it proved something. For the connection's own sign-in state. */
  onAnswer?(connectionId: string, failure: Failure | null): void
}

/** One watched number. */
export interface Watched {
  record: NumberRecord
  state: SessionState
  view: SessionView
  everyMs: number
  /** A live list speaks for it at most so often, ms; 0 = it is asked by itself. */
  restMs: number
  /** The last live list left it out: its next question is its own. */
  unheard: boolean
  /** When a live list last spoke for it, epoch ms. */
  heardAt: number
  saved: RecordChange
  /** A person waits for the answer under way. */
  checking: boolean
  /** When something other than a question last changed the number: older answers are about the past. */
  touchedAt: number
}

/** How old the saved `lastConfirmedAt` may get, ms: a crash then blurs "last seen" by no more. */
const SAVE_EVERY = 300_000

/** True when the change is worth a write: the proven place moved, or its last proof on disk is minutes old. */
export function worthSaving(saved: RecordChange, change: RecordChange): boolean {
  if (saved.phone !== change.phone || saved.stoppedByOperator !== change.stoppedByOperator) return true
  const [was, is] = [saved.last, change.last]
  if (!was || !is) return was !== is
  if (was.phase !== is.phase || was.cause !== is.cause || was.since !== is.since) return true
  return Math.abs((is.lastConfirmedAt ?? 0) - (was.lastConfirmedAt ?? 0)) >= SAVE_EVERY
}

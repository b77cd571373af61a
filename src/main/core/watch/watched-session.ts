// One watched number as the watcher holds it, and what the watcher is built with.
import type { SessionView } from '../../../shared/ipc/snapshot'
import type { Failure } from '../../../shared/model/failure'
import type { NumberRecord } from '../../../shared/model/settings'
import type { Timings } from '../../../shared/timings'
import type { Clock, Gateway, Log, Random } from '../ports'
import type { Happening, PhaseChange, RecordChange, SessionState } from '../session'
import type { PollLimits } from './schedule/connection-queues'

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
  /** To be kept on disk: called when the proven state of a number changes, and every few minutes while it does not. */
  onRecord(key: string, change: RecordChange): void
  /** Every answer of a backend: its failure, or null when it proved something. For the connection's own sign-in state. */
  onAnswer?(connectionId: string, failure: Failure | null): void
}

/** One watched number. */
export interface WatchedSession {
  record: NumberRecord
  state: SessionState
  view: SessionView
  /** ms from request to request. */
  everyMs: number
  /** A live list answers for it: the least time to the next list, ms. 0 = it is asked by itself. */
  listRestMs: number
  /** It is asked by itself next: the last live list did not have it, or its backend said something of it. */
  askAlone: boolean
  /** When the backend last said something of it, and when it was last asked because of that, epoch ms. */
  announcedAt: number
  askedForEventAt: number
  /** When a live list last answered for it, epoch ms. */
  listedAt: number
  /** What is kept on disk. */
  saved: RecordChange
  /** A person waits for the answer under way. */
  checking: boolean
  /** When an event or an answer last changed the number, epoch ms: a list that was asked for before is outdated. */
  touchedAt: number
}

/** How old the saved `lastConfirmedAt` may get, ms: a crash then blurs "last seen" by no more. */
const SAVE_EVERY = 300_000

/** True when the change is worth a write: the proven state is another, or its last proof on disk is minutes old. */
export function worthSaving(saved: RecordChange, change: RecordChange): boolean {
  if (saved.phone !== change.phone || saved.stoppedByOperator !== change.stoppedByOperator) return true
  const [was, is] = [saved.last, change.last]
  if (!was || !is) return was !== is
  if (was.phase !== is.phase || was.cause !== is.cause || was.since !== is.since) return true
  return Math.abs((is.lastConfirmedAt ?? 0) - (was.lastConfirmedAt ?? 0)) >= SAVE_EVERY
}

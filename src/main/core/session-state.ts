// What the machine remembers of one number, what may happen to it, and what it tells the rest of the house.
import type { Failure } from '../../shared/failure'
import type { Basis, Cause, Evidence, LinkingCode, Phase, Reading } from '../../shared/session'
import type { NumberRecord } from '../../shared/settings'

/** Where an attempt to link a phone stands. `unknown` may lie over it; the attempt goes on below. */
export type AttemptStage = 'starting' | 'awaiting-scan' | 'linking'

/** One attempt to link a phone, or of the app to bring back a session whose phone is still linked. */
export interface Attempt {
  /** The app tries by itself: nobody is there to scan, so a code ends it, and its end is no news. */
  readonly byApp: boolean
  readonly stage: AttemptStage
  /** Epoch ms when the stage gives up. */
  readonly giveUpAt: number
  readonly code: LinkingCode | null
  readonly codeExpired: boolean
  /** Epoch ms of the attempt's first code. */
  readonly firstCodeAt: number | null
  /** Values of the codes that were shown and replaced: an old one coming back is dead. */
  readonly seen: readonly string[]
  /** `starting` readings without a code since the last code: two of them mean "scanned". */
  readonly quiet: number
  /** Epoch ms since when the server says "not connected" although a code was shown. */
  readonly closedSince: number | null
  /** Answers in a row that proved nothing. */
  readonly misses: number
  /** Answers in a row that did not know the number. */
  readonly gone: number
}

/** Where a number stands when nobody is linking it. `idle` = never seen connected by this app. */
export interface Rest {
  readonly phase: 'idle' | 'disconnected'
  readonly cause: Cause | null
  /** Epoch ms. */
  readonly since: number
}

/** Everything known about one number. Times are epoch ms. */
export interface SessionState {
  readonly phase: Phase
  readonly cause: Cause | null
  readonly failure: Failure | null
  readonly since: number
  readonly lastConfirmedAt: number | null
  readonly evidence: Evidence | null
  readonly mayBeServer: boolean
  /** What showed the cause of a disconnect, in this run. */
  readonly basis: Basis | null
  readonly phone: string | null
  /** Linked instead of `phone`; null = none is known to be. */
  readonly wrongPhone: string | null
  /** An answer came since start or wake; until then nothing is shown as proven. */
  readonly fresh: boolean
  readonly attempt: Attempt | null
  readonly rest: Rest
  /** The number should be connected: it was, and nothing has proved otherwise yet (`unknown` does not). */
  readonly held: { readonly since: number; readonly lastConnectedAt: number | null } | null
  /** First "disconnected" after connected, waiting for the second. */
  readonly suspectSince: number | null
  /** First `starting` after connected, nobody having asked. */
  readonly startingSince: number | null
  /** A drop happened and the number is not back: since when. */
  readonly downSince: number | null
  /** `cannot-check` was told and is not over. */
  readonly blind: boolean
  /** Last proven answer was "connected"; null = none yet. */
  readonly lastUp: boolean | null
  /** Recent changes between connected and not connected. */
  readonly changes: readonly number[]
  readonly unstable: boolean
  /** The operator disconnected it on purpose. */
  readonly stopped: boolean
  /** When the operator last asked for a disconnect in this run. */
  readonly stopAskedAt: number | null
  /** The last code of an ended attempt: coming again it keeps its age. */
  readonly lastCode: LinkingCode | null
  readonly suspendedAt: number | null
}

/** What may happen to a number. */
export type SessionEvent =
  | { readonly type: 'reading'; readonly reading: Reading }
  /** The operator asked to link, or for a new code: both begin an attempt. */
  | { readonly type: 'link' }
  /** The app starts the session by itself. */
  | { readonly type: 'heal' }
  | { readonly type: 'cancel' }
  /** The operator's disconnect was sent; its answer may get lost. */
  | { readonly type: 'stop-asked' }
  /** The backend refused the disconnect. */
  | { readonly type: 'stop-refused' }
  | { readonly type: 'stopped' }
  /** The operator accepts the phone that is linked in place of the one on record. */
  | { readonly type: 'keep-phone' }
  /** Time passed: deadlines, code expiry, calm after flapping. */
  | { readonly type: 'tick' }
  /** A successful full list does not have the number. */
  | { readonly type: 'vanished' }
  | { readonly type: 'suspended' }
  | { readonly type: 'resumed' }

/** One number went from one place to another: a line of its history. A change of cause alone counts too. */
export interface PhaseChange {
  readonly key: string
  readonly connectionId: string
  /** Epoch ms. */
  readonly at: number
  readonly from: Phase
  readonly to: Phase
  readonly cause: Cause | null
  readonly failure: Failure | null
  readonly evidence: Evidence | null
}

/** What others may want to tell a person. A phase change alone is not a happening. */
export type SessionHappening =
  | {
      readonly type: 'dropped'
      readonly cause: Cause
      /** Epoch ms of the first sign. */
      readonly since: number
      /** Epoch ms of the last proof of "connected"; older than `since` by hours when the app was closed. */
      readonly lastConnectedAt: number | null
      readonly mayBeServer: boolean
    }
  | { readonly type: 'recovered'; readonly downMs: number }
  /** The operator disconnected it. */
  | { readonly type: 'stopped' }
  | { readonly type: 'cannot-check'; readonly failure: Failure; readonly since: number }
  | { readonly type: 'can-check' }
  /** Four changes in ten minutes, and the end of it. */
  | { readonly type: 'unstable' }
  | { readonly type: 'steady' }

/** A happening with the number it happened to. `at` is epoch ms. */
export type Happening = SessionHappening & { readonly key: string; readonly connectionId: string; readonly at: number }

/** What of a number is worth keeping on disk. */
export type RecordChange = Pick<NumberRecord, 'phone' | 'stoppedByOperator' | 'last'>

/** The state of a number when the app starts to watch it: the last known place, not yet proven. */
export function initialState(record: NumberRecord, now: number): SessionState {
  const { last } = record
  const held = last?.phase === 'connected' && !record.stoppedByOperator ? { since: last.since, lastConnectedAt: last.lastConfirmedAt } : null
  const rest = restOf(record, now)
  return {
    phase: held ? 'connected' : rest.phase,
    cause: held ? null : rest.cause,
    failure: null,
    since: held ? held.since : rest.since,
    lastConfirmedAt: last?.lastConfirmedAt ?? null,
    evidence: null,
    mayBeServer: false,
    basis: null,
    phone: record.phone,
    wrongPhone: null,
    fresh: false,
    attempt: null,
    rest,
    held,
    suspectSince: null,
    startingSince: null,
    downSince: !held && rest.phase === 'disconnected' && rest.cause !== 'by-operator' ? rest.since : null,
    blind: false,
    lastUp: null,
    changes: [],
    unstable: false,
    stopped: record.stoppedByOperator,
    stopAskedAt: null,
    lastCode: null,
    suspendedAt: null,
  }
}

function restOf(record: NumberRecord, now: number): Rest {
  const { last } = record
  if (record.stoppedByOperator) return { phase: 'disconnected', cause: 'by-operator', since: last?.since ?? now }
  if (last?.phase === 'disconnected') return { phase: 'disconnected', cause: last.cause ?? 'unspecified', since: last.since }
  return { phase: 'idle', cause: null, since: last?.since ?? record.addedAt }
}

/** What to write to disk: the last *proven* place, so that a drop while the app is closed or blind is still a drop. */
export function recordOf(state: SessionState): RecordChange {
  const place = state.held
    ? { phase: 'connected' as const, cause: null, since: state.held.since, lastConfirmedAt: state.held.lastConnectedAt }
    : { ...state.rest, lastConfirmedAt: state.lastConfirmedAt }
  return { phone: state.phone, stoppedByOperator: state.stopped, last: place }
}

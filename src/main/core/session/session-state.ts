// What the machine knows of one number, the events that it takes, and the happenings that it tells.
import type { Failure } from '../../../shared/model/failure'
import type { Basis, Cause, Evidence, LinkingCode, Phase, Reading } from '../../../shared/model/session'
import type { NumberRecord } from '../../../shared/model/settings'

/** The stage of an attempt to link a phone. While answers prove nothing, the shown phase is `unknown` and the stage stays. */
type AttemptStage = 'starting' | 'awaiting-scan' | 'linking'

/** One attempt of the operator to link a phone, or of the app to start a session again whose phone is still linked. */
export interface Attempt {
  /** The app tries by itself: nobody is there to scan, so a code ends the attempt, and its failure is not told. */
  readonly byApp: boolean
  /** Digits of the phone on which a code is typed in place of scanning one; null = a code is scanned. */
  readonly phone: string | null
  readonly stage: AttemptStage
  /** Epoch ms when the stage gives up. */
  readonly giveUpAt: number
  readonly code: LinkingCode | null
  readonly codeExpired: boolean
  /** Epoch ms of the attempt's first code. */
  readonly firstCodeAt: number | null
  /** Values of the codes that were shown and replaced: one that comes again is not shown again. */
  readonly replacedCodes: readonly string[]
  /** `starting` readings without a code since the last code: two of them mean "scanned". */
  readonly withoutCode: number
  /** Epoch ms since when the server says "not connected" although a code was shown. */
  readonly closedSince: number | null
  /** Answers in a row that proved nothing. */
  readonly failedAnswers: number
  /** Answers in a row that did not know the number. */
  readonly denials: number
}

/** The state of a number that is not connected and that nobody is linking. `idle` = never seen connected by this app. */
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
  /** What showed the cause of a disconnect, since the app was started. */
  readonly basis: Basis | null
  readonly phone: string | null
  /** Until when the service is paid, epoch ms; null = no answer told. */
  readonly paidUntil: number | null
  /** The phone that is linked in place of `phone`; null = none, as far as known. */
  readonly wrongPhone: string | null
  /** An answer came since the app's start or the computer's wake; until then nothing is shown as proven. */
  readonly fresh: boolean
  readonly attempt: Attempt | null
  readonly rest: Rest
  /** The number should be connected: it was, and nothing has proved otherwise yet (`unknown` does not). */
  readonly monitored: { readonly since: number; readonly lastConnectedAt: number | null } | null
  /** First "disconnected" after connected, waiting for the second. */
  readonly suspectSince: number | null
  /** First `starting` after connected that nobody asked for: a restart by the server. */
  readonly startingSince: number | null
  /** Since when the number is down after a drop; null = it is not. */
  readonly downSince: number | null
  /** `cannot-check` was told, and `can-check` not yet. */
  readonly cannotCheckTold: boolean
  /** Last proven answer was "connected"; null = none yet. */
  readonly lastUp: boolean | null
  /** Recent changes between connected and not connected. */
  readonly changes: readonly number[]
  readonly unstable: boolean
  /** The operator disconnected it on purpose. The settings keep it as {@link RecordChange} tells; nobody else writes it there. */
  readonly stopped: boolean
  /** When the operator last asked for a disconnect, epoch ms; null = not since the app was started, refused, or too long ago to explain a drop. */
  readonly stopAskedAt: number | null
  /** The last code of the attempt before. When the server sends it again, it keeps its age. */
  readonly lastCode: LinkingCode | null
  readonly suspendedAt: number | null
}

/** What may happen to a number. */
export type SessionEvent =
  | { readonly type: 'reading'; readonly reading: Reading }
  /** The operator asked to link, or for a new code: both begin an attempt. */
  /** `phone`: digits, for a code that is typed on it. */
  | { readonly type: 'link'; readonly phone?: string }
  /** The backend gave no code to type. */
  | { readonly type: 'pair-refused'; readonly failure: Failure }
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
  /** Time passed: a deadline, a code's expiry, the end of flapping. */
  | { readonly type: 'tick' }
  /** A successful full list does not have the number. */
  | { readonly type: 'vanished' }
  | { readonly type: 'suspended' }
  | { readonly type: 'resumed' }

/** One number changed its phase or its cause: a line of its history. */
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

/** What a person may have to be told. A change of phase alone is no happening. */
export type SessionHappening =
  | {
      readonly type: 'dropped'
      readonly cause: Cause
      /** Epoch ms of the first sign. */
      readonly since: number
      /** Epoch ms of the last proof of "connected"; older than `since` by hours when the app was closed. */
      readonly lastConnectedAt: number | null
      readonly mayBeServer: boolean
      /** The number was down already: what the app's own start brought to light about the same drop. */
      readonly clarifies?: true
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

/** What is kept of a number on disk. */
export type RecordChange = Pick<NumberRecord, 'phone' | 'stoppedByOperator' | 'last'>

/** The state of a number when the app begins to watch it: the one last saved, not yet proven. */
export function initialState(record: NumberRecord, now: number): SessionState {
  const { last } = record
  const monitored = last?.phase === 'connected' && !record.stoppedByOperator ? { since: last.since, lastConnectedAt: last.lastConfirmedAt } : null
  const rest = restOf(record, now)
  return {
    phase: monitored ? 'connected' : rest.phase,
    cause: monitored ? null : rest.cause,
    failure: null,
    since: monitored ? monitored.since : rest.since,
    lastConfirmedAt: last?.lastConfirmedAt ?? null,
    evidence: null,
    mayBeServer: false,
    basis: null,
    phone: record.phone,
    paidUntil: null,
    wrongPhone: null,
    fresh: false,
    attempt: null,
    rest,
    monitored,
    suspectSince: null,
    startingSince: null,
    downSince: !monitored && rest.phase === 'disconnected' && rest.cause !== 'by-operator' ? rest.since : null,
    cannotCheckTold: false,
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

/** What to write to disk: the last *proven* state, so that a drop while the app is closed or cannot check is still found. */
export function recordOf(state: SessionState): RecordChange {
  const place = state.monitored
    ? { phase: 'connected' as const, cause: null, since: state.monitored.since, lastConfirmedAt: state.monitored.lastConnectedAt }
    : { ...state.rest, lastConfirmedAt: state.lastConfirmedAt }
  // Also while the answer is awaited: the drop that follows is the operator's own, even if the app dies here.
  const stoppedByOperator = state.attempt === null && (state.stopped || state.stopAskedAt !== null)
  return { phone: state.phone, stoppedByOperator, last: place }
}

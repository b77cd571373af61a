// Draws the window's picture of one number from the machine's state and the app's record.
import type { SessionView } from '../../shared/app-snapshot'
import type { NumberRecord } from '../../shared/settings'
import type { SessionState } from './session-state'

/** The view of one number. */
export function viewOf(record: NumberRecord, state: SessionState, stale: boolean, checking: boolean): SessionView {
  const { attempt, phase } = state
  const waits = attempt !== null && (phase === 'starting' || phase === 'linking' || phase === 'unknown')
  const shown = attempt !== null && phase === 'awaiting-scan'
  return {
    key: record.key,
    connectionId: record.connectionId,
    sessionId: record.sessionId,
    name: record.name,
    phone: state.phone,
    wrongPhone: state.wrongPhone,
    apiKeyMask: record.apiKeyMask,
    phase,
    cause: phase === 'disconnected' ? state.cause : null,
    basis: phase === 'disconnected' ? state.basis : null,
    failure: state.failure,
    since: state.since,
    lastConfirmedAt: state.lastConfirmedAt,
    stale,
    checking,
    code: shown ? attempt.code : null,
    codeExpired: (shown && attempt.codeExpired) || state.failure?.code === 'codes-exhausted',
    deadlineAt: waits && !attempt.byApp ? attempt.giveUpAt : null,
    mayBeServer: phase === 'disconnected' && state.mayBeServer,
    unstable: state.unstable,
    evidence: state.evidence,
  }
}

/** True when both show the same. Codes, failures and evidence are replaced, never changed, so identity is enough. */
export function sameView(a: SessionView, b: SessionView): boolean {
  return (Object.keys(a) as (keyof SessionView)[]).every((key) => a[key] === b[key])
}

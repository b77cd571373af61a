// What the window shows of one number, from the machine's state and the app's record.
import type { SessionView } from '../../../shared/ipc/snapshot'
import type { NumberRecord } from '../../../shared/model/settings'
import { phoneText } from '../../../shared/words/phone-text'
import type { SessionState } from './session-state'

function spelled(digits: string | null): string | null {
  return digits === null ? null : phoneText(digits)
}

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
    phone: spelled(state.phone),
    wrongPhone: spelled(state.wrongPhone),
    paidUntil: state.paidUntil,
    apiKeyMask: record.apiKeyMask,
    phase,
    cause: phase === 'disconnected' ? state.cause : null,
    basis: phase === 'disconnected' ? state.basis : null,
    failure: state.failure,
    since: state.since,
    knownDown: knownDown(state),
    lastConfirmedAt: state.lastConfirmedAt,
    stale,
    checking,
    code: shown ? attempt.code : null,
    pairingPhone: spelled(attempt?.phone ?? null),
    codeExpired: (shown && attempt.codeExpired) || state.failure?.code === 'codes-exhausted',
    neverLinked: state.rest.phase === 'idle',
    deadlineAt: waits && !attempt.byApp ? attempt.giveUpAt : null,
    mayBeServer: phase === 'disconnected' && state.mayBeServer,
    unstable: state.unstable,
    evidence: state.evidence,
  }
}

/** What was proved before the answers stopped proving anything. After a sign-out by the operator nobody waits for the number. */
function knownDown({ phase, attempt, stopped, downSince, rest, failure }: SessionState): SessionView['knownDown'] {
  if (phase !== 'unknown' || attempt !== null || stopped || downSince === null || rest.phase !== 'disconnected' || failure?.code === 'signed-out') return null
  return rest
}

/** True when both show the same. Codes, failures and evidence are replaced, never changed, so identity is enough. */
export function sameView(a: SessionView, b: SessionView): boolean {
  return (Object.keys(a) as (keyof SessionView)[]).every((key) => a[key] === b[key])
}

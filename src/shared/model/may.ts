// What the operator may do with a number right now: one answer for the window and the tray. Main checks again before it acts.
import type { Failure } from './failure'
import type { Cause, Phase } from './session'

/** What is read of a number: a part of the snapshot's SessionView. */
interface Number {
  readonly phase: Phase
  readonly cause: Cause | null
  readonly failure: Failure | null
  readonly checking: boolean
  readonly deadlineAt: number | null
}
/** What is read of its connection: a part of the snapshot's ConnectionView. */
type Connection = { readonly signIn: 'signed-in' | 'signed-out' | 'expired' | 'keyring' } | undefined

const signedIn = (connection: Connection): boolean => connection?.signIn === 'signed-in'

/** Link a phone to the number. Not while it is connected, being linked, or cannot be checked (then check first). */
export function mayConnect(session: Number, connection: Connection): boolean {
  const { phase } = session
  return signedIn(connection) && (phase === 'idle' || phase === 'disconnected' || phase === 'failed')
}

/** Get a code to type in place of one to scan: whenever a phone may be linked, and while a code is awaited or shown. */
export function mayPair(session: Number, connection: Connection): boolean {
  const { phase, deadlineAt } = session
  return mayConnect(session, connection) || (signedIn(connection) && (phase === 'awaiting-scan' || (phase === 'starting' && deadlineAt !== null)))
}

/** Give up an attempt to link a phone, also while signed out. `starting` without a deadline is no attempt: the server restarts that session by itself. */
export function mayCancel(session: Number): boolean {
  const { phase, deadlineAt } = session
  return phase === 'awaiting-scan' || phase === 'linking' || ((phase === 'starting' || phase === 'unknown') && deadlineAt !== null)
}

/** True while somebody links a phone to the number: nobody is reminded, told or called about it meanwhile. */
export function isBeingLinked(session: Number | undefined): boolean {
  return session !== undefined && mayCancel(session)
}

/** Stop the number's session on the server. Only in phases in which there may be a session. */
export function mayDisconnect(session: Number, connection: Connection): boolean {
  const { phase, cause } = session
  if (!signedIn(connection) || mayCancel(session)) return false
  if (phase === 'disconnected') return cause === 'phone-offline' || cause === 'replaced' || cause === 'stuck-starting' || cause === 'unspecified'
  return phase === 'connected' || phase === 'starting' || phase === 'unknown'
}

/** Ask for a new code in place of the one that is shown, or after all codes expired. */
export function mayNewCode(session: Number, connection: Connection): boolean {
  const { phase, failure } = session
  return signedIn(connection) && (phase === 'awaiting-scan' || (phase === 'failed' && failure?.code === 'codes-exhausted'))
}

/** Ask the server now. Not during an attempt, which is polled every two seconds anyway. */
export function mayCheck(session: Number, connection: Connection): boolean {
  return signedIn(connection) && !session.checking && !mayCancel(session)
}

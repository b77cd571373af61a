// What the operator may do with a number right now: the same answer for the window and the tray. Main checks again when it acts.
import type { ConnectionView, SessionView } from './app-snapshot'

type Number = Pick<SessionView, 'phase' | 'cause' | 'failure' | 'checking' | 'deadlineAt'>
type Connection = Pick<ConnectionView, 'signIn'> | undefined

const signedIn = (connection: Connection): boolean => connection?.signIn === 'signed-in'

/** Link a phone to the number. Not while it is connected, being linked, or cannot be checked (then check first). */
export function mayConnect(session: Number, connection: Connection): boolean {
  const { phase } = session
  return signedIn(connection) && (phase === 'idle' || phase === 'disconnected' || phase === 'failed')
}

/** Give up an attempt; works signed out too. A number that the server restarts by itself (`starting` without a deadline) is no attempt. */
export function mayCancel(session: Number): boolean {
  const { phase, deadlineAt } = session
  return phase === 'awaiting-scan' || phase === 'linking' || ((phase === 'starting' || phase === 'unknown') && deadlineAt !== null)
}

/** Stop the number's session on the server: where there may be one to stop. */
export function mayDisconnect(session: Number, connection: Connection): boolean {
  const { phase, cause } = session
  if (!signedIn(connection) || mayCancel(session)) return false
  if (phase === 'disconnected') return cause === 'phone-offline' || cause === 'replaced' || cause === 'stuck-starting' || cause === 'unspecified'
  return phase === 'connected' || phase === 'starting' || phase === 'unknown'
}

/** Ask for a fresh code in place of the one on show, or after the codes ran out. */
export function mayNewCode(session: Number, connection: Connection): boolean {
  const { phase, failure } = session
  return signedIn(connection) && (phase === 'awaiting-scan' || (phase === 'failed' && failure?.code === 'codes-exhausted'))
}

/** Ask the server now. Attempts are asked every two seconds anyway. */
export function mayCheck(session: Number, connection: Connection): boolean {
  return signedIn(connection) && !session.checking && !mayCancel(session)
}

// The calls behind the buttons of a number's card: which are allowed, one at a time, and the last failure.
import { useState } from 'react'
import type { ConnectionView, SessionView } from '../../../shared/ipc/snapshot'
import { failed, type Failure } from '../../../shared/model/failure'
import { mayCancel, mayCheck, mayConnect, mayDisconnect, mayNewCode } from '../../../shared/model/may'
import { useBridge } from '../../bridge/companion-context'

/** Calls that take nothing but the number. */
export type NumberCall = 'number.connect' | 'number.cancel' | 'number.newCode' | 'number.check' | 'number.disconnect'

/** What the card's buttons need. */
export interface NumberCalls {
  /** True when it worked. */
  readonly send: (name: NumberCall) => Promise<boolean>
  readonly busy: NumberCall | null
  readonly failure: Failure | null
  readonly may: (name: NumberCall) => boolean
  readonly connection: ConnectionView
  /** Opens the form that signs in again. */
  readonly openSignIn: () => void
}

function isAllowed(name: NumberCall, session: SessionView, connection: ConnectionView): boolean {
  switch (name) {
    case 'number.connect':
      return mayConnect(session, connection)
    case 'number.cancel':
      return mayCancel(session)
    case 'number.newCode':
      return mayNewCode(session, connection)
    case 'number.check':
      // While a check is under way its button stays, busy, so that it does not vanish under the pointer.
      return mayCheck({ ...session, checking: false }, connection)
    case 'number.disconnect':
      return mayDisconnect(session, connection)
  }
}

/** A cancelled call is no failure. */
export function useNumberCalls(session: SessionView, connection: ConnectionView, openSignIn: () => void): NumberCalls {
  const bridge = useBridge()
  const [state, setState] = useState<{ busy: NumberCall | null; failure: Failure | null }>({ busy: null, failure: null })
  const { key } = session
  const send = async (name: NumberCall): Promise<boolean> => {
    setState({ busy: name, failure: null })
    const outcome = await bridge.call(name, { key }).catch((error: unknown) => failed('internal', { detail: String(error) }))
    setState((now) => (now.busy === name ? { busy: null, failure: outcome.ok || outcome.failure.code === 'cancelled' ? null : outcome.failure } : now))
    return outcome.ok
  }
  const busy = state.busy ?? (session.checking ? 'number.check' : null)
  return { send, may: (name) => isAllowed(name, session, connection), connection, openSignIn, failure: state.failure, busy }
}

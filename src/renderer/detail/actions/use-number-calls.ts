// The calls behind the buttons of a number's card: which are allowed, one at a time, and the last failure.
import { useState } from 'react'
import type { ConnectionView, SessionView } from '../../../shared/ipc/snapshot'
import { failed, type Failure, type Outcome } from '../../../shared/model/failure'
import { mayCancel, mayCheck, mayConnect, mayDisconnect, mayNewCode } from '../../../shared/model/may'
import { useBridge } from '../../bridge/companion-context'

/** Calls that take nothing but the number. */
export type NumberCall = 'number.connect' | 'number.cancel' | 'number.newCode' | 'number.check' | 'number.disconnect'

/** A call that waits for the operator's word: so many messages would be sent. */
export interface HeldBack {
  readonly count: number
  readonly goOn: () => void
  readonly leave: () => void
}

/** What the card's buttons need. */
export interface NumberCalls {
  /** True when it worked. */
  readonly send: (name: NumberCall) => Promise<boolean>
  /** Asks for a code that is typed on the phone with these digits. */
  readonly pair: (phone: string) => Promise<void>
  /** What has to be agreed to first; null = nothing. */
  readonly heldBack: HeldBack | null
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
  const [state, setState] = useState<{ busy: NumberCall | null; failure: Failure | null; heldBack: HeldBack | null }>(REST)
  const { key } = session

  /** Shows how a call ended. Where messages wait, the same call goes on once the operator agreed. */
  function settle(outcome: Outcome, goOn: () => void): boolean {
    const { code, count = 0 } = outcome.ok ? {} : outcome.failure
    if (code === 'messages-waiting') setState({ ...REST, heldBack: { count, goOn, leave: () => setState(REST) } })
    else setState({ ...REST, failure: outcome.ok || code === 'cancelled' ? null : outcome.failure })
    return outcome.ok
  }
  const failedCall = (error: unknown): Outcome => failed('internal', { detail: String(error) })

  const send = async (name: NumberCall, sendWaiting?: true): Promise<boolean> => {
    setState({ ...REST, busy: name })
    const agreed = sendWaiting === undefined ? {} : { sendWaiting }
    return settle(await bridge.call(name, { key, ...agreed }).catch(failedCall), () => void send(name, true))
  }
  /** The card shows how it goes on, and why there is no code. */
  const pair = async (phone: string, sendWaiting?: true): Promise<void> => {
    setState(REST)
    const agreed = sendWaiting === undefined ? {} : { sendWaiting }
    const outcome = await bridge.call('number.pair', { key, phone, ...agreed }).catch(failedCall)
    if (!outcome.ok && outcome.failure.code === 'messages-waiting') settle(outcome, () => void pair(phone, true))
  }
  const busy = state.busy ?? (session.checking ? 'number.check' : null)
  return { ...state, send, pair, may: (name) => isAllowed(name, session, connection), connection, openSignIn, busy }
}

const REST = { busy: null, failure: null, heldBack: null }

// The buttons of a number's card: one call at a time, its failure kept in sight.
import { useState } from 'react'
import { failed, type Failure } from '../../shared/failure'
import { useBridge } from '../bridge/companion-context'

/** Calls that take nothing but the number. */
export type NumberCall = 'number.connect' | 'number.cancel' | 'number.newCode' | 'number.check' | 'number.disconnect' | 'number.remove'

/** What the card's buttons need. */
export interface NumberCalls {
  /** True when it worked. */
  readonly send: (name: NumberCall) => Promise<boolean>
  readonly busy: NumberCall | null
  readonly failure: Failure | null
}

/** A cancelled call is no failure. */
export function useNumberCalls(key: string): NumberCalls {
  const bridge = useBridge()
  const [state, setState] = useState<{ busy: NumberCall | null; failure: Failure | null }>({ busy: null, failure: null })
  const send = async (name: NumberCall): Promise<boolean> => {
    setState({ busy: name, failure: null })
    const outcome = await bridge.call(name, { key }).catch((error: unknown) => failed('internal', { detail: String(error) }))
    setState((now) => (now.busy === name ? { busy: null, failure: outcome.ok || outcome.failure.code === 'cancelled' ? null : outcome.failure } : now))
    return outcome.ok
  }
  return { send, ...state }
}

// One call of one control: sends it, and knows whether it is under way and how it failed.
import { useCallback, useEffect, useRef, useState } from 'react'
import { failed, type Failure, type Outcome } from '../../shared/model/failure'
import type { CallArgs, CallName, CallValue } from '../../shared/ipc/contract'
import { useBridge } from './companion-context'

type Rest<N extends CallName> = CallArgs<N> extends undefined ? [] : [CallArgs<N>]

/** State of an intent and the function that sends it. */
export interface Intent<N extends CallName> {
  readonly run: (...args: Rest<N>) => Promise<Outcome<CallValue<N>>>
  readonly busy: boolean
  /** The last failure; a cancelled call is none. */
  readonly failure: Failure | null
  readonly clear: () => void
}

/** Prepares a call by name. An exception of the bridge becomes the failure `internal`. */
export function useIntent<N extends CallName>(name: N): Intent<N> {
  const bridge = useBridge()
  const [state, setState] = useState<{ busy: boolean; failure: Failure | null }>({ busy: false, failure: null })
  const mounted = useRef(true)
  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])
  const run = useCallback(
    async (...args: Rest<N>): Promise<Outcome<CallValue<N>>> => {
      setState({ busy: true, failure: null })
      const outcome: Outcome<CallValue<N>> = await bridge.call(name, ...args).catch((error: unknown) => failed('internal', { detail: String(error) }))
      if (mounted.current) setState({ busy: false, failure: outcome.ok || outcome.failure.code === 'cancelled' ? null : outcome.failure })
      return outcome
    },
    [bridge, name],
  )
  const clear = useCallback(() => setState({ busy: false, failure: null }), [])
  return { run, clear, ...state }
}

// Reads one number's history for the chosen period, again whenever the number changes or a minute has passed.
import { useEffect, useState } from 'react'
import type { SessionView } from '../../shared/app-snapshot'
import type { Failure } from '../../shared/failure'
import type { HistoryView, Period } from '../../shared/history'
import { useBridge } from '../bridge/companion-context'
import { useNow } from '../words/ticker'

/** What is shown: the last answer stays until the next one comes. */
export interface ShownHistory {
  readonly view: HistoryView | null
  readonly failure: Failure | null
}

/** The history of a number. */
export function useHistory({ key, phase, cause, since }: SessionView, period: Period): ShownHistory {
  const bridge = useBridge()
  const minute = useNow(60_000)
  const [shown, setShown] = useState<ShownHistory>({ view: null, failure: null })
  useEffect(() => {
    let wanted = true
    void bridge.call('history.read', { key, period }).then((outcome) => {
      if (!wanted) return
      setShown((before) => (outcome.ok ? { view: outcome.value, failure: null } : { view: before.view, failure: outcome.failure }))
    })
    return () => {
      wanted = false
    }
  }, [bridge, key, period, phase, cause, since, minute])
  return shown
}

// Reads one number's history for the chosen period, again whenever the number changes, is confirmed for the first time, or a minute has passed.
import { useEffect, useState } from 'react'
import type { SessionView } from '../../shared/ipc/snapshot'
import type { Failure } from '../../shared/model/failure'
import type { HistoryView, Period } from '../../shared/model/history'
import { useBridge } from '../bridge/companion-context'
import { MINUTE, useNow } from '../words/ticker'

/** What is shown: the last answer stays until the next one comes. */
export interface ShownHistory {
  readonly view: HistoryView | null
  readonly failure: Failure | null
}

/** The history of a number; mounted anew for each number. */
export function useHistory({ key, phase, cause, since, lastConfirmedAt }: SessionView, period: Period): ShownHistory {
  const bridge = useBridge()
  const minute = useNow(MINUTE)
  const [confirmedBefore] = useState(lastConfirmedAt)
  // When a number is confirmed for the first time, main records what changed while the app was closed, so the history is read again.
  const confirmed = lastConfirmedAt !== confirmedBefore
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
  }, [bridge, key, period, phase, cause, since, confirmed, minute])
  return shown
}

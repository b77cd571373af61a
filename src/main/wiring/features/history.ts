// History: changes of the numbers into the database, what the window asks of it out.
import { createHistoryHandlers } from '../../core/view'
import type { Feature } from '../parts/feature'

/** Records what the watch sees, and when it watched at all. */
export const history: Feature = {
  name: 'history',
  start({ clock, settings, snapshots, signals, history, exports, wording }) {
    const startedAt = clock.now()
    signals.phaseChanged.on((change) => history.add(change))
    signals.suspended.on(() => history.watching(false))
    signals.resumed.on(() => history.watching(true))
    const stop = snapshots.subscribe(({ upsert }) => {
      // What was read from the settings is not known to hold until an answer proves it.
      for (const view of upsert) if (view.lastConfirmedAt !== null && view.lastConfirmedAt >= startedAt) history.seen(view)
    })
    return {
      handlers: createHistoryHandlers({ clock, settings, history, wording, language: () => snapshots.current().language, ...exports }),
      dispose() {
        stop()
        history.close()
      },
    }
  },
}

// What the window's page draws first. Of a running app: what is true now. At the next start, until the app has looked for itself: the numbers as last proved,
// marked as not yet confirmed.
import type { AppSnapshot, ConnectionView } from '../../../shared/ipc/snapshot'
import type { NumberRecord } from '../../../shared/model/settings'
import { byName } from '../../../shared/words/number-name'
import { initialState, viewOf } from '../session'

/** Older than every snapshot of a running app. */
const BEFORE_ALL = -1

/** Built from the last snapshot and the saved numbers. It claims nothing that the next run has to find out: no green, no failure, no code, no keyring that is away. */
export function startSnapshot(last: AppSnapshot, numbers: readonly NumberRecord[], now: number): AppSnapshot {
  return {
    ...last,
    revision: BEFORE_ALL,
    keyring: 'unlocked',
    tray: 'unknown',
    healing: {},
    escalation: { ...last.escalation, told: {}, failing: [] },
    banners: last.banners.filter((each) => each === 'settings-unread'),
    online: true,
    connections: last.connections.map(unasked),
    sessions: byName(
      numbers.map((record) => viewOf(record, initialState(record, now), true, false)),
      last.language,
    ),
    sorted: true,
    sandbox: null,
    focus: null,
  }
}

function unasked(view: ConnectionView): ConnectionView {
  const signIn = view.signIn === 'signed-out' ? 'signed-out' : 'signed-in'
  return { ...view, signIn, failure: null, provisioningSince: null, provisionFailure: null, listing: false }
}

/** The snapshot of a running app as it comes with the page. */
export function pageSnapshot(snapshot: AppSnapshot): AppSnapshot {
  return { ...snapshot, sessions: byName(snapshot.sessions, snapshot.language), sorted: true }
}

// The app as a table of contents: its features, in the order in which they start, over the shared parts.
import { answerCall } from '../core/view'
import type { FirstParts } from '../desktop/first-parts'
import { onAppEvents } from '../desktop/system/shell'
import { about } from './features/about'
import { alarms } from './features/alarms'
import { connections } from './features/connections'
import { escalation } from './features/escalation'
import { healing } from './features/healing'
import { history } from './features/history'
import { notices } from './features/notices'
import { numbers } from './features/numbers'
import { power } from './features/power'
import { preferences } from './features/preferences'
import { sandbox } from './features/sandbox'
import { secrets } from './features/secrets'
import { support } from './features/support'
import { tray } from './features/tray'
import { window } from './features/window'
import { endApp, keepStartSnapshot } from './parts/end'
import { startFeatures, type Feature } from './parts/feature'
import { createParts } from './parts/parts'

/** Every feature. A new one is a file in features/ and a line here. */
const FEATURES: readonly Feature[] = [
  window,
  // Before the tray: what was chosen is applied first and drawn then.
  preferences,
  tray,
  notices,
  power,
  history,
  escalation,
  alarms,
  healing,
  support,
  about,
  sandbox,
  secrets,
  connections,
  numbers,
]

/** Starts the app around the parts that exist already. Electron must be ready. */
export async function startApp(first: FirstParts): Promise<void> {
  const parts = createParts(first)
  const features = startFeatures(FEATURES, parts)
  onAppEvents({ quitting: () => endApp(parts, features), windowsClosed: () => keepStartSnapshot(parts) })
  await parts.keyringLookedAt
  first.calls.serve((name, args) => answerCall(features.handlers, name, args, parts.log), parts.log)
}

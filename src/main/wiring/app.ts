// The app as a table of contents: its features, in the order in which they start, over the shared parts.
import { answerCall } from '../core/view'
import type { FirstParts } from '../desktop/first-parts'
import { onAppEvents } from '../desktop/system/shell'
import { about } from './features/about'
import { alarms } from './features/alarms'
import { connections } from './features/connections'
import { escalation } from './features/escalation'
import { startFeatures, type Feature } from './parts/feature'
import { healing } from './features/healing'
import { history } from './features/history'
import { notices } from './features/notices'
import { numbers } from './features/numbers'
import { createParts, type Parts } from './parts/parts'
import { power } from './features/power'
import { preferences } from './features/preferences'
import { sandbox } from './features/sandbox'
import { secrets } from './features/secrets'
import { support } from './features/support'
import { tray } from './features/tray'
import { window } from './features/window'

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

/** The window's page waits so long for the keyring, ms: usually it answers sooner, and what is drawn first is already right. */
const KEYRING_PAUSE = 500

/** Starts the app around the parts that exist already. Electron must be ready. */
export async function startApp(first: FirstParts): Promise<void> {
  const parts = createParts(first)
  const features = startFeatures(FEATURES, parts)
  onAppEvents({ beforeQuit: () => quit(parts, features.dispose) })
  await keyringOrPause(parts)
  first.calls.serve((name, args) => answerCall(features.handlers, name, args, parts.log), parts.log)
}

function keyringOrPause({ clock, keyringAnswered }: Parts): Promise<unknown> {
  return Promise.race([keyringAnswered, new Promise<void>((resolve) => void clock.after(KEYRING_PAUSE, resolve))])
}

function quit({ window: mainWindow, monitor, shell, keeper, settingsFile, sandbox: host }: Parts, disposeFeatures: () => void): void {
  mainWindow.allowQuit()
  monitor.dispose()
  disposeFeatures()
  shell.dispose()
  keeper.dispose()
  settingsFile.flush()
  void host.close()
}

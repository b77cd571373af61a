// The end of the app: what may still write comes to rest before what it writes with.
import type { StartedFeatures } from './feature'
import type { Parts } from './parts'

/** Ends features and parts when the app quits, and lets the window close. */
export function endApp({ window, monitor, shell, keeper, settingsFile, sandbox }: Parts, features: Pick<StartedFeatures, 'dispose'>): void {
  window.allowQuit()
  monitor.dispose()
  features.dispose()
  shell.dispose()
  keeper.dispose()
  settingsFile.flush()
  void sandbox.close()
}

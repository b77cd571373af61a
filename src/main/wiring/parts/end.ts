// The end of the app: what may still write comes to rest before what it writes with.
import { startSnapshot } from '../../core/view'
import { writeStartSnapshot } from '../../desktop/settings/start-snapshot-file'
import { appVersion } from '../../desktop/system/shell'
import type { StartedFeatures } from './feature'
import type { Parts } from './parts'

/** Ends features and parts when the app quits, and lets the window close. */
export function endApp(parts: Parts, features: Pick<StartedFeatures, 'dispose'>): void {
  const { window, monitor, shell, keeper, settingsFile, sandbox } = parts
  window.allowQuit()
  monitor.dispose()
  features.dispose()
  shell.dispose()
  keeper.dispose()
  settingsFile.flush()
  keepStartSnapshot(parts)
  void sandbox.close()
}

/** What the next start shows first. Without it that start only takes a little longer. */
function keepStartSnapshot({ paths, snapshots, settings, clock, log }: Parts): void {
  try {
    const snapshot = startSnapshot(snapshots.current(), settings.current().numbers, clock.now())
    writeStartSnapshot({ folder: paths.userData, version: appVersion() }, snapshot)
  } catch (error) {
    log.warn('start snapshot not written', { error: error instanceof Error ? error.message : String(error) })
  }
}

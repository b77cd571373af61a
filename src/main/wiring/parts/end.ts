// The end of the app: what may still write comes to rest before what it writes with.
import { startSnapshot } from '../../core/view'
import { writeStartSnapshot } from '../../desktop/settings/start-snapshot-file'
import { appVersion } from '../../desktop/system/shell'
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

/**
 * Keeps what the next start shows first: the very last act, since the window's place is saved when it closes. Without it that start only takes a little longer,
 * so nothing is kept that the settings on disk do not bear out.
 */
export function keepStartSnapshot({ paths, snapshots, settings, settingsFile, clock, log }: Parts): void {
  if (!settingsFile.isSaved()) return
  try {
    const snapshot = startSnapshot(snapshots.current(), settings.current().numbers, clock.now())
    writeStartSnapshot({ folder: paths.userData, version: appVersion(), page: paths.renderer }, snapshot)
  } catch (error) {
    log.warn('start snapshot not written', { error: error instanceof Error ? error.message : String(error) })
  }
}

// Builds the recorder of the history. Its database is opened once the window shows its first picture, so that the start does not wait for it.
import type { Banner } from '../../../shared/ipc/snapshot'
import { createHistoryRecorder, type HistoryRecorder } from '../../core/history'
import type { Clock, Log } from '../../core/ports'

interface AppHistoryOptions {
  readonly clock: Clock
  readonly log: Log
  /** The database file. */
  readonly path: string
  /** When the database may be loaded: not before the first picture is on the screen. */
  readonly after: Promise<void>
  setBanner(banner: Banner, on: boolean): void
}

/** Builds the recorder over the database file. */
export function createAppHistory({ clock, log, path, after, setBanner }: AppHistoryOptions): HistoryRecorder {
  return createHistoryRecorder({
    clock,
    log,
    async open(suspect) {
      await after
      const [{ createHistoryFile }, { runtimeSqlite }] = await Promise.all([import('../../history/history-file'), import('../../history/sqlite')])
      const file = createHistoryFile({ path, open: await runtimeSqlite(), clock, log, suspect })
      if (file.setAside !== null) setBanner('history-set-aside', true)
      return file
    },
    onCanSave: (can) => setBanner('history-not-saved', !can),
  })
}

// Wiring of the support bundle: settings, state, history and logs in; one .zip among the downloads out.
import { translator } from '../shared/i18n'
import type { HistoryEntry } from '../shared/history'
import type { Clock, Log } from './core/ports'
import type { SettingsBook } from './core/settings-book'
import type { SnapshotStore } from './core/snapshot-store'
import { supportHandlers } from './core/support-intents'
import type { Exports } from './desktop/exports'

interface AppSupportOptions {
  readonly clock: Clock
  readonly log: Log
  readonly book: SettingsBook
  readonly snapshots: SnapshotStore
  readonly exports: Pick<Exports, 'save'>
  /** The newest changes, oldest first; null = out of reach. */
  history(most: number): Promise<readonly HistoryEntry[] | null>
}

/** Changes at most: a bundle has to fit into a mail. */
const MOST_CHANGES = 50_000

/** The handlers. What makes the bundle is loaded when somebody asks for one. */
export function appSupport({ clock, log, book, snapshots, exports, history }: AppSupportOptions): ReturnType<typeof supportHandlers> {
  const pause = (): Promise<void> => new Promise((done) => void clock.after(0, done))
  return supportHandlers({
    clock,
    async collect() {
      log.info('support bundle')
      const [{ supportBundle }, { homeFolder, machineFacts, readLogs }] = await Promise.all([import('./core/support-bundle'), import('./desktop/support-files')])
      const snapshot = snapshots.current()
      return supportBundle({
        t: translator(snapshot.language), now: clock.now(), settings: book.current(), snapshot, machine: machineFacts(), home: homeFolder(), logs: await readLogs(), history: await history(MOST_CHANGES), pause,
      })
    },
    pack: async (files) => (await import('./desktop/zip')).packZip(files, pause),
    save: (name, content) => exports.save(name, content),
  })
}

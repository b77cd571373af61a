// Wiring of the history: changes of the numbers in, the database below, the window's questions out.
import { translator } from '../shared/i18n'
import { historyBook, type HistoryBook } from './core/history-book'
import { historyHandlers } from './core/history-intents'
import type { Clock, Log } from './core/ports'
import type { SettingsBook } from './core/settings-book'
import type { SnapshotStore } from './core/snapshot-store'
import { timeTeller } from './core/times'
import type { Exports } from './desktop/exports'
import type { Banner } from '../shared/app-snapshot'

interface AppHistoryOptions {
  readonly clock: Clock
  readonly log: Log
  readonly book: SettingsBook
  readonly snapshots: SnapshotStore
  readonly exports: Exports
  /** The database file. */
  readonly path: string
  /** When it is loaded: out of everybody's way. */
  readonly after: Promise<void>
  setBanner(banner: Banner, on: boolean): void
}

/** The history, and the handlers of what the window asks of it. */
export interface AppHistory {
  readonly history: HistoryBook
  readonly handlers: ReturnType<typeof historyHandlers>
}

/** Connects it. */
export function appHistory({ clock, log, book, snapshots, exports, path, after, setBanner }: AppHistoryOptions): AppHistory {
  const startedAt = clock.now()
  const history = historyBook({
    clock,
    log,
    async open(suspect) {
      await after
      const [{ openHistory }, { runtimeSqlite }] = await Promise.all([import('./history/history-file'), import('./history/sqlite')])
      const file = openHistory({ path, open: await runtimeSqlite(), clock, log, suspect })
      if (file.setAside !== null) setBanner('history-set-aside', true)
      return file
    },
    onCanSave: (can) => setBanner('history-not-saved', !can),
  })
  snapshots.subscribe(({ upsert }) => {
    // What was read from the settings is not known to hold until an answer proves it.
    for (const view of upsert) if (view.lastConfirmedAt !== null && view.lastConfirmedAt >= startedAt) history.seen(view)
  })
  const language = () => snapshots.current().language
  const wording = () => ({ t: translator(language()), time: timeTeller(language(), clock) })
  return { history, handlers: historyHandlers({ clock, book, history, wording, language, ...exports }) }
}

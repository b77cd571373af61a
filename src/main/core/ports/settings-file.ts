// The settings on disk.
import type { Settings } from '../../../shared/model/settings'
import type { Unread } from '../../../shared/model/settings-reading'

/** The settings file. */
export interface SettingsFile {
  readonly current: Settings
  /** What the file holds that this build cannot read; absent = nothing. */
  readonly unread?: Unread
  /** Writes atomically: before it returns, or with `withinMs` at the latest after so many ms, together with later changes. */
  save(settings: Settings, withinMs?: number): void
}

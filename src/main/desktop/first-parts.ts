// The parts that the entry (main/index.ts) builds before the rest of the app is loaded.
import type { Tray } from 'electron'
import type { PageSnapshot } from './window/app-scheme'
import type { Calls } from './window/ipc'
import type { MainWindow } from './window/main-window'

/** Handed from the entry to the app. */
export interface FirstParts {
  readonly tray: Tray
  readonly window: MainWindow
  readonly calls: Calls
  readonly page: PageSnapshot
  /** Started without a window. */
  readonly hidden: boolean
  /** Settles when the window has drawn its first content, or when the app starts without a window. Work that is not visible begins only then. */
  readonly drawn: Promise<void>
}

// What the entry has made before the rest of the app is loaded.
import type { Tray } from 'electron'
import type { Calls } from './ipc'
import type { MainWindow } from './main-window'

/** Handed from the entry to the app. */
export interface FirstParts {
  readonly tray: Tray
  readonly window: MainWindow
  readonly calls: Calls
  /** Started without a window. */
  readonly hidden: boolean
  /** The first picture is on the screen, or none is waited for: what nobody looks at yet begins now. */
  readonly drawn: Promise<void>
}

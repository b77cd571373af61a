// When the tray is drawn, and what happens while the desktop shows none. A start with hundreds of numbers changes the snapshot hundreds of times.
import type { AppSnapshot, SnapshotPatch } from '../../../../shared/ipc/snapshot'
import type { Cancel, Clock } from '../../ports'
import { repeat } from '../../time'

/** The tray is drawn at most this often, ms. */
const DRAW_PAUSE = 150
/** How often the app looks whether quiet hours have begun or ended, ms. */
const QUIET_CHECK = 5_000
/** When the desktop's panel restarts, the tray is away for a moment, ms. Only a longer absence opens the window minimised. */
const TRAY_AWAY = 5_000

interface TrayUpdatesOptions {
  readonly clock: Clock
  draw(): void
  /** When the quiet hours that hold now end, epoch ms; null = they do not hold. */
  quietUntil(): number | null
  /** Whether the desktop shows the tray now. */
  tray(): AppSnapshot['tray']
  showMinimised(): void
}

/** Draws the tray when something that it shows has changed. */
export interface TrayUpdates {
  /** Draws within {@link DRAW_PAUSE} if the patch changes what the tray shows. */
  patched(patch: Pick<SnapshotPatch, 'set' | 'upsert' | 'remove'>): void
  /** Without tray and window nobody could reach the app any more: if the tray stays away, the window opens minimised. */
  away(): void
  dispose(): void
}

/** Starts to look for the beginning and end of quiet hours. Draws nothing yet. */
export function createTrayUpdates({ clock, draw, quietUntil, tray, showMinimised }: TrayUpdatesOptions): TrayUpdates {
  let planned = false
  const planDraw = (): void => {
    if (planned) return
    planned = true
    clock.after(DRAW_PAUSE, () => {
      planned = false
      draw()
    })
  }
  let wasQuiet = false
  const stopChecks = repeat(
    clock,
    () => QUIET_CHECK,
    () => {
      const quiet = quietUntil() !== null
      if (quiet !== wasQuiet) planDraw()
      wasQuiet = quiet
    },
  )
  let stopAbsence: Cancel = () => undefined
  return {
    patched({ set, upsert, remove }) {
      if (upsert.length > 0 || remove.length > 0 || set.connections || set.language || set.alarms) planDraw()
    },
    away() {
      stopAbsence()
      stopAbsence = clock.after(TRAY_AWAY, () => {
        if (tray() !== 'present') showMinimised()
      })
    },
    dispose() {
      stopChecks()
      stopAbsence()
    },
  }
}

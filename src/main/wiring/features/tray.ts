// The tray: the snapshot drawn as icon, tooltip and menu, and the clicks on them.
import { muteAll, trayView, type TrayAction } from '../../core/view'
import { repeat } from '../../core/time'
import { quitApp } from '../../desktop/system/shell'
import type { Feature } from '../parts/feature'
import { showInWindow } from '../parts/show-in-window'

/** The tray is drawn at most this often, ms: a start with hundreds of numbers changes it hundreds of times. */
const DRAW_PAUSE = 150
/** How often the app looks whether quiet hours have begun or ended, ms. */
const QUIET_LOOK = 5_000
/** When the desktop's panel restarts, the tray is away for a moment, ms. Only a longer absence opens the window minimised. */
const TRAY_AWAY = 5_000

/** Draws the tray and acts on its menu. */
export const tray: Feature = {
  name: 'tray',
  start(parts) {
    const { clock, log, settings, snapshots, signals, shell, monitor, window, wording } = parts
    const draw = (): void => {
      const { sessions, connections } = snapshots.current()
      const unacknowledged = monitor.alarms.open().filter((each) => each.acknowledgedAt === null).length
      shell.tray.show(trayView({ sessions, connections, now: clock.now(), unacknowledged, ...monitor.silences.ends(), wording: wording() }))
    }
    let drawPlanned = false
    const planDraw = (): void => {
      if (drawPlanned) return
      drawPlanned = true
      clock.after(DRAW_PAUSE, () => {
        drawPlanned = false
        draw()
      })
    }

    const mute = (hours: number): void => {
      muteAll(settings, clock, hours)
      signals.preferencesChanged.emit()
    }
    const act = (action: TrayAction): void => {
      switch (action.type) {
        case 'open':
          return window.show()
        case 'show-all':
          return showInWindow(parts, null)
        case 'connect':
          return showInWindow(parts, null, 'connect')
        case 'open-number':
          return showInWindow(parts, action.key)
        case 'mute':
          return mute(action.hours)
        case 'unmute':
          return mute(0)
        case 'acknowledge':
          return void monitor.alarms.acknowledge(
            monitor.alarms.open().map(({ key }) => key),
            'tray',
          )
        case 'quit':
          return quitApp()
      }
    }

    let stopAbsence = (): void => undefined
    /** Without tray and window nobody could reach the app any more: after a while the window opens minimised. */
    const openWindowIfTrayStaysAway = (): void => {
      stopAbsence()
      stopAbsence = clock.after(TRAY_AWAY, () => {
        if (shell.trayHost.current() !== 'present') window.showMinimised()
      })
    }

    signals.trayAction.on(act)
    signals.trayClicked.on(() => window.show())
    signals.preferencesChanged.on(draw)
    shell.trayHost.onChange((tray) => {
      log.info('tray host', { tray })
      snapshots.set({ tray })
      if (tray === 'absent') openWindowIfTrayStaysAway()
    })
    const stopPatches = snapshots.subscribe(({ set, upsert, remove }) => {
      if (upsert.length > 0 || remove.length > 0 || set.connections || set.language || set.alarms) planDraw()
    })
    let wasQuiet = false
    const stopLooks = repeat(
      clock,
      () => QUIET_LOOK,
      () => {
        const quiet = monitor.silences.ends().quietUntil !== null
        if (quiet !== wasQuiet) planDraw()
        wasQuiet = quiet
      },
    )
    draw()
    if (parts.hidden) openWindowIfTrayStaysAway()
    return {
      dispose() {
        stopPatches()
        stopLooks()
        stopAbsence()
      },
    }
  },
}

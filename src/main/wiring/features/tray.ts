// The tray: the snapshot drawn as icon, tooltip and menu, and the clicks on them.
import { createTrayUpdates, muteAll, trayView, type TrayAction } from '../../core/view'
import { quitApp } from '../../desktop/system/shell'
import type { Feature } from '../parts/feature'
import { showInWindow } from '../parts/show-in-window'

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
    const updates = createTrayUpdates({
      clock,
      draw,
      quietUntil: () => monitor.silences.ends().quietUntil,
      tray: () => shell.trayHost.current(),
      showMinimised: () => window.showMinimised(),
    })

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

    signals.trayAction.on(act)
    signals.trayClicked.on(() => window.show())
    signals.preferencesChanged.on(draw)
    shell.trayHost.onChange((tray) => {
      log.info('tray host', { tray })
      snapshots.set({ tray })
      if (tray === 'absent') updates.away()
    })
    const stopPatches = snapshots.subscribe(updates.patched)
    draw()
    if (parts.hidden) updates.away()
    return {
      dispose() {
        stopPatches()
        updates.dispose()
      },
    }
  },
}

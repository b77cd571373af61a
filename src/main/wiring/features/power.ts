// Power and network: nothing is asked while the computer sleeps, everything is asked again after it woke.
import { repeat } from '../../core/time'
import type { Feature } from '../parts/feature'

/** How often network and battery are looked at, ms: Electron does not tell when the network changes. */
const NETWORK_LOOK = 5_000

/** Tells the monitor of sleep, network and battery. */
export const power: Feature = {
  name: 'power',
  start({ clock, signals, shell, snapshots, monitor }) {
    signals.suspended.on(() => monitor.suspend())
    signals.resumed.on(() => monitor.resume())
    const stop = repeat(
      clock,
      () => NETWORK_LOOK,
      () => {
        monitor.watcher.setOnBattery(shell.power.onBattery())
        const online = shell.power.isOnline()
        if (online === snapshots.current().online) return
        snapshots.set({ online })
        monitor.watcher.setOnline(online)
      },
    )
    return { dispose: stop }
  },
}

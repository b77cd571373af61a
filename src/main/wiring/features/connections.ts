// Connections: drawn, and their lists of numbers read again now and then.
import { nameSimulations } from '../../core/registry'
import { repeat } from '../../core/time'
import { createConnectionHandlers } from '../../core/view'
import type { Feature } from '../parts/feature'
import { connectionParts } from '../parts/first-snapshot'

/** Answers what the operator asks of a connection. */
export const connections: Feature = {
  name: 'connections',
  start({ clock, drawn, settings, settingsFile, snapshots, signals, timings, connections, numbers, monitor, forgetNumber }) {
    const renameSimulations = (): void => nameSimulations(settings, connections, snapshots.current().language)
    signals.preferencesChanged.on(renameSimulations)
    renameSimulations()
    snapshots.set(connectionParts(connections, snapshots.current().sandbox))
    const stop = repeat(clock, () => timings.own.listRefresh, numbers.refreshLists)
    signals.resumed.on(numbers.refreshLists)
    void drawn.then(() => {
      numbers.refreshLists()
      return settingsFile.ready()
    })
    return { handlers: createConnectionHandlers({ settings, connections, numbers, watcher: monitor.watcher, onNumberGone: forgetNumber }), dispose: stop }
  },
}

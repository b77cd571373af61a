// Connections: drawn, and their lists of numbers read again now and then.
import type { Language } from '../../../shared/ipc/snapshot'
import type { CodedKind } from '../../../shared/model/connection-kinds'
import { LANGUAGES, translator } from '../../../shared/words/i18n'
import { repeat } from '../../core/time'
import { createConnectionHandlers } from '../../core/view'
import type { Feature } from '../parts/feature'
import { connectionParts } from '../parts/first-snapshot'

/** Answers what the operator asks of a connection. */
export const connections: Feature = {
  name: 'connections',
  start({ clock, drawn, settings, settingsFile, snapshots, signals, timings, connections, numbers, monitor, forgetNumber }) {
    const refreshLists = (): void => {
      for (const id of connections.ids()) if (connections.view(id)?.signIn !== 'signed-out') void numbers.refresh(id)
    }
    /** A simulation that nobody has renamed is called what its kind is called in the language of now. */
    const nameSimulations = (): void => {
      const simulation: CodedKind = 'sandbox'
      const word = (language: Language): string => translator(language)(`kinds.${simulation}.name`)
      for (const { id, kind, name } of settings.current().connections) {
        const now = word(snapshots.current().language)
        if (kind === simulation && name !== now && LANGUAGES.some((each) => word(each) === name)) connections.rename(id, now)
      }
    }
    signals.preferencesChanged.on(nameSimulations)
    nameSimulations()
    snapshots.set(connectionParts(connections, snapshots.current().sandbox))
    const stop = repeat(clock, () => timings.own.listRefresh, refreshLists)
    signals.resumed.on(refreshLists)
    void drawn.then(() => {
      refreshLists()
      return settingsFile.ready()
    })
    return { handlers: createConnectionHandlers({ settings, connections, numbers, watcher: monitor.watcher, onNumberGone: forgetNumber }), dispose: stop }
  },
}

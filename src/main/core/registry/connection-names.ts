// What connections are called: in notices, and a simulation in the language of the app.
import type { ConnectionView, Language } from '../../../shared/ipc/snapshot'
import type { Connections } from './connections'
import type { SettingsRepository } from './settings-repository'

/** What a notice says of a connection. One that is gone has no name and is signed out. */
export function namedConnection(
  settings: Pick<SettingsRepository, 'connection'>,
  connections: Pick<Connections, 'specOf' | 'view'>,
  id: string,
): { readonly name: string; readonly signIn: ConnectionView['signIn']; readonly keyPerNumber: boolean } {
  const record = settings.connection(id)
  const keyPerNumber = record !== null && connections.specOf(record.kind).numberFields.length > 0
  return { name: record?.name ?? '', signIn: connections.view(id)?.signIn ?? 'signed-out', keyPerNumber }
}

/** A simulation that nobody has renamed is called what its kind is called in this language. */
export function nameSimulations(settings: Pick<SettingsRepository, 'current'>, connections: Pick<Connections, 'rename' | 'specOf'>, language: Language): void {
  for (const { id, kind, name } of settings.current().connections) {
    const { simulated, words } = connections.specOf(kind)
    const now = words[language].name
    if (simulated && name !== now && Object.values(words).some((each) => each.name === name)) connections.rename(id, now)
  }
}

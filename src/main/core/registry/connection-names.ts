// What connections are called: in notices, and a simulation in the language of the app.
import type { ConnectionView, Language } from '../../../shared/ipc/snapshot'
import type { CodedKind } from '../../../shared/model/connection-kinds'
import { LANGUAGES, translator } from '../../../shared/words/i18n'
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
export function nameSimulations(settings: Pick<SettingsRepository, 'current'>, connections: Pick<Connections, 'rename'>, language: Language): void {
  const simulation: CodedKind = 'sandbox'
  const word = (each: Language): string => translator(each)(`kinds.${simulation}.name`)
  for (const { id, kind, name } of settings.current().connections) {
    if (kind === simulation && name !== word(language) && LANGUAGES.some((each) => word(each) === name)) connections.rename(id, word(language))
  }
}

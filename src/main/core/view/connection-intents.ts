// What the operator can ask of a connection: add, sign in and out, rename, remove, read its list again.
import type { CallHandlers } from '../../../shared/ipc/contract'
import { failed, success } from '../../../shared/model/failure'
import type { NumberRecord } from '../../../shared/model/settings'
import type { ListedNumber } from '../ports'
import type { Connections, Numbers, SettingsRepository } from '../registry'
import type { SessionWatcher } from '../watch'

interface ConnectionIntentsOptions {
  readonly settings: SettingsRepository
  readonly connections: Connections
  readonly numbers: Numbers
  readonly watcher: Pick<SessionWatcher, 'connect' | 'recheckConnection'>
  /** The number is no longer in the app. */
  onNumberGone(key: string, connectionId: string): void
}

type ConnectionCalls = Extract<keyof CallHandlers, `connection.${string}`>

/** The handlers; failures are those of sign-in, keychain and list. */
export function createConnectionHandlers({
  settings,
  connections,
  numbers,
  watcher,
  onNumberGone,
}: ConnectionIntentsOptions): Pick<CallHandlers, ConnectionCalls> {
  /**
   * Links a number whose key was just proven; one that is connected already is not started again, and one for which messages wait at the service waits for
   * the operator's own click, which asks about them.
   */
  const link = async (record: NumberRecord, { reading }: ListedNumber): Promise<void> => {
    const connected = reading?.state === 'connected' ? reading : undefined
    if (connected || (await numbers.waiting(record)) === 0) watcher.connect(record.key, connected)
  }
  return {
    'connection.add': async ({ kind, name, fields }) => {
      const simulated = connections.specOf(kind).simulated ? settings.current().connections.find((each) => each.kind === kind) : undefined
      if (simulated) return success({ connectionId: simulated.id }) // one simulated platform is enough
      const added = await connections.add(kind, name, fields)
      if (!added.ok) return added
      const { record, number } = added.value
      if (number) await link(numbers.keep(record.id, number), number)
      // Asked once more with what was just stored: it proves that the key can be read back.
      watcher.recheckConnection(record.id)
      void numbers.refresh(record.id)
      return success({ connectionId: record.id })
    },
    'connection.recognise': ({ address }) => connections.recognise(address),
    'connection.cancelAdd': () => connections.cancelAdd(),
    'connection.rename': ({ connectionId, name }) => connections.rename(connectionId, name),
    'connection.signIn': async ({ connectionId, fields }) => {
      const signedIn = await connections.signIn(connectionId, fields)
      if (!signedIn.ok) return signedIn
      const number = signedIn.value
      if (number) {
        const known = settings.numbersOf(connectionId).some((each) => each.sessionId === number.sessionId)
        const record = numbers.keep(connectionId, number, 'new mask')
        if (!known) await link(record, number)
      }
      watcher.recheckConnection(connectionId)
      void numbers.refresh(connectionId)
      return success()
    },
    'connection.signOut': async ({ connectionId }) => {
      numbers.drop(connectionId)
      const signedOut = await connections.signOut(connectionId)
      if (signedOut.ok) watcher.recheckConnection(connectionId)
      return signedOut
    },
    'connection.forbidPlain': async ({ connectionId }) => {
      numbers.drop(connectionId)
      const forbidden = await connections.forbidPlain(connectionId)
      if (forbidden.ok) watcher.recheckConnection(connectionId)
      return forbidden
    },
    'connection.remove': async ({ connectionId }) => {
      const keys = settings.numbersOf(connectionId).map((each) => each.key)
      numbers.drop(connectionId)
      const removed = await connections.remove(connectionId)
      if (!removed.ok) return removed
      for (const key of keys) onNumberGone(key, connectionId)
      return success()
    },
    'connection.refresh': async ({ connectionId }) => {
      if (!settings.connection(connectionId)) return failed('not-found')
      watcher.recheckConnection(connectionId)
      return numbers.refreshAll(connectionId)
    },
  }
}

// What the operator can ask for: one handler per IPC call, each a short sentence over connections, numbers and watcher.
import type { SandboxFaults, SandboxPhoneAction } from '../../shared/app-snapshot'
import { failed, success, type Outcome } from '../../shared/failure'
import type { CallHandlers } from '../../shared/ipc-contract'
import type { NumberRecord } from '../../shared/settings'
import { kindSpec } from '../../shared/connection-kinds'
import type { Connections } from './connections'
import type { Numbers } from './numbers'
import type { Clock, ListedNumber, Log } from './ports'
import { setPreferences } from './preferences'
import { LOST } from './questions'
import type { SecretKeeper } from './secret-keeper'
import type { SettingsBook } from './settings-book'
import type { SessionWatcher } from './session-watcher'
import type { SnapshotStore } from './snapshot-store'

const HOUR = 3_600_000

/** The simulated platform's panel, when a sandbox connection exists. */
export interface SandboxControl {
  phone(sessionId: string, action: SandboxPhoneAction): Promise<Outcome>
  faults(faults: SandboxFaults): Promise<Outcome>
}

/** What only the desktop can do for an intent. */
export interface DesktopIntents {
  copy(text: string): void
  openLink(link: 'troubleshooting' | 'whatsapp-linking'): Promise<void>
  testNotice(): void
}

interface CompanionOptions {
  readonly book: SettingsBook
  readonly keeper: SecretKeeper
  readonly connections: Connections
  readonly numbers: Numbers
  readonly watcher: Pick<SessionWatcher, 'connect' | 'cancel' | 'newCode' | 'check' | 'disconnect' | 'remove' | 'recheckConnection'>
  readonly snapshots: SnapshotStore
  readonly clock: Clock
  readonly log: Log
  readonly desktop: DesktopIntents
  sandbox(): Promise<SandboxControl>
  /** Draws and applies them; false = the system refused open-at-login. */
  onPreferences(): boolean
  /** The number is no longer in the app. */
  onNumberGone(key: string, connectionId: string): void
}

/** Handled by the features they belong to. */
type Elsewhere = 'window.drawn' | 'healing.stop' | 'alarm.acknowledge' | 'number.mute' | 'history.read' | 'history.export' | 'file.reveal' | `escalation.${string}` | 'support.bundle' | 'number.keepPhone'

/** The handlers of the IPC contract about connections, numbers, preferences and the sandbox. */
export function companionHandlers(options: CompanionOptions): Omit<CallHandlers, Elsewhere> {
  const { book, keeper, connections, numbers, watcher, snapshots, clock, desktop } = options

  const onNumber = (key: string, run: (key: string) => void): Outcome => {
    if (!book.number(key)) return failed('not-found')
    run(key)
    return success()
  }

  /** Links a number whose key was just proven; one that is connected already is not started again. */
  const link = (key: string, { reading }: ListedNumber): void => watcher.connect(key, reading?.state === 'connected' ? reading : undefined)
  /** The server no longer has the number: a new one takes its place, under its name. */
  const replace = async (record: NumberRecord): Promise<Outcome> => {
    const made = await numbers.add(record.connectionId, {})
    if (!made.ok) return made
    if (made.value.key === record.key) return success()
    numbers.rename(made.value.key, record.name)
    book.dropNumber(record.key)
    forget(record.key, record.connectionId)
    return success()
  }
  const forget = (key: string, connectionId: string): void => {
    watcher.remove(key)
    options.onNumberGone(key, connectionId)
  }

  return {
    'snapshot.get': () => success(snapshots.current()),

    'connection.add': async ({ kind, name, fields }) => {
      const simulated = kindSpec(kind).simulated ? book.current().connections.find((each) => each.kind === kind) : undefined
      if (simulated) return success({ connectionId: simulated.id }) // one simulated platform is enough
      const added = await connections.add(kind, name, fields)
      if (!added.ok) return added
      const { record, number } = added.value
      if (number) link(numbers.keep(record.id, number).key, number)
      // Asked once more with what was just stored: it proves that the key can be read back.
      watcher.recheckConnection(record.id)
      void numbers.refresh(record.id)
      return success({ connectionId: record.id })
    },
    'connection.cancelAdd': () => connections.cancelAdd(),
    'connection.rename': ({ connectionId, name }) => connections.rename(connectionId, name),
    'connection.signIn': async ({ connectionId, fields }) => {
      const signedIn = await connections.signIn(connectionId, fields)
      if (!signedIn.ok) return signedIn
      const number = signedIn.value
      if (number) {
        const known = book.numbersOf(connectionId).some((each) => each.sessionId === number.sessionId)
        const { key } = numbers.keep(connectionId, number, 'new mask')
        if (!known) link(key, number)
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
    'connection.remove': async ({ connectionId }) => {
      const keys = book.numbersOf(connectionId).map((each) => each.key)
      numbers.drop(connectionId)
      const removed = await connections.remove(connectionId)
      if (!removed.ok) return removed
      for (const key of keys) forget(key, connectionId)
      return success()
    },
    'connection.refresh': async ({ connectionId }) => {
      if (!book.connection(connectionId)) return failed('not-found')
      watcher.recheckConnection(connectionId)
      return numbers.refreshAll(connectionId)
    },

    'number.add': ({ connectionId, fields }) => numbers.add(connectionId, fields),
    'number.cancelAdd': ({ connectionId }) => numbers.cancelAdd(connectionId),
    'number.connect': async ({ key }) => {
      const record = book.number(key)
      if (!record) return failed('not-found')
      if (numbers.canReplace(record, snapshots.session(key))) return replace(record)
      if (record.stoppedByOperator) book.putNumber({ ...record, stoppedByOperator: false })
      numbers.touch(key)
      watcher.connect(key)
      return success()
    },
    'number.cancel': ({ key }) => onNumber(key, (known) => watcher.cancel(known)),
    'number.newCode': ({ key }) => onNumber(key, (known) => watcher.newCode(known)),
    'number.check': ({ key }) => onNumber(key, (known) => watcher.check(known)),
    'number.disconnect': async ({ key }) => {
      const record = book.number(key)
      if (!record) return failed('not-found')
      // Noted first: the drop that follows is the operator's own and alarms nobody, even if the app dies here.
      book.putNumber({ ...record, stoppedByOperator: true })
      const stopped = await watcher.disconnect(key)
      const now = book.number(key)
      // Only a refusal takes the note back: after a lost answer (or a quit) the server may well have stopped it.
      if (!stopped.ok && now && !LOST.has(stopped.failure.code)) book.putNumber({ ...now, stoppedByOperator: false })
      if (stopped.ok) void numbers.refresh(record.connectionId)
      return stopped
    },
    'number.remove': async ({ key }) => {
      const record = book.number(key)
      if (!record) return failed('not-found')
      const removed = await numbers.remove(key, () => keeper.slots(record.connectionId).erase(`number:${record.sessionId}`))
      if (removed.ok) forget(key, record.connectionId)
      return removed
    },
    'number.rename': ({ key, name }) => numbers.rename(key, name),

    'preferences.set': (change) => setPreferences(book, change, () => options.onPreferences()),
    'notices.mute': ({ hours }) => {
      book.set({ mutedUntil: hours === 0 ? null : clock.now() + hours * HOUR })
      options.onPreferences()
      return success()
    },
    'notices.test': () => {
      desktop.testNotice()
      return success()
    },
    'banner.dismiss': ({ banner }) => {
      snapshots.set({ banners: snapshots.current().banners.filter((each) => each !== banner) })
      return success()
    },
    'keyring.unlock': () => keeper.unlock(),
    'keyring.useMemory': () => {
      keeper.useMemory()
      return success()
    },
    'clipboard.copy': ({ text }) => {
      desktop.copy(text)
      return success()
    },
    'link.open': async ({ link }) => {
      await desktop.openLink(link)
      return success()
    },

    'sandbox.phone': async ({ key, action }) => {
      const record = book.number(key)
      if (!record) return failed('not-found')
      const done = await (await options.sandbox()).phone(record.sessionId, action)
      if (done.ok) watcher.check(key)
      return done
    },
    'sandbox.faults': async (faults) => (await options.sandbox()).faults(faults),
  }
}

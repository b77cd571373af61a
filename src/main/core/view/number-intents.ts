// What the operator can ask of a number: add, link, cancel, check, keep its phone, disconnect, remove, rename.
import type { CallHandlers } from '../../../shared/ipc/contract'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { NumberRecord } from '../../../shared/model/settings'
import type { Healing } from '../healing'
import type { Numbers, SettingsRepository } from '../registry'
import type { SessionWatcher } from '../watch'
import type { SnapshotStore } from './snapshot-store'

interface NumberIntentsOptions {
  readonly settings: SettingsRepository
  readonly numbers: Numbers
  readonly watcher: Pick<SessionWatcher, 'connect' | 'cancel' | 'newCode' | 'pair' | 'check' | 'disconnect' | 'keepPhone'>
  readonly healing: Pick<Healing, 'operator'>
  readonly snapshots: Pick<SnapshotStore, 'session'>
  /** The number is no longer in the app. */
  onNumberGone(key: string, connectionId: string): void
}

type NumberCalls = Exclude<Extract<keyof CallHandlers, `number.${string}`>, 'number.mute'>

/** The handlers; those about a known number fail with `not-found` when it is no longer in the app. */
export function createNumberHandlers({ settings, numbers, watcher, healing, snapshots, onNumberGone }: NumberIntentsOptions): Pick<CallHandlers, NumberCalls> {
  const onNumber = (key: string, run: (key: string) => void): Outcome => {
    if (!settings.number(key)) return failed('not-found')
    run(key)
    return success()
  }
  /** The server no longer has the number: a new one takes its place, under its name. */
  const replace = async (record: NumberRecord): Promise<Outcome> => {
    const made = await numbers.add(record.connectionId, {})
    if (!made.ok) return made
    if (made.value.key === record.key) return success()
    numbers.rename(made.value.key, record.name)
    await numbers.replaced(record)
    onNumberGone(record.key, record.connectionId)
    return success()
  }

  /** Why a phone is not linked yet: what the service would send by itself is sent only when the operator wants it. */
  const heldBack = async (record: NumberRecord, sendWaiting: boolean | undefined): Promise<Outcome> => {
    const count = sendWaiting === true ? 0 : await numbers.waiting(record)
    return count > 0 ? failed('messages-waiting', { count }) : success()
  }

  return {
    'number.add': ({ connectionId, fields }) => numbers.add(connectionId, fields),
    'number.cancelAdd': ({ connectionId }) => numbers.cancelAdd(connectionId),
    'number.connect': async ({ key, sendWaiting }) => {
      const record = settings.number(key)
      if (!record) return failed('not-found')
      if (numbers.canReplace(record, snapshots.session(key))) return replace(record)
      const held = await heldBack(record, sendWaiting)
      if (!held.ok) return held
      numbers.touch(key)
      watcher.connect(key)
      return success()
    },
    'number.cancel': ({ key }) =>
      onNumber(key, (known) => {
        // Who gives up a start of the app's own wants to see to the number without its help.
        healing.operator(known)
        watcher.cancel(known)
      }),
    'number.pair': async ({ key, phone, sendWaiting }) => {
      const record = settings.number(key)
      if (!record) return failed('not-found')
      const held = await heldBack(record, sendWaiting)
      if (!held.ok) return held
      numbers.touch(key)
      return watcher.pair(key, phone)
    },
    'number.newCode': ({ key }) => onNumber(key, (known) => watcher.newCode(known)),
    // The operator says that the phone which is linked in place of the one on record is right.
    'number.keepPhone': ({ key }) => onNumber(key, (known) => watcher.keepPhone(known)),
    'number.check': ({ key }) => onNumber(key, (known) => watcher.check(known)),
    'number.disconnect': async ({ key }) => {
      const record = settings.number(key)
      if (!record) return failed('not-found')
      const stopped = await watcher.disconnect(key)
      if (stopped.ok) void numbers.refresh(record.connectionId)
      return stopped
    },
    'number.remove': async ({ key }) => {
      const record = settings.number(key)
      if (!record) return failed('not-found')
      const removed = await numbers.remove(key)
      if (removed.ok) onNumberGone(key, record.connectionId)
      return removed
    },
    'number.rename': ({ key, name }) => numbers.rename(key, name),
  }
}

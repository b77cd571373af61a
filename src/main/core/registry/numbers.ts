// The app's own record of the numbers: provisioning new ones, renaming and removing. The backend's list is merged in by number-list.ts.
import { failed, hasTrait, success, type Outcome } from '../../../shared/model/failure'
import type { SessionView } from '../../../shared/ipc/snapshot'
import type { Reading } from '../../../shared/model/session'
import type { NumberRecord } from '../../../shared/model/settings'
import type { Timings } from '../../../shared/timings'
import type { Connections } from './connections'
import { createNumberList, type NumberListOptions, type NumberWatcher } from './number-list'
import type { Clock, Log } from '../ports'
import type { SettingsRepository } from './settings-repository'

/** After a create without a clear answer the list of numbers is read again after these pauses, ms: a slow server may finish late. */
const LATE_LOOKS = [10_000, 30_000, 90_000] as const
/** A new number that appears within this, ms, is taken for the result of that create. */
const UNRESOLVED = 600_000

interface NumbersOptions extends Pick<NumberListOptions, 'onDoubt'> {
  readonly settings: SettingsRepository
  readonly connections: Connections
  /** The part of the watcher that numbers drive. */
  readonly watcher: NumberWatcher & { connect(key: string, first?: Reading): void }
  readonly clock: Clock
  readonly log: Log
  timingsFor(connectionId: string): Timings
  newId(): string
  /** Shows this number in the window if it is open. */
  onAdded(key: string): void
}

/** A create without a clear answer: it may have made a number. */
interface Unresolved {
  readonly idempotencyKey: string
  /** Session ids that the app knew before it. */
  readonly before: ReadonlySet<string>
  readonly at: number
}

/** The numbers of all connections. */
export type Numbers = ReturnType<typeof createNumbers>

/** Builds the list of numbers from the settings; nothing is asked of a backend yet. */
export function createNumbers(options: NumbersOptions) {
  const { settings, connections, watcher, clock } = options
  const { keep, touch, unforget, refresh, refreshAnew, isGone, forget } = createNumberList(options)
  const provisioning = new Map<string, AbortController>()
  const unresolved = new Map<string, Unresolved>()

  /** The number that an earlier, unclear create made after all: the only one that appeared since and is not connected. */
  async function foundLate(connectionId: string, { before, at }: Unresolved): Promise<NumberRecord | null> {
    await refreshAnew(connectionId)
    if (clock.now() - at > UNRESOLVED) return null
    const [only, ...others] = settings.numbersOf(connectionId).filter((each) => !before.has(each.sessionId) && each.last?.phase !== 'connected')
    return only && others.length === 0 ? only : null
  }

  return {
    keep,
    touch,

    /** Reads the lists of all connections again. One that is signed out has no gateway, and is left alone. */
    refreshLists(): void {
      for (const id of connections.ids()) void refresh(id)
    },

    /** True when the server no longer has the number and one click can make another in its place. */
    canReplace(record: NumberRecord, view: SessionView | undefined): boolean {
      const kind = settings.connection(record.connectionId)?.kind
      const gone = isGone(record.key) || view?.failure?.code === 'number-not-found' || view?.cause === 'removed'
      return gone && kind !== undefined && connections.specOf(kind).numberFields.length === 0
    },

    refresh,

    /** The same, asked by the operator: numbers removed from the app come back. */
    async refreshAll(connectionId: string): Promise<Outcome> {
      unforget(connectionId)
      const read = await refreshAnew(connectionId)
      // The hint "refresh the list first" has been followed.
      if (read.ok) connections.patch(connectionId, { provisionFailure: null })
      return read
    },

    /** "Connect WhatsApp": provisions a number and starts pairing it. A second click while one is under way does nothing. */
    async add(connectionId: string, fields: Readonly<Record<string, string>>): Promise<Outcome<{ key: string }>> {
      if (provisioning.has(connectionId)) return failed('cancelled')
      const gateway = connections.gatewayOf(connectionId)
      if ('code' in gateway) return { ok: false, failure: gateway }
      const abort = new AbortController()
      provisioning.set(connectionId, abort)
      connections.patch(connectionId, { provisioningSince: clock.now(), provisionFailure: null })
      const earlier = unresolved.get(connectionId)
      const late = earlier ? await foundLate(connectionId, earlier) : null
      if (late) {
        unresolved.delete(connectionId)
        provisioning.delete(connectionId)
        connections.patch(connectionId, { provisioningSince: null })
        touch(late.key)
        watcher.connect(late.key)
        options.onAdded(late.key)
        return success({ key: late.key })
      }
      const stop = clock.after(options.timingsFor(connectionId).createDeadline, () => abort.abort('deadline'))
      const known = settings.numbersOf(connectionId).map((each) => each.sessionId)
      // A repeated try sends the same key: a server that knows idempotency keys then repeats its first answer.
      const idempotencyKey = earlier?.idempotencyKey ?? options.newId()
      const made = await gateway.provision({ fields, known, idempotencyKey }, abort.signal)
      stop()
      provisioning.delete(connectionId)
      const cancelled = abort.signal.reason === 'cancelled'
      if (!settings.connection(connectionId)) return failed('cancelled')
      if (!made.ok) {
        const failure = abort.signal.reason === 'deadline' && made.failure.code === 'cancelled' ? { code: 'deadline-starting' as const } : made.failure
        connections.patch(connectionId, { provisioningSince: null, provisionFailure: cancelled ? null : failure })
        connections.learn(connectionId, failure.code === 'cancelled' ? null : failure)
        if (hasTrait(failure.code, 'mayHaveCreated')) {
          unresolved.set(connectionId, { idempotencyKey, before: earlier?.before ?? new Set(known), at: clock.now() })
          // The number may exist all the same. The list will show it, perhaps late.
          for (const ms of LATE_LOOKS) clock.after(ms, () => unresolved.has(connectionId) && void refresh(connectionId))
        } else unresolved.delete(connectionId)
        void refreshAnew(connectionId)
        return cancelled ? failed('cancelled') : { ok: false, failure }
      }
      unresolved.delete(connectionId)
      unforget(connectionId, made.value.sessionId)
      const record = keep(connectionId, made.value, made.value.reading)
      settings.putNumber({ ...record, apiKeyMask: made.value.apiKeyMask ?? record.apiKeyMask })
      connections.patch(connectionId, { provisioningSince: null })
      if (!cancelled) {
        touch(record.key)
        watcher.connect(record.key, made.value.reading)
        options.onAdded(record.key)
      }
      void refreshAnew(connectionId)
      return success({ key: record.key })
    },

    /** Messages that the service would send by itself once a phone is linked; 0 = none, or it does not tell. */
    async waiting({ connectionId, sessionId, facts }: NumberRecord): Promise<number> {
      const gateway = connections.gatewayOf(connectionId)
      if ('code' in gateway || !gateway.waiting) return 0
      const abort = new AbortController()
      const stop = clock.after(options.timingsFor(connectionId).requestDeadline, () => abort.abort())
      const waiting = await gateway.waiting({ sessionId, facts }, abort.signal)
      stop()
      return waiting.ok ? (waiting.value ?? 0) : 0
    },

    /** Stops waiting for a provisioning; what the server made stays and appears in the list. */
    cancelAdd(connectionId: string): Outcome {
      provisioning.get(connectionId)?.abort('cancelled')
      connections.patch(connectionId, { provisionFailure: null })
      return success()
    },

    rename(key: string, name: string): Outcome {
      const record = settings.number(key)
      if (!record) return failed('not-found')
      const next = { ...record, name: name.trim() }
      settings.putNumber(next)
      watcher.update(next)
      return success()
    },

    /** Another number has taken its place: erases its secrets and forgets it. A locked keyring keeps what it held. */
    async replaced(record: NumberRecord): Promise<void> {
      const erased = await connections.eraseNumberSecrets(record)
      if (!erased.ok) options.log.warn('secrets of a replaced number not erased', { failure: erased.failure.code })
      settings.dropNumber(record.key)
    },

    /** Erases the number's secrets and forgets it in the app. On the server it stays. */
    async remove(key: string): Promise<Outcome> {
      const record = settings.number(key)
      if (!record) return failed('not-found')
      const erased = await connections.eraseNumberSecrets(record)
      if (!erased.ok) return erased
      const connection = settings.connection(record.connectionId)
      if (connection) settings.putConnection({ ...connection, forgotten: [...connection.forgotten, record.sessionId] })
      settings.dropNumber(key)
      return success()
    },

    /** The connection goes away: stops its provisioning, and forgets what its lists proved. */
    drop(connectionId: string): void {
      unresolved.delete(connectionId)
      provisioning.get(connectionId)?.abort('cancelled')
      forget(connectionId)
    },
  }
}

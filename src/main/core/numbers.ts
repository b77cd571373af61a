// The app's own record of the numbers: provisioning new ones, renaming and removing. The backend's list is merged in by number-list.ts.
import { kindSpec } from '../../shared/connection-kinds'
import { failed, success, type FailureCode, type Outcome } from '../../shared/failure'
import type { SessionView } from '../../shared/app-snapshot'
import type { Reading } from '../../shared/session'
import type { NumberRecord } from '../../shared/settings'
import type { Connections } from './connections'
import { numberList, type NumberWatcher } from './number-list'
import type { Clock, Log } from './ports'
import type { SettingsBook } from './settings-book'

/** After a create whose end nobody saw, the list is read again after these, ms: a slow server finishes late. */
const LATE_LOOKS = [10_000, 30_000, 90_000] as const
/** For so long, ms, a number that turns up is taken for the one whose create was not seen to end. */
const UNRESOLVED = 600_000
/** Failures after which a create may have worked all the same. */
const OPEN_END = new Set<FailureCode>(['cancelled', 'provision-unclear', 'deadline-starting', 'timeout', 'unreachable', 'server-error', 'not-understood'])

interface NumbersOptions {
  readonly book: SettingsBook
  readonly connections: Connections
  /** The part of the watcher that numbers drive. */
  readonly watcher: NumberWatcher & { connect(key: string, first?: Reading): void }
  readonly clock: Clock
  readonly log: Log
  createDeadline(connectionId: string): number
  newId(): string
  /** Shows this number in the window if it is open. */
  onAdded(key: string): void
}

/** A create that nobody saw end. */
interface Unresolved {
  readonly idempotencyKey: string
  /** Session ids known before it. */
  readonly before: ReadonlySet<string>
  readonly at: number
}

/** The numbers of all connections. */
export type Numbers = ReturnType<typeof numbers>

/** Builds the record keeper. */
export function numbers(options: NumbersOptions) {
  const { book, connections, watcher, clock } = options
  const { keep, touch, unforget, refresh, refreshAnew, isAbsent } = numberList(options)
  const provisioning = new Map<string, AbortController>()
  const unresolved = new Map<string, Unresolved>()

  /** Whether an earlier create made a number after all: the one that turned up since and is not connected. */
  async function foundLate(connectionId: string, { before, at }: Unresolved): Promise<NumberRecord | null> {
    await refreshAnew(connectionId)
    if (clock.now() - at > UNRESOLVED) return null
    const [only, ...others] = book.numbersOf(connectionId).filter((each) => !before.has(each.sessionId) && each.last?.phase !== 'connected')
    return only && others.length === 0 ? only : null
  }

  return {
    keep,
    touch,

    /** True when the server no longer has the number and one click can make another in its place. */
    canReplace(record: NumberRecord, view: SessionView | undefined): boolean {
      const kind = book.connection(record.connectionId)?.kind
      const gone = isAbsent(record.key) || view?.failure?.code === 'number-not-found' || view?.cause === 'removed'
      return gone && kind !== undefined && kindSpec(kind).numberFields.length === 0
    },

    refresh,

    /** The same, asked by the operator: numbers removed from the app come back. */
    async refreshAll(connectionId: string): Promise<Outcome> {
      unforget(connectionId)
      const read = await refreshAnew(connectionId)
      // "Look at the list first" has been done.
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
      const stop = clock.after(options.createDeadline(connectionId), () => abort.abort('deadline'))
      const known = book.numbersOf(connectionId).map((each) => each.sessionId)
      // The same key for the same wish: a server that knows keys then repeats its first answer.
      const idempotencyKey = earlier?.idempotencyKey ?? options.newId()
      const made = await gateway.provision({ fields, known, idempotencyKey }, abort.signal)
      stop()
      provisioning.delete(connectionId)
      const cancelled = abort.signal.reason === 'cancelled'
      if (!book.connection(connectionId)) return failed('cancelled')
      if (!made.ok) {
        const failure = abort.signal.reason === 'deadline' && made.failure.code === 'cancelled' ? { code: 'deadline-starting' as const } : made.failure
        connections.patch(connectionId, { provisioningSince: null, provisionFailure: cancelled ? null : failure })
        connections.learn(connectionId, failure.code === 'cancelled' ? null : failure)
        if (OPEN_END.has(failure.code)) {
          unresolved.set(connectionId, { idempotencyKey, before: earlier?.before ?? new Set(known), at: clock.now() })
          // The number may exist all the same: the list tells, sooner or later.
          for (const ms of LATE_LOOKS) clock.after(ms, () => unresolved.has(connectionId) && void refresh(connectionId))
        } else unresolved.delete(connectionId)
        void refreshAnew(connectionId)
        return cancelled ? failed('cancelled') : { ok: false, failure }
      }
      unresolved.delete(connectionId)
      unforget(connectionId, made.value.sessionId)
      const record = keep(connectionId, made.value, made.value.reading)
      book.putNumber({ ...record, apiKeyMask: made.value.apiKeyMask ?? record.apiKeyMask, stoppedByOperator: false })
      connections.patch(connectionId, { provisioningSince: null })
      if (!cancelled) {
        touch(record.key)
        watcher.connect(record.key, made.value.reading)
        options.onAdded(record.key)
      }
      void refreshAnew(connectionId)
      return success({ key: record.key })
    },

    /** Stops waiting for a provisioning; what the server made stays and appears in the list. */
    cancelAdd(connectionId: string): Outcome {
      provisioning.get(connectionId)?.abort('cancelled')
      connections.patch(connectionId, { provisionFailure: null })
      return success()
    },

    rename(key: string, name: string): Outcome {
      const record = book.number(key)
      if (!record) return failed('not-found')
      const next = { ...record, name: name.trim() }
      book.putNumber(next)
      watcher.update(next)
      return success()
    },

    /** Forgets the number in the app. On the server it stays. */
    async remove(key: string, erase: () => Promise<Outcome>): Promise<Outcome> {
      const record = book.number(key)
      if (!record) return failed('not-found')
      const erased = await erase()
      if (!erased.ok) return erased
      const connection = book.connection(record.connectionId)
      if (connection) book.putConnection({ ...connection, forgotten: [...connection.forgotten, record.sessionId] })
      book.dropNumber(key)
      return success()
    },

    /** Stops every provisioning of a connection that goes away. */
    drop(connectionId: string): void {
      unresolved.delete(connectionId)
      provisioning.get(connectionId)?.abort('cancelled')
    },
  }
}

// Merges the backend's list of numbers into the app's own record: new numbers are added, missing ones are reported to the watcher.
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { NumberRecord } from '../../../shared/model/settings'
import type { Timings } from '../../../shared/timings'
import type { Connections } from './connections'
import type { Clock, Gateway, IncompleteList, ListedNumber } from '../ports'
import { createMissingNumbers, type ListDoubt } from './missing-numbers'
import type { SettingsRepository } from './settings-repository'

/** The part of the watcher that lists drive. */
export interface NumberWatcher {
  add(record: NumberRecord, first?: Reading): void
  update(record: NumberRecord): void
  vanished(key: string): void
}

/** What number lists need from outside. */
export interface NumberListOptions {
  readonly settings: SettingsRepository
  readonly connections: Pick<Connections, 'gatewayOf' | 'patch' | 'learn'>
  readonly watcher: NumberWatcher
  readonly clock: Clock
  timingsFor(connectionId: string): Timings
  newId(): string
  /** Two lists of the connection lacked most of its numbers; null = no longer. */
  onDoubt?(connectionId: string, doubt: ListDoubt | null): void
}

/** Builds it; no list is read yet. */
export function createNumberList(options: NumberListOptions) {
  const { settings, connections, watcher, clock } = options
  const listing = new Map<string, Promise<Outcome>>()
  const missing = createMissingNumbers()
  /** The gateway that gave the connection's last list. */
  const askedOf = new Map<string, Gateway>()
  /** When the operator last began to link each number, epoch ms. A list that was requested earlier proves nothing about that number. */
  const touched = new Map<string, number>()

  /** The record of a listed number, made from the list and from the record that the app has. */
  function recordOf(connectionId: string, listed: ListedNumber, known: NumberRecord | undefined, newMask: boolean): NumberRecord {
    return {
      key: known?.key ?? options.newId(),
      connectionId,
      sessionId: listed.sessionId,
      name: known?.name || (listed.name ?? ''),
      // Only the operator may accept another phone than the one on record: see wrong-phone.ts.
      phone: known?.phone ?? listed.phone ?? null,
      // The mask from create shows more characters than the masks of some lists, so it is kept.
      apiKeyMask: newMask ? listed.apiKeyMask : (known?.apiKeyMask ?? listed.apiKeyMask),
      facts: { ...known?.facts, ...listed.facts },
      addedAt: known?.addedAt ?? clock.now(),
      stoppedByOperator: known?.stoppedByOperator ?? false,
      last: known?.last ?? null,
    }
  }

  /** Adds a number that the backend named, or updates its record. */
  function keep(connectionId: string, listed: ListedNumber, first?: Reading | 'new mask'): NumberRecord {
    const known = settings.numbersOf(connectionId).find((each) => each.sessionId === listed.sessionId)
    const record = recordOf(connectionId, listed, known, first === 'new mask')
    if (known && same(known, record)) return known
    settings.putNumber(record)
    if (known) watcher.update(record)
    else watcher.add(record, first === 'new mask' ? undefined : first)
    return record
  }

  /** The same for a whole list with one save: every save writes all settings, and a list may have thousands of numbers. */
  function keepAll(connectionId: string, listed: readonly ListedNumber[]): void {
    const known = new Map(settings.numbersOf(connectionId).map((each) => [each.sessionId, each]))
    const before = new Set(known.keys())
    const news = new Map<string, ListedNumber>()
    for (const each of listed) {
      const was = known.get(each.sessionId)
      const record = recordOf(connectionId, each, was, false)
      if (was && same(was, record)) continue
      known.set(each.sessionId, record)
      news.set(each.sessionId, each)
    }
    if (news.size === 0) return
    const changed = new Map([...news.keys()].flatMap((id) => known.get(id) ?? []).map((each) => [each.key, each]))
    const { numbers } = settings.current()
    const added = [...changed.values()].filter(({ sessionId }) => !before.has(sessionId))
    settings.set({ numbers: [...numbers.map((each) => changed.get(each.key) ?? each), ...added] })
    for (const record of changed.values()) {
      if (before.has(record.sessionId)) watcher.update(record)
      else watcher.add(record, news.get(record.sessionId)?.reading)
    }
  }

  const touch = (key: string): void => void touched.set(key, clock.now())

  function unforget(connectionId: string, sessionId?: string): void {
    const record = settings.connection(connectionId)
    if (!record || record.forgotten.length === 0) return
    settings.putConnection({ ...record, forgotten: sessionId ? record.forgotten.filter((each) => each !== sessionId) : [] })
  }

  async function readList(connectionId: string): Promise<Outcome> {
    const gateway = connections.gatewayOf(connectionId)
    if ('code' in gateway) return { ok: false, failure: gateway }
    const before = new Set(settings.numbersOf(connectionId).map((each) => each.key))
    const askedAt = clock.now()
    connections.patch(connectionId, { listing: true })
    const abort = new AbortController()
    const stop = clock.after(options.timingsFor(connectionId).listDeadline, () => abort.abort())
    const answer = await gateway.list(abort.signal)
    stop()
    const listed = !answer.ok && abort.signal.aborted ? failed('timeout', { detail: 'list of numbers' }) : answer
    connections.patch(connectionId, { listing: false })
    const record = settings.connection(connectionId)
    // The connection was removed, signed out or signed in again meanwhile, so the answer is outdated.
    if (!record || connections.gatewayOf(connectionId) !== gateway) return failed('cancelled')
    if (!listed.ok) {
      connections.learn(connectionId, listed.failure)
      connections.patch(connectionId, { failure: listed.failure })
      return listed
    }
    if (listed.value === null) connections.patch(connectionId, { failure: null, listFailure: null })
    // A backend without lists was not asked, so nothing was learned about the sign-in.
    if (listed.value === null) return success()
    const { numbers, unread } = readableIn(listed.value)
    connections.learn(connectionId, null)
    const present = new Set(numbers.map((each) => each.sessionId))
    const forgotten = new Set(record.forgotten)
    keepAll(
      connectionId,
      numbers.filter((each) => !forgotten.has(each.sessionId) && !settings.isUnread(connectionId, each.sessionId)),
    )
    // A number may be in a row that could not be read: this list proves neither that it is there nor that it is gone.
    // A number that was created or linked after the list was requested may be missing from it.
    const known = settings.numbersOf(connectionId).filter(({ key }) => before.has(key) && (touched.get(key) ?? -Infinity) < askedAt)
    const failure = unread ?? takeMissing(connectionId, gateway, known, (sessionId) => present.has(sessionId))
    connections.patch(connectionId, { failure: null, listFailure: failure })
    return failure ? { ok: false, failure } : success()
  }

  /** What the list proves by not having numbers; null = nothing is wrong with it. */
  function takeMissing(connectionId: string, gateway: Gateway, known: readonly NumberRecord[], isListed: (sessionId: string) => boolean): Failure | null {
    if (askedOf.get(connectionId) !== gateway) missing.forget(connectionId)
    askedOf.set(connectionId, gateway)
    const { gone, askAgain, doubt } = missing.take(connectionId, known, isListed)
    for (const { key, stoppedByOperator } of known) if (gone.includes(key) && !stoppedByOperator) watcher.vanished(key)
    if (askAgain) clock.after(options.timingsFor(connectionId).confirmDrop, () => void refresh(connectionId))
    options.onDoubt?.(connectionId, doubt)
    return doubt && { code: 'list-doubtful', detail: `list of numbers: ${doubt.missing} of ${doubt.of} are missing` }
  }

  const refresh = (connectionId: string): Promise<Outcome> => {
    const running = listing.get(connectionId)
    if (running) return running
    const list = readList(connectionId).finally(() => listing.delete(connectionId))
    listing.set(connectionId, list)
    return list
  }

  /** Waits for a list that is under way, then reads another one: the first may be older than what just happened. */
  const refreshAnew = async (connectionId: string): Promise<Outcome> => {
    await listing.get(connectionId)
    return refresh(connectionId)
  }

  return {
    keep,
    touch,
    unforget,
    /** Reads the backend's list and brings the record up to date. One at a time for a connection. */
    refresh,
    refreshAnew,
    /** The connection is gone, and with it what its lists proved. */
    forget(connectionId: string): void {
      missing.forget(connectionId)
      askedOf.delete(connectionId)
      options.onDoubt?.(connectionId, null)
    },
    /** True when the lists of its connection prove that the backend no longer has the number. */
    isGone: (key: string): boolean => missing.isGone(key),
  }
}

/** The numbers of a list, and the failure when some rows could not be read. */
function readableIn(list: readonly ListedNumber[] | IncompleteList): { readonly numbers: readonly ListedNumber[]; readonly unread: Failure | null } {
  return 'readable' in list ? { numbers: list.readable, unread: list.failure } : { numbers: list, unread: null }
}

/** True when the two records agree in everything that a list can change. */
function same(a: NumberRecord, b: NumberRecord): boolean {
  const facts = Object.keys(b.facts)
  return (
    a.name === b.name &&
    a.phone === b.phone &&
    a.apiKeyMask === b.apiKeyMask &&
    facts.length === Object.keys(a.facts).length &&
    facts.every((key) => a.facts[key] === b.facts[key])
  )
}

// The backend's list of numbers, merged into the app's own record: what is new is added, what is gone is told.
import { failed, success, type Outcome } from '../../shared/failure'
import type { Reading } from '../../shared/session'
import type { NumberRecord } from '../../shared/settings'
import type { Connections } from './connections'
import type { Clock, ListedNumber } from './ports'
import type { SettingsBook } from './settings-book'

/** How long the list of numbers may take, ms. */
const LIST_DEADLINE = 30_000

/** The part of the watcher that lists drive. */
export interface NumberWatcher {
  add(record: NumberRecord, first?: Reading): void
  update(record: NumberRecord): void
  vanished(key: string): void
}

interface NumberListOptions {
  readonly book: SettingsBook
  readonly connections: Connections
  readonly watcher: NumberWatcher
  readonly clock: Clock
  newId(): string
}

/** Builds the keeper of the lists; nothing is asked yet. */
export function numberList(options: NumberListOptions) {
  const { book, connections, watcher, clock } = options
  const listing = new Map<string, Promise<Outcome>>()
  /** Numbers that the last full list of their connection did not have. */
  const absent = new Set<string>()
  /** When the operator last began to link a number, epoch ms: a list asked for earlier says nothing about it. */
  const touched = new Map<string, number>()

  /** The record of a number the backend told of, from what is known of it. */
  function recordOf(connectionId: string, listed: ListedNumber, known: NumberRecord | undefined, newMask: boolean): NumberRecord {
    return {
      key: known?.key ?? options.newId(),
      connectionId,
      sessionId: listed.sessionId,
      name: known?.name || (listed.name ?? ''),
      // Another phone than the one on record is the operator's to accept: see wrong-phone.ts.
      phone: known?.phone ?? listed.phone ?? null,
      // The mask from create says more than some lists' masks; keep it.
      apiKeyMask: newMask ? listed.apiKeyMask : (known?.apiKeyMask ?? listed.apiKeyMask),
      facts: { ...known?.facts, ...listed.facts },
      addedAt: known?.addedAt ?? clock.now(),
      stoppedByOperator: known?.stoppedByOperator ?? false,
      last: known?.last ?? null,
    }
  }

  /** Keeps a number the backend told of; an already known one is brought up to date. */
  function keep(connectionId: string, listed: ListedNumber, first?: Reading | 'new mask'): NumberRecord {
    const known = book.numbersOf(connectionId).find((each) => each.sessionId === listed.sessionId)
    const record = recordOf(connectionId, listed, known, first === 'new mask')
    if (known && same(known, record)) return known
    book.putNumber(record)
    if (known) watcher.update(record)
    else watcher.add(record, first === 'new mask' ? undefined : first)
    return record
  }

  /** The same for a whole list, saved once: every save writes all settings, and a list may have thousands of numbers. */
  function keepAll(connectionId: string, listed: readonly ListedNumber[]): void {
    const known = new Map(book.numbersOf(connectionId).map((each) => [each.sessionId, each]))
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
    const { numbers } = book.current()
    const added = [...changed.values()].filter(({ sessionId }) => !before.has(sessionId))
    book.set({ numbers: [...numbers.map((each) => changed.get(each.key) ?? each), ...added] })
    for (const record of changed.values()) {
      if (before.has(record.sessionId)) watcher.update(record)
      else watcher.add(record, news.get(record.sessionId)?.reading)
    }
  }

  const touch = (key: string): void => void touched.set(key, clock.now())

  function unforget(connectionId: string, sessionId?: string): void {
    const record = book.connection(connectionId)
    if (!record || record.forgotten.length === 0) return
    book.putConnection({ ...record, forgotten: sessionId ? record.forgotten.filter((each) => each !== sessionId) : [] })
  }

  async function readList(connectionId: string): Promise<Outcome> {
    const gateway = connections.gatewayOf(connectionId)
    if ('code' in gateway) return { ok: false, failure: gateway }
    const before = new Set(book.numbersOf(connectionId).map((each) => each.key))
    const askedAt = clock.now()
    connections.patch(connectionId, { listing: true })
    const abort = new AbortController()
    const stop = clock.after(LIST_DEADLINE, () => abort.abort())
    const answer = await gateway.list(abort.signal)
    stop()
    const listed = !answer.ok && abort.signal.aborted ? failed('timeout', { detail: 'list of numbers' }) : answer
    connections.patch(connectionId, { listing: false })
    const record = book.connection(connectionId)
    // Removed, signed out or signed in anew meanwhile: this answer is about the past.
    if (!record || connections.gatewayOf(connectionId) !== gateway) return failed('cancelled')
    if (!listed.ok) {
      connections.learn(connectionId, listed.failure)
      connections.patch(connectionId, { failure: listed.failure })
      return listed
    }
    connections.patch(connectionId, { failure: null })
    // A backend without lists was not asked: that says nothing about the sign-in.
    if (listed.value === null) return success()
    connections.learn(connectionId, null)
    const present = new Set(listed.value.map((each) => each.sessionId))
    const forgotten = new Set(record.forgotten)
    keepAll(connectionId, listed.value.filter((each) => !forgotten.has(each.sessionId)))
    for (const each of book.numbersOf(connectionId)) {
      const gone = !present.has(each.sessionId)
      if (gone) absent.add(each.key)
      else absent.delete(each.key)
      // Numbers made or linked while the list was under way are not in it yet.
      const news = !before.has(each.key) || (touched.get(each.key) ?? -Infinity) >= askedAt
      if (gone && !news && !each.stoppedByOperator) watcher.vanished(each.key)
    }
    return success()
  }

  const refresh = (connectionId: string): Promise<Outcome> => {
    const running = listing.get(connectionId)
    if (running) return running
    const list = readList(connectionId).finally(() => listing.delete(connectionId))
    listing.set(connectionId, list)
    return list
  }

  /** A list that is asked for from now on, not one under way since earlier. */
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
    /** The last full list of its connection did not have the number. */
    isAbsent: (key: string): boolean => absent.has(key),
  }
}

/** Of what a list can change. */
function same(a: NumberRecord, b: NumberRecord): boolean {
  const facts = Object.keys(b.facts)
  return a.name === b.name && a.phone === b.phone && a.apiKeyMask === b.apiKeyMask
    && facts.length === Object.keys(a.facts).length && facts.every((key) => a.facts[key] === b.facts[key])
}

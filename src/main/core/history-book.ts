// The history while the app runs: gathers changes, writes them in batches within a second, keeps the account of watched time.
import type { SessionView } from '../../shared/app-snapshot'
import { HISTORY_KEPT, PERIODS, type HistoryEntry, type HistoryView, type Period } from '../../shared/history'
import type { Phase } from '../../shared/session'
import { availabilityOf, type WatchedSpan } from './availability'
import type { Cancel, Clock, Log } from './ports'
import type { PhaseChange } from './session-state'

/** A change is on disk after this, ms. */
const BATCH_AFTER = 500
/** Rows a batch: a storm of 5,000 must not hold up the event loop. */
const BATCH_ROWS = 250
/** The account of watched time is renewed so often, ms: a kill loses no more of it. */
const HEARTBEAT = 30_000
const PRUNE_EVERY = 86_400_000
/** Changes kept in memory while the disk refuses. */
const MOST_WAITING = 20_000
/** Changes sent to the window at once. */
const MOST_SHOWN = 1_000

/** The database. Every method may throw: a disk that refuses, a damaged file. */
export interface HistoryFile {
  append(entries: readonly HistoryEntry[]): void
  /** Where each number stood last: key to phase. */
  lastPhases(): ReadonlyMap<string, Phase>
  /** Changes of one number (null = of all) up to `to`, oldest first: those from `from` on, and before them the one it came with and its last "connected" or "disconnected". */
  read(key: string | null, from: number, to: number): readonly HistoryEntry[]
  /** Begins an account of watched time and answers its number. */
  beginSpan(span: WatchedSpan): number
  endSpan(id: number, to: number): void
  spans(from: number, to: number): readonly WatchedSpan[]
  /** Forgets what is older, epoch ms. */
  prune(before: number): void
  close(): void
}

interface HistoryBookOptions {
  readonly clock: Clock
  readonly log: Log
  /** Opens the database; called once. */
  open(): Promise<HistoryFile>
  /** False = changes are kept in memory only, because the disk refuses them. */
  onCanSave(can: boolean): void
}

/** The history of all numbers. */
export interface HistoryBook {
  readonly ready: Promise<void>
  add(change: PhaseChange): void
  /** The number is in the app: what the history did not see happen is noted. */
  seen(view: Pick<SessionView, 'key' | 'connectionId' | 'phase' | 'cause' | 'failure' | 'evidence'>): void
  /** The computer sleeps, or wakes: sleeping is not watching. */
  watching(on: boolean): void
  /** One number's history of a period that ends now; null = the database is out of reach. */
  view(key: string, period: Period): HistoryView | null
  /** All that is kept of one number (null = of all), with the account of watched time; null = out of reach. */
  read(key: string | null, from: number): { readonly entries: readonly HistoryEntry[]; readonly watched: readonly WatchedSpan[] } | null
  /** Writes what waits and closes. */
  close(): void
}

/** Opens the history; until the file is open, and while it refuses, changes wait in memory. */
export function historyBook({ clock, log, open, onCanSave }: HistoryBookOptions): HistoryBook {
  let file: HistoryFile | null = null
  let closed = false
  let canSave = true
  let waiting: HistoryEntry[] = []
  let phases = new Map<string, Phase>()
  const unseen: Parameters<HistoryBook['seen']>[0][] = []
  const met = new Set<string>()
  let span: { id: number | null; from: number; to: number } | null = { id: null, from: clock.now(), to: clock.now() }
  let endOfBatch: Cancel | null = null
  let endOfBeat: Cancel = () => undefined
  let prunedAt = 0

  /** Runs on the file; a refusal is logged and shown, and answers null. */
  const attempt = <T>(what: string, run: (file: HistoryFile) => T): T | null => {
    if (!file) return null
    try {
      const value = run(file)
      tell(true)
      return value
    } catch (error) {
      log.error('history', { what, error: error instanceof Error ? error.message : String(error) })
      tell(false)
      return null
    }
  }
  const tell = (can: boolean): void => {
    if (can !== canSave) onCanSave(can)
    canSave = can
  }

  const writeSome = (): boolean => {
    const batch = waiting.slice(0, BATCH_ROWS)
    if (batch.length === 0) return true
    const written = attempt('append', (to) => (to.append(batch), true)) !== null
    if (written) waiting = waiting.slice(batch.length)
    return written
  }
  const writeAll = (): void => {
    while (waiting.length > 0 && writeSome());
  }
  const planBatch = (after: number): void => {
    if (closed) return
    endOfBatch ??= clock.after(after, () => {
      endOfBatch = null
      // A disk that refuses is tried again with the next heartbeat or change.
      if (writeSome() && waiting.length > 0) planBatch(0)
    })
  }
  const put = (entry: HistoryEntry): void => {
    phases.set(entry.key, entry.to)
    waiting.push(entry)
    if (waiting.length > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING)
    if (file) planBatch(BATCH_AFTER)
  }
  const notice = (view: Parameters<HistoryBook['seen']>[0]): void => {
    const before = phases.get(view.key)
    // What cannot be checked changes nothing of what was known: without an answer there is nothing new to note.
    if (before === view.phase) return
    put(entryOf({ ...view, at: clock.now(), to: view.phase, from: before ?? null, failure: view.failure }))
  }

  const renewSpan = (): void => {
    const now = clock.now()
    if (!span) return
    // Timers stood still for long, or the clock was set back: that was not watching.
    if (now - span.to > 3 * HEARTBEAT || now < span.to) span = { id: null, from: now, to: now }
    const current = span
    current.to = now
    attempt('span', (to) => {
      if (current.id === null) current.id = to.beginSpan(current)
      else to.endSpan(current.id, now)
    })
  }
  const beat = (): void => {
    renewSpan()
    if (clock.now() - prunedAt >= PRUNE_EVERY) {
      prunedAt = clock.now()
      attempt('prune', (to) => to.prune(clock.now() - HISTORY_KEPT))
    }
    if (waiting.length > 0) planBatch(0)
    endOfBeat = clock.after(HEARTBEAT, beat)
  }

  const ready = open().then(
    (opened) => {
      if (closed) return opened.close()
      file = opened
      const known = attempt('read', (from) => from.lastPhases())
      // Changes of this run are newer than the file's.
      if (known) phases = new Map([...known, ...phases])
      for (const view of unseen.splice(0)) notice(view)
      beat()
      planBatch(0)
    },
    (error: unknown) => {
      log.error('history cannot be opened', { error: error instanceof Error ? error.message : String(error) })
      tell(false)
    },
  )

  const read = (key: string | null, from: number) => {
    writeAll()
    renewSpan()
    return attempt('read', (source) => ({ entries: source.read(key, from, clock.now()), watched: source.spans(from, clock.now()) }))
  }

  return {
    ready,
    add: (change) => put(entryOf({ ...change, failure: change.failure })),
    seen(view) {
      if (met.has(view.key)) return
      met.add(view.key)
      if (file) notice(view)
      else unseen.push(view)
    },
    watching(on) {
      if (on === (span !== null)) return
      if (!on) {
        renewSpan()
        span = null
        return
      }
      span = { id: null, from: clock.now(), to: clock.now() }
      renewSpan()
    },
    view(key, period) {
      const to = clock.now()
      const from = to - PERIODS[period]
      const found = read(key, from)
      if (!found) return null
      const entries = found.entries.filter(({ at }) => at >= from).reverse()
      return { availability: availabilityOf({ changes: found.entries, watched: found.watched, from, to }), entries: entries.slice(0, MOST_SHOWN), more: entries.length > MOST_SHOWN }
    },
    read,
    close() {
      if (closed) return
      closed = true
      endOfBatch?.()
      endOfBeat()
      writeAll()
      renewSpan()
      attempt('close', (each) => each.close())
      file = null
    },
  }
}

function entryOf({ key, connectionId, at, from, to, cause, failure, evidence }: Omit<PhaseChange, 'from'> & { readonly from: Phase | null }): HistoryEntry {
  return {
    key, connectionId, at, from, to, cause,
    failure: failure?.code ?? null,
    evidence: evidence && { source: evidence.source, word: evidence.word ?? null, http: evidence.http ?? null },
  }
}

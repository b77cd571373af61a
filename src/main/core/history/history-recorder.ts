// Records the history while the app runs: collects changes, writes them in batches within a second, and records when the app watched.
import type { SessionView } from '../../../shared/ipc/snapshot'
import { HISTORY_KEPT, type HistoryEntry } from '../../../shared/model/history'
import type { Phase } from '../../../shared/model/session'
import { isDamage, type HistoryFile, type HistoryPlace } from '../ports'
import { createHistoryReader, type HistoryReader } from './history-reader'
import type { Cancel, Clock, Log } from '../ports'
import type { PhaseChange } from '../session'

/** A change is written after this, ms, together with what came meanwhile. */
const BATCH_AFTER = 500
/** Rows written and numbers looked up in one turn: 5,000 changes at once must not block the event loop. */
const BATCH_ROWS = 100
const LOOK_UPS = 50
/** How often the end of the watched time is written, ms: if the app is killed, no more of it is lost. */
const HEARTBEAT = 30_000
const PRUNE_EVERY = 86_400_000
/** Pause between two parts of the pruning, ms, because each part waits for the disk. */
const PRUNE_PAUSE = 50
/** A file that could not be opened is tried again after this, then after twice as long each time up to the longest pause, ms. */
const OPEN_AGAIN = 30_000
const OPEN_AGAIN_MOST = 3_600_000
/** Most changes kept in memory while the disk refuses. */
const MOST_WAITING = 20_000

interface HistoryRecorderOptions {
  readonly clock: Clock
  readonly log: Log
  /** Opens the database. `suspect`: it was found damaged, so all of it is to be checked. */
  open(suspect: boolean): Promise<HistoryFile>
  /** False = changes are kept in memory only, because the disk refuses them. */
  onCanSave(can: boolean): void
}

type Seen = Pick<SessionView, 'key' | 'connectionId' | 'phase' | 'cause' | 'failure' | 'evidence'>

/** The history of all numbers. */
export interface HistoryRecorder extends HistoryReader {
  /** The file was opened, or could not be. */
  readonly ready: Promise<void>
  add(change: PhaseChange): void
  /** A number is in the app. If its phase differs from the last one in the file, the change happened while the app was closed, and is recorded now. */
  seen(view: Seen): void
  /** False = the computer sleeps, so the app does not watch. */
  watching(on: boolean): void
  /** Writes all changes that wait, and closes the file. */
  close(): void
}

/** Builds the recorder and opens the file. Changes wait in memory until it is open, and while the disk refuses. */
export function createHistoryRecorder({ clock, log, open, onCanSave }: HistoryRecorderOptions): HistoryRecorder {
  let file: HistoryFile | null = null
  let closed = false
  let canSave = true
  let checked = false
  let waiting: HistoryEntry[] = []
  /** The last phase of each number in this run. */
  const phases = new Map<string, Phase>()
  /** Numbers whose last phase in the file is still to be looked up. */
  const unseen: Seen[] = []
  /** Keys of all numbers that were told of by `seen` in this run. */
  const met = new Set<string>()
  let span: { id: number | null; from: number; to: number } | null = { id: null, from: clock.now(), to: clock.now() }
  const timers = new Map<string, Cancel>()
  let prunedAt = 0

  /** Sets a timer; an earlier one of the same name is cancelled. */
  const later = (name: string, ms: number, run: () => void): void => {
    if (closed) return
    timers.get(name)?.()
    timers.set(
      name,
      clock.after(ms, () => (timers.delete(name), run())),
    )
  }
  const tell = (can: boolean): void => {
    if (can !== canSave) onCanSave(can)
    canSave = can
  }
  /** Runs on the file. If the file refuses, that is logged and shown, and the result is null. */
  const attempt = <T>(what: string, run: (file: HistoryFile) => T): T | null => {
    if (!file) return null
    try {
      const value = run(file)
      tell(true)
      return value
    } catch (error) {
      log.error('history', { what, error: error instanceof Error ? error.message : String(error) })
      tell(false)
      // Damage was found while working: the file is checked as a whole, set aside, and a new one begun. Only once in a run, so that it ends.
      if (isDamage(error) && !checked) reopen()
      return null
    }
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
    if (timers.has('batch')) return
    // A disk that refuses is tried again with the next heartbeat or change.
    later('batch', after, () => {
      if (writeSome() && waiting.length > 0) planBatch(0)
    })
  }
  const put = (entry: HistoryEntry): void => {
    phases.set(entry.key, entry.to)
    waiting.push(entry)
    if (waiting.length > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING)
    if (file) planBatch(BATCH_AFTER)
  }
  const noteSome = (): void => {
    if (!file) return
    for (const view of unseen.splice(0, LOOK_UPS)) {
      // A change in this run was recorded already.
      if (phases.has(view.key)) continue
      const before = attempt('read', (from) => ({ phase: from.lastPhase(view.key) }))
      // Without an answer of the file nothing is known to have changed.
      if (before && before.phase !== view.phase) put(entryOf({ ...view, at: clock.now(), to: view.phase, from: before.phase, failure: view.failure }))
    }
    if (unseen.length > 0) later('seen', 0, noteSome)
  }

  const renewSpan = (): void => {
    const now = clock.now()
    if (!span) return
    // The timers stood still for long (sleep), or the clock was set back: the app did not watch meanwhile.
    if (now - span.to > 3 * HEARTBEAT || now < span.to) span = { id: null, from: now, to: now }
    const current = span
    current.to = now
    attempt('span', (to) => {
      if (current.id === null) current.id = to.beginSpan(current)
      else to.endSpan(current.id, now)
    })
  }
  const prune = (before: number, after: HistoryPlace | null): void => {
    const next = attempt('prune', (to) => to.prune(before, after))
    if (next) later('prune', PRUNE_PAUSE, () => prune(before, next))
  }
  const beat = (): void => {
    renewSpan()
    if (clock.now() - prunedAt >= PRUNE_EVERY) {
      prunedAt = clock.now()
      prune(clock.now() - HISTORY_KEPT, null)
    }
    if (waiting.length > 0) planBatch(0)
    later('beat', HEARTBEAT, beat)
  }

  const begin = (suspect: boolean, tries: number): Promise<void> =>
    open(suspect).then(
      (opened) => {
        if (closed) return opened.close()
        file = opened
        tell(true)
        noteSome()
        beat()
        planBatch(0)
      },
      (error: unknown) => {
        log.error('history cannot be opened', { error: error instanceof Error ? error.message : String(error) })
        tell(false)
        // The reason may pass: the operator may make room on a full disk.
        later('open', Math.min(OPEN_AGAIN_MOST, OPEN_AGAIN * 2 ** tries), () => void begin(suspect, tries + 1))
      },
    )
  const reopen = (): void => {
    checked = true
    const damaged = file
    file = null
    // The watched time continues in the new file.
    if (span) span = { ...span, id: null }
    try {
      damaged?.close()
    } catch {
      // The damaged file is given up anyway.
    }
    void begin(true, 0)
  }

  const ready = begin(false, 0)
  /** Lets other work of the event loop run. */
  const pause = (): Promise<void> => new Promise((done) => void clock.after(0, done))
  const reader = createHistoryReader({
    clock,
    async flush() {
      while (file && unseen.length > 0) {
        noteSome()
        if (unseen.length > 0) await pause()
      }
      while (waiting.length > BATCH_ROWS && writeSome()) await pause()
      writeSome()
      renewSpan()
    },
    attempt: (run) => attempt('read', run),
  })

  return {
    ...reader,
    ready,
    add: (change) => put(entryOf({ ...change, failure: change.failure })),
    seen(view) {
      if (met.has(view.key)) return
      met.add(view.key)
      unseen.push(view)
      if (file && !timers.has('seen')) later('seen', 0, noteSome)
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
    close() {
      if (closed) return
      closed = true
      for (const cancel of timers.values()) cancel()
      writeAll()
      renewSpan()
      attempt('close', (each) => each.close())
      file = null
    },
  }
}

function entryOf({ key, connectionId, at, from, to, cause, failure, evidence }: Omit<PhaseChange, 'from'> & { readonly from: Phase | null }): HistoryEntry {
  return {
    key,
    connectionId,
    at,
    from,
    to,
    cause,
    failure: failure?.code ?? null,
    evidence: evidence && { source: evidence.source, word: evidence.word ?? null, http: evidence.http ?? null },
  }
}

// The history recorder over a file in memory that can refuse, and changes to feed it.
import { createHistoryRecorder, type HistoryRecorder } from '../../../src/main/core/history/history-recorder'
import type { HistoryFile, WatchedSpan } from '../../../src/main/core/ports'
import type { PhaseChange } from '../../../src/main/core/session'
import type { HistoryEntry } from '../../../src/shared/model/history'
import type { Phase } from '../../../src/shared/model/session'
import { FakeClock } from '../fake-clock'
import { SilentLog } from '../silent-log'

/** The key of the number that tests follow. */
export const KEY = 'c1/s1'
/** Rows a page of the file in memory. */
const PAGE = 10

/** A file in memory that can refuse. */
export function memoryFile() {
  const rows: HistoryEntry[] = []
  const spans: WatchedSpan[] = []
  const batches: number[] = []
  const pages: number[] = []
  const state = { refuses: '', closed: false, prunedBefore: 0, toPrune: 0 }
  const or = <T>(run: () => T): T => {
    if (state.refuses) throw new Error(state.refuses)
    return run()
  }
  const file: HistoryFile = {
    append: (entries) => or(() => (batches.push(entries.length), void rows.push(...entries))),
    lastPhase: (key) => or(() => rows.filter((each) => each.key === key).at(-1)?.to ?? null),
    page: ({ key, from, to, newestFirst, after }) =>
      or(() => {
        const fit = rows.map((row, id) => ({ row, id })).filter(({ row }) => (key === null || row.key === key) && row.at >= from && row.at <= to)
        const ordered = newestFirst ? fit.reverse() : fit
        const begin = after === null ? 0 : ordered.findIndex(({ id }) => id === after.id) + 1
        const found = ordered.slice(begin, begin + PAGE)
        pages.push(found.length)
        const last = found.at(-1)
        return { entries: found.map(({ row }) => row), next: found.length < PAGE || !last ? null : { at: last.row.at, id: last.id } }
      }),
    before: (key, at) => or(() => rows.filter((each) => each.key === key && each.at < at).slice(-1)),
    beginSpan: (span) => or(() => spans.push({ ...span }) - 1),
    endSpan: (id, to) => or(() => void (spans[id] = { from: spans[id]?.from ?? 0, to })),
    spans: () => or(() => spans),
    prune: (before, after) =>
      or(() => {
        state.prunedBefore = before
        const done = (after?.id ?? 0) + 1
        return done < state.toPrune ? { at: 0, id: done } : null
      }),
    close: () => void (state.closed = true),
  }
  return { file, rows, spans, batches, pages, state }
}

/** The surroundings of a recorder; `open` builds the recorder. */
export function historyRig() {
  const clock = new FakeClock()
  const disk = memoryFile()
  /** What the recorder reported about its file, in order. */
  const saving: boolean[] = []
  const openWith = (opens: (suspect: boolean) => Promise<HistoryFile>): HistoryRecorder =>
    createHistoryRecorder({ clock, log: new SilentLog(), open: opens, onCanSave: (can) => void saving.push(can) })
  return {
    clock,
    disk,
    saving,
    openWith,
    open: (opening: Promise<HistoryFile> = Promise.resolve(disk.file)): HistoryRecorder => openWith(() => opening),
    change: (to: Phase, from: Phase = 'connected', key = KEY): PhaseChange => ({
      key,
      connectionId: 'c1',
      at: clock.now(),
      from,
      to,
      cause: null,
      failure: null,
      evidence: { source: 'status', word: 'X', http: 200, at: clock.now() },
    }),
    view: (phase: Phase) => ({ key: KEY, connectionId: 'c1', phase, cause: null, failure: null, evidence: null }),
  }
}

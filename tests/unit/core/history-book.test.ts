import { beforeEach, describe, expect, it } from 'vitest'
import { historyBook } from '../../../src/main/core/history-book'
import type { HistoryFile } from '../../../src/main/core/history-file-port'
import type { WatchedSpan } from '../../../src/main/core/availability'
import type { PhaseChange } from '../../../src/main/core/session-state'
import type { HistoryEntry } from '../../../src/shared/history'
import type { Phase } from '../../../src/shared/session'
import { FakeClock, settle } from '../../fakes/fake-clock'
import { SilentLog } from '../../fakes/silent-log'

const MINUTE = 60_000
const KEY = 'c1/s1'
/** Rows a page of the file in memory. */
const PAGE = 10

/** A file in memory that can refuse. */
function memoryFile() {
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
    page: ({ key, from, to, newestFirst, after }) => or(() => {
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
    prune: (before, after) => or(() => {
      state.prunedBefore = before
      const done = (after?.id ?? 0) + 1
      return done < state.toPrune ? { at: 0, id: done } : null
    }),
    close: () => void (state.closed = true),
  }
  return { file, rows, spans, batches, pages, state }
}

describe('the book of the history', () => {
  let clock: FakeClock
  let disk: ReturnType<typeof memoryFile>
  let saving: boolean[]
  beforeEach(() => {
    clock = new FakeClock()
    disk = memoryFile()
    saving = []
  })
  const open = (opening: Promise<HistoryFile> = Promise.resolve(disk.file)) =>
    historyBook({ clock, log: new SilentLog(), open: () => opening, onCanSave: (can) => void saving.push(can) })
  const change = (to: Phase, from: Phase = 'connected', key = KEY): PhaseChange => ({ key, connectionId: 'c1', at: clock.now(), from, to, cause: null, failure: null, evidence: { source: 'status', word: 'X', http: 200, at: clock.now() } })
  const view = (phase: Phase) => ({ key: KEY, connectionId: 'c1', phase, cause: null, failure: null, evidence: null })

  it('has a change on disk within a second', async () => {
    const book = open()
    await book.ready
    book.add(change('disconnected'))
    await clock.advance(1_000)
    expect(disk.rows).toMatchObject([{ key: KEY, from: 'connected', to: 'disconnected', evidence: { source: 'status', word: 'X', http: 200 } }])
  })

  it('writes a storm in batches, each in a turn of its own', async () => {
    const book = open()
    await book.ready
    for (let count = 0; count < 480; count += 1) book.add(change('unknown', 'connected', `c1/s${count}`))
    await clock.advance(1_000)
    expect(disk.batches).toEqual([100, 100, 100, 100, 80])
  })

  it('keeps what happens before the file is open', async () => {
    let opened: (file: HistoryFile) => void = () => undefined
    const book = open(new Promise((resolve) => (opened = resolve)))
    book.add(change('unknown'))
    opened(disk.file)
    await book.ready
    await clock.advance(0)
    expect(disk.rows).toHaveLength(1)
  })

  it('keeps changes while the disk refuses, says so, and writes them when it takes them again', async () => {
    const book = open()
    await book.ready
    disk.state.refuses = 'database or disk is full'
    book.add(change('disconnected'))
    await clock.advance(MINUTE)
    expect(saving).toEqual([false])
    expect(await book.view(KEY, 'day')).toBeNull()
    disk.state.refuses = ''
    await clock.advance(MINUTE)
    expect(saving).toEqual([false, true])
    expect(disk.rows).toHaveLength(1)
  })

  it('goes on without a file that cannot be opened, and says so', async () => {
    const book = open(Promise.reject(new Error('read-only')))
    await book.ready
    book.add(change('disconnected'))
    await clock.advance(MINUTE)
    expect(saving).toEqual([false])
    expect(await book.view(KEY, 'day')).toBeNull()
    book.close()
    expect(clock.pending).toBe(0)
  })

  it('notes once where a number stands when that is news', async () => {
    disk.rows.push({ key: KEY, connectionId: 'c1', at: clock.now() - MINUTE, from: null, to: 'unknown', cause: null, failure: null, evidence: null })
    const book = open()
    book.seen(view('connected'))
    await book.ready
    book.seen(view('disconnected')) // a change tells of that by itself
    await clock.advance(1_000)
    expect(disk.rows.map(({ from, to }) => [from, to])).toEqual([[null, 'unknown'], ['unknown', 'connected']])
  })

  it('notes nothing when the number stands where it stood', async () => {
    disk.rows.push({ key: KEY, connectionId: 'c1', at: clock.now() - MINUTE, from: null, to: 'connected', cause: null, failure: null, evidence: null })
    const book = open()
    await book.ready
    book.seen(view('connected'))
    await clock.advance(1_000)
    expect(disk.rows).toHaveLength(1)
  })

  it('answers with what a number was just found to be', async () => {
    const book = open()
    await book.ready
    book.seen(view('connected'))
    const asked = book.view(KEY, 'day')
    await settle()
    expect((await asked)?.entries.map(({ to }) => to)).toEqual(['connected'])
  })

  it('accounts for the time it watched: not for sleep, not for a stand-still of its timers', async () => {
    const book = open()
    const start = clock.now()
    await book.ready
    await clock.advance(10 * MINUTE)
    book.watching(false)
    await clock.advance(20 * MINUTE)
    book.watching(true)
    await clock.advance(5 * MINUTE)
    clock.sleep(30 * MINUTE)
    await clock.advance(5 * MINUTE)
    book.close()
    const inMinutes = disk.spans.map(({ from, to }) => [(from - start) / MINUTE, (to - start) / MINUTE])
    expect(inMinutes).toEqual([[0, 10], [30, 35], [65, 70]])
  })

  it('shows a period with its availability, newest change first, what waits included', async () => {
    const book = open()
    await book.ready
    book.add(change('connected', 'linking'))
    await clock.advance(30 * MINUTE)
    book.add(change('disconnected'))
    await clock.advance(10 * MINUTE)
    book.add(change('connected', 'disconnected'))
    const shown = await book.view(KEY, 'day')
    expect(shown?.entries.map(({ to }) => to)).toEqual(['connected', 'disconnected', 'connected'])
    expect(shown?.availability).toMatchObject({ drops: 1, share: 0.75, longestDown: 10 * MINUTE })
    expect(await book.view('c1/other', 'day')).toMatchObject({ entries: [], availability: { share: null } })
  })

  it('is read page by page, and others get their turn in between', async () => {
    const book = open()
    await book.ready
    for (let count = 0; count < 35; count += 1) disk.rows.push({ key: KEY, connectionId: 'c1', at: clock.now() - MINUTE + count, from: null, to: count % 2 === 0 ? 'connected' : 'unknown', cause: null, failure: null, evidence: null })
    const asked = book.view(KEY, 'day')
    await settle()
    expect(disk.pages).toEqual([10])
    await clock.advance(0)
    expect((await asked)?.entries).toHaveLength(35)
    expect(disk.pages).toEqual([10, 10, 10, 5])
    const newest = book.newest(12)
    await clock.advance(0)
    expect((await newest)?.map(({ at }) => at)).toEqual(disk.rows.slice(-12).map(({ at }) => at))
  })

  it('forgets after 90 days a part at a time', async () => {
    disk.state.toPrune = 3
    const prunes: number[] = []
    const { prune } = disk.file
    disk.file.prune = (before, after) => (prunes.push(after?.id ?? 0), prune(before, after))
    await open().ready
    expect(prunes).toEqual([0])
    await clock.advance(1_000)
    expect(prunes).toEqual([0, 1, 2])
  })

  it('opens the file later when the disk refuses it now, and loses nothing of the time between', async () => {
    const tries: boolean[] = []
    const book = historyBook({
      clock, log: new SilentLog(), onCanSave: (can) => void saving.push(can),
      open: (suspect) => (tries.push(suspect), tries.length < 3 ? Promise.reject(new Error('database or disk is full')) : Promise.resolve(disk.file)),
    })
    await book.ready
    book.add(change('disconnected'))
    await clock.advance(10 * MINUTE)
    expect(tries).toEqual([false, false, false])
    expect(saving).toEqual([false, true])
    expect(disk.rows).toHaveLength(1)
  })

  it('begins anew with a file that turns out to be damaged, and writes there what waits', async () => {
    const fresh = memoryFile()
    const tries: boolean[] = []
    const book = historyBook({
      clock, log: new SilentLog(), onCanSave: (can) => void saving.push(can),
      open: (suspect) => (tries.push(suspect), Promise.resolve(suspect ? fresh.file : disk.file)),
    })
    await book.ready
    disk.state.refuses = 'database disk image is malformed'
    book.add(change('disconnected'))
    await clock.advance(MINUTE)
    expect(tries).toEqual([false, true])
    expect(disk.state.closed).toBe(true)
    expect(fresh.rows).toHaveLength(1)
    expect(fresh.spans).toHaveLength(1)
    expect(saving).toEqual([false, true])
    // A second damage in one run is told, not chased.
    fresh.state.refuses = 'database disk image is malformed'
    await clock.advance(10 * MINUTE)
    expect(tries).toEqual([false, true])
  })

  it('does not take a change back that came before the file was open', async () => {
    let opened: (file: HistoryFile) => void = () => undefined
    const book = open(new Promise((resolve) => (opened = resolve)))
    book.seen(view('connected'))
    book.add(change('disconnected'))
    opened(disk.file)
    await book.ready
    await clock.advance(1_000)
    expect(disk.rows.map(({ to }) => to)).toEqual(['disconnected'])
  })

  it('forgets after 90 days, looking once a day', async () => {
    const book = open()
    await book.ready
    expect(disk.state.prunedBefore).toBe(clock.now() - 90 * 86_400_000)
    await clock.advance(86_400_000)
    expect(disk.state.prunedBefore).toBe(clock.now() - 90 * 86_400_000)
    book.close()
  })

  it('writes what waits when it closes, and leaves no timer', async () => {
    const book = open()
    await book.ready
    book.add(change('disconnected'))
    book.close()
    expect(disk.rows).toHaveLength(1)
    expect(disk.state.closed).toBe(true)
    await settle()
    expect(clock.pending).toBe(0)
  })
})

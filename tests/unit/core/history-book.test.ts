import { beforeEach, describe, expect, it } from 'vitest'
import { historyBook, type HistoryFile } from '../../../src/main/core/history-book'
import type { WatchedSpan } from '../../../src/main/core/availability'
import type { PhaseChange } from '../../../src/main/core/session-state'
import type { HistoryEntry } from '../../../src/shared/history'
import type { Phase } from '../../../src/shared/session'
import { FakeClock, settle } from '../../fakes/fake-clock'
import { SilentLog } from '../../fakes/silent-log'

const MINUTE = 60_000
const KEY = 'c1/s1'

/** A file in memory that can refuse. */
function memoryFile() {
  const rows: HistoryEntry[] = []
  const spans: WatchedSpan[] = []
  const batches: number[] = []
  const state = { refuses: false, closed: false, prunedBefore: 0 }
  const or = <T>(run: () => T): T => {
    if (state.refuses) throw new Error('disk full')
    return run()
  }
  const file: HistoryFile = {
    append: (entries) => or(() => (batches.push(entries.length), void rows.push(...entries))),
    lastPhases: () => or(() => new Map(rows.map(({ key, to }) => [key, to]))),
    read: (key, _from, to) => or(() => rows.filter((each) => (key === null || each.key === key) && each.at <= to)),
    beginSpan: (span) => or(() => spans.push({ ...span }) - 1),
    endSpan: (id, to) => or(() => void (spans[id] = { from: spans[id]?.from ?? 0, to })),
    spans: () => or(() => spans),
    prune: (before) => or(() => void (state.prunedBefore = before)),
    close: () => void (state.closed = true),
  }
  return { file, rows, spans, batches, state }
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
    for (let count = 0; count < 1_200; count += 1) book.add(change('unknown', 'connected', `c1/s${count}`))
    await clock.advance(1_000)
    expect(disk.batches).toEqual([250, 250, 250, 250, 200])
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
    disk.state.refuses = true
    book.add(change('disconnected'))
    await clock.advance(MINUTE)
    expect(saving).toEqual([false])
    expect(book.view(KEY, 'day')).toBeNull()
    disk.state.refuses = false
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
    expect(book.view(KEY, 'day')).toBeNull()
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
    const shown = book.view(KEY, 'day')
    expect(shown?.entries.map(({ to }) => to)).toEqual(['connected', 'disconnected', 'connected'])
    expect(shown?.availability).toMatchObject({ drops: 1, share: 0.75, longestDown: 10 * MINUTE })
    expect(book.view('c1/other', 'day')).toMatchObject({ entries: [], availability: { share: null } })
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

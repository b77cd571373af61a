import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHistoryFile, type OpenedHistory } from '../../../src/main/history/history-file'
import { nodeSqlite, runtimeSqlite, wasmSqlite, type OpenSqlite } from '../../../src/main/history/sqlite'
import type { HistoryFile, HistoryPlace } from '../../../src/main/core/ports'
import type { HistoryEntry } from '../../../src/shared/model/history'
import { FakeClock } from '../../fakes/fake-clock'
import { historyEntry as entry } from '../../fakes/views'
import { SilentLog } from '../../fakes/silent-log'

const clock = new FakeClock()
const FULL = entry(5, 'disconnected', { cause: 'logged-out', failure: 'timeout', evidence: { source: 'status', word: "QRCODE'; --", http: 200 } })

/** All pages of one number, or of all. */
function read(file: HistoryFile, key: string | null = 'c1/s1', from = 0, to = 1e12, newestFirst = false): readonly HistoryEntry[] {
  const found: HistoryEntry[] = []
  for (let after: HistoryPlace | null = null; ; ) {
    const { entries, next } = file.page({ key, from, to, newestFirst, after })
    found.push(...entries)
    if (next === null) return found
    after = next
  }
}
/** Prunes to the end; answers in how many parts. */
function pruneAll(file: HistoryFile, before: number): number {
  let parts = 0
  for (let after: HistoryPlace | null = null; parts === 0 || after !== null; parts += 1) after = file.prune(before, after)
  return parts
}

const builtIn = nodeSqlite()
const drivers: [string, OpenSqlite][] = [['WebAssembly', await wasmSqlite()], ...(builtIn ? [['node:sqlite', builtIn] as [string, OpenSqlite]] : [])]

it('takes the SQLite that the runtime has', async () => {
  expect(String(await runtimeSqlite())).toBe(String(builtIn ?? drivers[0]?.[1]))
})

describe.each(drivers)('the history on disk (%s)', (_name, openDriver) => {
  let folder: string
  let opened: OpenedHistory[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'history-'))
    opened = []
  })
  afterEach(() => {
    for (const each of opened) each.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const path = (): string => join(folder, 'profile', 'history.db')
  const open = (more: { readonly open?: OpenSqlite; readonly suspect?: boolean } = {}): OpenedHistory => {
    const file = createHistoryFile({ path: path(), open: openDriver, clock, log: new SilentLog(), ...more })
    opened.push(file)
    return file
  }
  const close = (file: OpenedHistory): void => {
    file.close()
    opened = opened.filter((each) => each !== file)
  }

  it('gives back what was written, also after a restart', () => {
    const first = open()
    first.append([FULL, entry(6, 'connected')])
    expect(read(first)).toEqual([FULL, entry(6, 'connected')])
    close(first)
    const second = open()
    expect(second.setAside).toBeNull()
    expect(read(second)).toEqual([FULL, entry(6, 'connected')])
    expect(second.lastPhase('c1/s1')).toBe('connected')
    expect(second.lastPhase('c1/s2')).toBeNull()
  })

  it('is readable by its owner only', () => {
    open()
    expect(statSync(path()).mode & 0o777).toBe(0o600)
  })

  it('reads a period with what led up to it, and one number without the others', () => {
    const file = open()
    file.append([
      entry(1, 'connected'),
      entry(2, 'disconnected'),
      entry(3, 'unknown'),
      entry(4, 'connected', { key: 'c1/s2' }),
      entry(20, 'disconnected'),
      entry(99, 'connected'),
    ])
    expect(file.before('c1/s1', 10).map(({ at }) => at)).toEqual([2, 3])
    expect(read(file, 'c1/s1', 10, 50).map(({ at }) => at)).toEqual([20])
    expect(read(file, null, 2, 50).map(({ at }) => at)).toEqual([2, 3, 4, 20])
    expect(read(file, null, 2, 50, true).map(({ at }) => at)).toEqual([20, 4, 3, 2])
  })

  it('forgets what is old, but not where each number stood', () => {
    const file = open()
    file.append([entry(1, 'disconnected'), entry(2, 'connected'), entry(3, 'unknown'), entry(4, 'connected', { key: 'c1/s2' }), entry(50, 'connected')])
    const old = file.beginSpan({ from: 1, to: 5 })
    file.endSpan(old, 8)
    file.beginSpan({ from: 40, to: 60 })
    expect(pruneAll(file, 30)).toBe(2)
    expect(read(file, null).map(({ at }) => at)).toEqual([2, 3, 4, 50])
    expect(file.spans(0, 100)).toEqual([{ from: 40, to: 60 }])
  })

  it('gives and forgets a little at a time, however many changes share an instant', () => {
    const file = open()
    const many = Array.from({ length: 1_000 }, (_, count) =>
      entry(Math.floor(count / 300), count % 2 === 0 ? 'connected' : 'unknown', { evidence: { source: 'n', word: String(count), http: null } }),
    )
    file.append(many)
    const first = (key: string | null) => file.page({ key, from: 0, to: 9, newestFirst: false, after: null }).entries.length
    expect([first('c1/s1'), first(null)]).toEqual([50, 200])
    for (const key of ['c1/s1', null]) {
      expect(read(file, key)).toEqual(many)
      expect(read(file, key, 0, 9, true)).toEqual([...many].reverse())
    }
    expect(pruneAll(file, 9)).toBeGreaterThan(5)
    expect(read(file, null)).toEqual(many.slice(-2))
  })

  it('finds everything by an index: a scan of 900,000 changes takes seconds', () => {
    const plans: string[] = []
    const explaining: OpenSqlite = (at) => {
      const database = openDriver(at)
      const note = (sql: string): void => {
        if (/^(SELECT|DELETE|UPDATE)/.test(sql.trim())) plans.push(...database.all(`EXPLAIN QUERY PLAN ${sql}`).map((row) => String(row['detail'])))
      }
      return { ...database, all: (sql, values) => (note(sql), database.all(sql, values)), insert: (sql, rows) => (note(sql), database.insert(sql, rows)) }
    }
    const file = open({ open: explaining })
    file.append([entry(1, 'connected'), entry(2, 'disconnected'), entry(3, 'connected')])
    read(file, 'c1/s1')
    read(file, null)
    read(file, null, 0, 9, true)
    file.lastPhase('c1/s1')
    pruneAll(file, 9)
    expect(plans.filter((plan) => plan.includes('TEMP B-TREE'))).toEqual([])
    file.before('c1/s1', 3) // sorts its two rows
    expect(plans.filter((plan) => plan.startsWith('SEARCH')).length).toBeGreaterThan(8)
    // One step from an end of the table or an index: by id, and by time both ways.
    expect(plans.filter((plan) => /SCAN (changes|old|newer)/.test(plan))).toEqual([
      'SCAN changes',
      ...Array<string>(2).fill('SCAN changes USING INDEX changes_by_time'),
    ])
  })

  it.each(['database or disk is full', 'attempt to write a readonly database', 'unable to open database file', 'disk I/O error', 'database is locked'])(
    'leaves a sound file alone when the disk says "%s"',
    (message) => {
      const good = open()
      good.append([FULL])
      close(good)
      const refusing: OpenSqlite = (at) => {
        const database = openDriver(at)
        return {
          ...database,
          exec: (sql) => {
            if (sql.includes('journal_mode')) throw new Error(message)
            database.exec(sql)
          },
        }
      }
      expect(() => open({ open: refusing })).toThrow(message)
      expect(readdirSync(join(folder, 'profile')).filter((name) => name.includes('damaged'))).toEqual([])
      const again = open()
      expect(again.setAside).toBeNull()
      expect(read(again)).toEqual([FULL])
    },
  )

  it('sets a file aside that is damaged in the middle, when it is suspected', () => {
    const good = open()
    for (let at = 0; at < 4_000; at += 1_000) good.append(Array.from({ length: 1_000 }, (_, more) => entry(at + more, 'connected')))
    close(good)
    const bytes = readFileSync(path())
    bytes.fill(7, 20 * 4096, 60 * 4096)
    writeFileSync(path(), bytes)
    const blind = open()
    expect(blind.setAside).toBeNull()
    expect(() => read(blind, null)).toThrow(/malformed/)
    close(blind)
    const checked = open({ suspect: true })
    expect(checked.setAside).not.toBeNull()
    expect(read(checked, null)).toEqual([])
  })

  it('writes a batch whole or not at all', () => {
    const file = open()
    const broken = { ...entry(2, 'connected'), connectionId: null as unknown as string }
    expect(() => file.append([entry(1, 'connected'), broken])).toThrow(/NOT NULL/)
    expect(read(file, null)).toEqual([])
    file.append([entry(3, 'connected')])
    expect(read(file, null)).toHaveLength(1)
  })

  it.each([
    ['no database', 'this is no database, whatever its name says'.repeat(40)],
    ['a database cut short', null],
  ])('sets a damaged file aside: %s', (_what, content) => {
    const good = open()
    good.append(Array.from({ length: 500 }, (_, at) => entry(at, 'connected')))
    close(good)
    if (content === null) {
      const { size } = statSync(path())
      writeFileSync(path(), Buffer.alloc(size, 7), { flag: 'r+' })
    } else writeFileSync(path(), content)
    const anew = open()
    expect(anew.setAside).toMatch(/history\.damaged-\d{8}T\d{9}Z\.db$/)
    expect(existsSync(anew.setAside ?? '')).toBe(true)
    expect(read(anew, null)).toEqual([])
    anew.append([entry(1, 'connected')])
  })

  it('sets the file of a newer app aside instead of guessing', () => {
    close(open())
    const raw = openDriver(path())
    raw.exec('PRAGMA locking_mode = EXCLUSIVE')
    raw.exec('PRAGMA user_version = 99')
    raw.close()
    expect(open().setAside).not.toBeNull()
  })

  it('throws when the disk refuses a new file', () => {
    mkdtempSync(join(folder, 'x'))
    writeFileSync(join(folder, 'profile'), 'a file where the folder should be')
    expect(open).toThrow()
  })

  it('survives a kill in the middle of its work: what was written is there, and the file is not locked', async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('writer.mjs', import.meta.url)), path()], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    child.kill('SIGKILL')
    await once(child, 'close')
    const told = Number(String(line).trim().split('\n').at(-1))
    const file = open()
    expect(file.setAside).toBeNull()
    expect(read(file).length).toBeGreaterThanOrEqual(told)
    expect(readdirSync(join(folder, 'profile'))).toContain('history.db')
    file.append([entry(1e9 + 1, 'disconnected')])
  }, 30_000)
})

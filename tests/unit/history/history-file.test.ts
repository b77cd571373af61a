import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHistory, type OpenedHistory } from '../../../src/main/history/history-file'
import { nodeSqlite, runtimeSqlite, wasmSqlite, type OpenSqlite } from '../../../src/main/history/sqlite'
import type { HistoryEntry } from '../../../src/shared/history'
import type { Phase } from '../../../src/shared/session'
import { FakeClock } from '../../fakes/fake-clock'
import { SilentLog } from '../../fakes/silent-log'

const clock = new FakeClock()
const entry = (at: number, to: Phase, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  key: 'c1/s1', connectionId: 'c1', at, from: 'connected', to, cause: null, failure: null, evidence: null, ...more,
})
const FULL = entry(5, 'disconnected', { cause: 'logged-out', failure: 'timeout', evidence: { source: 'status', word: "QRCODE'; --", http: 200 } })

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
  const open = (): OpenedHistory => {
    const file = openHistory({ path: path(), open: openDriver, clock, log: new SilentLog() })
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
    expect(first.read('c1/s1', 0, 10)).toEqual([FULL, entry(6, 'connected')])
    close(first)
    const second = open()
    expect(second.setAside).toBeNull()
    expect(second.read('c1/s1', 0, 10)).toEqual([FULL, entry(6, 'connected')])
    expect(second.lastPhases()).toEqual(new Map([['c1/s1', 'connected']]))
  })

  it('is readable by its owner only', () => {
    open()
    expect(statSync(path()).mode & 0o777).toBe(0o600)
  })

  it('reads a period with what led up to it, and one number without the others', () => {
    const file = open()
    file.append([entry(1, 'connected'), entry(2, 'disconnected'), entry(3, 'unknown'), entry(4, 'connected', { key: 'c1/s2' }), entry(20, 'disconnected'), entry(99, 'connected')])
    expect(file.read('c1/s1', 10, 50).map(({ at }) => at)).toEqual([2, 3, 20])
    expect(file.read(null, 10, 50).map(({ at }) => at)).toEqual([1, 2, 3, 4, 20])
  })

  it('forgets what is old, but not where each number stood', () => {
    const file = open()
    file.append([entry(1, 'disconnected'), entry(2, 'connected'), entry(3, 'unknown'), entry(4, 'connected', { key: 'c1/s2' }), entry(50, 'connected')])
    const old = file.beginSpan({ from: 1, to: 5 })
    file.endSpan(old, 8)
    file.beginSpan({ from: 40, to: 60 })
    file.prune(30)
    expect(file.read(null, 0, 100).map(({ at }) => at)).toEqual([2, 3, 4, 50])
    expect(file.spans(0, 100)).toEqual([{ from: 40, to: 60 }])
  })

  it('writes a batch whole or not at all', () => {
    const file = open()
    const broken = { ...entry(2, 'connected'), connectionId: null as unknown as string }
    expect(() => file.append([entry(1, 'connected'), broken])).toThrow(/NOT NULL/)
    expect(file.read(null, 0, 10)).toEqual([])
    file.append([entry(3, 'connected')])
    expect(file.read(null, 0, 10)).toHaveLength(1)
  })

  it.each([['no database', 'this is no database, whatever its name says'.repeat(40)], ['a database cut short', null]])('sets a damaged file aside: %s', (_what, content) => {
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
    expect(anew.read(null, 0, 1_000)).toEqual([])
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
    expect(file.read('c1/s1', 0, 1e9).length).toBeGreaterThanOrEqual(told)
    expect(readdirSync(join(folder, 'profile'))).toContain('history.db')
    file.append([entry(1e9 + 1, 'disconnected')])
  }, 30_000)
})

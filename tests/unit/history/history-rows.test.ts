// Rows of the history that cannot be read: each costs itself only.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HistoryFile } from '../../../src/main/core/ports'
import { createHistoryFile, type OpenedHistory } from '../../../src/main/history/history-file'
import { nodeSqlite, wasmSqlite, type OpenSqlite } from '../../../src/main/history/sqlite'
import type { HistoryEntry } from '../../../src/shared/model/history'
import { FakeClock } from '../../fakes/fake-clock'
import { historyEntry as entry } from '../../fakes/views'
import { SilentLog } from '../../fakes/silent-log'

const read = (file: HistoryFile, key: string | null, from = 0, to = 1e12, newestFirst = false): readonly HistoryEntry[] =>
  file.page({ key, from, to, newestFirst, after: null }).entries

const builtIn = nodeSqlite()
const drivers: [string, OpenSqlite][] = [['WebAssembly', await wasmSqlite()], ...(builtIn ? [['node:sqlite', builtIn] as [string, OpenSqlite]] : [])]

describe.each(drivers)('unreadable rows of the history (%s)', (_name, openDriver) => {
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
  const path = (): string => join(folder, 'history.db')
  const open = (): OpenedHistory => {
    const file = createHistoryFile({ path: path(), open: openDriver, clock: new FakeClock(), log: new SilentLog() })
    opened.push(file)
    return file
  }
  const close = (file: OpenedHistory): void => {
    file.close()
    opened = opened.filter((each) => each !== file)
  }

  it('skips and counts rows that it cannot read, each of them once, and reads all others', () => {
    const rows = [
      entry(1, 'connected'),
      entry(2, 'unknown', { key: 'c1/s2' }),
      entry(3, 'disconnected', { cause: 'banned' }),
      entry(4, 'connected'),
      entry(5, 'unknown'),
    ]
    const first = open()
    first.append(rows)
    for (const from of [1, 10, 20]) first.endSpan(first.beginSpan({ from, to: from }), from + 5)
    close(first)
    const raw = openDriver(path())
    raw.exec('PRAGMA locking_mode = EXCLUSIVE')
    raw.exec("UPDATE changes SET to_phase = 'dreaming' WHERE at = 2")
    raw.exec('UPDATE changes SET http = 9223372036854775000 WHERE at = 4')
    raw.exec("UPDATE changes SET cause = 'solar flare', from_phase = 'dreaming' WHERE at = 3")
    raw.exec('UPDATE watched SET to_at = 9223372036854775000 WHERE from_at = 10')
    raw.exec('UPDATE watched SET from_at = 90 WHERE from_at = 1')
    raw.exec('UPDATE watched SET to_at = 80 WHERE from_at = 90')
    raw.close()
    const file = open()
    expect(file.setAside).toBeNull()
    const readable = [entry(1, 'connected'), entry(3, 'disconnected', { from: null, cause: 'unspecified' }), entry(5, 'unknown')]
    expect(read(file, null)).toEqual(readable)
    expect(read(file, null, 0, 9, true)).toEqual([...readable].reverse())
    expect([file.lastPhase('c1/s1'), file.lastPhase('c1/s2')]).toEqual(['unknown', null])
    expect(file.spans(0, 100)).toEqual([{ from: 20, to: 25 }])
    expect(file.skipped()).toBe(4)
    file.append([entry(6, 'connected')])
    expect(read(file, null)).toHaveLength(4)
  })

  it('opens a file in which one row has an impossible date', () => {
    const first = open()
    first.append([entry(1, 'connected'), entry(2, 'unknown', { key: 'c1/s2' })])
    close(first)
    const raw = openDriver(path())
    raw.exec('PRAGMA locking_mode = EXCLUSIVE')
    raw.exec('UPDATE changes SET at = 9223372036854775000, id = 9007199254740993 WHERE at = 2')
    raw.close()
    const file = open()
    expect([file.setAside, read(file, null), file.lastPhase('c1/s2')]).toEqual([null, [entry(1, 'connected')], 'unknown'])
  })
})

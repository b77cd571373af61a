// A history with any of its rows damaged: each costs itself only, and is counted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { it } from 'vitest'
import { createHistoryFile, type OpenedHistory } from '../../../src/main/history/history-file'
import { runtimeSqlite, type OpenSqlite, type Sqlite } from '../../../src/main/history/sqlite'
import { PHASES } from '../../../src/shared/model/session'
import { FakeClock } from '../../fakes/fake-clock'
import { SilentLog } from '../../fakes/silent-log'
import { must, PATIENCE, TRIED } from './runs'

/** Histories in one file. Rows are counted one by one up to 100,000, which more of them would pass, and a large file is slow to write. */
const IN_ONE_FILE = 10_000
const HUGE = 'x'.repeat(10_000)
/** Damage, and whether the row is still readable with it. */
const DAMAGES = [
  ["to_phase = 'dreaming'", false],
  ["to_phase = 'CONNECTED'", false],
  ["to_phase = ''", false],
  ['http = 9223372036854775000', false],
  [`to_phase = '${HUGE}'`, false],
  ["cause = 'solar flare'", true],
  ["from_phase = '[]', failure = 'null'", true],
  [`word = '${HUGE}', source = ''`, true],
] as const

/** A history file and the database under it. */
function openFile(path: string, openDriver: OpenSqlite): { readonly file: OpenedHistory; readonly raw: Sqlite } {
  const opened: Sqlite[] = []
  const file = createHistoryFile({
    path,
    open: (at) => {
      const database = openDriver(at)
      opened.push(database)
      return database
    },
    clock: new FakeClock(),
    log: new SilentLog(),
  })
  const [raw] = opened
  if (!raw) throw new Error('no database')
  raw.exec('PRAGMA synchronous = OFF') // the disk is not what is tried here
  return { file, raw }
}

it('reads all rows but the damaged ones of any history', PATIENCE, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rows-'))
  const openDriver = await runtimeSqlite()
  let { file, raw } = openFile(join(folder, '0.db'), openDriver)
  try {
    // Ids are never used twice, as each row counts once.
    let base = 1
    let tried = 0
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...PHASES), fc.option(fc.constantFrom(...DAMAGES))), { minLength: 1, maxLength: 8 }), (rows) => {
        tried += 1
        if (tried % IN_ONE_FILE === 0) {
          file.close()
          ;({ file, raw } = openFile(join(folder, `${tried}.db`), openDriver))
        }
        const before = file.skipped()
        const from = base
        base += 100
        file.append(
          rows.map(([to], index) => ({
            key: `n${index % 2}`,
            connectionId: 'c',
            at: from + index,
            from: null,
            to,
            cause: null,
            failure: null,
            evidence: null,
          })),
        )
        const damages = rows.flatMap(([, damage], index) => (damage ? [`UPDATE changes SET ${damage[0]} WHERE at = ${from + index}`] : []))
        if (damages.length > 0) raw.exec(`BEGIN; ${damages.join('; ')}; COMMIT`)
        const page = file.page({ key: null, from, to: from + 50, newestFirst: false, after: null })
        const readable = rows.flatMap(([, damage], index) => (damage && !damage[1] ? [] : [from + index]))
        must(page.entries.map(({ at }) => at).join() === readable.join(), () => 'a row is lost')
        must(file.skipped() - before === rows.length - readable.length, () => 'a skipped row is not counted')
        file.page({ key: null, from, to: from + 50, newestFirst: true, after: null })
        must(file.skipped() - before === rows.length - readable.length, () => 'a skipped row is counted twice')
        for (const key of ['n0', 'n1']) file.lastPhase(key)
      }),
      TRIED,
    )
  } finally {
    file.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

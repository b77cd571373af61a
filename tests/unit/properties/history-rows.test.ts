// A history with any of its rows damaged: each costs itself only, and is counted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { it } from 'vitest'
import { createHistoryFile } from '../../../src/main/history/history-file'
import { runtimeSqlite, type Sqlite } from '../../../src/main/history/sqlite'
import { PHASES } from '../../../src/shared/model/session'
import { FakeClock } from '../../fakes/fake-clock'
import { SilentLog } from '../../fakes/silent-log'
import { must, PATIENCE, RUNS, TRIED } from './runs'

/** Rows are counted one by one up to 100,000: more histories would pass that. */
const TRIES = Math.min(RUNS, 10_000)
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

it(`reads all rows but the damaged ones in any ${TRIES} histories`, PATIENCE, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rows-'))
  const openDriver = await runtimeSqlite()
  const opened: Sqlite[] = []
  const file = createHistoryFile({
    path: join(folder, 'history.db'),
    open: (path) => {
      const database = openDriver(path)
      opened.push(database)
      return database
    },
    clock: new FakeClock(),
    log: new SilentLog(),
  })
  const [raw] = opened
  if (!raw) throw new Error('no database')
  raw.exec('PRAGMA synchronous = OFF') // the disk is not what is tried here
  try {
    // Ids are never used twice, as each row counts once.
    let base = 1
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...PHASES), fc.option(fc.constantFrom(...DAMAGES))), { minLength: 1, maxLength: 8 }), (rows) => {
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
        for (const [index, [, damage]] of rows.entries()) if (damage) raw.exec(`UPDATE changes SET ${damage[0]} WHERE at = ${from + index}`)
        const page = file.page({ key: null, from, to: from + 50, newestFirst: false, after: null })
        const readable = rows.flatMap(([, damage], index) => (damage && !damage[1] ? [] : [from + index]))
        must(page.entries.map(({ at }) => at).join() === readable.join(), () => 'a row is lost')
        must(file.skipped() - before === rows.length - readable.length, () => 'a skipped row is not counted')
        file.page({ key: null, from, to: from + 50, newestFirst: true, after: null })
        must(file.skipped() - before === rows.length - readable.length, () => 'a skipped row is counted twice')
        for (const key of ['n0', 'n1']) file.lastPhase(key)
      }),
      { ...TRIED, numRuns: TRIES },
    )
  } finally {
    file.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

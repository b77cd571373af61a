// The history on disk: one SQLite file, migrated by its version. A damaged file is set aside and a new one begun.
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { FAILURE_CODES } from '../../shared/model/failure'
import type { HistoryEntry } from '../../shared/model/history'
import { CAUSES, PHASES } from '../../shared/model/session'
import { isDamage, type HistoryFile, type HistoryPage, type HistoryPlace, type HistoryQuery } from '../core/ports'
import type { Clock, Log } from '../core/ports'
import type { OpenSqlite, Row, Sqlite, SqlValue } from './sqlite'
import { MOST_DATE } from '../../shared/instant'

/** Each step raises the version of the file by one; the file's `user_version` says which steps were run. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE changes (
     id INTEGER PRIMARY KEY, number TEXT NOT NULL, connection TEXT NOT NULL, at INTEGER NOT NULL, from_phase TEXT, to_phase TEXT NOT NULL,
     cause TEXT, failure TEXT, source TEXT, word TEXT, http INTEGER
   ) STRICT;
   CREATE INDEX changes_of_number ON changes (number, at, id);
   CREATE INDEX changes_by_time ON changes (at);
   CREATE TABLE watched (id INTEGER PRIMARY KEY, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL) STRICT;`,
]

const APPEND = 'INSERT INTO changes (number, connection, at, from_phase, to_phase, cause, failure, source, word, http) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
/** Rows read or checked in one call: under 10 ms with the compiled SQLite on a slow machine. */
const PAGE = 200
/** The same for the rows of one number, which are spread over the file: each costs a read of its own. */
const PAGE_OF_NUMBER = 50
/** Deletes the old rows of a page, but keeps those that tell the state of a number at the begin of the kept time. Values: before, after at and id, last at and id. */
const PRUNE = `DELETE FROM changes WHERE id IN (
  SELECT old.id FROM changes old WHERE (old.at, old.id) > (?2, ?3) AND (old.at, old.id) <= (?4, ?5)
    AND EXISTS (SELECT 1 FROM changes newer WHERE newer.number = old.number AND newer.at < ?1 AND (newer.at, newer.id) > (old.at, old.id))
    AND (old.to_phase NOT IN ('connected', 'disconnected') OR EXISTS (SELECT 1 FROM changes newer
      WHERE newer.number = old.number AND newer.at < ?1 AND (newer.at, newer.id) > (old.at, old.id) AND newer.to_phase IN ('connected', 'disconnected'))))`
const FILE_MODE = 0o600 // only the user may read which numbers dropped and when

/** Unreadable rows that are counted one by one. */
const MOST_COUNTED = 100_000

interface OpenedRows extends HistoryFile {
  /** Rows that could not be read so far, and were skipped: each costs itself only. */
  skipped(): number
}

/** An opened file, with what happened to a damaged one. */
export interface OpenedHistory extends OpenedRows {
  /** A file that could not be read was renamed to this; null = all was well. */
  readonly setAside: string | null
}

/**
 * Opens the file, or begins one. A damaged file is set aside; throws when the disk refuses. `suspect`: the whole file is read for damage, which takes
 * one second for each 100 MB; otherwise damage is found when a damaged page is read.
 */
export function createHistoryFile(parts: {
  readonly path: string
  readonly open: OpenSqlite
  readonly clock: Clock
  readonly log: Log
  readonly suspect?: boolean
}): OpenedHistory {
  const { path, open, clock, log, suspect = false } = parts
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    return { ...prepared(path, open, suspect, log), setAside: null }
  } catch (error) {
    // A full or read-only disk does not mean that the file is damaged.
    if (!existsSync(path) || !isDamage(error)) throw error
    log.error('history is damaged', { error: error instanceof Error ? error.message : String(error) })
  }
  const setAside = path.replace(/(\.\w+)?$/, `.damaged-${new Date(clock.now()).toISOString().replace(/[-:.]/g, '')}$1`)
  // The journal is moved with its file: SQLite must never apply it to another one.
  for (const end of ['', '-wal', '-shm']) if (existsSync(path + end)) renameSync(path + end, setAside + end)
  log.warn('damaged history set aside')
  return { ...prepared(path, open, false, log), setAside }
}

function prepared(path: string, open: OpenSqlite, suspect: boolean, log: Log): OpenedRows {
  const database = open(path)
  try {
    // In this order: WebAssembly's file layer has no shared memory, so WAL needs the lock first.
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL')
    const [check] = suspect ? database.all('PRAGMA quick_check(1)') : [{ quick_check: 'ok' }]
    if (Object.values(check ?? {})[0] !== 'ok') throw new Error(`quick_check: ${String(Object.values(check ?? {})[0])}`)
    migrate(database)
    // Reads the ends of table and index, where a file that was cut off or overwritten is mostly damaged.
    for (const order of ['id DESC', 'at', 'at DESC']) database.all(`SELECT id, number FROM changes ORDER BY ${order} LIMIT 1`)
    chmodSync(path, FILE_MODE)
    return historyFile(database, log)
  } catch (error) {
    database.close()
    throw error
  }
}

function migrate(database: Sqlite): void {
  const version = Number(database.all('PRAGMA user_version')[0]?.['user_version'])
  if (version > MIGRATIONS.length) throw new Error(`made by a newer app: version ${version}`)
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index >= version) database.exec(`BEGIN; ${sql} PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}

function historyFile(database: Sqlite, log: Log): OpenedRows {
  /** By table and id: a row is met at every reading, and counts once. */
  const unreadable = new Set<string>()
  const skip = (table: string, id: unknown): [] => {
    if (unreadable.size === 0) log.warn('history: a row cannot be read and is skipped', { table, id: String(id) })
    if (unreadable.size < MOST_COUNTED) unreadable.add(`${table} ${String(id)}`)
    return []
  }
  const entryFrom = (row: Row): HistoryEntry[] => readEntry(row) ?? skip('changes', row['id'])
  return {
    skipped: () => unreadable.size,
    append(entries) {
      database.insert(
        APPEND,
        entries.map(({ key, connectionId, at, from, to, cause, failure, evidence }) => [
          key,
          connectionId,
          at,
          from,
          to,
          cause,
          failure,
          evidence?.source ?? null,
          evidence?.word ?? null,
          evidence?.http ?? null,
        ]),
      )
    },
    lastPhase(key) {
      const [row] = database.all('SELECT to_phase FROM changes WHERE number = ? ORDER BY at DESC, id DESC LIMIT 1', [key])
      const phase = phaseSchema.safeParse(row?.['to_phase'])
      return phase.success ? phase.data : null
    },
    page: (query) => page(database, query, entryFrom),
    before: (key, at) =>
      database
        .all(
          `SELECT * FROM changes WHERE id IN (
             (SELECT id FROM changes WHERE number = ?1 AND at < ?2 ORDER BY at DESC, id DESC LIMIT 1),
             (SELECT id FROM changes WHERE number = ?1 AND at < ?2 AND to_phase IN ('connected', 'disconnected') ORDER BY at DESC, id DESC LIMIT 1)
           ) ORDER BY at, id`,
          [key, at],
        )
        .flatMap(entryFrom),
    beginSpan: (span) => database.insert('INSERT INTO watched (from_at, to_at) VALUES (?, ?)', [[span.from, span.to]]),
    endSpan: (id, to) => void database.insert('UPDATE watched SET to_at = ? WHERE id = ?', [[to, id]]),
    spans: (from, to) =>
      database.all('SELECT id, from_at, to_at FROM watched WHERE to_at >= ? AND from_at <= ? ORDER BY from_at', [from, to]).flatMap((row) => {
        const span = spanSchema.safeParse(row)
        return span.success ? [{ from: span.data.from_at, to: span.data.to_at }] : skip('watched', row['id'])
      }),
    prune(before, after) {
      const { at, id } = after ?? { at: 0, id: 0 }
      const last = placeOf(database.all(`SELECT at, id FROM changes WHERE (at, id) > (?, ?) AND at < ? ORDER BY at, id LIMIT ${PAGE}`, [at, id, before]).at(-1))
      if (last) database.insert(PRUNE, [[before, at, id, last.at, last.id]])
      else database.insert('DELETE FROM watched WHERE to_at < ?', [[before]])
      return last
    },
    close: () => database.close(),
  }
}

function page(database: Sqlite, { key, from, to, newestFirst, after }: HistoryQuery, entryFrom: (row: Row) => HistoryEntry[]): HistoryPage {
  const [beyond, order] = newestFirst ? ['<', 'at DESC, id DESC'] : ['>', 'at, id']
  const { at, id } = after ?? (newestFirst ? { at: to + 1, id: 0 } : { at: from, id: 0 })
  const [only, values]: [string, SqlValue[]] = key === null ? ['', []] : ['number = ? AND', [key]]
  const limit = key === null ? PAGE : PAGE_OF_NUMBER
  const end = newestFirst ? 'at >= ?' : 'at <= ?'
  const rows = database.all(`SELECT * FROM changes WHERE ${only} (at, id) ${beyond} (?, ?) AND ${end} ORDER BY ${order} LIMIT ${limit}`, [
    ...values,
    at,
    id,
    newestFirst ? from : to,
  ])
  return { entries: rows.flatMap(entryFrom), next: rows.length < limit ? null : placeOf(rows.at(-1)) }
}

function placeOf(row: Row | undefined): HistoryPlace | null {
  return row ? { at: Number(row['at']), id: Number(row['id']) } : null
}

const phaseSchema = z.enum(PHASES)
const rowSchema = z.object({
  number: z.string(),
  connection: z.string(),
  at: z.number().int(),
  from_phase: phaseSchema.nullable().catch(null),
  to_phase: phaseSchema,
  cause: z.enum(CAUSES).nullable().catch('unspecified'),
  failure: z.enum(FAILURE_CODES).nullable().catch('internal'),
  source: z.string().nullable(),
  word: z.string().nullable(),
  http: z.number().nullable(),
})

/** An account of watched time. One that ends before it begins, or at no date at all, would make up time that nobody watched. */
const spanSchema = z.object({ from_at: z.number().int(), to_at: z.number().int().max(MOST_DATE) }).refine(({ from_at, to_at }) => from_at <= to_at)

/** A row as an entry; null = another version wrote it, or it is damaged. */
function readEntry(row: Row): HistoryEntry[] | null {
  const parsed = rowSchema.safeParse(row)
  if (!parsed.success) return null
  const { number, connection, at, from_phase, to_phase, cause, failure, source, word, http } = parsed.data
  return [
    { key: number, connectionId: connection, at, from: from_phase, to: to_phase, cause, failure, evidence: source === null ? null : { source, word, http } },
  ]
}

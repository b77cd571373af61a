// The history on disk: one SQLite file, migrated by its version; a damaged one is set aside and a new one begun.
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { FAILURE_CODES } from '../../shared/failure'
import type { HistoryEntry } from '../../shared/history'
import { CAUSES, PHASES } from '../../shared/session'
import type { HistoryFile } from '../core/history-book'
import type { Clock, Log } from '../core/ports'
import type { OpenSqlite, Sqlite } from './sqlite'

/** Each brings the file one version further; the file's `user_version` says which were run. */
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
const FILE_MODE = 0o600 // which numbers dropped and when: nobody else's business

/** An opened file, with what happened to a damaged one. */
export interface OpenedHistory extends HistoryFile {
  /** A file that could not be read was renamed to this; null = all was well. */
  readonly setAside: string | null
}

/** Opens the file, or begins one. Throws when the disk refuses both. */
export function openHistory(parts: { readonly path: string; readonly open: OpenSqlite; readonly clock: Clock; readonly log: Log }): OpenedHistory {
  const { path, open, clock, log } = parts
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    return { ...prepared(path, open), setAside: null }
  } catch (error) {
    if (!existsSync(path)) throw error
    log.error('history is damaged', { error: error instanceof Error ? error.message : String(error) })
  }
  const setAside = path.replace(/(\.\w+)?$/, `.damaged-${new Date(clock.now()).toISOString().replace(/[-:.]/g, '')}$1`)
  // The journal goes along: it belongs to that file, and must never be played into another.
  for (const end of ['', '-wal', '-shm']) if (existsSync(path + end)) renameSync(path + end, setAside + end)
  log.warn('damaged history set aside')
  return { ...prepared(path, open), setAside }
}

function prepared(path: string, open: OpenSqlite): HistoryFile {
  const database = open(path)
  try {
    // In this order: WebAssembly's file layer has no shared memory, so WAL needs the lock first.
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL')
    const [check] = database.all('PRAGMA quick_check(1)')
    if (Object.values(check ?? {})[0] !== 'ok') throw new Error(`quick_check: ${String(Object.values(check ?? {})[0])}`)
    migrate(database)
    chmodSync(path, FILE_MODE)
    return historyFile(database)
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

function historyFile(database: Sqlite): HistoryFile {
  return {
    append(entries) {
      database.insert(APPEND, entries.map(({ key, connectionId, at, from, to, cause, failure, evidence }) => [
        key, connectionId, at, from, to, cause, failure, evidence?.source ?? null, evidence?.word ?? null, evidence?.http ?? null,
      ]))
    },
    lastPhases() {
      const rows = database.all('SELECT number, to_phase, max(id) FROM changes GROUP BY number')
      return new Map(rows.flatMap((row) => {
        const phase = phaseSchema.safeParse(row['to_phase'])
        return phase.success ? [[String(row['number']), phase.data] as const] : []
      }))
    },
    read(key, from, to) {
      const rows = key === null
        ? database.all(`SELECT * FROM changes WHERE at <= ? ORDER BY at, id`, [to])
        : database.all(
            `SELECT * FROM changes WHERE number = ?1 AND at <= ?3 AND (at >= ?2
               OR id = (SELECT id FROM changes WHERE number = ?1 AND at < ?2 ORDER BY at DESC, id DESC LIMIT 1)
               OR id = (SELECT id FROM changes WHERE number = ?1 AND at < ?2 AND to_phase IN ('connected', 'disconnected') ORDER BY at DESC, id DESC LIMIT 1))
             ORDER BY at, id`,
            [key, from, to],
          )
      return rows.flatMap(entryFrom)
    },
    beginSpan: (span) => database.insert('INSERT INTO watched (from_at, to_at) VALUES (?, ?)', [[span.from, span.to]]),
    endSpan: (id, to) => void database.insert('UPDATE watched SET to_at = ? WHERE id = ?', [[to, id]]),
    spans: (from, to) =>
      database
        .all('SELECT from_at, to_at FROM watched WHERE to_at >= ? AND from_at <= ? ORDER BY from_at', [from, to])
        .map((row) => ({ from: Number(row['from_at']), to: Number(row['to_at']) })),
    prune(before) {
      // Where a number stood when the kept time begins must stay known.
      database.insert(
        `DELETE FROM changes WHERE at < ?1 AND id NOT IN (SELECT max(id) FROM changes WHERE at < ?1 GROUP BY number)
           AND id NOT IN (SELECT max(id) FROM changes WHERE at < ?1 AND to_phase IN ('connected', 'disconnected') GROUP BY number)`,
        [[before]],
      )
      database.insert('DELETE FROM watched WHERE to_at < ?', [[before]])
    },
    close: () => database.close(),
  }
}

const phaseSchema = z.enum(PHASES)
const rowSchema = z.object({
  number: z.string(),
  connection: z.string(),
  at: z.number(),
  from_phase: phaseSchema.nullable().catch(null),
  to_phase: phaseSchema,
  cause: z.enum(CAUSES).nullable().catch('unspecified'),
  failure: z.enum(FAILURE_CODES).nullable().catch('internal'),
  source: z.string().nullable(),
  word: z.string().nullable(),
  http: z.number().nullable(),
})

/** A row as an entry; one that another version wrote and this one cannot read is left out. */
function entryFrom(row: unknown): HistoryEntry[] {
  const parsed = rowSchema.safeParse(row)
  if (!parsed.success) return []
  const { number, connection, at, from_phase, to_phase, cause, failure, source, word, http } = parsed.data
  return [{ key: number, connectionId: connection, at, from: from_phase, to: to_phase, cause, failure, evidence: source === null ? null : { source, word, http } }]
}

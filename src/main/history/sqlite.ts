// SQLite: node:sqlite where the runtime has it built in, else the same library compiled to WebAssembly.
import { rmSync } from 'node:fs'

/** A value in a row. */
export type SqlValue = string | number | null
/** A row by column name. */
export type Row = Readonly<Record<string, unknown>>

/** The part of SQLite that the history uses. Everything throws what SQLite says. */
export interface Sqlite {
  exec(sql: string): void
  all(sql: string, values?: readonly SqlValue[]): readonly Row[]
  /** Runs one statement for each row of values, in one transaction, and answers the last row's id. */
  insert(sql: string, rows: readonly (readonly SqlValue[])[]): number
  close(): void
}

/** Opens a database file. The caller holds the app's single-instance lock. */
export type OpenSqlite = (path: string) => Sqlite

interface Statement {
  run(...values: readonly SqlValue[]): { readonly lastInsertRowid: number | bigint }
  all(...values: readonly SqlValue[]): readonly unknown[]
  setReadBigInts(on: boolean): void
}

/** What node:sqlite exports. */
interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => { exec(sql: string): void; prepare(sql: string): Statement; close(): void }
}

/** node:sqlite; null where the runtime has none (before Node 22.5). */
export function nodeSqlite(): OpenSqlite | null {
  // Looked up at run time by its name: the bundler must not resolve it, and Node 20 has no types for it.
  const builtIn = process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined
  if (!builtIn) return null
  const { DatabaseSync } = builtIn
  return (path) => {
    const database = new DatabaseSync(path)
    const exec = (sql: string): void => database.exec(sql)
    return {
      exec,
      all(sql, values = []) {
        const statement = database.prepare(sql)
        // Otherwise one number above 2^53 in a damaged row makes the whole answer throw.
        statement.setReadBigInts(true)
        return (statement.all(...values) as readonly Row[]).map(plain)
      },
      insert(sql, rows) {
        const statement = database.prepare(sql)
        return inTransaction(exec, () => rows.reduce((_last, row) => Number(statement.run(...row).lastInsertRowid), 0))
      },
      close: () => database.close(),
    }
  }
}

/** SQLite in WebAssembly. Its lock is a folder beside the file that a killed process leaves behind. It is removed: the app's single-instance lock rules out another holder. */
export async function wasmSqlite(): Promise<OpenSqlite> {
  const { default: wasm } = await import('node-sqlite3-wasm')
  return (path) => {
    rmSync(`${path}.lock`, { recursive: true, force: true })
    const database = new wasm.Database(path)
    const exec = (sql: string): void => database.exec(sql)
    return {
      exec,
      all: (sql, values = []) => database.all(sql, [...values]),
      insert(sql, rows) {
        const statement = database.prepare(sql)
        try {
          return inTransaction(exec, () => rows.reduce((_last, row) => Number(statement.run([...row]).lastInsertRowid), 0))
        } finally {
          statement.finalize()
        }
      },
      close: () => database.close(),
    }
  }
}

/** The runtime's own SQLite, or the compiled one. */
export async function runtimeSqlite(): Promise<OpenSqlite> {
  return nodeSqlite() ?? wasmSqlite()
}

/** Whole numbers as numbers, but for those that a number cannot hold. */
function plain(row: Row): Row {
  const exact = (value: unknown): unknown => (typeof value === 'bigint' && BigInt.asIntN(53, value) === value ? Number(value) : value)
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, exact(value)]))
}

function inTransaction<T>(exec: (sql: string) => void, run: () => T): T {
  exec('BEGIN')
  try {
    const value = run()
    exec('COMMIT')
    return value
  } catch (error) {
    try {
      exec('ROLLBACK')
    } catch {
      // The first error is the one to report.
    }
    throw error
  }
}

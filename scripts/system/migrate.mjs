// Applies the prelude (what Supabase brings) and our migrations, in the order of their names, each in one transaction.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'

const MIGRATIONS = fileURLToPath(new URL('../../supabase/migrations', import.meta.url))
const PRELUDE = fileURLToPath(new URL('./supabase-prelude.sql', import.meta.url))

async function connected(url, work) {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

/** Roles, auth schema and default grants as on Supabase. Needs the superuser's URL; once per database. */
export function applyPrelude(adminUrl) {
  return connected(adminUrl, (sql) => sql.unsafe(readFileSync(PRELUDE, 'utf8')))
}

/** Names of our migrations in their order. */
function migrationNames() {
  return readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
}

/** Applies every migration; may be repeated, as each is written to be. */
export function applyMigrations(url) {
  return connected(url, async (sql) => {
    for (const name of migrationNames()) {
      try {
        await sql.begin((transaction) => transaction.unsafe(readFileSync(join(MIGRATIONS, name), 'utf8')))
      } catch (error) {
        throw new Error(`${name}: ${error.message}`, { cause: error })
      }
    }
  })
}

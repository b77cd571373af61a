// The whole system on one machine: PostgreSQL, migrations, sign-in, functions under Deno, one gateway port, the platform.
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { createAuth } from './auth.mjs'
import { startWatchdog } from './children.mjs'
import { functionNames, startFunctions } from './functions.mjs'
import { startGateway } from './gateway.mjs'
import { applyMigrations, applyPrelude } from './migrate.mjs'
import { startPostgres } from './postgres.mjs'
import { startPlatform } from './sandbox.mjs'
import { addOperator, seed } from './seed.mjs'

/**
 * Starts the system. Options: `port` of the gateway (0 = any free), `without` (functions left out, as if not deployed),
 * `environment` (settings of the functions), `timings` of the platform (ms), `accessTokenSeconds`,
 * `passwordCost` (bcrypt), `aliases` and `source` (see startFunctions), `onLine(function, line)`.
 * Nothing outlives this process: if it is killed, a watchdog ends what it started.
 * @param {{ port?: number, without?: string[], environment?: Record<string, string>, timings?: Record<string, number>, accessTokenSeconds?: number,
 *   passwordCost?: number, aliases?: Record<string, string>, source?: string, onLine?: (name: string, line: string) => void }} options
 */
export async function startSystem({
  port = 0,
  without = [],
  environment = {},
  timings = {},
  accessTokenSeconds = 3_600,
  onLine,
  source,
  aliases,
  passwordCost,
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wpp-system-'))
  // PostgreSQL runs under another account and must be able to enter this folder; the folders inside are private.
  chmodSync(folder, 0o711)
  const watchdog = startWatchdog()
  watchdog.folder(folder)
  const stops = [async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })]
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each()
    await watchdog.done()
  }
  try {
    const wppSecret = randomBytes(18).toString('base64url')
    const gateway = await startGateway({ port })
    stops.push(() => gateway.stop())
    const [database, platform] = await Promise.all([startPostgres({ folder, watchdog }), startPlatform({ folder, wppSecret, timings })])
    stops.push(
      () => database.stop(),
      () => platform.close(),
    )
    await applyPrelude(database.adminUrl)
    await applyMigrations(database.url)

    const sql = postgres(database.url, { max: 8, onnotice: () => undefined })
    stops.push(() => sql.end({ timeout: 2 }))
    const auth = await createAuth({ sql, issuer: () => `${gateway.url}/auth/v1`, lifeSeconds: accessTokenSeconds, cost: passwordCost })
    const people = await seed(sql, auth)
    const settings = {
      SUPABASE_URL: gateway.url,
      SUPABASE_ANON_KEY: auth.anonKey,
      SUPABASE_DB_URL: database.url,
      WPP_BASE_URL: platform.address,
      WPP_SECRET: wppSecret,
      WPP_ENCRYPTION_KEYS: `local:${randomBytes(32).toString('base64')}`,
      ...environment,
    }
    const names = functionNames(source).filter((name) => !without.includes(name))
    const functions = await startFunctions({ folder, watchdog, environment: settings, names, onLine, source, aliases, passwordCost })
    stops.push(() => functions.stop())
    gateway.serve({ auth, functions })
    return {
      url: gateway.url,
      /** The folder of all its files; removed by `stop`. */
      folder,
      anonKey: auth.anonKey,
      dbUrl: database.url,
      adminUrl: database.adminUrl,
      restartDatabase: () => database.restart(),
      ...people,
      sandbox: { address: platform.address, controlToken: platform.controlToken },
      settings,
      sql,
      auth,
      functions,
      gateway,
      watchdog,
      addOperator: (operator) => addOperator(sql, auth, operator),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

// The real dependencies of a function, and its start under Deno. The only file here that reads the environment.
import postgres from 'npm:postgres@3.4.9'
import { createAuthenticate } from './request/auth.ts'
import { configFrom, required, type Environment } from './config.ts'
import { ApiError } from './request/errors.ts'
import { wrap } from './request/http.ts'
import { createChangeFeed, type Notifications } from './events/feed.ts'
import { createStreamLimits } from './events/limits.ts'
import { createLog } from './log.ts'
import { createPlatform } from './platform/client.ts'
import type { Deps, EventTools, Handler } from './ports.ts'
import { createStore } from './store.ts'
import { createVault } from './vault.ts'

declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void } | undefined

/** Sign of life of a stream, ms; and how long its first one may take. */
const BEAT = 15_000
const FIRST_BEAT = 3_000

/** PostgreSQL's notifications. Each listening has a client of its own: one whose LISTEN failed once answers with that failure for ever. */
function notificationsOf(sql: postgres.Sql, listenUrl: string): Notifications {
  return {
    async listen(channel, onNotify, onListen) {
      const client = postgres(listenUrl, { max: 1, connect_timeout: 5, onnotice: () => undefined })
      try {
        await client.listen(channel, onNotify, onListen)
      } catch (error) {
        await client.end({ timeout: 0 })
        throw error
      }
      return { unlisten: () => client.end({ timeout: 0 }) }
    },
    notify: (channel, payload) => sql`select pg_notify(${channel}, ${payload})`,
  }
}

/** Builds the dependencies. Called at the first request, so that a missing setting is answered as an error and does not keep the function from booting. */
function assemble(environment: Environment) {
  const config = configFrom(environment)
  const url = required(environment, 'SUPABASE_URL')
  const authenticate = createAuthenticate({ url, anonKey: required(environment, 'SUPABASE_ANON_KEY'), deadlineMs: config.authDeadlineMs })
  const platform = createPlatform(required(environment, 'WPP_BASE_URL'))
  const sql = postgres(required(environment, 'SUPABASE_DB_URL'), {
    max: Number(environment('WPP_DB_CONNECTIONS') ?? 4),
    idle_timeout: 20,
    connect_timeout: 5,
    onnotice: () => undefined,
  })
  let vault
  try {
    vault = createVault(required(environment, 'WPP_ENCRYPTION_KEYS'))
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError('server_not_configured', { sentence: 'WPP_ENCRYPTION_KEYS is not usable', detail: error instanceof Error ? error.message : undefined })
  }
  const listenUrl = environment('WPP_EVENTS_DB_URL')?.trim() || required(environment, 'SUPABASE_DB_URL')
  const events: EventTools = {
    feed: createChangeFeed({ database: notificationsOf(sql, listenUrl), name: crypto.randomUUID(), beatMs: BEAT, firstBeatMs: FIRST_BEAT }),
    limits: createStreamLimits({ perCaller: config.eventsPerCaller, perOrganization: config.eventsPerOrganization }),
    lifeMs: config.eventsLifeMs,
  }
  return { config, authenticate, platform, sql, vault, events }
}

async function postJson(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: AbortSignal.timeout(10_000) })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
}

/** Serves one function. */
export function serve(name: string, methods: readonly string[], handler: Handler): void {
  const environment: Environment = (variable) => Deno.env.get(variable)
  let parts: ReturnType<typeof assemble> | undefined
  Deno.serve(
    wrap({
      name,
      methods,
      handler,
      countQueries: environment('WPP_COUNT_QUERIES') === '1',
      log: (facts) => createLog(facts),
      deps: (requestId, log): Deps => {
        parts ??= assemble(environment)
        const { config, authenticate, platform, sql, vault, events } = parts
        return {
          config,
          events,
          authenticate,
          platform,
          vault,
          log,
          requestId,
          store: createStore(sql),
          now: () => Date.now(),
          newId: () => crypto.randomUUID(),
          wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
          post: postJson,
          // A hosted worker ends when the answer is sent, unless EdgeRuntime is told to wait.
          background: (work) => (typeof EdgeRuntime === 'undefined' ? undefined : EdgeRuntime.waitUntil(work)),
        }
      },
    }),
  )
}

import { createParser } from 'eventsource-parser'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSystem } from '../../../scripts/system/index.mjs'
import { eventually } from '../../fakes/heard'

/** What the client may take to come back, ms: the functions' pool waits longer from try to try. */
const PATIENCE = 20_000

let system: Awaited<ReturnType<typeof startSystem>>
beforeAll(async () => void (system = await startSystem({ passwordCost: 4 })), 60_000)
afterAll(() => system.stop(), 30_000)

it('a stream that outlives a restart of PostgreSQL, or comes back after it, misses no change and hears none twice', async () => {
  const { sql } = system
  const [team] = await sql<{ id: string }[]>`insert into public.organizations (name) values ('Restarted') returning id`
  const organizationId = String(team?.id)
  const { email, password } = await system.addOperator({ email: 'restarted@example.test', organizationId })
  const signedIn = await fetch(`${system.url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: system.anonKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { access_token: token } = (await signedIn.json()) as { access_token: string }
  const [number] = await sql<{ id: string }[]>`insert into public.messenger_integrations (organization_id, messenger_type, provider, name, settings)
    values (${organizationId}, 'whatsapp', 'wpp', 'n', ${sql.json({ wppAccountNumber: '7900' })}) returning id`
  const recordBy = (on: Sql, status: string) => on`select public.wpp_record_state(${String(number?.id)}, ${status}, null, null, null, 'status', null, now())`
  const record = (status: string) => recordBy(sql, status)

  const ids: string[] = []
  let opened = 0
  const abort = new AbortController()
  /** A client that comes back by itself with the last id it has seen, as the app does. */
  const client = (async () => {
    while (!abort.signal.aborted) {
      const last = ids.at(-1)
      const response = await fetch(`${system.url}/functions/v1/wpp-events`, {
        signal: abort.signal,
        headers: { authorization: `Bearer ${token}`, ...(last === undefined ? {} : { 'last-event-id': last }) },
      })
      if (response.status !== 200 || response.body === null) {
        await response.text()
        continue
      }
      const parser = createParser({
        onEvent({ event, id }) {
          if (event === 'open') opened += 1
          if (event === 'state' && id !== undefined) ids.push(id)
        },
      })
      const decoder = new TextDecoder()
      try {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) parser.feed(decoder.decode(chunk, { stream: true }))
      } catch {
        // cut: it comes back
      }
    }
  })().catch(() => undefined)

  await eventually(() => opened > 0, 'the first stream', PATIENCE)
  await record('connected')
  await eventually(() => ids.length === 1, 'the change before', PATIENCE)
  await system.restartDatabase()
  // By a connection of now: the test's own pool has lost its connections too.
  const fresh = postgres(system.dbUrl, { max: 1 })
  await recordBy(fresh, 'disconnected')
  await recordBy(fresh, 'connected')
  await eventually(() => ids.length >= 3, 'the changes after', PATIENCE)
  await eventually(async () => (await record('disconnected').catch(() => [])).length > 0, 'the test’s own pool', PATIENCE)
  await eventually(() => ids.length >= 4, 'a change on the stream of now', PATIENCE)
  // Only the listening connection is cut, and in the same breath something changes: nobody hears it, so it has to be asked for.
  const [cut] = await fresh`with cut as (select pg_terminate_backend(pid) as done from pg_stat_activity where query ilike 'listen %')
    select count(*) as connections from cut where done`
  expect(Number(cut?.['connections'])).toBe(1)
  await recordBy(fresh, 'connected')
  await fresh.end()
  await eventually(() => ids.length >= 5, 'the change that nobody heard', PATIENCE)
  const rows = await sql`select id from public.wpp_session_events where organization_id = ${organizationId} and is_change order by id`
  expect(ids).toEqual(rows.map(({ id }) => String(id)))
  abort.abort()
  await client
}, 60_000)

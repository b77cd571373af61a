import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../fakes/heard'
import { callAuth, callFunction, database, killFunction, linkPhone, newNumber, newOperator, newTeam, PATIENCE, phone } from '../rig/client'
import { openEvents, type OpenStream } from '../rig/event-stream'

const sql = database()
const open: OpenStream[] = []
const listen = async (...args: Parameters<typeof openEvents>): Promise<OpenStream> => {
  const stream = await openEvents(...args)
  open.push(stream)
  await eventually(() => stream.events.some(({ event }) => event === 'open'), 'the first event', PATIENCE)
  return stream
}
afterEach(() => open.splice(0).forEach((stream) => stream.close()))

/** A number that the platform does not know: only the test changes its state, by events of the platform. */
async function ownNumber(organizationId: string) {
  const session = randomUUID().slice(0, 13)
  const [row] = await sql`insert into public.messenger_integrations (organization_id, messenger_type, provider, name, settings)
    values (${organizationId}, 'whatsapp', 'wpp', 'n', ${sql.json({ wppAccountNumber: session })}) returning id, webhook_key`
  const key = String(row?.['webhook_key'])
  const tell = (type: string, more: object = {}) =>
    callFunction('wpp-webhook', { query: { account: session, key }, body: { id: randomUUID(), type, account: session, ...more } })
  return { session, integrationId: String(row?.['id']), tell }
}
const came = (stream: OpenStream, count: number) => eventually(() => stream.states().length >= count, `${count} events`, PATIENCE)
const told = (stream: OpenStream) => stream.states().map(({ session, status }) => `${String(session)} ${String(status)}`)

describe('wpp-events', () => {
  it('tells what the platform’s webhook reports, at once', async () => {
    const anna = await newTeam()
    const number = await ownNumber(anna.organizationId)
    const stream = await listen(anna.token)
    await number.tell('connected')
    await number.tell('disconnected', { cause: 'conflict' })
    await came(stream, 2)
    expect(stream.states()).toEqual([
      { session: number.session, integration_id: number.integrationId, status: 'connected', source: 'webhook', occurred_at: expect.any(String) },
      {
        session: number.session,
        integration_id: number.integrationId,
        status: 'disconnected',
        cause: 'replaced',
        source: 'webhook',
        occurred_at: expect.any(String),
      },
    ])
    const rows = await sql`select id from public.wpp_session_events where session = ${number.session} order by id`
    expect(stream.events.filter(({ event }) => event === 'state').map(({ id }) => id)).toEqual(rows.map(({ id }) => String(id)))
  })

  it('tells what a reading found, and whether the webhook told of anything lately', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await linkPhone(anna, session)
    // From here on the webhook of this number refuses what the platform sends, as if it had never been registered.
    await sql`update public.messenger_integrations set webhook_key = ${'0'.repeat(64)} where wpp_session = ${session}`
    await sql`delete from public.wpp_session_events where session = ${session} and source = 'webhook'`
    const stream = await listen(anna.token)
    expect(JSON.parse(stream.events[0]?.data ?? '')).toEqual({ webhook: false })
    await phone(session, 'unlink')
    await eventually(
      async () => {
        await anna.call('wpp-status', { query: { session } })
        return stream.states().length > 0
      },
      'the change',
      PATIENCE,
    )
    expect(stream.states().at(-1)).toMatchObject({ session, status: 'disconnected' })
    const number = await ownNumber(anna.organizationId)
    await number.tell('connected')
    expect(JSON.parse((await listen(anna.token)).events[0]?.data ?? '')).toEqual({ webhook: true })
  })

  it('says nothing of repeats, late events and states that did not change', async () => {
    const anna = await newTeam()
    const number = await ownNumber(anna.organizationId)
    const stream = await listen(anna.token)
    const now = Math.floor(Date.now() / 1000)
    await number.tell('connected', { created: now, id: 'evt' })
    await number.tell('connected', { created: now, id: 'evt' })
    await number.tell('connected', { created: now })
    await number.tell('disconnected', { created: now - 60 })
    await number.tell('disconnected', { created: now + 1 })
    await came(stream, 2)
    const changes = [`${number.session} connected`, `${number.session} disconnected`]
    expect(told(stream)).toEqual(changes)
    const replay = await listen(anna.token, { lastEventId: stream.events[0]?.id ?? '' })
    await came(replay, 2)
    expect(told(replay)).toEqual(changes)
  })

  it('is the caller’s organisation’s alone', async () => {
    const [anna, vera] = [await newTeam(), await newTeam()]
    const [hers, theirs] = [await ownNumber(anna.organizationId), await ownNumber(vera.organizationId)]
    const [stream, other] = [await listen(anna.token), await listen(vera.token)]
    await theirs.tell('connected')
    await hers.tell('connected')
    await Promise.all([came(stream, 1), came(other, 1)])
    expect(told(stream)).toEqual([`${hers.session} connected`])
    expect(told(other)).toEqual([`${theirs.session} connected`])
    // Nor by a place in the other's history.
    const replay = await listen(anna.token, { lastEventId: '1' })
    await came(replay, 1)
    expect(told(replay)).toEqual([`${hers.session} connected`])
  })

  it('replays what was missed, each once and in order', async () => {
    const anna = await newTeam()
    const number = await ownNumber(anna.organizationId)
    const first = await listen(anna.token)
    await number.tell('connected')
    await came(first, 1)
    first.close()
    for (const type of ['disconnected', 'connected', 'disconnected']) await number.tell(type)
    const second = await listen(anna.token, { lastEventId: first.lastEventId() })
    await number.tell('connected')
    await came(second, 4)
    expect(told(second)).toEqual(['disconnected', 'connected', 'disconnected', 'connected'].map((status) => `${number.session} ${status}`))
  })

  it('loses nothing and repeats nothing over kill -9 in mid-stream while states change', async () => {
    const anna = await newTeam()
    const numbers = await Promise.all(Array.from({ length: 10 }, () => ownNumber(anna.organizationId)))
    const seen: string[] = []
    let stream = await listen(anna.token, { name: 'wpp-events-victim' })
    const change = async (type: string) => void (await Promise.all(numbers.map(({ tell }) => tell(type))))
    for (const [round, type] of ['connected', 'disconnected', 'connected', 'disconnected'].entries()) {
      const changing = change(type)
      if (round % 2 === 1) {
        await killFunction('wpp-events-victim')
        expect(await stream.ended).toBe(false)
        seen.push(...stream.events.flatMap(({ event, id }) => (event === 'state' ? [id ?? ''] : [])))
        stream = await listen(anna.token, { name: 'wpp-events-victim', lastEventId: stream.lastEventId() })
      }
      await changing
    }
    const rows = await sql`select id from public.wpp_session_events where organization_id = ${anna.organizationId} order by id`
    const ids = () => [...seen, ...stream.events.flatMap(({ event, id }) => (event === 'state' ? [id ?? ''] : []))]
    await eventually(() => ids().length >= rows.length, 'all changes', PATIENCE)
    expect(rows).toHaveLength(40)
    expect(ids()).toEqual(rows.map(({ id }) => String(id)))
  }, 60_000)

  it('replays by number: 999 comes before 1000', async () => {
    const anna = await newTeam()
    await sql`insert into public.wpp_session_events (id, organization_id, session, status, source, occurred_at, is_change)
      overriding system value select n, ${anna.organizationId}, 'n', 'connected', 'status', now(), true
      from unnest(${[999_999_998, 999_999_999, 1_000_000_000, 1_000_000_001]}::bigint[]) n`
    const replay = await listen(anna.token, { lastEventId: '1' })
    await came(replay, 4)
    const ids = replay.events.flatMap(({ event, id }) => (event === 'state' ? [Number(id)] : []))
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
  })

  it('tells one who missed too much to ask for everything', async () => {
    const anna = await newTeam()
    await sql`insert into public.wpp_session_events (organization_id, session, status, source, occurred_at, is_change)
      select ${anna.organizationId}, 'n', 'connected', 'status', now(), true from generate_series(1, 1200)`
    const stream = await listen(anna.token, { lastEventId: '1' })
    await eventually(() => stream.events.some(({ event }) => event === 'all'), 'the word to ask for everything', PATIENCE)
    expect(stream.states()).toEqual([])
    const unknown = await listen(anna.token, { lastEventId: '999999999999999999' })
    await eventually(() => unknown.events.some(({ event }) => event === 'all'), 'the word to ask for everything', PATIENCE)
  })

  it('hands out 1,000 changes of one statement, each once', async () => {
    const anna = await newTeam()
    const numbers = await Promise.all(Array.from({ length: 2 }, () => ownNumber(anna.organizationId)))
    const stream = await listen(anna.token)
    await sql`select public.wpp_record_state(i, s, null, null, null, 'status', null, now())
      from generate_series(1, 500) n, unnest(${numbers.map(({ integrationId }) => integrationId)}::uuid[]) i,
        lateral (select case when n % 2 = 0 then 'connected' else 'disconnected' end as s) x`
    await came(stream, 1_000)
    const ids = stream.events.filter(({ event }) => event === 'state').map(({ id }) => Number(id))
    expect(ids).toHaveLength(1_000)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  })

  it('refuses strangers, people without an organisation, more streams than are allowed, and a place that is none', async () => {
    await expect(openEvents('nobody')).rejects.toThrow('401 unauthorized')
    await expect(openEvents((await newOperator(null)).token)).rejects.toThrow('404 organization_not_found')
    const anna = await newTeam()
    await expect(openEvents(anna.token, { lastEventId: "1' or true" })).rejects.toThrow('400 invalid_input')
    const streams = await Promise.all(Array.from({ length: 10 }, () => listen(anna.token)))
    await expect(openEvents(anna.token)).rejects.toThrow('429 too_many_streams')
    // A place is free again when its stream is gone.
    streams[0]?.close()
    await eventually(async () => (await listen(anna.token).catch(() => null)) !== null, 'a free place', PATIENCE)
  })

  it('ends within a minute when the caller’s sign-in has ended', async () => {
    const anna = await newTeam()
    const stream = await listen(anna.token)
    expect((await callAuth('logout?scope=global', { method: 'POST', headers: { authorization: `Bearer ${anna.token}` } })).status).toBeLessThan(300)
    const began = Date.now()
    expect(await stream.ended).toBe(true)
    expect(Date.now() - began).toBeLessThan(60_000)
  }, 70_000)

  it('takes no event from anybody but the platform', async () => {
    const anna = await newTeam()
    const number = await ownNumber(anna.organizationId)
    const stream = await listen(anna.token)
    expect(
      (await callFunction('wpp-webhook', { query: { account: number.session, key: 'f'.repeat(64) }, body: { type: 'disconnected', account: number.session } }))
        .status,
    ).toBe(401)
    await number.tell('connected')
    await came(stream, 1)
    expect(told(stream)).toEqual([`${number.session} connected`])
  })
})

import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { database, fault, heal, linkPhone, newNumber, newTeam, phone, platformCalls, until } from '../rig/client'

const sql = database()

describe('wpp-status', () => {
  it('asks the platform each time and the database at most twice', async () => {
    const anna = await newTeam()
    const { session, integrationId } = await newNumber(anna)
    await linkPhone(anna, session)
    const before = (await platformCalls(anna.organizationId, '/status')).length
    const answers = []
    for (let time = 0; time < 3; time++) answers.push(await anna.call('wpp-status', { query: { session } }))
    expect((await platformCalls(anna.organizationId, '/status')).length - before).toBe(3)
    expect(answers.map(({ headers }) => Number(headers.get('x-wpp-db-queries')))).toEqual([1, 1, 1])
    await phone(session, 'go-offline')
    const changed = await anna.call('wpp-status', { query: { session } })
    expect(Number(changed.headers.get('x-wpp-db-queries'))).toBeLessThanOrEqual(2)
    expect(changed.body).toMatchObject({
      success: true,
      status: 'disconnected',
      cause: 'phone-offline',
      account_number: session,
      integration_id: integrationId,
      evidence: { source: 'platform', word: 'offline', http: 200 },
      checked_at: expect.stringMatching(/^\d{4}-.*Z$/),
    })
  })

  it('stays within two queries while it renews the token and records a change at once', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await linkPhone(anna, session)
    await phone(session, 'unlink')
    await sql`update public.messenger_integrations set wpp_token_renew_at = now() - interval '1 s' where wpp_session = ${session}`
    await sql`update public.whatsapp_sessions set status = 'connected' where session_name = ${`wpp_${session}`}`
    const { headers, body } = await anna.call('wpp-status', { query: { session } })
    expect(body['status']).toBe('disconnected')
    expect(Number(headers.get('x-wpp-db-queries'))).toBe(2)
  })

  it.each([
    ['the connection is cut', { mode: 'cut' as const }, { reason: 'unreachable' }],
    ['it answers 503', { mode: 'status' as const, status: 503 }, { http: 503, reason: 'server_error' }],
    ['it answers HTML', { mode: 'html' as const }, { http: 200, reason: 'not_understood' }],
    ['it lacks the route', { mode: 'html' as const, status: 404 }, { http: 404, reason: 'not_understood' }],
    ['its word is unknown', { mode: 'status' as const, status: 200, json: { status: 'hibernating' } }, { reason: 'not_understood' }],
    ['it answers an error with 200', { mode: 'status' as const, status: 200, json: { error: 'oops' } }, { reason: 'not_understood' }],
    ['it refuses the key', { mode: 'status' as const, status: 403 }, { http: 403, reason: 'refused' }],
  ])('says unreachable, never disconnected, when %s', async (_case, plan, evidence) => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await linkPhone(anna, session)
    const events = () => sql`select count(*)::int as n from public.wpp_session_events where session = ${session} and source <> 'webhook'`
    const [before] = await events()
    await fault({ client: anna.organizationId, path: '/accounts/', ...plan })
    const { status, body } = await anna.call('wpp-status', { query: { session } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ success: true, status: 'unreachable', evidence })
    expect(body).not.toHaveProperty('cause')
    expect((await events())[0]).toEqual(before)
    await heal(anna.organizationId)
    expect((await anna.call('wpp-status', { query: { session } })).body['status']).toBe('connected')
  })

  it('says unreachable after 8 s of silence', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await fault({ client: anna.organizationId, path: '/accounts/', mode: 'hang' })
    const { body } = await anna.call('wpp-status', { query: { session } })
    expect(body).toMatchObject({ status: 'unreachable', evidence: { reason: 'timeout' } })
  })

  it('says disconnected when the platform no longer knows the session', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await fault({ client: anna.organizationId, path: '/accounts/', mode: 'status', status: 404, json: { error: 'Account not found' } })
    expect((await anna.call('wpp-status', { query: { session } })).body).toMatchObject({
      status: 'disconnected',
      evidence: { http: 404, reason: 'unknown_account' },
    })
  })

  it('finds each of several numbers by session or integration id, and the primary without either', async () => {
    const anna = await newTeam()
    const first = await newNumber(anna)
    const second = await newNumber(anna, randomUUID())
    await linkPhone(anna, second.session)
    const ask = async (body: unknown) => (await anna.call('wpp-status', { body })).body
    expect(await ask({ session: second.session })).toMatchObject({ account_number: second.session, status: 'connected' })
    expect(await ask({ session_name: second.session, force: true })).toMatchObject({ account_number: second.session })
    expect(await ask({ integration_id: second.integrationId, force: true })).toMatchObject({ account_number: second.session })
    expect(await ask({ force: true })).toMatchObject({ account_number: first.session })
  })

  it('answers an organisation without numbers as the older function did', async () => {
    const anna = await newTeam()
    expect((await anna.call('wpp-status', { body: {} })).body).toEqual({ success: true, status: 'disconnected', message: 'WPP integration not configured' })
  })
})

describe('wpp-qr', () => {
  it('gives the code, then null once the number is connected', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    const { body: shown } = await until(anna, session, 'qr_issued')
    expect((await anna.call('wpp-qr', { query: { session } })).body).toEqual({ success: true, qr: shown['qr'], expires_at: shown['expires_at'] })
    expect((await anna.call('wpp-qr', { body: { session } })).body).toMatchObject({ qr: shown['qr'] })
    await linkPhone(anna, session)
    expect((await anna.call('wpp-qr', { query: { session } })).body).toEqual({ success: true, qr: null })
  })
})

describe('wpp-disconnect', () => {
  it('stops one number, keeps its history and touches no other', async () => {
    const anna = await newTeam('admin')
    const first = await newNumber(anna)
    const second = await newNumber(anna, randomUUID())
    await linkPhone(anna, first.session)
    await linkPhone(anna, second.session)
    expect((await anna.call('wpp-disconnect', { body: {} })).body).toMatchObject({ code: 'several_numbers' })
    expect(await anna.call('wpp-disconnect', { body: { session: second.session } })).toMatchObject({
      status: 200,
      body: { ok: true, success: true, status: 'disconnected', session: second.session },
    })
    expect((await anna.call('wpp-status', { query: { session: second.session } })).body).toMatchObject({ status: 'disconnected', cause: 'by-operator' })
    expect((await anna.call('wpp-status', { query: { session: first.session } })).body).toMatchObject({ status: 'connected' })
    const history = await sql`select status, source from public.wpp_session_events where session = ${second.session} order by id`
    expect(history.map(({ status }) => status)).toEqual(expect.arrayContaining(['qr_issued', 'connected', 'disconnected']))
    // The row is still there: the same session comes back.
    const again = await anna.call('wpp-start', { body: { integration_id: second.integrationId } })
    expect(again.body).toMatchObject({ success: true, session: second.session })
    await until(anna, second.session, 'qr_issued')
  })

  it('needs no name when there is one number', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    expect((await anna.call('wpp-disconnect', { body: {} })).body).toMatchObject({ success: true, session })
  })

  it('fails plainly when the platform does', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await fault({ client: anna.organizationId, path: '/stop', mode: 'status', status: 500 })
    expect(await anna.call('wpp-disconnect', { body: { session } })).toMatchObject({ status: 502, body: { success: false, code: 'platform_error' } })
  })
})

describe('wpp-integrations', () => {
  it('lists the numbers with masked keys and, live, their states in one request of two queries', async () => {
    const anna = await newTeam()
    const numbers = [await newNumber(anna), await newNumber(anna, randomUUID()), await newNumber(anna, randomUUID())]
    await linkPhone(anna, numbers[1]?.session ?? '')
    const plain = await anna.call('wpp-integrations')
    const items = plain.body['integrations'] as Record<string, unknown>[]
    expect(items.map((item) => item['session'])).toEqual(numbers.map(({ session }) => session))
    expect(items[0]).not.toHaveProperty('status')
    for (const item of items) expect(item['apiKey']).toMatch(/^.{6}••••••.{4}$/)

    await fault({ client: anna.organizationId, path: `/accounts/${numbers[2]?.session}/status`, mode: 'status', status: 503 })
    const live = await anna.call('wpp-integrations', { query: { live: '1' } })
    expect(Number(live.headers.get('x-wpp-db-queries'))).toBeLessThanOrEqual(2)
    expect((live.body['integrations'] as Record<string, unknown>[]).map(({ status, checked_at: at }) => [status, typeof at])).toEqual([
      [expect.stringMatching(/starting|qr_issued/), 'string'],
      ['connected', 'string'],
      ['unreachable', 'string'],
    ])
  })

  it('pages without losing or repeating a number', async () => {
    const anna = await newTeam()
    await sql`insert into public.messenger_integrations (organization_id, messenger_type, provider, name, settings)
      select ${anna.organizationId}, 'whatsapp', 'wpp', 'n', jsonb_build_object('wppAccountNumber', 'p' || n) from generate_series(1, 205) n`
    const seen: unknown[] = []
    let cursor: string | undefined
    const sizes: number[] = []
    do {
      const { body } = await anna.call('wpp-integrations', { query: cursor === undefined ? {} : { cursor } })
      const items = body['integrations'] as Record<string, unknown>[]
      sizes.push(items.length)
      seen.push(...items.map((item) => item['session']))
      cursor = typeof body['next_cursor'] === 'string' ? body['next_cursor'] : undefined
    } while (cursor !== undefined && sizes.length < 10) // a cursor that never ends must not hang the test
    expect(sizes).toEqual([200, 5])
    expect(new Set(seen).size).toBe(205)
  })

  it('answers as messenger-integrations in the deployed shape', async () => {
    const anna = await newTeam()
    const { session, integrationId } = await newNumber(anna)
    const { body } = await anna.call('messenger-integrations', { query: { messenger_type: 'whatsapp' } })
    expect(body).toMatchObject({
      success: true,
      integrations: [
        {
          id: integrationId,
          organization_id: anna.organizationId,
          messenger_type: 'whatsapp',
          provider: 'wpp',
          is_primary: true,
          is_enabled: true,
          is_active: true,
          settings: { wppAccountNumber: session, wppApiKey: expect.stringMatching(/^••••••••.{4}$/) },
        },
      ],
    })
    expect(JSON.stringify(body)).not.toContain('webhook_key')
  })
})

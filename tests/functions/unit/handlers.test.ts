import { describe, expect, it } from 'vitest'
import { handle as messengers } from '../../../supabase/functions/messenger-integrations/handler.ts'
import { handle as disconnect } from '../../../supabase/functions/wpp-disconnect/handler.ts'
import { handle as integrations } from '../../../supabase/functions/wpp-integrations/handler.ts'
import { handle as qr } from '../../../supabase/functions/wpp-qr/handler.ts'
import { handle as start } from '../../../supabase/functions/wpp-start/handler.ts'
import { handle as status } from '../../../supabase/functions/wpp-status/handler.ts'
import { handle as webhook } from '../../../supabase/functions/wpp-webhook/handler.ts'
import { API_KEY, Bench, ID, outcome, request, row, SESSION } from './fakes'

const STATUS = 'GET /api/accounts/0000000000042/status'
const QR = 'GET /api/accounts/0000000000042/qr'
const ask = { query: `?session=${SESSION}` }

describe('wpp-status', () => {
  it.each([
    ['connected', { status: 'connected', phone: '+7 000 000-00-42' }, null, { status: 'connected', phone: '70000000042' }],
    ['ready', { status: 'READY' }, null, { status: 'connected' }],
    ['starting', { status: 'starting' }, null, { status: 'starting' }],
    ['pending', { status: 'pending' }, null, { status: 'starting' }],
    ['offline', { status: 'offline' }, null, { status: 'disconnected' }],
    ['no word', {}, null, { status: 'disconnected' }],
    ['a cause', { status: 'offline', cause: 'logged_out' }, null, { status: 'disconnected', cause: 'logged-out' }],
    ['a cause nobody knows', { status: 'offline', cause: 'gremlins' }, null, { status: 'disconnected' }],
    ['a word for a code, with one', { status: 'qr' }, { qr: '2@abc', expires_at: '2026-01-02T00:01:00Z' }, { status: 'qr_issued', qr: '2@abc', qrcode: '2@abc', expires_at: '2026-01-02T00:01:00.000Z' }],
    ['an unknown word, with a code', { status: 'whatever' }, { data: { qr: '2@abc' } }, { status: 'qr_issued', qr: '2@abc' }],
    ['a word for a code, without one yet', { status: 'qr_required' }, { qr: null }, { status: 'starting' }],
    ['an unknown word, without a code', { status: 'whatever' }, {}, { status: 'unreachable', evidence: { reason: 'not_understood' } }],
  ])('%s', async (_case, answer, code, expected) => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { [STATUS]: { json: answer }, ...(code ? { [QR]: { json: code } } : { [QR]: { json: {} } }) }
    expect(await outcome(status(request(undefined, ask), bench.deps))).toMatchObject({ status: 200, body: { success: true, account_number: SESSION, integration_id: ID, ...expected } })
    if (!('cause' in expected)) expect(await outcome(status(request(undefined, ask), bench.deps))).not.toHaveProperty('body.cause')
    // The code is asked for only when the word calls for it.
    expect(bench.platform.calls.includes(QR)).toBe(code !== null)
    expect(bench.platform.calls).not.toContain('POST /auth/token')
  })

  it('records a change once, and nothing while nothing changes', async () => {
    const bench = new Bench()
    const recorded = { status: 'connected', cause: null, phone: null, checkedAt: new Date(bench.time - 1_000).toISOString(), changedAt: null }
    bench.store.rows.push(await bench.withToken({ recorded }))
    bench.platform.replies = { [STATUS]: { json: { status: 'connected' } } }
    await status(request(undefined, ask), bench.deps)
    expect(bench.store.settled).toEqual([])
    bench.platform.replies = { [STATUS]: { json: { status: 'offline' } } }
    await status(request(undefined, ask), bench.deps)
    expect(bench.store.settled).toMatchObject([{ integrationId: ID, record: { status: 'disconnected', source: 'status', word: 'offline' } }])
  })

  it('never records that the platform was out of reach', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { [STATUS]: 'refused' }
    expect(await outcome(status(request(undefined, ask), bench.deps))).toMatchObject({ body: { status: 'unreachable', evidence: { reason: 'unreachable' } } })
    expect(bench.store.settled).toEqual([])
  })

  it('gives up on a silent platform', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { [STATUS]: 'silent' }
    expect(await outcome(status(request(undefined, ask), bench.deps))).toMatchObject({ body: { status: 'unreachable', evidence: { reason: 'timeout' } } })
  })

  it('adds the phone and the cause that a webhook told, to the state they belong to only', async () => {
    const bench = new Bench()
    const told = { cause: 'banned', phone: '70000000042', checkedAt: null, changedAt: null }
    bench.store.rows.push(await bench.withToken({ recorded: { status: 'disconnected', ...told } }))
    bench.platform.replies = { [STATUS]: { json: { status: 'offline' } } }
    const off = await outcome(status(request(undefined, ask), bench.deps))
    expect(off).toMatchObject({ body: { cause: 'banned' } })
    expect(off).not.toHaveProperty('body.phone')
    bench.platform.replies = { [STATUS]: { json: { status: 'connected' } } }
    const on = await outcome(status(request(undefined, ask), bench.deps))
    expect(on).not.toHaveProperty('body.cause')
    expect(on).not.toHaveProperty('body.phone')
  })

  it('passes the platform’s pause on', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { [STATUS]: { status: 429 } }
    await expect(status(request(undefined, ask), bench.deps)).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 7 })
  })

  it('a key that does not open says so and names no key', async () => {
    const bench = new Bench([row({ apiKeyEnc: 'gone.AAAA.AAAA', mayRenewToken: true })])
    expect(await outcome(status(request(undefined, ask), bench.deps))).toMatchObject({ body: { status: 'unreachable', evidence: { reason: 'key_unreadable' } } })
    expect(bench.store.settled).toMatchObject([{ releaseToken: true }])
  })

  it.each([
    ['nobody signed in', (bench: Bench) => void (bench.signedIn = false), 'unauthorized'],
    ['no organisation', (bench: Bench) => void (bench.store.member = { organizationId: null, role: 'operator' }), 'organization_not_found'],
    ['no such number', () => undefined, 'session_not_found'],
  ])('%s', async (_case, arrange, code) => {
    const bench = new Bench()
    arrange(bench)
    expect(await outcome(status(request({ session: 'x' }), bench.deps))).toBe(code)
    expect(bench.platform.calls).toEqual([])
  })
})

describe('the token', () => {
  it('is renewed when this request took the turn, and stored sealed with the reading', async () => {
    const bench = new Bench()
    bench.store.rows.push(row({ apiKeyEnc: await bench.sealedKey(), legacyApiKey: null, mayRenewToken: true }))
    bench.platform.replies = { [STATUS]: { json: { status: 'connected' } } }
    await status(request(undefined, ask), bench.deps)
    expect(bench.platform.bodies[0]).toEqual({ apiKey: API_KEY })
    expect(bench.store.settled).toHaveLength(1)
    expect(bench.store.settled[0]?.token).toMatchObject({ expiresAt: bench.time + 900_000, renewAt: bench.time + 840_000, tokenEnc: expect.stringMatching(/^k1\./) })
  })

  it('is renewed once after a 401 and then believed', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { [STATUS]: { status: 401 } }
    expect(await outcome(status(request(undefined, ask), bench.deps))).toMatchObject({ body: { status: 'unreachable', evidence: { http: 401, reason: 'unauthorized' } } })
    expect(bench.platform.calls).toEqual([STATUS, 'POST /auth/token', STATUS])
    expect(bench.store.settled[0]?.token).toBeDefined()
  })
})

describe('wpp-qr', () => {
  it.each([
    [{ json: { status: 'qr' } }, { qr: '2@abc' }],
    [{ json: { status: 'connected' } }, { qr: null }],
    [{ status: 503 }, 'platform_error'],
    ['refused' as const, 'platform_unreachable'],
  ])('%j', async (reply, expected) => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { [STATUS]: reply, [QR]: { json: { qrCode: '2@abc' } } }
    const got = await outcome(qr(request(undefined, ask), bench.deps))
    expect(typeof expected === 'string' ? got : (got as { body: unknown }).body).toEqual(typeof expected === 'string' ? expected : { success: true, ...expected })
  })
})

describe('wpp-disconnect and wpp-start', () => {
  it('stop the named number and record who ended it', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    expect(await outcome(disconnect(request({ session: SESSION }), bench.deps))).toMatchObject({ body: { ok: true, success: true, status: 'disconnected' } })
    expect(bench.platform.calls).toEqual([`POST /internal/session/${SESSION}/stop`])
    expect(bench.store.settled).toMatchObject([{ record: { status: 'disconnected', cause: 'by-operator', source: 'disconnect' } }])
  })

  it('do not guess among several numbers', async () => {
    const bench = new Bench([row(), row({ id: 'other', session: 'other' })])
    expect(await outcome(disconnect(request({}), bench.deps))).toBe('several_numbers')
    expect(bench.platform.calls).toEqual([])
  })

  it('count a session the platform does not know as stopped', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { '/stop': { status: 404, json: { error: 'Account not found' } } }
    expect(await outcome(disconnect(request({ session: SESSION }), bench.deps))).toMatchObject({ status: 200 })
  })

  it.each([disconnect, start])('refuse a role the setting does not name', async (handle) => {
    const bench = new Bench([row()])
    bench.config = { ...bench.config, manageRoles: new Set(['admin']) }
    expect(await outcome(handle(request({ session: SESSION }), bench.deps))).toBe('role_not_allowed')
    bench.store.member = { ...bench.store.member, role: 'admin' }
    expect(await outcome(handle(request({ session: SESSION }), bench.deps))).toMatchObject({ status: 200 })
  })

  it('register the webhook with the number’s secret before the start', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    await start(request({ session: SESSION }), bench.deps)
    expect(bench.platform.calls).toEqual([`POST /internal/session/${SESSION}/webhook`, 'POST /api/accounts/start'])
    expect(bench.platform.bodies[0]).toEqual({ url: `https://functions.example/functions/v1/wpp-webhook?account=${SESSION}&key=${'w'.repeat(32)}` })
  })

  it('start although the platform takes no webhook', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { '/webhook': { status: 404, html: 'Cannot POST' } }
    expect(await outcome(start(request({ session: SESSION }), bench.deps))).toMatchObject({ body: { status: 'starting' } })
  })
})

describe('wpp-integrations', () => {
  it('lists live states, each number on its own, in one write', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken(), row({ id: 'two', session: '43', apiKeyEnc: 'gone.AAAA.AAAA' }))
    bench.platform.replies = { [STATUS]: { json: { status: 'connected' } } }
    expect(await outcome(integrations(request(undefined, { query: '?live=1' }), bench.deps))).toMatchObject({
      body: { integrations: [{ session: SESSION, status: 'connected', apiKey: 'key_01••••••cdef' }, { session: '43', status: 'unreachable' }], next_cursor: null },
    })
  })

  it('asks the platform nothing without live', async () => {
    const bench = new Bench([row()])
    await integrations(request(), bench.deps)
    await messengers(request(), bench.deps)
    expect(bench.platform.calls).toEqual([])
  })

  it('never shows a legacy key', async () => {
    const bench = new Bench([row({ apiKeyMask: null })])
    for (const handle of [integrations, messengers]) expect(await (await handle(request(), bench.deps)).text()).not.toContain(API_KEY)
    expect(await outcome(messengers(request(undefined, { query: '?messenger_type=telegram' }), bench.deps))).toMatchObject({ body: { integrations: [] } })
  })
})

describe('wpp-webhook', () => {
  const post = (bench: Bench, body: unknown, key = 'w'.repeat(32)) => outcome(webhook(request(body, { query: `?account=${SESSION}&key=${key}` }), bench.deps))

  it.each([
    [{ type: 'qr', data: { qr: '2@x' } }, 'qr_issued', undefined],
    [{ qrcode: '2@x' }, 'qr_issued', undefined],
    [{ event: 'READY' }, 'connected', undefined],
    [{ type: 'logout' }, 'disconnected', 'logged-out'],
    [{ type: 'offline', reason: 'conflict' }, 'disconnected', 'replaced'],
    [{ type: 'disconnected', data: { cause: 'phone_offline' } }, 'disconnected', 'phone-offline'],
    [{ type: 'disconnected' }, 'disconnected', undefined],
  ])('%j is %s', async (event, expected, cause) => {
    const bench = new Bench([row()])
    expect(await post(bench, event)).toMatchObject({ status: 200, body: { ok: true, message: 'recorded' } })
    expect(bench.store.settled[0]?.record).toMatchObject({ status: expected, source: 'webhook', eventKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) })
    expect(bench.store.settled[0]?.record?.cause).toBe(cause)
  })

  it('takes the event’s id and time, but no time to come', async () => {
    const bench = new Bench([row()])
    await post(bench, { id: 'evt_1', type: 'connected', created: bench.time / 1000 - 60 })
    await post(bench, { id: 'evt_2', type: 'connected', created: bench.time / 1000 + 60 })
    expect(bench.store.settled.map(({ record }) => [record?.eventKey, record?.occurredAt])).toEqual([
      ['id:evt_1', new Date(bench.time - 60_000).toISOString()], ['id:evt_2', new Date(bench.time).toISOString()],
    ])
  })

  it('passes on what is no state, and only if there is somebody to take it', async () => {
    const bench = new Bench([row()])
    const event = { type: 'chat', account: SESSION, text: 'hi' }
    expect(await post(bench, event)).toMatchObject({ body: { ok: true, message: 'ignored' } })
    expect(bench.posts).toEqual([])
    bench.config = { ...bench.config, webhookForward: 'https://messages.example' }
    await post(bench, event)
    await post(bench, { type: 'connected' })
    expect(bench.posts).toEqual([['https://messages.example', JSON.stringify(event)]])
  })

  it.each([['x'], ['v'.repeat(32)]])('refuses the key %s', async (key) => {
    expect(await post(new Bench([row()]), { type: 'connected' }, key)).toBe('webhook_key_wrong')
  })

  it('refuses an event of another account', async () => {
    expect(await post(new Bench([row()]), { type: 'connected', data: { account: '43' } })).toBe('webhook_key_wrong')
  })
})

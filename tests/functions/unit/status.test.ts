import { describe, expect, it } from 'vitest'
import { handle as status } from '../../../supabase/functions/wpp-status/handler.ts'
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
    [
      'a word for a code, with one',
      { status: 'qr' },
      { qr: '2@abc', expires_at: '2026-01-02T00:01:00Z' },
      { status: 'qr_issued', qr: '2@abc', qrcode: '2@abc', expires_at: '2026-01-02T00:01:00.000Z' },
    ],
    ['an unknown word, with a code', { status: 'whatever' }, { data: { qr: '2@abc' } }, { status: 'qr_issued', qr: '2@abc' }],
    ['a word for a code, without one yet', { status: 'qr_required' }, { qr: null }, { status: 'starting' }],
    ['an unknown word, without a code', { status: 'whatever' }, {}, { status: 'unreachable', evidence: { reason: 'not_understood' } }],
  ])('%s', async (_case, answer, code, expected) => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { [STATUS]: { json: answer }, ...(code ? { [QR]: { json: code } } : { [QR]: { json: {} } }) }
    expect(await outcome(status(request(undefined, ask), bench.deps))).toMatchObject({
      status: 200,
      body: { success: true, account_number: SESSION, integration_id: ID, ...expected },
    })
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
    expect(await outcome(status(request(undefined, ask), bench.deps))).toMatchObject({
      body: { status: 'unreachable', evidence: { reason: 'key_unreadable' } },
    })
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
    expect(bench.store.settled[0]?.token).toMatchObject({
      expiresAt: bench.time + 900_000,
      renewAt: bench.time + 840_000,
      tokenEnc: expect.stringMatching(/^k1\./),
    })
  })

  it('is renewed once after a 401 and then believed', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { [STATUS]: { status: 401 } }
    expect(await outcome(status(request(undefined, ask), bench.deps))).toMatchObject({
      body: { status: 'unreachable', evidence: { http: 401, reason: 'unauthorized' } },
    })
    expect(bench.platform.calls).toEqual([STATUS, 'POST /auth/token', STATUS])
    expect(bench.store.settled[0]?.token).toBeDefined()
  })
})

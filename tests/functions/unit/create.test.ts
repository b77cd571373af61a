import { describe, expect, it } from 'vitest'
import { handle as create } from '../../../supabase/functions/wpp-create/handler.ts'
import { API_KEY, Bench, ORGANIZATION, outcome, request, row, SESSION } from './fakes'

const STATUS = 'GET /api/accounts/0000000000042/status'
const CREATE = 'POST /api/integrations/wpp/create'

describe('wpp-create', () => {
  it('reserves the row before it asks the platform, under the whole organisation id', async () => {
    const bench = new Bench()
    const reserved: number[] = []
    const send = bench.platform.fetch
    Object.assign(bench.platform, { fetch: (...args: Parameters<typeof fetch>) => (reserved.push(bench.store.reservations.length), send(...args)) })
    expect(await outcome(create(request({}), bench.deps))).toMatchObject({
      status: 200,
      body: { success: true, session: SESSION, status: 'starting', apiKey: 'key_01••••••cdef', label: '11111111' },
    })
    expect(reserved[0]).toBe(1)
    expect(bench.platform.bodies[0]).toEqual({ organizationId: ORGANIZATION })
    expect(await bench.vault.open(bench.store.rows[0]?.apiKeyEnc ?? '', `${bench.store.rows[0]?.id}/api_key`)).toBe(API_KEY)
    await bench.quiet()
    expect(bench.store.leaseHolder).toBeNull()
    expect(bench.lines.join()).not.toContain(API_KEY)
  })

  it('adds a number under an id of its own and needs a key for it', async () => {
    const bench = new Bench()
    expect(await outcome(create(request({ add_new: true }), bench.deps))).toBe('idempotency_key_required')
    await create(request({ add_new: true }, { headers: { 'idempotency-key': 'click-0001' } }), bench.deps)
    expect(bench.store.reservations).toMatchObject([
      { idempotencyKey: 'click-0001', clientId: expect.stringMatching(new RegExp(`^${ORGANIZATION}__wpp__[0-9a-f]{8}$`)) },
    ])
  })

  it.each([
    ['connected', { json: { status: 'connected' } }, 'connected', false],
    ['starting', { json: { status: 'starting' } }, 'starting', false],
    ['offline', { json: { status: 'offline' } }, 'starting', true],
  ])('gives an existing number back, live: %s', async (_word, reply, expected, started) => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.platform.replies = { [STATUS]: reply }
    expect(await outcome(create(request({}), bench.deps))).toMatchObject({ body: { session: SESSION, status: expected } })
    expect(bench.platform.calls).not.toContain(CREATE)
    expect(bench.platform.calls.includes('POST /api/accounts/start')).toBe(started)
  })

  it('shows the code that the start already brought', async () => {
    const bench = new Bench()
    bench.platform.replies = { 'POST /api/accounts/start': { json: { qr: '2@abc', expires_at: 1_767_312_060 } } }
    expect(await outcome(create(request({}), bench.deps))).toMatchObject({
      body: { status: 'qr_issued', qr: '2@abc', qrcode: '2@abc', expires_at: '2026-01-02T00:01:00.000Z' },
    })
  })

  it('does not wait for a start that hangs', async () => {
    const bench = new Bench()
    bench.platform.replies = { 'POST /api/accounts/start': 'silent' }
    expect(await outcome(create(request({}), bench.deps))).toMatchObject({ body: { status: 'starting' } })
    expect(bench.background.length).toBeGreaterThan(0)
  })

  it.each([
    ['silent' as const, 'platform_timeout'],
    ['refused' as const, 'platform_unreachable'],
    [{ status: 401, json: { error: 'Invalid token' } }, 'platform_secret_rejected'],
    [{ status: 500 }, 'platform_error'],
    [{ json: { session: SESSION } }, 'platform_not_understood'],
  ])('a platform that answers %j leaves nothing locked', async (reply, code) => {
    const bench = new Bench()
    bench.platform.replies = { [CREATE]: reply }
    expect(await outcome(create(request({}), bench.deps))).toBe(code)
    await bench.quiet()
    expect(bench.store.leaseHolder).toBeNull()
    bench.platform.replies = {}
    expect(await outcome(create(request({}), bench.deps))).toMatchObject({ status: 200 })
    expect(bench.store.reservations).toHaveLength(1)
  })

  it('waits for another request’s creation and takes its result', async () => {
    const bench = new Bench([row({ state: 'reserved', session: null })])
    bench.store.leaseHolder = 'somebody'
    bench.platform.replies = { [STATUS]: { json: { status: 'starting' } } }
    setTimeout(() => void bench.withToken().then((ready) => (bench.store.rows[0] = ready)), 60)
    expect(await outcome(create(request({}), bench.deps))).toMatchObject({ body: { session: SESSION, status: 'starting' } })
    expect(bench.platform.calls).toEqual([STATUS])
  })

  it('leaves the start to whoever holds the lease, and takes over when nobody does', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken())
    bench.store.leaseHolder = 'somebody'
    bench.platform.replies = { [STATUS]: { json: { status: 'offline' } } }
    setTimeout(() => (bench.store.leaseHolder = null), 60)
    expect(await outcome(create(request({}), bench.deps))).toMatchObject({ body: { status: 'starting' } })
    const looks = bench.platform.calls.filter((call) => call === STATUS).length
    expect(looks).toBeGreaterThan(1)
    expect(bench.platform.calls.filter((call) => call === 'POST /api/accounts/start')).toHaveLength(1)
  })

  it('says 409 when another request’s creation takes too long', async () => {
    const bench = new Bench([row({ state: 'reserved', session: null })])
    bench.store.leaseHolder = 'somebody'
    expect(await outcome(create(request({}), bench.deps))).toBe('create_in_progress')
  })

  it('names the missing secret', async () => {
    const bench = new Bench()
    bench.config = { ...bench.config, platformSecret: null }
    await expect(create(request({}), bench.deps)).rejects.toMatchObject({ code: 'server_not_configured', message: 'WPP_SECRET not configured' })
  })

  it('refuses a role before anything is reserved', async () => {
    const bench = new Bench()
    bench.config = { ...bench.config, manageRoles: new Set(['admin']) }
    expect(await outcome(create(request({}), bench.deps))).toBe('role_not_allowed')
    expect([bench.store.reservations, bench.platform.calls]).toEqual([[], []])
  })
})

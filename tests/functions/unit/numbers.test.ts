import { describe, expect, it } from 'vitest'
import { handle as messengers } from '../../../supabase/functions/messenger-integrations/handler.ts'
import { handle as disconnect } from '../../../supabase/functions/wpp-disconnect/handler.ts'
import { handle as integrations } from '../../../supabase/functions/wpp-integrations/handler.ts'
import { handle as qr } from '../../../supabase/functions/wpp-qr/handler.ts'
import { handle as start } from '../../../supabase/functions/wpp-start/handler.ts'
import { API_KEY, Bench, outcome, request, row, SESSION } from './fakes'

const STATUS = 'GET /api/accounts/0000000000042/status'
const QR = 'GET /api/accounts/0000000000042/qr'
const ask = { query: `?session=${SESSION}` }

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
    expect(typeof expected === 'string' ? got : (got as { body: unknown }).body).toEqual(
      typeof expected === 'string' ? expected : { success: true, ...expected },
    )
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
      body: {
        integrations: [
          { session: SESSION, status: 'connected', apiKey: 'key_01••••••cdef' },
          { session: '43', status: 'unreachable' },
        ],
        next_cursor: null,
      },
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

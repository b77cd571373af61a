// Our own functions as they answer on the wire.
import { describe, expect, test } from 'vitest'
import { json, type Answer, type Seen } from '../../standins/academyos-deployed'
import { fullListOf, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { answer, ID, number, own, scene, seen, SESSION, status, withOwnFunctions } from './own-functions'
import { codeOf } from './rig'

withOwnFunctions()

describe('the list with live states', () => {
  const live = async (cursor: string | null = null) =>
    (await scene.gateway.live?.(cursor, patient())) ?? { ok: false as const, failure: { code: 'internal' as const } }
  const rows = (...integrations: object[]) => own(200, { success: true, integrations, next_cursor: null })
  const row = (session: string, body: object) => ({ integration_id: ID, session, account_number: session, apiKey: 'key_ab••••••9f3c', ...body })

  test('tells each number by itself, what cannot be understood included', async () => {
    answer(
      'wpp-integrations',
      rows(
        row('1', { status: 'connected', phone: '+7 000 000-00-42' }),
        row('2', { status: 'disconnected', cause: 'banned' }),
        row('3', { status: 'unreachable' }),
        row('4', { status: 'paused' }),
        row('5', { status: 'qr_issued', qr: null }),
        row('6', { status: 'connected', account_number: '7' }),
        row('8', {}),
      ),
    )
    const page = valueOf(await live())
    expect(page?.readings.map(({ sessionId, reading }) => [sessionId, reading.state, reading.cause ?? reading.failure?.code ?? reading.phone])).toEqual([
      ['1', 'connected', '70000000042'],
      ['2', 'disconnected', 'banned'],
      ['3', 'unknown', 'server-error'],
      ['4', 'unknown', 'not-understood'],
      ['6', 'unknown', 'not-understood'],
    ])
  })

  test('is read page by page, with the states asked for', async () => {
    answer('wpp-integrations', (request) =>
      own(200, {
        success: true,
        integrations: [row(request.query.get('cursor') ?? '0', { status: 'connected' })],
        next_cursor: request.query.has('cursor') ? null : 'c2',
      }),
    )
    expect(valueOf(await live())?.next).toBe('c2')
    expect(valueOf(await live('c2'))).toMatchObject({ next: null, readings: [{ sessionId: 'c2' }] })
    expect(
      seen('wpp-integrations')
        .slice(-2)
        .map(({ query }) => [query.get('live'), query.get('limit'), query.get('cursor')]),
    ).toEqual([
      ['1', '200', null],
      ['1', '200', 'c2'],
    ])
  })

  test.each([
    ['has no states in it', () => rows(row('1', {})), { ok: true, value: null }],
    ['is no function of this server', () => json(500, { error: 'main worker error', details: 'x' }), { ok: true, value: null }],
    [
      'is a page of HTML',
      () => ({ status: 200, text: '<html></html>', headers: { 'content-type': 'text/html', 'x-wpp-companion': '0.1.0' } }),
      { ok: false, failure: { code: 'not-understood' } },
    ],
    [
      'is refused for a while',
      () => own(429, { success: false, error: 'slow down', code: 'rate_limited' }, { 'retry-after': '30' }),
      { ok: false, failure: { code: 'rate-limited', retryAt: expect.any(Number) } },
    ],
    ['has a row of another shape', () => rows(row('1', { status: 17 })), { ok: true, value: { readings: [{ reading: { state: 'unknown' } }] } }],
  ])('that %s', async (_what, reply, expected) => {
    answer('wpp-integrations', reply())
    expect(await live()).toMatchObject(expected)
  })
})

describe('one question tells state and code', () => {
  const soon = new Date(Date.now() + 40_000).toISOString()
  test.each([
    ['starting', { status: 'starting' }, { state: 'starting' }],
    [
      'a code with its end',
      { status: 'qr_issued', qr: '2@Zm9v,QUJD', qrcode: '2@Zm9v,QUJD', expires_at: soon },
      { state: 'awaiting-scan', code: { kind: 'qr-text', value: '2@Zm9v,QUJD', expiresAt: expect.any(Number) } },
    ],
    [
      'a code without an end',
      { status: 'qr_issued', qrcode: 'iVBORw0KGgoAAAA=' },
      { state: 'awaiting-scan', code: { kind: 'qr-image', value: 'data:image/png;base64,iVBORw0KGgoAAAA=' } },
    ],
    ['connected', { status: 'connected', phone: '+7 000 000-00-42' }, { state: 'connected', phone: '70000000042' }],
    ['disconnected with its cause', { status: 'disconnected', cause: 'logged-out' }, { state: 'disconnected', cause: 'logged-out' }],
    ['disconnected without a cause', { status: 'disconnected', cause: 'gremlins' }, { state: 'disconnected' }],
    ['a platform out of reach', { status: 'unreachable' }, { state: 'unknown', failure: { code: 'server-error' } }],
    ['a word nobody knows', { status: 'paused' }, { state: 'unknown', failure: { code: 'not-understood' } }],
  ])('%s', async (_what, body, expected) => {
    answer('wpp-status', status(body))
    const reading = await scene.gateway.read(number, patient())
    expect(reading).toMatchObject(expected)
    expect(reading.mayBeServer).toBeUndefined()
    expect(reading.cause === undefined).toBe(!('cause' in expected))
    expect(seen('wpp-status').map((each) => [each.method, each.query.get('session')])).toEqual([['GET', SESSION]])
    expect(seen('wpp-qr')).toHaveLength(0)
  })

  test('a status without the code it speaks of is followed by wpp-qr', async () => {
    answer('wpp-status', status({ status: 'qr_issued' }))
    answer('wpp-qr', own(200, { success: true, qr: '2@late' }))
    expect(await scene.gateway.read(number, patient())).toMatchObject({ state: 'awaiting-scan', code: { value: '2@late' } })
    answer('wpp-qr', own(200, { success: true, qr: null }))
    expect((await scene.gateway.read(number, patient())).state).toBe('starting')
  })

  test('an unknown session is gone', async () => {
    answer('wpp-status', own(404, { success: false, error: 'Session not found for this organization', code: 'session_not_found', request_id: 'r' }))
    expect(await scene.gateway.read(number, patient())).toMatchObject({
      state: 'unknown',
      gone: true,
      failure: { code: 'number-not-found', detail: 'wpp-status: HTTP 404, session_not_found' },
    })
  })

  test.each([
    [403, 'role_not_allowed', 'not-allowed'],
    [404, 'organization_not_found', 'no-organization'],
    [409, 'several_numbers', 'several-numbers'],
    [429, 'rate_limited', 'rate-limited'],
    [500, 'server_not_configured', 'server-not-configured'],
    [502, 'platform_error', 'server-error'],
    [504, 'platform_timeout', 'timeout'],
  ] as const)('%d %s is %s', async (http, code, expected) => {
    answer('wpp-status', own(http, { success: false, error: 'sentence', code, request_id: 'r' }))
    const reading = await scene.gateway.read(number, patient())
    expect(reading).toMatchObject({ state: 'unknown', failure: { code: expected, detail: `wpp-status: HTTP ${http}, ${code}` } })
  })
})

describe('the list', () => {
  test('is read page by page, and a cursor that stands still ends it', async () => {
    const page = (request: Seen): Answer => {
      const from = Number(request.query.get('cursor') ?? 0)
      const integrations = [
        { integration_id: `i${from}`, session: `s${from}`, apiKey: '***' },
        { integration_id: 'reserved', session: null },
      ]
      return own(200, { success: true, integrations, next_cursor: from < 2 ? String(from + 1) : '2' })
    }
    answer('wpp-integrations', page)
    expect((await fullListOf(scene.gateway)).map((each) => each.sessionId)).toEqual(['s0', 's1', 's2'])
  })

  test('may come without paging', async () => {
    answer('wpp-integrations', own(200, { success: true, integrations: [{ integration_id: ID, session: SESSION, apiKey: 'key_ab••••••9f3c', name: 'Desk' }] }))
    expect(valueOf(await scene.gateway.list(patient()))).toEqual([
      { sessionId: SESSION, apiKeyMask: 'key_ab••••••9f3c', facts: { integrationId: ID }, phone: null, name: 'Desk' },
    ])
  })
})

describe('changing things', () => {
  test('names session and row', async () => {
    answer('wpp-start', status({ status: 'starting', session: SESSION }))
    answer('wpp-disconnect', status({ status: 'disconnected' }))
    expect((await scene.gateway.start(number, patient())).state).toBe('starting')
    expect(codeOf(await scene.gateway.disconnect({ sessionId: SESSION, facts: {} }, patient()))).toBe('ok')
    expect(scene.standIn.calls('wpp-start')).toEqual([{ session: SESSION, integration_id: ID }])
    expect(scene.standIn.calls('wpp-disconnect')).toEqual([{ session: SESSION, integration_id: ID }])
  })

  test('a new number comes from one request; its key is sent along', async () => {
    answer('wpp-create', own(200, { success: true, session: '0000000000043', integration_id: 'i43', apiKey: 'key_cd••••••11aa', status: 'starting' }))
    const request = { fields: {}, known: [SESSION], idempotencyKey: 'click-0002' }
    expect(valueOf(await scene.gateway.provision(request, patient()))).toMatchObject({
      sessionId: '0000000000043',
      apiKeyMask: 'key_cd••••••11aa',
      facts: { integrationId: 'i43' },
      reading: { state: 'starting' },
    })
    expect(seen('wpp-create').map((each) => [each.body, each.headers['idempotency-key']])).toEqual([[{ add_new: true }, 'click-0002']])
  })

  test('the first number is asked for plainly', async () => {
    answer('wpp-integrations', own(200, { success: true, integrations: [], next_cursor: null }))
    answer('wpp-create', own(200, { success: true, session: SESSION, integration_id: ID, apiKey: '***', status: 'connected' }))
    expect(valueOf(await scene.gateway.provision({ fields: {}, known: [], idempotencyKey: 'click-0005' }, patient())).reading.state).toBe('connected')
    expect(scene.standIn.calls('wpp-create')).toEqual([{}])
  })

  test.each([
    [409, 'create_in_progress', 'provision-unclear'],
    [504, 'platform_timeout', 'provision-unclear'],
    [502, 'platform_unreachable', 'server-error'],
    [502, 'platform_secret_rejected', 'server-not-configured'],
    [403, 'role_not_allowed', 'not-allowed'],
  ] as const)('wpp-create answering %d %s is %s', async (http, code, expected) => {
    answer('wpp-create', own(http, { success: false, error: 'sentence', code, request_id: 'r' }))
    expect(codeOf(await scene.gateway.provision({ fields: {}, known: [SESSION], idempotencyKey: 'click-0003' }, patient()))).toBe(expected)
  })
})

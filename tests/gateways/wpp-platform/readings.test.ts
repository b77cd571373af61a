// Every shape an answer about a number may have, good and bad, over real HTTP.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Gateway } from '../../../src/main/core/ports'
import { wppPlatformKind } from '../../../src/main/gateways/wpp-platform/index'
import { connectionRecord, environment, failureOf, MemorySlots, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { WireServer, type WireAnswer } from '../../fakes/wire-server'

const number = { sessionId: '0000000000042', facts: {} }
const CODE = '2@Zm9v,QUJD,REVG,R0hJ'
const PNG = 'iVBORw0KGgoAAAANSUhEUg=='

let server: WireServer
let gateway: Gateway
let secrets: MemorySlots
/** Answers by the last word of the path. */
let wire: { status: WireAnswer; qr: WireAnswer; start: WireAnswer; stop: WireAnswer; token: WireAnswer }

beforeEach(async () => {
  wire = {
    status: { json: { status: 'connected' } },
    qr: { json: { qr: null } },
    start: { json: {} },
    stop: { json: {} },
    token: { json: { token: 'eyJ.t', expiresIn: 900 } },
  }
  server = await WireServer.start()
  server.answer = ({ path }) => wire[(path.split('/').at(-1) ?? '') as keyof typeof wire]
  secrets = new MemorySlots()
  secrets.kept.set('number:0000000000042', 'key_abcdef123456')
  gateway = wppPlatformKind.open(connectionRecord('wpp-platform', server.address), secrets, environment())
})
afterEach(() => server.close())

const page: WireAnswer = { status: 404, text: '<pre>Cannot GET /api</pre>', type: 'text/html' }
const unreadable: WireAnswer = { text: 'QR not ready' }

describe('a status', () => {
  it.each<[WireAnswer, WireAnswer, object]>([
    [{ json: { status: 'connected' } }, {}, { state: 'connected', evidence: { word: 'connected', http: 200, source: 'accounts/status' } }],
    [{ json: { status: 'READY' } }, {}, { state: 'connected', evidence: { word: 'READY' } }],
    [{ json: { status: 'connected', phone: '+7 000 000-00-42' } }, {}, { state: 'connected', phone: '70000000042' }],
    [{ json: { status: 'connected', phone: '70000000042:3@s.whatsapp.net' } }, {}, { state: 'connected', phone: '70000000042' }],
    [{ json: { status: 'starting' } }, {}, { state: 'starting' }],
    [{ json: { status: 'pending' } }, {}, { state: 'starting' }],
    [{ json: { status: 'starting' } }, { json: { qr: '2@early' } }, { state: 'starting', code: { kind: 'qr-text', value: '2@early' } }],
    [{ json: { status: 'starting' } }, { status: 503, json: {} }, { state: 'starting' }],
    [{ json: { status: 'offline' } }, {}, { state: 'disconnected' }],
    [{ json: { status: 'offline', cause: 'logged_out' } }, {}, { state: 'disconnected', cause: 'logged-out' }],
    [{ json: { status: 'offline', cause: 'phone-offline' } }, {}, { state: 'disconnected', cause: 'phone-offline' }],
    [{ json: {} }, {}, { state: 'disconnected' }],
    [{ json: { status: null } }, {}, { state: 'disconnected' }],
    [
      { json: { status: 'qr' } },
      { json: { qr: CODE } },
      { state: 'awaiting-scan', code: { kind: 'qr-text', value: CODE }, evidence: { word: 'qr', source: 'accounts/status' } },
    ],
    [{ json: { status: 'NEED_SCAN' } }, { json: { qrCode: CODE } }, { state: 'awaiting-scan', code: { value: CODE } }],
    [{ json: { status: 'whatever' } }, { json: { qrcode: CODE } }, { state: 'awaiting-scan', code: { value: CODE } }],
    [{ json: { status: 'qr' } }, { json: { data: { qr: CODE } } }, { state: 'awaiting-scan', code: { value: CODE } }],
    [
      { json: { status: 'qr' } },
      { json: { qr: null, qrCode: '', data: { qr: PNG } } },
      { state: 'awaiting-scan', code: { kind: 'qr-image', value: `data:image/png;base64,${PNG}` } },
    ],
    [{ json: { status: 'qr' } }, { json: { qr: `data:image/png;base64,${PNG}` } }, { state: 'awaiting-scan', code: { kind: 'qr-image' } }],
    [{ json: { status: 'disconnected' } }, { json: { qr: CODE } }, { state: 'awaiting-scan', code: { value: CODE } }],
    [{ json: { status: 'disconnected' } }, { json: { qr: null } }, { state: 'disconnected' }],
    [{ json: { status: 'qr_required' } }, { json: { qr: null } }, { state: 'starting' }],
    [{ json: { status: 'qr' } }, { json: { data: null } }, { state: 'starting' }],
    [{ json: { status: 'qr' } }, { json: [] }, { state: 'starting' }],
    [{ json: { status: 'scan' } }, unreadable, { state: 'starting' }],
    [{ json: { status: 'qr' } }, { status: 404, json: { error: 'No QR' } }, { state: 'starting' }],
    [
      { json: { status: 'migrating' } },
      { json: { qr: null } },
      { state: 'unknown', failure: { code: 'not-understood', detail: 'accounts/status: HTTP 200, status "migrating"' } },
    ],
    [{ json: { status: 'migrating' } }, unreadable, { state: 'unknown', failure: { code: 'not-understood' } }],
    [{ json: { status: '<b>' } }, { json: {} }, { state: 'unknown', failure: { code: 'not-understood', detail: 'accounts/status: HTTP 200' } }],
    [{ json: { status: 'qr' } }, { status: 500, json: {} }, { state: 'unknown', failure: { code: 'server-error', detail: 'accounts/qr: HTTP 500' } }],
    [{ json: { status: 'qr' } }, { status: 429, json: {}, headers: { 'retry-after': '5' } }, { state: 'unknown', failure: { code: 'rate-limited' } }],
    [{ json: { status: 7 } }, {}, { state: 'unknown', failure: { code: 'not-understood' } }],
    [{ json: { error: 'boom' } }, {}, { state: 'unknown', failure: { code: 'not-understood' } }],
    [{ json: ['connected'] }, {}, { state: 'unknown', failure: { code: 'not-understood' } }],
    [{ json: 'connected' }, {}, { state: 'unknown', failure: { code: 'not-understood' } }],
    [{ text: '{"status":"connec', type: 'application/json' }, {}, { state: 'unknown', failure: { code: 'not-understood' } }],
    [
      { text: '<html>Wi-Fi login</html>', type: 'text/html' },
      {},
      { state: 'unknown', failure: { code: 'not-understood', detail: 'accounts/status: HTTP 200, HTML' } },
    ],
    [{ text: '' }, {}, { state: 'unknown', failure: { code: 'not-understood' } }],
    [{ status: 500, json: { status: 'connected' } }, {}, { state: 'unknown', failure: { code: 'server-error' }, evidence: { http: 500 } }],
    [{ status: 403, json: { error: 'no' } }, {}, { state: 'unknown', failure: { code: 'not-allowed' } }],
    [{ status: 404, json: { error: 'Account not found' } }, {}, { state: 'unknown', gone: true, failure: { code: 'number-not-found' } }],
    [page, {}, { state: 'unknown', failure: { code: 'not-understood' } }],
    [
      (response) => void response.writeHead(200, { 'content-length': '99' }).write('{"status"', () => response.destroy()),
      {},
      { state: 'unknown', failure: { code: 'unreachable' } },
    ],
  ])('%# of %j with QR %j reads as %j', async (status, qr, expected) => {
    wire.status = status
    wire.qr = qr
    const reading = await gateway.read(number, patient())
    expect(reading).toMatchObject(expected)
    for (const claim of ['code', 'phone', 'cause', 'gone', 'failure'] as const) if (!(claim in expected)) expect(reading).not.toHaveProperty(claim)
  })

  it('that never comes is a timeout', async () => {
    wire.status = () => undefined
    const hasty = wppPlatformKind.open(connectionRecord('wpp-platform', server.address), secrets, environment({ timings: { requestDeadline: 300 } }))
    expect(await hasty.read(number, patient())).toMatchObject({ state: 'unknown', failure: { code: 'timeout' } })
  })

  it.each(['connected', 'offline'])('of "%s" asks for no code', async (word) => {
    wire.status = { json: { status: word } }
    await gateway.read(number, patient())
    expect(server.asked('/qr')).toEqual([])
  })

  it("is asked with the token, under the session's own path", async () => {
    await gateway.read({ sessionId: 'org_a@b', facts: {} }, patient())
    await gateway.read(number, patient())
    expect(server.seen.at(-1)).toMatchObject({ method: 'GET', path: '/api/accounts/0000000000042/status', headers: { authorization: 'Bearer eyJ.t' } })
  })
})

describe('the expiry of a code', () => {
  const inSeconds = (seconds: number): number => Math.round(Date.now() / 1000) + seconds
  it.each<[string, (at: number) => unknown]>([
    ['an ISO date', (at) => ({ expires_at: new Date(at).toISOString() })],
    ['epoch seconds', (at) => ({ expires_at: at / 1000 })],
    ['epoch ms', (at) => ({ expiresAt: at })],
    ['epoch seconds as text', (at) => ({ expires_at: String(at / 1000) })],
  ])('is taken from %s', async (_name, field) => {
    const at = inSeconds(20) * 1000
    wire.status = { json: { status: 'qr' } }
    wire.qr = { json: { qr: CODE, ...(field(at) as object) } }
    expect((await gateway.read(number, patient())).code).toEqual({ kind: 'qr-text', value: CODE, expiresAt: at })
  })

  it("is set right when the server's clock is an hour ahead", async () => {
    const ahead = 3_600_000
    const before = Date.now()
    wire.status = { json: { status: 'qr' } }
    wire.qr = { json: { qr: CODE, expires_at: new Date(before + ahead + 20_000).toISOString() }, headers: { date: new Date(before + ahead).toUTCString() } }
    const { code } = await gateway.read(number, patient())
    // The header has whole seconds, and the answer took a while.
    expect(code?.expiresAt).toBeGreaterThanOrEqual(before + 20_000)
    expect(code?.expiresAt).toBeLessThanOrEqual(Date.now() + 21_000)
  })

  it.each(['soon', '', 0, -5, null, '2199-01-01T00:00:00Z', {}])('is not claimed from %j', async (sent) => {
    wire.status = { json: { status: 'qr' } }
    wire.qr = { json: { qr: CODE, expires_at: sent } }
    expect((await gateway.read(number, patient())).code).toEqual({ kind: 'qr-text', value: CODE })
  })
})

describe('a start', () => {
  it.each<[WireAnswer, object]>([
    [{ json: { qr: CODE } }, { state: 'awaiting-scan', code: { value: CODE } }],
    [{ json: { status: 'connected' } }, { state: 'connected' }],
    [{ json: { state: 'Ready' } }, { state: 'connected' }],
    [{ json: { status: 'starting' } }, { state: 'starting' }],
    [{ json: { status: 'error' } }, { state: 'starting' }],
    [{ json: {} }, { state: 'starting' }],
    [{ text: '' }, { state: 'starting' }],
    [{ text: 'nonsense' }, { state: 'unknown', failure: { code: 'not-understood' } }],
    [
      { text: '<html>', type: 'text/html' },
      { state: 'unknown', failure: { code: 'not-understood' } },
    ],
    [
      { status: 404, json: {} },
      { state: 'unknown', gone: true, failure: { code: 'number-not-found' } },
    ],
    [
      { status: 503, json: {} },
      { state: 'unknown', failure: { code: 'server-error' } },
    ],
  ])('%# answered with %j reads as %j', async (start, expected) => {
    wire.start = start
    expect(await gateway.start(number, patient())).toMatchObject(expected)
    expect(server.asked('/start')).toMatchObject([{ method: 'POST', path: '/api/accounts/start', body: { number: '0000000000042' } }])
  })
})

describe('a disconnect', () => {
  it('stops this session and no other', async () => {
    valueOf(await gateway.disconnect(number, patient()))
    expect(server.asked('stop')).toMatchObject([{ method: 'POST', path: '/internal/session/0000000000042/stop', body: undefined }])
  })
  it.each<WireAnswer>([{ text: '' }, { text: 'OK' }, { status: 204 }, { json: { status: 'stopped' } }])('answered with %j is done', async (stop) => {
    wire.stop = stop
    valueOf(await gateway.disconnect(number, patient()))
  })
  it.each<[WireAnswer, string]>([
    [{ status: 500, json: {} }, 'server-error'],
    [{ status: 404, json: {} }, 'number-not-found'],
    [page, 'not-understood'],
    [{ text: '<html>', type: 'text/html' }, 'not-understood'],
    [{ text: '{"ok":tr', type: 'application/json' }, 'not-understood'],
  ])('answered with %j fails as %s', async (stop, code) => {
    wire.stop = stop
    expect(failureOf(await gateway.disconnect(number, patient())).code).toBe(code)
  })
})

it('the platform cannot list numbers', async () => {
  expect(valueOf(await gateway.list(patient()))).toBeNull()
})

it('a caller who leaves gets "cancelled" at once', async () => {
  wire.status = () => undefined
  const abort = new AbortController()
  const reading = gateway.read(number, abort.signal)
  abort.abort()
  expect(await reading).toMatchObject({ state: 'unknown', failure: { code: 'cancelled' } })
})

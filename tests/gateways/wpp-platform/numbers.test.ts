// Adding numbers: at sign-in and later, by key and session. Nothing is kept of a number that was not proven.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wppPlatformKind } from '../../../src/main/gateways/wpp-platform/index'
import { maskOf } from '../../../src/main/gateways/wpp-platform/fields'
import { connectionRecord, environment, failureOf, MemorySlots, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { WireServer, type SeenRequest, type WireAnswer } from '../../fakes/wire-server'

const KEY = 'key_ab0123456789f3c1'
let server: WireServer
let secrets: MemorySlots
let status: WireAnswer
let tokens: WireAnswer
let start: WireAnswer

beforeEach(async () => {
  secrets = new MemorySlots()
  status = { json: { status: 'offline' } }
  tokens = { json: { token: 't' } }
  start = { json: { status: 'starting' } }
  server = await WireServer.start()
  server.answer = ({ path }: SeenRequest) => (path === '/auth/token' ? tokens : path.endsWith('/start') ? start : status)
})
afterEach(() => server.close())

const rig = environment()
const signIn = (fields: Record<string, string>, address = '', signal = patient()) =>
  wppPlatformKind.signIn({ address, facts: {}, fields, secrets }, rig, signal)
const typed = (more: Record<string, string> = {}) => ({ address: `${server.address}/`, apiKey: ` ${KEY} `, session: ' 0000000000042 ', ...more })

describe('signing in', () => {
  it('proves the key on its session and brings the number along', async () => {
    const signedIn = valueOf(await signIn(typed()))
    expect(signedIn).toMatchObject({
      address: server.address,
      facts: {},
      number: { sessionId: '0000000000042', apiKeyMask: 'key_ab••••••f3c1', phone: null, reading: { state: 'disconnected' } },
    })
    expect([...secrets.kept]).toEqual([['number:0000000000042', KEY]])
    expect(wppPlatformKind.numberSlots('0000000000042')).toEqual([...secrets.kept.keys()])
    expect(server.seen.map((each) => each.path)).toEqual(['/auth/token', '/api/accounts/0000000000042/status'])
  })

  it('again keeps the address', async () => {
    expect(valueOf(await signIn({ apiKey: KEY, session: '0000000000042' }, server.address)).address).toBe(server.address)
  })

  it('accepts a number whose status word is new', async () => {
    status = { json: { status: 'migrating' } }
    expect(valueOf(await signIn(typed())).number?.reading).toMatchObject({ state: 'unknown' })
  })

  it.each<[string, Record<string, string>, () => void, object]>([
    ['no address', { address: 'server/"x"' }, () => undefined, { code: 'address-invalid', field: 'address' }],
    ['an address with a space', { address: 'my server' }, () => undefined, { code: 'pasted-space', field: 'address' }],
    ['an address without TLS', { address: 'http://wpp.example.org' }, () => undefined, { code: 'address-insecure', field: 'address' }],
    ['an empty key', { apiKey: ' ' }, () => undefined, { code: 'invalid-input', field: 'apiKey' }],
    ['a key in Cyrillic', { apiKey: 'ключ-ключ' }, () => undefined, { code: 'pasted-characters', field: 'apiKey' }],
    ['a masked key', { apiKey: 'key_ab••••••9f3c' }, () => undefined, { code: 'pasted-characters', field: 'apiKey' }],
    ['a key in two lines', { apiKey: 'key_abcdef\n123456' }, () => undefined, { code: 'pasted-space', field: 'apiKey' }],
    ['an empty session', { session: '' }, () => undefined, { code: 'invalid-input', field: 'session' }],
    ['a session that climbs', { session: '..' }, () => undefined, { code: 'invalid-input', field: 'session' }],
    ['a session with a path', { session: 'a/../b' }, () => undefined, { code: 'pasted-characters', field: 'session' }],
    ['a revoked key', {}, () => (tokens = { status: 403, json: { error: 'Invalid API key' } }), { code: 'key-rejected', field: 'apiKey' }],
    [
      'a session the platform does not know',
      {},
      () => (status = { status: 404, json: { error: 'Account not found' } }),
      { code: 'number-not-found', field: 'session' },
    ],
    [
      'another kind of server',
      {},
      () => (tokens = { status: 404, text: '<pre>Cannot POST', type: 'text/html' }),
      { code: 'address-not-backend', field: 'address' },
    ],
    ['a web site', {}, () => (tokens = { text: '<html>', type: 'text/html' }), { code: 'address-not-backend', field: 'address' }],
    ['a redirect', {}, () => (tokens = { status: 302, headers: { location: '/login' } }), { code: 'address-not-backend', field: 'address' }],
    ['a server in trouble', {}, () => (tokens = { status: 503, json: {} }), { code: 'server-error' }],
    ['a status in trouble', {}, () => (status = { status: 500, json: {} }), { code: 'server-error' }],
    ['a server that cuts the line', {}, () => (status = (response) => void response.destroy()), { code: 'unreachable' }],
    ['a closed keychain', {}, () => (secrets.fault = 'keyring-locked'), { code: 'keyring-locked' }],
  ])('with %s fails and keeps nothing', async (_name, fields, prepare, failure) => {
    prepare()
    const outcome = await signIn(typed(fields))
    expect(failureOf(outcome)).toMatchObject(failure)
    expect(JSON.stringify(outcome)).not.toContain(KEY)
    expect([...secrets.kept]).toEqual([])
  })

  it('given up midway keeps nothing', async () => {
    const abort = new AbortController()
    server.answer = ({ path }) => {
      if (path === '/auth/token') return tokens
      abort.abort()
      return () => undefined
    }
    expect(failureOf(await signIn(typed(), '', abort.signal)).code).toBe('cancelled')
    expect([...secrets.kept]).toEqual([])
  })
})

describe('adding a number', () => {
  const add = (fields: Record<string, string>, known: string[] = [], signal = patient()) =>
    wppPlatformKind.open(connectionRecord('wpp-platform', server.address), secrets, rig).provision({ fields, known, idempotencyKey: 'i' }, signal)
  const fields = { apiKey: KEY, session: '0000000000042' }

  it('proves the key, keeps it and starts linking', async () => {
    start = { json: { qr: '2@a,b,c,d' } }
    expect(valueOf(await add(fields))).toMatchObject({
      sessionId: '0000000000042',
      apiKeyMask: 'key_ab••••••f3c1',
      reading: { state: 'awaiting-scan', code: { value: '2@a,b,c,d' } },
    })
    expect(secrets.kept.get('number:0000000000042')).toBe(KEY)
    expect(server.asked('/start')).toHaveLength(1)
  })

  it('that is connected already starts nothing', async () => {
    status = { json: { status: 'connected', phone: '70000000042' } }
    expect(valueOf(await add(fields))).toMatchObject({ phone: '70000000042', reading: { state: 'connected' } })
    expect(server.asked('/start')).toEqual([])
  })

  it('that the app has already is refused without asking', async () => {
    expect(failureOf(await add(fields, ['0000000000042']))).toEqual({ code: 'number-exists', field: 'session' })
    expect(server.seen).toEqual([])
  })

  it('keeps a proven number though the start fails: the watch goes on from there', async () => {
    start = { status: 503, json: {} }
    expect(valueOf(await add(fields)).reading).toMatchObject({ state: 'unknown', failure: { code: 'server-error' } })
  })

  it('uses the new key at once when the gateway held an older one', async () => {
    const gateway = wppPlatformKind.open(connectionRecord('wpp-platform', server.address), secrets, rig)
    secrets.kept.set('number:0000000000042', 'old_key_old_key')
    const answer = server.answer
    server.answer = (request) =>
      request.path === '/auth/token' ? { json: { token: `token-of-${(request.body as { apiKey: string }).apiKey}` } } : answer(request)
    await gateway.read({ sessionId: '0000000000042', facts: {} }, patient())
    await gateway.provision({ fields, known: [], idempotencyKey: 'i' }, patient())
    expect(server.asked('/start')[0]?.headers.authorization).toBe(`Bearer token-of-${KEY}`)
  })

  it('given up during the start keeps nothing', async () => {
    const abort = new AbortController()
    start = () => abort.abort()
    expect(failureOf(await add(fields, [], abort.signal)).code).toBe('cancelled')
    expect([...secrets.kept]).toEqual([])
  })
})

it.each([
  ['key_ab0123459f3c', 'key_ab••••••9f3c'],
  ['abcdefghijkl', 'abcdef••••••ijkl'],
  ['abcdefghijk', '***'],
  ['', '***'],
])('the key %j is masked as %j', (key, mask) => {
  expect(maskOf(key)).toBe(mask)
})

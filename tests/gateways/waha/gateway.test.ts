// WAHA: its states, codes and refusals, over real HTTP against the stand-in.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { patient, failureOf, fullListOf, valueOf } from '../../fakes/gateways/gateway-rig'
import { WireServer } from '../../fakes/wire-server'
import { Rig } from './rig'

let rig: Rig
beforeEach(async () => void (rig = await Rig.open()))
afterEach(() => rig.close())

const ref = (sessionId: string) => ({ sessionId, facts: {} })
const provision = (known: readonly string[] = []) => rig.gateway.provision({ fields: {}, known, idempotencyKey: 'k' }, patient())
const disconnect = (name: string) => rig.gateway.disconnect(ref(name), patient())

describe('the list', () => {
  it('adopts all sessions, stopped ones too, with the phones of those that work', async () => {
    rig.server.link('shop', '5511940000000')
    rig.server.add('stopped')
    expect(await rig.noted(fullListOf(rig.gateway))).toEqual([
      { sessionId: 'shop', apiKeyMask: null, facts: {}, phone: '5511940000000', name: 'shop' },
      { sessionId: 'stopped', apiKeyMask: null, facts: {}, phone: null, name: 'stopped' },
    ])
  })

  it('with rows that cannot be read is incomplete', async () => {
    const wire = await WireServer.start()
    wire.answer = () => ({ json: [{ name: 'shop', me: 7 }, { status: 'WORKING' }, 7] })
    expect(valueOf(await rig.openAt(wire.address).list(patient()))).toMatchObject({ complete: false, readable: [{ sessionId: 'shop' }] })
    await wire.close()
  })
})

describe('a new session', () => {
  it('gets a free name, offers its codes, and is connected once the phone has scanned one', async () => {
    rig.server.link('number-1')
    expect(await rig.noted(provision(['number-2']))).toMatchObject({ value: { sessionId: 'number-3', reading: { state: 'starting' } } })
    const first = await rig.code('number-3')
    expect(first).toEqual({ kind: 'qr-text', value: rig.server.codeOf('number-3') })
    rig.server.issue('number-3')
    expect(await rig.code('number-3')).not.toEqual(first)
    rig.server.scan('number-3', '79001234567')
    await expect.poll(() => rig.read('number-3')).toMatchObject({ state: 'connected', phone: '79001234567' })
  })

  it('takes the next name where the key does not see that one is in use', async () => {
    const names: unknown[] = []
    const wire = await WireServer.start()
    wire.answer = ({ method, path, body }) => {
      if (path.endsWith('?all=true')) return { json: [] }
      if (path !== '/api/sessions') return { json: { name: 'number-2', status: method === 'POST' ? 'STARTING' : 'STOPPED' } }
      names.push(body)
      return names.length === 1 ? { status: 422, json: { message: "Session 'number-1' already exists." } } : { status: 201, json: {} }
    }
    expect(valueOf(await rig.openAt(wire.address).provision({ fields: {}, known: [], idempotencyKey: 'k' }, patient()))).toMatchObject({
      sessionId: 'number-2',
    })
    expect(names).toEqual([
      { name: 'number-1', start: false },
      { name: 'number-2', start: false },
    ])
    await wire.close()
  })

  it('is the default one on WAHA Core, which has no other', async () => {
    rig.server.core = true
    expect(valueOf(await provision())).toMatchObject({ sessionId: 'default' })
    expect(failureOf(await provision()).code).toBe('single-session')
  })

  it('is refused to a key that may not create', async () => {
    const wire = await WireServer.start()
    wire.answer = ({ method }) =>
      method === 'GET' ? { json: [] } : { status: 403, json: { message: 'Forbidden resource', error: 'Forbidden', statusCode: 403 } }
    const gateway = rig.openAt(wire.address)
    expect(failureOf(await gateway.provision({ fields: {}, known: [], idempotencyKey: 'k' }, patient())).code).toBe('provision-refused')
    await wire.close()
  })
})

describe('a session', () => {
  it.each(['working', ' Working\n'])('whose word is spelled %j is connected', async (status) => {
    const wire = await WireServer.start()
    wire.answer = () => ({ json: { name: 'shop', status } })
    expect(await rig.openAt(wire.address).read(ref('shop'), patient())).toMatchObject({ state: 'connected' })
    await wire.close()
  })

  it.each([
    ['STOPPED', { state: 'disconnected' }],
    ['STARTING', { state: 'starting' }],
    ['SCAN_QR_CODE', { state: 'awaiting-scan' }],
    ['WORKING', { state: 'connected', phone: '79001234567' }],
    ['FAILED', { state: 'disconnected' }],
    ['PASSKEY_REQUIRED', { state: 'unknown', failure: { code: 'passkey-required', detail: 'session: PASSKEY_REQUIRED' } }],
    ['PASSKEY_CONFIRMATION_REQUIRED', { state: 'unknown', failure: { code: 'passkey-required', detail: 'session: PASSKEY_CONFIRMATION_REQUIRED' } }],
    ['SLEEPING', { state: 'unknown', failure: { code: 'not-understood', detail: 'session: HTTP 200' } }],
  ])('that is %s and nobody links is told by one request', async (status, reading) => {
    const wire = await WireServer.start()
    wire.answer = () => ({ json: { name: 'shop', status, me: { id: '79001234567:3@s.whatsapp.net' } } })
    const { evidence, ...rest } = await rig.openAt(wire.address).read(ref('shop'), patient())
    expect(rest).toEqual(reading)
    expect(evidence).toMatchObject({ source: 'session', word: status, http: 200 })
    expect(wire.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api/sessions/shop'])
    await wire.close()
  })

  it.each([
    ['another session', { json: { name: 'bar', status: 'WORKING' } }, 'not-understood'],
    ['no name', { json: { status: 'WORKING' } }, 'not-understood'],
    ['an error beside the state', { json: { name: 'shop', status: 'WORKING', error: 'x' } }, 'not-understood'],
    ['a list', { json: [{ name: 'shop', status: 'WORKING' }] }, 'not-understood'],
    ['two states', { text: '{"name":"shop","status":"WORKING","status":"FAILED"}' }, 'not-understood'],
    ['nothing', { text: '' }, 'not-understood'],
    ['a page', { text: '<html>WORKING</html>', type: 'text/html' }, 'not-understood'],
    ['a refused key', { status: 401, json: { message: 'Unauthorized', statusCode: 401 } }, 'secret-key-rejected'],
    ['a key of other sessions', { status: 403, json: { message: 'Forbidden resource', statusCode: 403 } }, 'not-allowed'],
    ['an unknown route', { status: 404, json: { message: 'Cannot GET /api/sessions/shop', error: 'Not Found', statusCode: 404 } }, 'not-understood'],
    ['an error of the server', { status: 500, json: { statusCode: 500, exception: {} } }, 'server-error'],
  ] as const)('proves nothing by %s', async (_what, answer, code) => {
    const wire = await WireServer.start()
    wire.answer = () => answer
    const reading = await rig.openAt(wire.address).read(ref('shop'), patient())
    expect([reading.state, reading.failure?.code, reading.gone]).toEqual(['unknown', code, undefined])
    await wire.close()
  })

  it('that was deleted is gone', async () => {
    expect(await rig.read('nobody')).toMatchObject({ state: 'unknown', gone: true, failure: { code: 'number-not-found' } })
  })

  it('tells no phone by an identifier that is none', async () => {
    rig.server.link('shop')
    const wire = await WireServer.start()
    wire.answer = () => ({ json: { name: 'shop', status: 'WORKING', me: { id: '123456789012345@lid' } } })
    expect((await rig.openAt(wire.address).read(ref('shop'), patient())).phone).toBeUndefined()
    await wire.close()
  })

  it.each(['shop 2 имя', 'a/b', '100%', 'a&all=true#x'])('named %j is asked by that name', async (name) => {
    rig.server.link(name, '79001234567')
    expect(await rig.read(name)).toMatchObject({ state: 'connected', phone: '79001234567' })
  })

  it('is stopped and keeps its login', async () => {
    rig.server.link('shop')
    expect((await disconnect('shop')).ok).toBe(true)
    expect((await rig.read('shop')).state).toBe('disconnected')
    expect((await disconnect('shop')).ok).toBe(true)
    expect(failureOf(await disconnect('nobody')).code).toBe('number-not-found')
    await rig.start('shop')
    await expect.poll(() => rig.read('shop')).toMatchObject({ state: 'connected' })
  })

  it('that somebody else started meanwhile is read', async () => {
    const wire = await WireServer.start()
    let looks = 0
    wire.answer = ({ method }) => {
      if (method === 'POST') return { status: 422, json: { message: "Session 'shop' is already started.", error: 'Unprocessable Entity', statusCode: 422 } }
      looks += 1
      return { json: { name: 'shop', status: looks === 1 ? 'STOPPED' : 'WORKING', me: null } }
    }
    expect((await rig.openAt(wire.address).start(ref('shop'), patient())).state).toBe('connected')
    await wire.close()
  })
})

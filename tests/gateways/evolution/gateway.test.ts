// Evolution API: each trap of the real server, over real HTTP against the stand-in.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Gateway } from '../../../src/main/core/ports'
import { evolutionKind } from '../../../src/main/gateways/evolution'
import type { Reading } from '../../../src/shared/model/session'
import { connectionRecord, environment, failureOf, fullListOf, MemorySlots, MovableClock, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { eventually } from '../../fakes/heard'
import { SilentLog } from '../../fakes/silent-log'
import { EvolutionStandIn } from '../../standins/evolution'
import { WireServer } from '../../fakes/wire-server'

const KEY = 'canary-global-key'
let server: EvolutionStandIn
let slots: MemorySlots
let clock: MovableClock
let log: SilentLog
let gateway: Gateway
/** Every reading, list and event of a test: none may hold a key, the server's or an instance's. */
let said: unknown[]

beforeEach(async () => {
  server = await EvolutionStandIn.start(KEY)
  slots = new MemorySlots()
  clock = new MovableClock()
  log = new SilentLog()
  said = []
  await slots.write('apiKey', KEY)
  gateway = openAt(server.address)
})
afterEach(async () => {
  expect(JSON.stringify([said, log.lines])).not.toMatch(/canary|TOKEN-OF/)
  await server.close()
})

const openAt = (address: string) => evolutionKind.open(connectionRecord('evolution', address), slots, { ...environment({ clock }), log })
const signIn = (fields: Record<string, string>) =>
  evolutionKind.signIn({ address: '', facts: {}, fields: { address: server.address, ...fields }, secrets: slots }, environment({ clock }), patient())
const ref = (sessionId: string) => ({ sessionId, facts: {} })
async function noted(reading: Promise<Reading>): Promise<Reading> {
  said.push(await reading)
  return reading
}
const read = (name: string) => noted(gateway.read(ref(name), patient()))
const start = (name: string) => noted(gateway.start(ref(name), patient()))
/** Reads until a code is offered, and answers it. */
async function code(name: string): Promise<string> {
  let value: string | undefined
  await expect.poll(async () => (value = (await read(name)).code?.value), { interval: 2 }).toBeDefined()
  return value ?? ''
}

describe('signing in', () => {
  it('proves the key by the list, and keeps it in the keychain alone', async () => {
    slots.kept.clear()
    expect(valueOf(await signIn({ apiKey: `"${KEY}"` }))).toEqual({ address: server.address, facts: {} })
    expect([...slots.kept]).toEqual([['apiKey', KEY]])
    expect([...slots.kept.keys()]).toEqual(evolutionKind.connectionSlots)
  })

  it('with a wrong key, an empty one, or at another address, keeps nothing', async () => {
    slots.kept.clear()
    expect(failureOf(await signIn({ apiKey: 'wrong' }))).toEqual({ code: 'secret-key-rejected', detail: 'fetchInstances: HTTP 401', field: 'apiKey' })
    expect(failureOf(await signIn({ apiKey: '' })).code).toBe('invalid-input')
    const other = await WireServer.start()
    other.answer = () => ({ text: '<html>a router</html>', type: 'text/html' })
    expect(failureOf(await signIn({ apiKey: 'x', address: other.address })).code).toBe('address-not-backend')
    await other.close()
    expect(slots.kept.size).toBe(0)
  })

  it('works with the key of one instance, which lists that one only and creates none', async () => {
    server.link('shop')
    server.link('bar')
    await slots.write('apiKey', 'TOKEN-OF-1')
    expect((await fullListOf(gateway)).map(({ sessionId }) => sessionId)).toEqual(['bar'])
    expect(failureOf(await gateway.provision({ fields: {}, known: [], idempotencyKey: 'k' }, patient())).code).toBe('provision-refused')
  })
})

describe('the list', () => {
  it('adopts instances with their phones, and keeps no key', async () => {
    server.link('shop', '5511940000000')
    const list = await fullListOf(gateway)
    said.push(list)
    expect(list).toEqual([{ sessionId: 'shop', apiKeyMask: null, facts: {}, phone: '5511940000000', name: 'shop' }])
  })

  it('with rows that cannot be read is incomplete', async () => {
    const wire = await WireServer.start()
    wire.answer = () => ({ json: [{ name: 'shop', token: 'x' }, { connectionStatus: 'open' }, 7] })
    expect(valueOf(await openAt(wire.address).list(patient()))).toMatchObject({ complete: false, readable: [{ sessionId: 'shop' }] })
    await wire.close()
  })
})

describe('an instance', () => {
  it('that is new is created, offers a code, and is connected once the phone has scanned it', async () => {
    server.link('number-1')
    const made = valueOf(await gateway.provision({ fields: {}, known: ['number-2'], idempotencyKey: 'k' }, patient()))
    said.push(made)
    expect(made).toMatchObject({ sessionId: 'number-3', reading: { state: 'starting' } })
    expect(await code('number-3')).toBe(server.codeOf('number-3'))
    server.scan('number-3', '79001234567')
    expect(await read('number-3')).toMatchObject({ state: 'connected', phone: '79001234567' })
  })

  it.each([
    [401, 'logged-out'],
    [402, 'banned'],
    [403, 'banned'],
    [406, 'banned'],
  ] as const)('closed with %i is %s, and its dead code is never shown', async (reason, cause) => {
    await gateway.provision({ fields: {}, known: [], idempotencyKey: 'k' }, patient())
    const dead = await code('number-1')
    server.scan('number-1')
    await read('number-1')
    server.closeWith('number-1', reason)
    expect(await read('number-1')).toMatchObject({ state: 'disconnected', cause })
    server.codeMs = 50
    expect((await start('number-1')).state).toBe('starting')
    const shown = new Set<string | undefined>()
    await eventually(async () => {
      shown.add((await read('number-1')).code?.value)
      return server.codeOf('number-1') !== dead
    }, 'a code of the new start')
    expect([shown.size > 0, shown.has(dead)]).toEqual([true, false])
    expect(await code('number-1')).toBe(server.codeOf('number-1'))
  })

  it('is given phone and cause only by a list that has caught up with its state', async () => {
    server.link('shop', '79001234567')
    server.listLags = true
    expect((await read('shop')).phone).toBeUndefined()
    server.listLags = false
    expect((await read('shop')).phone).toBe('79001234567')
    server.closeWith('shop', 403)
    server.listLags = true
    expect((await read('shop')).cause).toBeUndefined()
    server.listLags = false
    expect((await read('shop')).cause).toBe('banned')
  })

  it('offers no dead code after a restart of the app either', async () => {
    await gateway.provision({ fields: {}, known: [], idempotencyKey: 'k' }, patient())
    const dead = await code('number-1')
    server.closeWith('number-1', 401)
    gateway = openAt(server.address)
    server.codeMs = 50
    expect((await start('number-1')).code).toBeUndefined()
    expect(await code('number-1')).not.toBe(dead)
  })

  it.each([408, 428, 440, 503, 515])('closed with %i reconnects by itself: starting, and nobody asks for codes', async (reason) => {
    server.link('shop')
    await read('shop')
    server.closeWith('shop', reason)
    server.asked.length = 0
    expect((await read('shop')).state).toBe('starting')
    expect(server.asked).toEqual(['GET connectionState shop'])
    server.reopen('shop')
    expect((await read('shop')).state).toBe('connected')
  })

  it('of a server that cannot reach WhatsApp says so after a while', async () => {
    server.reachable = false
    await gateway.provision({ fields: {}, known: [], idempotencyKey: 'k' }, patient())
    clock.move(40_000)
    expect((await read('number-1')).state).toBe('starting')
    clock.move(6_000)
    expect(await read('number-1')).toMatchObject({ state: 'unknown', failure: { code: 'whatsapp-unreachable' } })
  })

  it('that was deleted is gone; one that answers without a state proves nothing', async () => {
    expect(await read('nobody')).toMatchObject({ state: 'unknown', gone: true, failure: { code: 'number-not-found' } })
    server.link('shop')
    await fetch(`${server.address}/instance/delete/shop`, { method: 'DELETE', headers: { apikey: KEY } })
    const reading = await read('shop')
    expect([reading.state, reading.gone]).toEqual(['unknown', undefined])
  })

  it('is logged out; one that is not connected is so already', async () => {
    server.link('shop')
    expect((await gateway.disconnect(ref('shop'), patient())).ok).toBe(true)
    expect((await read('shop')).state).toBe('disconnected')
    expect((await gateway.disconnect(ref('shop'), patient())).ok).toBe(true)
    expect(failureOf(await gateway.disconnect(ref('nobody'), patient())).code).toBe('number-not-found')
    expect(server.has('shop')).toBe(true)
  })

  it.each(['shop 2 имя', 'a/b', '100%', 'a&number=1#x'])('named %j is asked by that name', async (name) => {
    server.link(name, '79001234567')
    expect(await read(name)).toMatchObject({ state: 'connected', phone: '79001234567' })
  })

  it.each([
    ['an error with HTTP 200', { error: true, message: 'x', instance: { instanceName: 'shop', state: 'open' } }],
    ['another instance', { instance: { instanceName: 'bar', state: 'open' } }],
    ['no name', { instance: { state: 'open' } }],
    ['an unknown word', { instance: { instanceName: 'shop', state: 'opening' } }],
    ['a list', [{ instance: { instanceName: 'shop', state: 'open' } }]],
  ])('is not believed by %s', async (_what, json) => {
    const wire = await WireServer.start()
    wire.answer = () => ({ json })
    expect((await openAt(wire.address).read(ref('shop'), patient())).state).toBe('unknown')
    await wire.close()
  })
})

describe('a code to type', () => {
  const typed = { state: 'awaiting-scan', code: { kind: 'pairing-code', value: 'ABCD-1234' } }
  const pair = (name: string) => noted(gateway.pair?.(ref(name), '5511999999999', patient()) ?? Promise.reject(new Error('no pair')))
  const scanning = async (): Promise<void> => {
    server.link('shop')
    server.closeWith('shop', 401)
    await start('shop')
    await code('shop')
  }

  it('comes with the answers after the first one', async () => {
    await gateway.provision({ fields: {}, known: [], idempotencyKey: 'k' }, patient())
    server.closeWith('number-1', 401)
    expect(await pair('number-1')).toMatchObject({ state: 'starting' })
    await expect.poll(() => read('number-1'), { interval: 2 }).toMatchObject(typed)
  })

  it('is never the one from before a close, nor is the code to scan from then a reason to refuse', async () => {
    await scanning()
    server.closeWith('shop', 401)
    server.codeMs = 60
    expect(await pair('shop')).toMatchObject({ state: 'starting' })
    expect(await read('shop')).toMatchObject({ state: 'starting' })
    await expect.poll(() => read('shop'), { interval: 5 }).toMatchObject(typed)
  })

  it('cannot be had while a code to scan is offered, and that is said', async () => {
    await scanning()
    expect(await pair('shop')).toMatchObject({ state: 'unknown', failure: { code: 'pairing-busy' } })
  })
})

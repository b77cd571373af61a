// WAHA: its key proves itself at sign-in and is in nothing that is said or logged, and the stream of events.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wahaKind } from '../../../src/main/gateways/waha'
import { FakeClock } from '../../fakes/fake-clock'
import { connectionRecord, environment, failureOf, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { WireServer } from '../../fakes/wire-server'
import { Rig } from './rig'

let rig: Rig
beforeEach(async () => void (rig = await Rig.open()))
afterEach(() => rig.close())

describe('signing in', () => {
  it.each(['', '/', '/dashboard', '/dashboard/sessions', '/api/sessions'])(
    'at the address with %j after it proves the key by the list, and keeps it in the keychain alone',
    async (page) => {
      rig.slots.kept.clear()
      expect(valueOf(await rig.signIn({ address: rig.server.address + page, apiKey: 'X-Api-Key: canary-key' }))).toEqual({
        address: rig.server.address,
        facts: {},
      })
      expect([...rig.slots.kept]).toEqual([['apiKey', 'canary-key']])
      expect([...rig.slots.kept.keys()]).toEqual(wahaKind.connectionSlots)
      expect(rig.server.asked).toEqual(['GET sessions'])
    },
  )

  it('with a wrong key, an empty or broken one, or at another address, keeps nothing', async () => {
    rig.slots.kept.clear()
    expect(failureOf(await rig.signIn({ apiKey: 'canary-wrong' }))).toEqual({ code: 'secret-key-rejected', detail: 'sessions: HTTP 401', field: 'apiKey' })
    expect(failureOf(await rig.signIn({ apiKey: '' })).code).toBe('invalid-input')
    expect(failureOf(await rig.signIn({ apiKey: 'canary key' })).code).toBe('pasted-space')
    const other = await WireServer.start()
    other.answer = () => ({ text: '<html>a router</html>', type: 'text/html' })
    expect(failureOf(await rig.signIn({ apiKey: 'x', address: other.address })).code).toBe('address-not-backend')
    await other.close()
    expect(rig.slots.kept.size).toBe(0)
  })

  it('is lost when the key is changed on the server', async () => {
    rig.server.link('shop')
    rig.server.key = 'another'
    expect(await rig.read('shop')).toMatchObject({ state: 'unknown', failure: { code: 'secret-key-rejected' } })
    rig.slots.kept.clear()
    expect(await rig.read('shop')).toMatchObject({ state: 'unknown', failure: { code: 'secret-missing' } })
  })
})

describe('what the server says by itself', () => {
  const told: unknown[] = []
  let alive = 0
  beforeEach(() => {
    told.length = 0
    alive = 0
  })
  const listen = (signal: AbortSignal = patient(), onAlive = (): void => undefined) =>
    rig.noted(
      rig.gateway.events?.(
        {
          onAlive: () => {
            alive += 1
            onAlive()
          },
          onEvent: (event) => void told.push(event),
        },
        signal,
      ) ?? Promise.reject(new Error('says nothing')),
    )

  it('makes the session of each change be asked, pings show that the stream lives, and nothing else of a frame is kept', async () => {
    rig.server.link('shop')
    const abort = new AbortController()
    const ended = listen(abort.signal)
    await expect.poll(() => alive).toBeGreaterThan(2)
    rig.server.unlink('shop')
    await expect.poll(() => told).toEqual([{ sessionId: 'shop' }])
    rig.said.push([...told])
    abort.abort()
    expect(await ended).toBeNull()
    await expect.poll(() => rig.server.listeners()).toBe(0)
  })

  it.each(['{"event":"session.status"}', '{"session":{}}', 'null', '[]', 'junk'])('makes all be asked by %s', async (frame) => {
    const abort = new AbortController()
    const ended = listen(abort.signal, () => alive === 1 && rig.server.tell(frame))
    await expect.poll(() => told).toEqual([{ sessionId: null }])
    abort.abort()
    expect(await ended).toBeNull()
  })

  it('is asked for a sign of life where the server seldom gives one', async () => {
    rig.server.pings = false
    const clock = new FakeClock()
    rig.gateway = wahaKind.open(connectionRecord('waha', rig.server.address), rig.slots, environment({ clock }))
    const abort = new AbortController()
    const ended = listen(abort.signal)
    await expect.poll(() => alive).toBe(1)
    for (const signs of [2, 3]) {
      await clock.advance(20_000)
      await expect.poll(() => alive).toBe(signs)
    }
    abort.abort()
    expect(await ended).toBeNull()
    expect(clock.pending).toBe(0)
  })

  it('ends when it is left while it opens, and when it was left before', async () => {
    const abort = new AbortController()
    const ended = listen(abort.signal)
    setImmediate(() => abort.abort())
    expect(await ended).toBeNull()
    expect(await listen(abort.signal)).toBeNull()
    await expect.poll(() => rig.server.listeners()).toBe(0)
  })

  it('ends with the connection, with a refused key and without a server, and tells no key', async () => {
    expect(await listen(patient(), () => rig.server.cutSockets())).toEqual({ code: 'unreachable', detail: 'websocket: 1006' })
    rig.server.key = 'another'
    expect(await listen()).toEqual({ code: 'secret-key-rejected', detail: 'websocket: 1008' })
    await rig.server.close()
    expect(await listen()).toMatchObject({ code: 'unreachable', detail: 'websocket: ECONNREFUSED' })
  })

  it('is not to be had from a proxy that knows no streams', async () => {
    const wire = await WireServer.start()
    wire.answer = () => ({ status: 200, json: {} })
    rig.gateway = rig.openAt(wire.address)
    expect(await listen()).toEqual({ code: 'unreachable', detail: 'websocket: HTTP 200' })
    wire.answer = () => ({ status: 401, json: {} })
    expect(await listen()).toEqual({ code: 'secret-key-rejected', detail: 'websocket: HTTP 401' })
    await wire.close()
  })
})

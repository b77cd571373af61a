// What an Evolution API says by itself, over a real Socket.IO connection, and what the app makes of two servers that fight over a session.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Gateway, GatewayEvent } from '../../../src/main/core/ports'
import { evolutionKind } from '../../../src/main/gateways/evolution'
import type { Failure } from '../../../src/shared/model/failure'
import { connectionRecord, environment, MemorySlots, MovableClock, patient } from '../../fakes/gateways/gateway-rig'
import { SilentLog } from '../../fakes/silent-log'
import { EvolutionStandIn } from '../../standins/evolution'

const KEY = 'canary-global-key'
let server: EvolutionStandIn
let slots: MemorySlots
let clock: MovableClock
let log: SilentLog
let gateway: Gateway
let abort: AbortController
let told: GatewayEvent[]
let alive: number

beforeEach(async () => {
  server = await EvolutionStandIn.start(KEY)
  slots = new MemorySlots()
  clock = new MovableClock()
  log = new SilentLog()
  abort = new AbortController()
  told = []
  alive = 0
  await slots.write('apiKey', KEY)
  gateway = evolutionKind.open(connectionRecord('evolution', server.address), slots, { ...environment({ clock }), log })
})
afterEach(async () => {
  abort.abort()
  expect(JSON.stringify([told, log.lines])).not.toMatch(/canary|TOKEN-OF/)
  await server.close()
})

const read = (sessionId: string) => gateway.read({ sessionId, facts: {} }, patient())
/** Listens, and waits until the stream is open. */
async function listen(): Promise<{ readonly ended: Promise<Failure | null> | undefined }> {
  const ended = gateway.events?.({ onAlive: () => void (alive += 1), onEvent: (event) => void told.push(event) }, abort.signal)
  await expect.poll(() => alive).toBeGreaterThan(0)
  return { ended }
}

describe('what the server says by itself', () => {
  it('makes the instance of each event be asked, and nothing else of a frame is kept', async () => {
    server.link('shop')
    const { ended } = await listen()
    server.closeWith('shop', 401)
    await expect.poll(() => told).toEqual([{ sessionId: 'shop' }])
    abort.abort()
    expect(await ended).toBeNull()
    await expect.poll(() => server.listeners()).toBe(0)
  })

  it('is not heard with a wrong key, and ends with the connection', async () => {
    const { ended } = await listen()
    server.cutSockets()
    expect(await ended).toBeNull()
    await slots.write('apiKey', 'wrong')
    const stranger = evolutionKind.open(connectionRecord('evolution', server.address), slots, environment({ clock }))
    expect(await stranger.events?.({ onAlive: () => undefined, onEvent: () => undefined }, patient())).toEqual({ code: 'unreachable', detail: 'socket.io' })
  })
})

describe('a server that speaks to the channels of its instances', () => {
  beforeEach(() => {
    server.global = false
    server.link('shop 2 имя')
    server.link('bar')
  })

  it('is heard there, over the one connection, for the instances that are watched', async () => {
    // Each channel exists once something was said there.
    server.closeWith('shop 2 имя', 428)
    server.closeWith('bar', 428)
    await read('shop 2 имя')
    await listen()
    await expect.poll(() => server.listenersOf('shop 2 имя')).toBe(1)
    server.closeWith('shop 2 имя', 401)
    server.closeWith('bar', 401)
    await expect.poll(() => told).toEqual([{ sessionId: 'shop 2 имя' }])
    expect([server.listeners(), server.listenersOf('bar')]).toEqual([1, 0])
  })

  it('is asked again for a channel that it did not know yet; until then nothing is lost but time', async () => {
    const { after } = clock
    let again = (): void => undefined
    clock.after = (ms, run) => (ms === 60_000 ? ((again = run), () => undefined) : after(ms, run))
    await read('bar')
    const { ended } = await listen()
    server.closeWith('bar', 428)
    again()
    await expect.poll(() => server.listenersOf('bar')).toBe(1)
    server.closeWith('bar', 401)
    await expect.poll(() => told).toEqual([{ sessionId: 'bar' }])
    abort.abort()
    expect(await ended).toBeNull()
  })
})

describe('two servers that take a session from each other', () => {
  /** The instance is taken, and taken back. */
  async function taken(times: number, back = true): Promise<void> {
    const before = told.length
    for (let time = 0; time < times; time += 1) {
      server.closeWith('shop', 440)
      if (back) server.reopen('shop')
    }
    await expect.poll(() => told.length).toBe(before + times)
  }
  const state = async () => {
    const { state: word, cause } = await read('shop')
    return cause === undefined ? word : `${word}: ${cause}`
  }
  beforeEach(async () => {
    server.link('shop')
    await listen()
    expect(await state()).toBe('connected')
  })

  it('are told by repetition and by a look that finds it not open, and its moments of being open are no recovery', async () => {
    await taken(3)
    server.closeWith('shop', 428)
    expect(await state()).toBe('disconnected: replaced')
    server.reopen('shop')
    expect(await state()).toBe('starting')
    await taken(1, false)
    expect(await state()).toBe('disconnected: replaced')
  })

  it('have made peace when no close came for a minute', async () => {
    await taken(3, false)
    expect(await state()).toBe('disconnected: replaced')
    server.reopen('shop')
    clock.move(61_000)
    expect(await state()).toBe('connected')
  })

  it('are not seen in one close, nor in three within an hour', async () => {
    for (let time = 0; time < 3; time += 1) {
      await taken(1, false)
      expect(await state()).toBe('starting')
      server.reopen('shop')
      expect(await state()).toBe('connected')
      clock.move(20 * 60_000)
    }
  })

  it('are not believed in by what is pushed alone, however often, nor for ever against what is answered', async () => {
    await taken(30)
    expect(await state()).toBe('connected')
    await taken(1, false)
    expect(await state()).toBe('disconnected: replaced')
    server.reopen('shop')
    for (let look = 0; look < 9; look += 1) {
      await taken(1)
      expect(await state()).toBe('starting')
    }
    expect(await state()).toBe('connected')
  })
})

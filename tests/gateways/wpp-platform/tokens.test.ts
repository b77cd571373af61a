// Tokens: one request however many ask, renewed before their end and once when refused.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Gateway } from '../../../src/main/core/ports'
import { wppPlatformKind } from '../../../src/main/gateways/wpp-platform/index'
import { connectionRecord, environment, MemorySlots, MovableClock, patient } from '../../fakes/gateways/gateway-rig'
import { WireServer, type WireAnswer } from '../../fakes/wire-server'

const number = { sessionId: '0000000000042', facts: {} }
let server: WireServer
let gateway: Gateway
let clock: MovableClock
let secrets: MemorySlots
let issued: number
let token: (count: number) => WireAnswer
let refused: (bearer: string) => boolean

beforeEach(async () => {
  issued = 0
  token = (count) => ({ json: { token: `t${count}`, expiresIn: 900 } })
  refused = () => false
  clock = new MovableClock()
  secrets = new MemorySlots()
  secrets.kept.set('number:0000000000042', 'key_abcdef123456')
  server = await WireServer.start()
  server.answer = ({ path, headers }) => {
    if (path === '/auth/token') return token((issued += 1))
    return refused(headers.authorization ?? '') ? { status: 401, json: { error: 'Invalid token' } } : { json: { status: 'connected' } }
  }
  gateway = wppPlatformKind.open(connectionRecord('wpp-platform', server.address), secrets, environment({ clock }))
})
afterEach(() => server.close())

const read = () => gateway.read(number, patient())
const bearers = () => server.asked('/status').map((each) => each.headers.authorization)

it('a token serves many readings, and the keychain is asked once', async () => {
  for (let count = 0; count < 5; count += 1) expect((await read()).state).toBe('connected')
  expect(issued).toBe(1)
  expect(secrets.reads).toBe(1)
  expect(server.asked('/auth/token')[0]).toMatchObject({ method: 'POST', body: { apiKey: 'key_abcdef123456' } })
})

it('ten readings at once ask for one token', async () => {
  await Promise.all(Array.from({ length: 10 }, read))
  expect(issued).toBe(1)
})

describe.each<[unknown, number, number]>([
  [900, 825_000, 845_000],
  ['900', 825_000, 845_000],
  [undefined, 525_000, 545_000],
  [null, 525_000, 545_000],
  ['soon', 525_000, 545_000],
  [-1, 525_000, 545_000],
  [40, 5_000, 25_000],
])('a token with expiresIn %j', (expiresIn, before, after) => {
  beforeEach(() => {
    token = (count) => ({ json: { token: `t${count}`, expiresIn } })
  })
  it(`still serves after ${before} ms and is renewed by ${after} ms`, async () => {
    await read()
    clock.move(before)
    await read()
    expect(issued).toBe(1)
    clock.move(after - before)
    await read()
    expect(issued).toBe(2)
    expect(bearers()).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2'])
  })
})

it('a refused token is renewed once and the call repeated', async () => {
  await read()
  refused = (bearer) => bearer === 'Bearer t1'
  expect((await read()).state).toBe('connected')
  expect(bearers()).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2'])
})

it('ten readings refused at once renew once', async () => {
  await read()
  refused = (bearer) => bearer === 'Bearer t1'
  const readings = await Promise.all(Array.from({ length: 10 }, read))
  expect(readings.every((each) => each.state === 'connected')).toBe(true)
  expect(issued).toBe(2)
})

it('a fresh token that is refused too is told, without a third try', async () => {
  refused = () => true
  expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'sign-in-expired', detail: 'accounts/status: HTTP 401' }, evidence: { http: 401 } })
  expect(issued).toBe(2)
  expect(bearers()).toHaveLength(2)
})

it.each<[WireAnswer, string]>([
  [{ status: 403, json: { error: 'Invalid API key' } }, 'key-rejected'],
  [{ status: 401, json: { error: 'Unauthorized' } }, 'key-rejected'],
  [{ status: 403, text: '<html>Blocked', type: 'text/html' }, 'not-allowed'],
  [{ status: 503, json: {} }, 'server-error'],
  [{ status: 429, json: {} }, 'rate-limited'],
  [{ json: {} }, 'not-understood'],
  [{ json: { token: '' } }, 'not-understood'],
  [{ json: { token: 'two words\n' } }, 'not-understood'],
  [{ json: { token: 7 } }, 'not-understood'],
  [{ text: '<html>', type: 'text/html' }, 'not-understood'],
  [(response) => void response.destroy(), 'unreachable'],
])('a token request answered with %j leaves the number unknown: %s; the next reading asks again', async (answer, code) => {
  token = () => answer
  expect(await read()).toMatchObject({ state: 'unknown', failure: { code } })
  token = (count) => ({ json: { token: `t${count}` } })
  expect((await read()).state).toBe('connected')
})

it('a token request that is never answered is a timeout', async () => {
  token = () => () => undefined
  const hasty = wppPlatformKind.open(connectionRecord('wpp-platform', server.address), secrets, environment({ timings: { requestDeadline: 80 } }))
  expect(await hasty.read(number, patient())).toMatchObject({ state: 'unknown', failure: { code: 'timeout', detail: 'auth/token: no answer in 80 ms' } })
})

it('a key replaced in the keychain after a refusal is used', async () => {
  token = () => ({ status: 403, json: { error: 'Invalid API key' } })
  await read()
  secrets.kept.set('number:0000000000042', 'key_new_new_new')
  await read()
  expect(server.asked('/auth/token').at(-1)?.body).toEqual({ apiKey: 'key_new_new_new' })
})

it('a closed keychain is told as such, and one that closes later does not blind the watch', async () => {
  secrets.fault = 'keyring-locked'
  expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'keyring-locked' } })
  secrets.fault = null
  await read()
  secrets.fault = 'keyring-locked'
  clock.move(1_000_000)
  expect((await read()).state).toBe('connected')
})

it('a keychain without the key says so', async () => {
  secrets.kept.clear()
  expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'secret-missing' } })
  expect(server.seen).toEqual([])
})

it('one caller who leaves takes the token from nobody else', async () => {
  let release = (_answer: WireAnswer): void => undefined
  const asked = new Promise<void>((reached) => {
    server.answer = ({ path }) => {
      if (path !== '/auth/token') return { json: { status: 'connected' } }
      reached()
      return new Promise((resolve) => (release = resolve))
    }
  })
  const abort = new AbortController()
  const leaving = gateway.read(number, abort.signal)
  const staying = read()
  await asked
  abort.abort()
  expect(await leaving).toMatchObject({ state: 'unknown', failure: { code: 'cancelled' } })
  release({ json: { token: 't' } })
  expect((await staying).state).toBe('connected')
})

it('each number has its own key and token', async () => {
  secrets.kept.set('number:2', 'key_second_number')
  token = (count) => ({ json: { token: `t${count}` } })
  await read()
  await gateway.read({ sessionId: '2', facts: {} }, patient())
  expect(server.asked('/auth/token').map((each) => each.body)).toEqual([{ apiKey: 'key_abcdef123456' }, { apiKey: 'key_second_number' }])
  expect(bearers()).toEqual(['Bearer t1', 'Bearer t2'])
})

// Events of our own functions, over real HTTP: what the stream's bytes make of it, and how it goes on.
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventListener, GatewayEvent, HttpFetch } from '../../../src/main/core/ports'
import { listen } from '../../../src/main/gateways/academyos/events'
import { success, type Failure } from '../../../src/shared/model/failure'
import { Heard } from '../../fakes/heard'
import { WireServer, type SeenRequest, type WireAnswer } from '../../fakes/wire-server'
import { MovableClock } from '../../fakes/gateways/gateway-rig'
import { surroundings } from './rig'

let wire: WireServer
let abort: AbortController
beforeEach(async () => {
  wire = await WireServer.start()
  abort = new AbortController()
})
afterEach(async () => {
  abort.abort()
  await wire.close()
})

/** A stream that the test writes. */
const streaming =
  (write: (response: ServerResponse) => void): WireAnswer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    response.flushHeaders()
    write(response)
  }

/** Listens at the server; what is heard is awaited, and so is the end. */
function start(timings: { requestDeadline?: number } = {}, ownFetch: HttpFetch = (url, init) => fetch(url, init), address = wire.address) {
  const clock = new MovableClock()
  const environment = { ...surroundings(clock, timings), fetch: ownFetch }
  const heard = new Heard<GatewayEvent | 'alive' | boolean>()
  const listener: EventListener = { onAlive: () => heard.hear('alive'), onEvent: heard.hear, onTrust: heard.hear }
  const renewed: string[] = []
  const tokens = {
    access: async () => success('first'),
    renew: async (refused: string) => {
      renewed.push(refused)
      return success('second')
    },
  }
  const place: { lastEventId: string | null } = { lastEventId: null }
  const options = { address, publicKey: 'public', tokens, environment, listener, place }
  return { heard, clock, place, renewed, lines: environment.log.lines, ended: listen(options, abort.signal) }
}
const isEvent = (each: unknown): boolean => typeof each === 'object'

describe('events of our own functions', () => {
  it('name the number to ask, whatever pieces they come in', async () => {
    const text = 'retry: 1000\n\nid: 7\nevent: state\ndata: {"session":"número-1","status":"disconnected","source":"webhook"}\n\n'
    wire.answer = () =>
      streaming((response) => {
        const bytes = Buffer.from(text)
        let at = 0
        const next = (): void => void (at < bytes.length && response.write(bytes.subarray(at, (at += 1)), next))
        next()
      })
    const { heard, place } = start()
    expect(await heard.until(isEvent)).toEqual({ sessionId: 'número-1', secondHand: false })
    expect(place.lastEventId).toBe('7')
    expect(wire.seen[0]).toMatchObject({ path: '/functions/v1/wpp-events', headers: { authorization: 'Bearer first', apikey: 'public' } })
  })

  it.each([
    ['a session that cannot be read', 'event: state\ndata: {"session":4.2,"source":"webhook"}'],
    ['no session', 'event: state\ndata: {"source":"webhook"}'],
    ['data that is no JSON', 'event: state\ndata: <html>'],
    ['data that is null', 'event: state\ndata: null'],
    ['the word that too much was missed', 'event: all\ndata: {}'],
  ])('with %s make all numbers be asked', async (_what, event) => {
    wire.answer = () => streaming((response) => response.write(`${event}\n\n`))
    expect(await start().heard.until(isEvent)).toMatchObject({ sessionId: null })
  })

  it('tell whether the platform speaks by itself: by their first word, by an event of the webhook, not by what a question brought to light', async () => {
    wire.answer = () =>
      streaming((response) => {
        response.write('id: 3\nevent: open\ndata: {"webhook":false}\n\n')
        response.write('event: state\ndata: {"session":"a","source":"status"}\n\n')
        response.write('event: state\ndata: {"session":"a","source":"webhook"}\n\n')
      })
    const { heard } = start()
    const said: unknown[] = []
    for (let i = 0; i < 7; i += 1) said.push(await heard.next())
    expect(said).toEqual(['alive', false, 'alive', { sessionId: 'a', secondHand: true }, 'alive', true, { sessionId: 'a', secondHand: false }])
  })

  it('take comments and unknown events for a sign of life and nothing else', async () => {
    wire.answer = () => streaming((response) => response.write(':\n\nevent: news\ndata: {"session":"a"}\n\n: \n\n'))
    const { heard } = start()
    expect([await heard.next(), await heard.next(), await heard.next()]).toEqual(['alive', 'alive', 'alive'])
  })

  it('go on after a planned end where they were', async () => {
    const requests = new Heard<SeenRequest>()
    let opened: ServerResponse | null = null
    wire.answer = (request) => {
      requests.hear(request)
      return streaming((response) => {
        opened = response
        response.write('retry: 500\n\nid: 41\nevent: open\ndata: {"webhook":true}\n\n')
      })
    }
    const { heard, clock } = start()
    await heard.until((each) => each === true)
    clock.move(140_000)
    ;(opened as ServerResponse | null)?.end()
    expect([await requests.next(), await requests.next()].map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '41'])
  })

  it('renew the sign-in once after a 401, and say what else is wrong', async () => {
    wire.answer = ({ headers }) =>
      headers.authorization === 'Bearer second'
        ? {
            status: 429,
            json: { success: false, code: 'too_many_streams', error: 'Too many event streams are open' },
            headers: { 'retry-after': '60', 'x-wpp-companion': '1' },
          }
        : { status: 401, json: { success: false, code: 'unauthorized', error: 'Unauthorized' }, headers: { 'x-wpp-companion': '1' } }
    const { ended, renewed } = start()
    expect(await ended).toMatchObject({ code: 'rate-limited', retryAt: expect.any(Number) })
    expect(renewed).toEqual(['first'])
  })

  const HTML = '<html><body>Welcome</body></html>'
  it.each<readonly [string, () => WireAnswer, Failure['code']]>([
    ['a function that is not deployed', () => ({ status: 404, json: { code: 'NOT_FOUND', message: 'Requested function was not found' } }), 'function-missing'],
    [
      'a database that does not notify',
      () => ({ status: 503, json: { code: 'events_unavailable', error: 'x' }, headers: { 'x-wpp-companion': '1' } }),
      'server-error',
    ],
    ['a page in place of a stream', () => ({ text: HTML, type: 'text/html' }), 'not-understood'],
    ['JSON in place of a stream', () => ({ json: { success: true } }), 'not-understood'],
    ['a redirect', () => ({ status: 302, headers: { location: 'http://127.0.0.1:9/' } }), 'not-understood'],
    ['a line without an end', () => streaming((response) => response.write(`data: ${'x'.repeat(70_000)}`)), 'too-large'],
    ['a cut', () => streaming((response) => response.write(':\n\n', () => response.destroy())), 'unreachable'],
  ])('%s ends them with its failure', async (_what, answer, code) => {
    wire.answer = answer
    expect(await start().ended).toMatchObject({ code })
  })

  it('that never begin are given up in time', async () => {
    wire.answer = () => () => undefined
    expect(await start({ requestDeadline: 200 }).ended).toMatchObject({ code: 'timeout' })
  })

  it('end at once when nobody listens any more, also in the pause between two streams', async () => {
    let opened: ServerResponse | null = null
    wire.answer = () =>
      streaming((response) => {
        opened = response
        response.write('retry: 30000\n\n:\n\n')
      })
    const first = start()
    await first.heard.next()
    abort.abort()
    expect(await first.ended).toBeNull()

    abort = new AbortController()
    const second = start()
    const pausing = new Promise<void>((resolve) => {
      const after = second.clock.after.bind(second.clock)
      second.clock.after = (ms, run) => {
        if (ms >= 15_000) resolve()
        return after(ms, run)
      }
    })
    await second.heard.next()
    second.clock.move(140_000)
    ;(opened as ServerResponse | null)?.end()
    await pausing
    abort.abort()
    expect(await second.ended).toBeNull()
    expect(wire.seen).toHaveLength(2)
  })

  it('leave connections for requests where several sign-ins share a host: a third stream is refused until another has ended', async () => {
    wire.answer = () => streaming((response) => response.write(':\n\n'))
    const sharedFetch: HttpFetch = (url, init) => fetch(url, init)
    const streams = [start({}, sharedFetch), start({}, sharedFetch)]
    for (const { heard } of streams) await heard.next()
    expect(await start({}, sharedFetch).ended).toMatchObject({ code: 'rate-limited' })
    const elsewhere = await WireServer.start()
    elsewhere.answer = () => ({ status: 404, json: { code: 'NOT_FOUND', message: 'Requested function was not found' } })
    expect(await start({}, sharedFetch, elsewhere.address).ended).toMatchObject({ code: 'function-missing' })
    await elsewhere.close()
    abort.abort()
    expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual([null, null])
    abort = new AbortController()
    const next = start({}, sharedFetch)
    expect(await next.heard.next()).toBe('alive')
  })

  it('leave neither tokens nor what they told in the log', async () => {
    wire.answer = () => streaming((response) => response.end('event: state\ndata: {"session":"a"}\n\n'))
    const { ended, lines } = start()
    expect(await ended).toBeNull()
    expect(lines).toEqual([])
  })
})

import { once } from 'node:events'
import { createServer as createTlsServer } from 'node:https'
import { createServer, type AddressInfo } from 'node:net'
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOfStatus, requestJson, type HttpRequest } from '../../../src/main/gateways/http/http'
import { environment, patient } from '../../fakes/gateways/gateway-rig'
import { selfSigned } from '../../fakes/self-signed'
import { WireServer, type WireAnswer } from '../../fakes/wire-server'

let server: WireServer
beforeEach(async () => void (server = await WireServer.start()))
afterEach(() => server.close())

const { fetch, clock } = environment()
const ask = (more: Partial<HttpRequest> = {}) =>
  requestJson({ fetch, clock, source: 'wpp-status', method: 'GET', url: `${server.address}/x`, signal: patient(), deadlineMs: 4_000, ...more })
async function failureFrom(more: Partial<HttpRequest> = {}) {
  const answer = await ask(more)
  if (answer.kind === 'answer') throw new Error(`answered ${answer.status}`)
  return answer.failure
}

describe('an answer', () => {
  it.each<[string, WireAnswer, object, string]>([
    ['JSON', { json: { a: 1 } }, { status: 200, content: 'json', json: { a: 1 } }, 'not-understood'],
    ['JSON with another type', { text: '{"a":1}' }, { status: 200, content: 'json', json: { a: 1 } }, 'not-understood'],
    ['nothing', { text: '' }, { status: 200, content: 'empty', json: undefined }, 'not-understood'],
    ['cut JSON', { text: '{"a":', type: 'application/json' }, { status: 200, content: 'other', json: undefined }, 'not-understood'],
    ['a page', { text: '<!doctype html>', type: 'text/html' }, { status: 200, content: 'html', json: undefined }, 'not-understood'],
    ['a page without a type', { text: ' <html></html>' }, { status: 200, content: 'html', json: undefined }, 'not-understood'],
    ['400', { status: 400, json: {} }, { status: 400 }, 'not-understood'],
    ['401', { status: 401, json: {} }, { status: 401 }, 'sign-in-expired'],
    ['403', { status: 403, json: {} }, { status: 403 }, 'not-allowed'],
    ['404 as a page', { status: 404, text: '<pre>Cannot GET', type: 'text/html' }, { status: 404, content: 'html' }, 'not-understood'],
    ['408', { status: 408, json: {} }, { status: 408 }, 'timeout'],
    ['429', { status: 429, json: {} }, { status: 429 }, 'rate-limited'],
    ['500', { status: 500, json: { error: 'x' } }, { status: 500, json: { error: 'x' } }, 'server-error'],
    ['502 as a page', { status: 502, text: '<html>Bad Gateway', type: 'text/html' }, { status: 502, content: 'html' }, 'server-error'],
    ['546', { status: 546, json: {} }, { status: 546 }, 'server-error'],
  ])('of %s is told as it is and has a meaning', async (_name, wire, expected, code) => {
    server.answer = () => wire
    const answer = await ask()
    expect(answer).toMatchObject({ kind: 'answer', ...expected })
    if (answer.kind === 'answer') expect(failureOfStatus('wpp-status', answer).code).toBe(code)
  })

  it('of 407 is a proxy in the way (Node never shows it, Electron does)', () => {
    const answer = { kind: 'answer', status: 407, headers: new Headers(), json: undefined, content: 'empty', at: 0 } as const
    expect(failureOfStatus('s', answer)).toEqual({ code: 'unreachable', detail: 's: HTTP 407' })
  })

  it('never lends its own words to the detail', async () => {
    server.answer = () => ({ status: 503, text: '<html>secret-of-the-server</html>', type: 'text/html' })
    const answer = await ask()
    expect(answer.kind === 'answer' && failureOfStatus('wpp-status', answer)).toEqual({ code: 'server-error', detail: 'wpp-status: HTTP 503, HTML' })
  })

  it.each<[string, string, (at: number) => number | undefined]>([
    ['seconds', '7', (at) => at + 7_000],
    ['none at all', '0', (at) => at + 1_000],
    ['a day', '86400', (at) => at + 3_600_000],
    ['a date in the past', 'Wed, 21 Oct 2015 07:28:00 GMT', (at) => at + 1_000],
    ['nonsense', 'soon', () => undefined],
  ])('429 with Retry-After of %s says when to ask again, within bounds', async (_name, header, expected) => {
    server.answer = () => ({ status: 429, json: {}, headers: { 'retry-after': header } })
    const answer = await ask()
    if (answer.kind === 'failure') throw new Error('no answer')
    expect(failureOfStatus('s', answer).retryAt).toBe(expected(answer.at))
  })

  it('429 with Retry-After as a date says that date', async () => {
    const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + 30_000)
    server.answer = () => ({ status: 503, json: {}, headers: { 'retry-after': date.toUTCString() } })
    const answer = await ask()
    expect(answer.kind === 'answer' && failureOfStatus('s', answer).retryAt).toBe(date.getTime())
  })
})

describe('a request', () => {
  it('carries method, headers and JSON, and neither cookies nor cache nor redirects', async () => {
    const inits: RequestInit[] = []
    await ask({ method: 'POST', body: { a: 'ж' }, headers: { authorization: 'Bearer t' }, fetch: (url, init) => (inits.push(init), fetch(url, init)) })
    expect(inits[0]).toMatchObject({ redirect: 'manual', cache: 'no-store', credentials: 'omit' })
    expect(server.seen[0]).toMatchObject({ method: 'POST', body: { a: 'ж' }, headers: { authorization: 'Bearer t', 'content-type': 'application/json' } })
  })

  it('with a header that cannot be sent is refused without telling the value', async () => {
    const failure = await failureFrom({ headers: { apikey: 'ключ-секрет\n' } })
    expect(failure).toEqual({ code: 'invalid-input', detail: 'wpp-status: a header cannot be sent' })
    expect(server.seen).toEqual([])
  })
})

describe('an answer that never comes whole', () => {
  const huge =
    (sized: boolean) =>
    (response: ServerResponse): void => {
      response.writeHead(200, sized ? { 'content-length': String(100 * 1024 * 1024) } : {})
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 120)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    }
  it.each([
    ['announces it', true],
    ['does not', false],
  ])('of 100 MB is cut off at the limit when the server %s', async (_name, sized) => {
    const cut = new Promise<number>((resolve) => {
      server.answer = () => (response) => {
        const { socket } = response
        response.once('close', () => resolve(socket?.bytesWritten ?? 0))
        huge(sized)(response)
      }
    })
    expect(await failureFrom()).toEqual({ code: 'too-large', detail: 'wpp-status: HTTP 200, answer over 1048576 bytes' })
    expect(await cut).toBeLessThan(20 * 1024 * 1024)
  })

  it('of 100 MB is refused on its announcement', async () => {
    server.answer = () => (response) => response.writeHead(200, { 'content-length': String(100 * 1024 * 1024) }).flushHeaders()
    expect((await failureFrom()).code).toBe('too-large')
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['before the headers', () => undefined],
    ['in the body', (response) => void response.writeHead(200).write('{"a":')],
  ])('is given up at the deadline when it stalls %s, and the connection closed', async (_name, stall) => {
    const closed = new Promise((resolve) => {
      server.answer = () => (response) => {
        response.once('close', resolve)
        stall(response)
      }
    })
    expect(await failureFrom({ deadlineMs: 80 })).toEqual({ code: 'timeout', detail: 'wpp-status: no answer in 80 ms' })
    await closed
  })

  it('is given up at the deadline though fetch ignores its signal', async () => {
    expect((await failureFrom({ deadlineMs: 20, fetch: () => new Promise(() => undefined) })).code).toBe('timeout')
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['before the headers', (response) => void response.socket?.destroy()],
    ['in the body', (response) => void response.writeHead(200, { 'content-length': '50' }).write('{"a":', () => response.socket?.destroy())],
    ['in a chunked body', (response) => void response.writeHead(200).write('{"a":', () => response.socket?.destroy())],
  ])('because it was cut %s is unreachable', async (_name, cut) => {
    server.answer = () => cut
    expect((await failureFrom()).code).toBe('unreachable')
  })

  it('because the caller left is cancelled, and the connection closed', async () => {
    const abort = new AbortController()
    const closed = new Promise((resolve) => {
      server.answer = () => (response) => {
        response.once('close', resolve)
        abort.abort()
      }
    })
    expect(await failureFrom({ signal: abort.signal })).toEqual({ code: 'cancelled' })
    await closed
  })

  it('because the caller had left before is not even asked for', async () => {
    expect(await failureFrom({ signal: AbortSignal.abort() })).toEqual({ code: 'cancelled' })
    expect(server.seen).toEqual([])
  })

  it('because nobody listens there is unreachable', async () => {
    const gone = server.address
    await server.close()
    expect(await failureFrom({ url: gone, signal: patient() })).toEqual({ code: 'unreachable', detail: 'wpp-status: ECONNREFUSED' })
    server = await WireServer.start()
  })

  it('because it is no HTTP is not understood', async () => {
    const raw = createServer((socket) => void socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n'))).listen(0, '127.0.0.1')
    await once(raw, 'listening')
    expect((await failureFrom({ url: `http://127.0.0.1:${(raw.address() as AddressInfo).port}/` })).code).toBe('not-understood')
    raw.close()
  })

  it('because the certificate has no issuer we trust is a matter of TLS', async () => {
    const tls = createTlsServer(selfSigned(), (_request, response) => void response.end('{}')).listen(0, '127.0.0.1')
    await once(tls, 'listening')
    const { port } = tls.address() as AddressInfo
    expect(await failureFrom({ url: `https://localhost:${port}/` })).toEqual({ code: 'tls', detail: 'wpp-status: DEPTH_ZERO_SELF_SIGNED_CERT' })
    tls.close()
  })

  it('because the server speaks no TLS is a matter of TLS', async () => {
    expect((await failureFrom({ url: server.address.replace('http:', 'https:') })).code).toBe('tls')
  })

  it('because it points elsewhere is refused, and elsewhere is not asked', async () => {
    const elsewhere = await WireServer.start()
    for (const status of [301, 302, 303, 307, 308]) {
      server.answer = () => ({ status, headers: { location: elsewhere.address } })
      expect(await failureFrom()).toEqual({ code: 'not-understood', detail: `wpp-status: HTTP ${status}, redirect refused` })
    }
    expect(elsewhere.seen).toEqual([])
    await elsewhere.close()
  })
})

describe('a fetch that rejects', () => {
  const caused = (code: string): Error => new TypeError('fetch failed', { cause: Object.assign(new Error('inner'), { code }) })
  it.each<[Error, string, string]>([
    [caused('ENOTFOUND'), 'unreachable', 'ENOTFOUND'],
    [caused('ECONNRESET'), 'unreachable', 'ECONNRESET'],
    [new TypeError('fetch failed', { cause: new AggregateError([Object.assign(new Error('a'), { code: 'EHOSTUNREACH' })]) }), 'unreachable', 'EHOSTUNREACH'],
    [caused('UND_ERR_SOCKET'), 'unreachable', 'UND_ERR_SOCKET'],
    [caused('ETIMEDOUT'), 'timeout', 'ETIMEDOUT'],
    [caused('UND_ERR_CONNECT_TIMEOUT'), 'timeout', 'UND_ERR_CONNECT_TIMEOUT'],
    [caused('CERT_HAS_EXPIRED'), 'tls', 'CERT_HAS_EXPIRED'],
    [caused('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [caused('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    [caused('HPE_INVALID_CONSTANT'), 'not-understood', 'HPE_INVALID_CONSTANT'],
    [new Error('net::ERR_NAME_NOT_RESOLVED'), 'unreachable', 'ERR_NAME_NOT_RESOLVED'],
    [new Error('net::ERR_INTERNET_DISCONNECTED'), 'unreachable', 'ERR_INTERNET_DISCONNECTED'],
    [new Error('net::ERR_NETWORK_IO_SUSPENDED'), 'unreachable', 'ERR_NETWORK_IO_SUSPENDED'],
    [new Error('net::ERR_INCOMPLETE_CHUNKED_ENCODING'), 'unreachable', 'ERR_INCOMPLETE_CHUNKED_ENCODING'],
    [new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'unreachable', 'ERR_PROXY_CONNECTION_FAILED'],
    [new Error('net::ERR_CONNECTION_TIMED_OUT'), 'timeout', 'ERR_CONNECTION_TIMED_OUT'],
    [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'tls', 'ERR_CERT_AUTHORITY_INVALID'],
    [new Error('net::ERR_SSL_PROTOCOL_ERROR'), 'tls', 'ERR_SSL_PROTOCOL_ERROR'],
    [new Error('net::ERR_INVALID_HTTP_RESPONSE'), 'not-understood', 'ERR_INVALID_HTTP_RESPONSE'],
    [new Error('Redirect was cancelled'), 'not-understood', 'redirect refused'],
    [new Error('Bearer secret-token is odd'), 'unreachable', 'no connection'],
  ])('with %s is %s', async (error, code, detail) => {
    expect(await failureFrom({ fetch: () => Promise.reject(error) })).toEqual({ code, detail: `wpp-status: ${detail}` })
  })

  it('by throwing at once is a failure all the same', async () => {
    const fetch = (): never => {
      throw new Error('net::ERR_NETWORK_IO_SUSPENDED')
    }
    expect((await failureFrom({ fetch })).code).toBe('unreachable')
  })
})

it("many requests at once leave no listener on the caller's signal", async () => {
  const signal = patient()
  let listeners = 0
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...args: Parameters<typeof add>) => ((listeners += 1), add(...args))
  signal.removeEventListener = (...args: Parameters<typeof remove>) => ((listeners -= 1), remove(...args))
  await Promise.all(Array.from({ length: 8 }, () => ask({ signal })))
  expect(listeners).toBe(0)
})

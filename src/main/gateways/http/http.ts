// One JSON request as all gateways make it: limited in time and size, cancellable, without cookies, cache or redirects. Failures are values.
import type { Clock, HttpFetch } from '../../core/ports'
import type { Failure } from '../../../shared/model/failure'
import { failureOfError } from './http-errors'
import { isTooDeep, repeatsKeys } from './repeated-keys'

/** Size limit of one answer in bytes, unless the request says otherwise: real answers are a few kB, a QR image is under 50. */
const MAX_ANSWER_BYTES = 1024 * 1024

/** One request. Works with Node's `fetch` and Electron's `net.fetch`. */
export interface HttpRequest {
  readonly fetch: HttpFetch
  readonly clock: Clock
  /** Which call this is, for evidence and details, e.g. `wpp-status`. */
  readonly source: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as a form, in place of a body. */
  readonly form?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** ms for headers and body together. */
  readonly deadlineMs: number
  /** Default {@link MAX_ANSWER_BYTES}. */
  readonly maxBytes?: number
}

/** An answer that arrived whole, whatever its status. */
export interface HttpReply {
  readonly kind: 'answer'
  readonly status: number
  readonly headers: Headers
  /** The parsed body; undefined if it is empty, not JSON, or JSON that names a field twice or is nested too deep. */
  readonly json: unknown
  /** The start of a short text that is neither JSON nor HTML; some services say their reasons in one word. */
  readonly text?: string
  /** What the body was. */
  readonly content: 'json' | 'html' | 'other' | 'empty'
  /** Epoch ms of the answer. */
  readonly at: number
}

/** No usable answer; `status` if at least the headers came. */
interface HttpFailure {
  readonly kind: 'failure'
  readonly failure: Failure
  readonly status?: number
  /** Epoch ms. */
  readonly at: number
}

/** What became of a request. */
export type HttpAnswer = HttpReply | HttpFailure

/**
 * Sends one request and reads its whole answer; never throws.
 * Failures: `cancelled` (the caller's signal), `timeout`, `unreachable`, `tls`, `too-large`, `not-understood` (redirect, broken HTTP), `invalid-input`
 * (a header value that cannot be sent), `address-invalid`.
 */
export async function requestJson(request: HttpRequest): Promise<HttpAnswer> {
  const { source, clock, signal } = request
  const controller = new AbortController()
  let status: number | undefined
  const failure = (value: Failure): HttpFailure => ({ kind: 'failure', failure: value, at: clock.now(), ...(status === undefined ? {} : { status }) })
  if (signal.aborted) return failure({ code: 'cancelled' })

  // The deadline and the caller's signal race against the request: a fetch that ignores its signal must not hold the caller.
  let stop = (_answer: HttpAnswer): void => undefined
  const stopped = new Promise<HttpAnswer>((resolve) => (stop = resolve))
  const onAbort = (): void => stop(failure({ code: 'cancelled' }))
  signal.addEventListener('abort', onAbort, { once: true })
  const cancelDeadline = clock.after(request.deadlineMs, () => stop(failure({ code: 'timeout', detail: `${source}: no answer in ${request.deadlineMs} ms` })))

  const exchange = async (): Promise<HttpAnswer> => {
    const init = requestInit(request, controller.signal)
    if (!init) return failure({ code: 'invalid-input', detail: `${source}: a header cannot be sent` })
    const response = await request.fetch(request.url, init)
    status = response.status
    // `manual` yields the redirect itself in Node (opaque in browsers); Electron rejects instead. Tokens must not follow it anywhere.
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304)) {
      return failure({ code: 'not-understood', detail: `${source}: HTTP ${status}, redirect refused` })
    }
    const limit = request.maxBytes ?? MAX_ANSWER_BYTES
    return (await replyOf(response, clock, limit)) ?? failure({ code: 'too-large', detail: `${source}: HTTP ${status}, answer over ${limit} bytes` })
  }
  let whole = false as boolean // set by a callback
  const guarded = exchange().then(
    (answer) => {
      whole = answer.kind === 'answer'
      return answer
    },
    (error: unknown) => failure(failureOfError(source, error)),
  )
  try {
    return await Promise.race([guarded, stopped])
  } finally {
    cancelDeadline()
    signal.removeEventListener('abort', onAbort)
    if (!whole) controller.abort()
  }
}

/**
 * What an answer without the expected content means: 5xx `server-error`, 429 `rate-limited`, 401 `sign-in-expired`, 403 `not-allowed`,
 * 408 `timeout`, 407 (a proxy's) `unreachable`, all else – HTML, malformed JSON, wrong types – `not-understood`. Gateways refine it by what they know.
 */
export function failureOfStatus(source: string, answer: HttpReply): Failure {
  const detail = `${source}: HTTP ${answer.status}${answer.content === 'html' ? ', HTML' : ''}`
  const retryAt = retryAtOf(answer)
  const later = retryAt === null ? {} : { retryAt }
  if (answer.status >= 500) return { code: 'server-error', detail, ...later }
  switch (answer.status) {
    case 429:
      return { code: 'rate-limited', detail, ...later }
    case 401:
      return { code: 'sign-in-expired', detail }
    case 403:
      return { code: 'not-allowed', detail }
    case 407:
      return { code: 'unreachable', detail }
    case 408:
      return { code: 'timeout', detail }
    default:
      return { code: 'not-understood', detail }
  }
}

/** Limits of a Retry-After, ms: never at once, and never so long that a number goes unwatched. */
const RETRY_MIN = 1_000
const RETRY_MAX = 3_600_000

function retryAtOf(answer: HttpReply): number | null {
  const header = answer.headers.get('retry-after')?.trim()
  if (!header) return null
  const wanted = /^\d+$/.test(header) ? answer.at + Number(header) * 1000 : Date.parse(header)
  if (Number.isNaN(wanted)) return null
  return Math.min(Math.max(wanted, answer.at + RETRY_MIN), answer.at + RETRY_MAX)
}

function requestInit(request: HttpRequest, signal: AbortSignal): RequestInit | null {
  try {
    const headers = new Headers({ accept: 'application/json', ...request.headers })
    if (request.body !== undefined) headers.set('content-type', 'application/json')
    // Node's types know no `cache`; both fetches do.
    const init: RequestInit & { cache: 'no-store' } = { method: request.method, headers, signal, redirect: 'manual', cache: 'no-store', credentials: 'omit' }
    if (request.form !== undefined) return { ...init, body: new URLSearchParams(request.form) }
    return request.body === undefined ? init : { ...init, body: JSON.stringify(request.body) }
  } catch {
    return null // The error's text would hold the value, which may be a secret.
  }
}

/** Reads a whole answer; null = it is over the limit (bytes). Rejects when the connection breaks. */
export async function replyOf(response: Response, clock: Clock, maxBytes = MAX_ANSWER_BYTES): Promise<HttpReply | null> {
  const text = await readText(response, maxBytes)
  if (text === null) return null
  return { kind: 'answer', status: response.status, headers: response.headers, at: clock.now(), ...contentOf(text, response.headers) }
}

/** Null = over the limit. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return null
  if (!response.body) return ''
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let bytes = 0; ; ) {
    const chunk = await reader.read()
    if (chunk.done) return text + decoder.decode()
    bytes += chunk.value.byteLength
    if (bytes > maxBytes) return null
    text += decoder.decode(chunk.value, { stream: true })
  }
}

function contentOf(text: string, headers: Headers): Pick<HttpReply, 'json' | 'content' | 'text'> {
  if (text.trim() === '') return { json: undefined, content: 'empty' }
  try {
    const json = JSON.parse(text) as unknown
    // Lists of thousands of rows (over MAX_ANSWER_BYTES) come from this app's own simulation only, and the search costs as much as the parsing.
    return text.length <= MAX_ANSWER_BYTES && (isTooDeep(text) || repeatsKeys(text)) ? { json: undefined, content: 'other' } : { json, content: 'json' }
  } catch {
    const html = (headers.get('content-type') ?? '').includes('html') || text.trimStart().startsWith('<')
    return html ? { json: undefined, content: 'html' } : { json: undefined, content: 'other', text: text.trim().slice(0, 200) }
  }
}

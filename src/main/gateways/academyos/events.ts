// What our own functions tell by themselves (wpp-events): server-sent events. An event only says that a number should be asked.
import { createParser, ParseError, type EventSourceMessage } from 'eventsource-parser'
import type { Failure, Outcome } from '../../../shared/model/failure'
import type { EventListener, GatewayEnvironment, HttpFetch } from '../../core/ports'
import { replyOf } from '../http/http'
import { failureOfError } from '../http/http-errors'
import { idOrNull } from '../http/identifier'
import { isKeyRefusal } from './auth/auth-failures'
import type { TokenKeeper } from './auth/token-keeper'
import { refusalIn } from './functions-client'

const NAME = 'wpp-events'
/** Longest event that is read, characters: a change of state has some 200. */
const MOST_CHARACTERS = 64 * 1024
/** A stream that ended sooner than this did not work, ms: it is not opened again at once. */
const SHORT_LIFE = 10_000
/** The pause before a stream goes on after its planned end, ms: what the server says, within these. */
const PAUSE = { usual: 1_000, least: 500, most: 30_000 }

/** Streams at a time to one address. Over HTTP/1.1 Chromium opens six connections to a host: streams must leave some for the requests. */
const MOST_STREAMS = 2
/** Open streams by address, of whatever shares a pool of connections. */
const open = new WeakMap<HttpFetch, Map<string, number>>()

interface EventsOptions {
  readonly address: string
  readonly publicKey: string
  readonly tokens: Pick<TokenKeeper, 'access' | 'renew'>
  readonly environment: GatewayEnvironment
  readonly listener: EventListener
  /** Kept over streams, so that nothing is missed between them. */
  readonly place: { lastEventId: string | null }
}

/** Listens until the signal aborts or the stream fails. A stream that the server ended as planned goes on where it was, as if it had not ended. */
export async function listen(options: EventsOptions, signal: AbortSignal): Promise<Failure | null> {
  const { address, environment } = options
  const { clock, fetch } = environment
  const streams = open.get(fetch) ?? new Map<string, number>()
  open.set(fetch, streams)
  const others = streams.get(address) ?? 0
  if (others >= MOST_STREAMS) return { code: 'rate-limited', detail: `${NAME}: ${others} other streams to this address` }
  streams.set(address, others + 1)
  try {
    let pause = PAUSE.usual
    for (;;) {
      const openedAt = clock.now()
      const failure = await oneStream(options, (ms) => (pause = Math.min(PAUSE.most, Math.max(PAUSE.least, ms))), signal)
      if (failure !== null || signal.aborted || clock.now() - openedAt < SHORT_LIFE) return signal.aborted ? null : failure
      await pauseFor(environment, pause, signal)
    }
  } finally {
    streams.set(address, (streams.get(address) ?? 1) - 1)
  }
}

async function oneStream(options: EventsOptions, onRetry: (ms: number) => void, signal: AbortSignal): Promise<Failure | null> {
  const { environment, listener } = options
  const { clock, timings } = environment
  const abort = new AbortController()
  const leave = (): void => abort.abort()
  signal.addEventListener('abort', leave, { once: true })
  let late = false as boolean // set by a timer
  const cancelDeadline = clock.after(timings.requestDeadline, () => {
    late = true
    abort.abort()
  })
  try {
    if (signal.aborted) return null
    const opened = await openStream(options, abort.signal)
    if (!opened.ok) return opened.failure
    cancelDeadline()
    const parser = createParser({
      onEvent: (event) => heard(event, options),
      onComment: () => listener.onAlive(),
      onRetry,
      maxBufferSize: MOST_CHARACTERS,
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') throw error
      },
    })
    const decoder = new TextDecoder()
    for await (const chunk of opened.value as unknown as AsyncIterable<Uint8Array>) parser.feed(decoder.decode(chunk, { stream: true }))
    return null
  } catch (error) {
    if (late) return { code: 'timeout', detail: `${NAME}: no answer in ${timings.requestDeadline} ms` }
    if (error instanceof ParseError) return { code: 'too-large', detail: `${NAME}: an event over ${MOST_CHARACTERS} characters` }
    return signal.aborted ? null : failureOfError(NAME, error)
  } finally {
    cancelDeadline()
    signal.removeEventListener('abort', leave)
    abort.abort()
  }
}

/** Opens the stream, with one renewal of the token after a 401. */
async function openStream(options: EventsOptions, signal: AbortSignal): Promise<Outcome<ReadableStream<Uint8Array>>> {
  const { tokens, environment } = options
  const token = await tokens.access(signal)
  if (!token.ok) return token
  let response = await ask(options, token.value, signal)
  if (response.status === 401) {
    const reply = await replyOf(response, environment.clock)
    if (reply && isKeyRefusal(reply)) return { ok: false, failure: { code: 'public-key-rejected', detail: `${NAME}: HTTP 401` } }
    const renewed = await tokens.renew(token.value, signal)
    if (!renewed.ok) return renewed
    response = await ask(options, renewed.value, signal)
  }
  const type = response.headers.get('content-type') ?? ''
  if (response.status === 200 && response.body && type.startsWith('text/event-stream')) return { ok: true, value: response.body as ReadableStream<Uint8Array> }
  const reply = await replyOf(response, environment.clock)
  return { ok: false, failure: (reply && refusalIn(NAME, reply)) ?? { code: 'not-understood', detail: `${NAME}: HTTP ${response.status}, no events` } }
}

function ask({ address, publicKey, environment, place }: EventsOptions, token: string, signal: AbortSignal): Promise<Response> {
  const init: RequestInit & { cache: 'no-store' } = {
    headers: {
      accept: 'text/event-stream',
      apikey: publicKey,
      authorization: `Bearer ${token}`,
      'x-client-info': `wpp-companion/${environment.appVersion}`,
      ...(place.lastEventId === null ? {} : { 'last-event-id': place.lastEventId }),
    },
    signal,
    // Tokens must not follow a redirect anywhere.
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
  }
  return environment.fetch(`${address}/functions/v1/${NAME}`, init)
}

/** Whatever comes shows that the stream lives. An event that cannot be read makes all numbers be asked. */
function heard({ event, data, id }: EventSourceMessage, { listener, place }: EventsOptions): void {
  listener.onAlive()
  if (id !== undefined && /^\d{1,18}$/.test(id)) place.lastEventId = id
  const { webhook, session, source } = fieldsOf(data)
  if (event === 'open') return listener.onTrust?.(webhook === true)
  if (event !== 'state' && event !== 'all') return
  const firstHand = source === 'webhook'
  // The platform tells our functions by itself: from now on, if it was not known before.
  if (event === 'state' && firstHand) listener.onTrust?.(true)
  listener.onEvent({ sessionId: event === 'state' ? idOrNull(session) : null, secondHand: !firstHand })
}

function fieldsOf(data: string): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(data) ?? {}) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}

function pauseFor({ clock, random }: GatewayEnvironment, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.after(ms * (0.5 + random()), end)
    signal.addEventListener('abort', end, { once: true })
  })
}

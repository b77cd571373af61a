// What a WAHA server says by itself, over a WebSocket. The server reads the key from the query alone: the address of the stream is never logged or told.
import type { RawData } from 'ws'
import type { Clock, EventListener } from '../../core/ports'
import type { Failure } from '../../../shared/model/failure'
import { failureOfError } from '../http/http-errors'
import { idOrNull } from '../http/identifier'

const SOURCE = 'websocket'
/** Opening a stream may take so long, ms. */
const OPEN_WITHIN = 20_000
/** The stream is asked for a sign of life so often, ms: servers ping every 10 s or every minute, depending on their version. */
const PING = 20_000
/** Longest frame that is read, bytes: a change of state is a few hundred. */
const MOST_BYTES = 1024 * 1024
/** Close codes of a refused key and of a refused list of events. */
const REFUSED = new Set([1008, 4001])

interface Stream {
  readonly address: string
  readonly key: string
  readonly listener: EventListener
  readonly signal: AbortSignal
  readonly clock: Clock
}

/** Listens until the signal aborts or the connection ends. */
export async function listenTo({ address, key, listener, signal, clock }: Stream): Promise<Failure | null> {
  // Loaded at the first need: nobody without such a server pays for it.
  const { WebSocket } = await import('ws')
  if (signal.aborted) return null
  const url = new URL(`${address}/ws`)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.search = new URLSearchParams({ 'x-api-key': key, session: '*', events: 'session.status' }).toString()
  const socket = new WebSocket(url, { handshakeTimeout: OPEN_WITHIN, maxPayload: MOST_BYTES, perMessageDeflate: false })
  return new Promise((resolve) => {
    let stopPings = (): void => undefined
    const end = (failure: Failure | null): void => {
      signal.removeEventListener('abort', leave)
      stopPings()
      socket.removeAllListeners()
      // Cutting a connection that is still being made is an error of its own.
      socket.on('error', () => undefined)
      socket.terminate()
      resolve(failure)
    }
    const leave = (): void => end(null)
    const pingLater = (): void => {
      stopPings = clock.after(PING, () => {
        socket.ping()
        pingLater()
      })
    }
    signal.addEventListener('abort', leave, { once: true })
    socket.on('open', () => {
      listener.onAlive()
      pingLater()
    })
    socket.on('ping', () => listener.onAlive())
    socket.on('pong', () => listener.onAlive())
    socket.on('message', (data, isBinary) => {
      listener.onAlive()
      if (!isBinary) listener.onEvent({ sessionId: sessionIn(data) })
    })
    socket.on('unexpected-response', (_request, { statusCode = 0 }) =>
      end({ code: statusCode === 401 ? 'secret-key-rejected' : 'unreachable', detail: `${SOURCE}: HTTP ${statusCode}` }),
    )
    socket.on('error', (error) => end(failureOfError(SOURCE, error)))
    socket.on('close', (code) => {
      if (REFUSED.has(code)) return end({ code: code === 1008 ? 'secret-key-rejected' : 'not-understood', detail: `${SOURCE}: ${code}` })
      end(code === 1000 || code === 1001 ? null : { code: 'unreachable', detail: `${SOURCE}: ${code}` })
    })
  })
}

/** The session that a frame names; null = none that can be read, so all are asked. Nothing else of it is kept. */
function sessionIn(frame: RawData): string | null {
  try {
    const { session } = (JSON.parse((frame as Buffer).toString('utf8')) ?? {}) as { session?: unknown }
    return idOrNull(session)
  } catch {
    return null
  }
}

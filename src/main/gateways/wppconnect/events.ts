// What the server says by itself, over Socket.IO. It asks nobody who they are and tells everybody everything, messages too: nothing of a frame is kept
// or logged but the name of the session.
import type { Failure } from '../../../shared/model/failure'
import type { EventListener, GatewayEvent } from '../../core/ports'
import { failureOfError } from '../http/http-errors'
import { idOrNull } from '../http/identifier'

/** Events that may mean another state. All others only show that the stream lives. */
const OF_STATE = new Set(['qrCode', 'phoneCode', 'session-logged', 'session-error', 'whatsapp-status'])

/** Opening a stream may take so long, ms. */
const OPEN_WITHIN = 20_000

/** The event in one frame; null = it is about no state. A session that was closed and started again has lost its name, and `whatsapp-status` never has one. */
export function eventOf(name: string, args: readonly unknown[]): GatewayEvent | null {
  if (!OF_STATE.has(name)) return null
  const [first] = args
  const session = typeof first === 'object' && first !== null ? (first as { session?: unknown }).session : name === 'session-error' ? first : null
  return { sessionId: idOrNull(session) }
}

/** Listens until the signal aborts or the stream ends. */
export async function listen(address: string, listener: EventListener, signal: AbortSignal): Promise<Failure | null> {
  // Not needed before the first stream, and large.
  const { io } = await import('socket.io-client')
  if (signal.aborted) return null
  const { origin, pathname } = new URL(address)
  const socket = io(origin, {
    path: `${pathname.replace(/\/+$/, '')}/socket.io`,
    transports: ['websocket'],
    // Who listens decides when to try again.
    reconnection: false,
    forceNew: true,
    timeout: OPEN_WITHIN,
  })
  return new Promise((resolve) => {
    const end = (failure: Failure | null): void => {
      signal.removeEventListener('abort', onAbort)
      socket.off()
      socket.offAny()
      socket.io.off()
      socket.disconnect()
      resolve(failure)
    }
    const onAbort = (): void => end(null)
    signal.addEventListener('abort', onAbort, { once: true })
    socket.on('connect', () => listener.onAlive())
    socket.io.on('ping', () => listener.onAlive())
    socket.onAny((name: string, ...args: unknown[]) => {
      listener.onAlive()
      const event = eventOf(name, args)
      if (event) listener.onEvent(event)
    })
    socket.on('disconnect', () => end(null))
    socket.on('connect_error', (error) => end(failureOfError('socket.io', causeOf(error))))
  })
}

/** Socket.IO keeps what went wrong below two wrappers. */
function causeOf(error: Error): unknown {
  const { description } = error as { description?: { error?: unknown } }
  return description?.error ?? error
}

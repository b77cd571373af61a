// What an Evolution API says by itself, where its Socket.IO is on in the global mode. Each frame carries the key of its instance: nothing of it is kept but the name.
import type { EventListener } from '../../core/ports'
import type { Failure } from '../../../shared/model/failure'
import { idOrNull } from '../http/identifier'

const EVENTS = ['connection.update', 'qrcode.updated', 'status.instance', 'instance.delete', 'remove.instance', 'logout.instance'] as const

/** Listens until the signal aborts or the connection ends. */
export async function listenTo(address: string, key: string, listener: EventListener, signal: AbortSignal): Promise<Failure | null> {
  // Loaded at the first need: nobody without such a server pays for it.
  const { io } = await import('socket.io-client')
  if (signal.aborted) return null
  const { origin, pathname } = new URL(address)
  const socket = io(origin, {
    path: `${pathname.replace(/\/$/, '')}/socket.io`,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { apikey: key },
  })
  return new Promise((resolve) => {
    const end = (failure: Failure | null): void => {
      signal.removeEventListener('abort', leave)
      socket.removeAllListeners()
      socket.io.removeAllListeners()
      socket.disconnect()
      resolve(failure)
    }
    const leave = (): void => end(null)
    signal.addEventListener('abort', leave, { once: true })
    socket.on('connect', () => listener.onAlive())
    socket.io.on('ping', () => listener.onAlive())
    for (const name of EVENTS) socket.on(name, (payload: unknown) => listener.onEvent({ sessionId: instanceIn(payload) }))
    socket.on('connect_error', () => end({ code: 'unreachable', detail: 'socket.io' }))
    // The server's word for an orderly end; anything else is a cut.
    socket.on('disconnect', (reason) => end(reason === 'io server disconnect' ? null : { code: 'unreachable', detail: 'socket.io' }))
  })
}

function instanceIn(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null
  const { instance } = payload as { instance?: unknown }
  return idOrNull(instance)
}

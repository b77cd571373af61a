// What an Evolution API says by itself over Socket.IO: to everybody in its global mode, else to those who listen to one instance. Each frame carries the key
// of its instance: nothing of it is kept but the name, and whether WhatsApp closed because another server connected.
import type { Socket } from 'socket.io-client'
import type { Clock, EventListener } from '../../core/ports'
import type { Failure } from '../../../shared/model/failure'
import { idOrNull } from '../http/identifier'

const EVENTS = ['connection.update', 'qrcode.updated', 'status.instance', 'instance.delete', 'remove.instance', 'logout.instance'] as const
/** WhatsApp's code for "another server uses this session". */
const CONFLICT = 440
/** The server knows an instance's channel only after it has said something there: until then it is asked for again so often, ms. */
const CHANNEL_AGAIN = 60_000

interface Stream {
  readonly address: string
  readonly key: string
  /** Names of the instances; asked again and again, because there may be new ones. */
  names(): readonly string[]
  readonly listener: EventListener
  /** WhatsApp closed the instance's connection because another server uses the session. */
  onConflict(name: string): void
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Listens until the signal aborts or the connection ends. */
export async function listenTo({ address, key, names, listener, onConflict, clock, signal }: Stream): Promise<Failure | null> {
  // Loaded at the first need: nobody without such a server pays for it.
  const { io } = await import('socket.io-client')
  if (signal.aborted) return null
  const { origin, pathname } = new URL(address)
  const root = io(origin, {
    path: `${pathname.replace(/\/$/, '')}/socket.io`,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { apikey: key },
  })
  const channels = new Map<string, Socket>()
  let stopAsking = (): void => undefined

  function hear(socket: Socket): void {
    for (const event of EVENTS)
      socket.on(event, (payload: unknown) => {
        const name = instanceIn(payload)
        if (name !== null && reasonIn(payload) === CONFLICT) onConflict(name)
        listener.onEvent({ sessionId: name })
      })
  }

  /** The channels of single instances, over the same connection. One that the server does not know yet is refused, which says nothing about the others. */
  function askForChannels(): void {
    for (const name of names()) {
      const known = channels.get(name)
      if (known) {
        if (!known.connected) known.connect()
        continue
      }
      // These would end the name of the channel.
      if (/[,?]/.test(name)) continue
      const channel = root.io.socket(`/${name}`)
      channels.set(name, channel)
      hear(channel)
    }
    stopAsking = clock.after(CHANNEL_AGAIN, askForChannels)
  }

  return new Promise((resolve) => {
    const end = (failure: Failure | null): void => {
      signal.removeEventListener('abort', leave)
      stopAsking()
      for (const socket of [root, ...channels.values()]) socket.removeAllListeners()
      root.io.removeAllListeners()
      for (const socket of [...channels.values(), root]) socket.disconnect()
      resolve(failure)
    }
    const leave = (): void => end(null)
    signal.addEventListener('abort', leave, { once: true })
    root.on('connect', () => {
      listener.onAlive()
      askForChannels()
    })
    root.io.on('ping', () => listener.onAlive())
    hear(root)
    root.on('connect_error', () => end({ code: 'unreachable', detail: 'socket.io' }))
    // The server's word for an orderly end; anything else is a cut.
    root.on('disconnect', (reason) => end(reason === 'io server disconnect' ? null : { code: 'unreachable', detail: 'socket.io' }))
  })
}

function instanceIn(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null
  const { instance } = payload as { instance?: unknown }
  return idOrNull(instance)
}

/** WhatsApp's code in a frame about a connection. */
function reasonIn(payload: unknown): unknown {
  const { data } = (payload ?? {}) as { data?: { statusReason?: unknown } | null }
  return data?.statusReason
}

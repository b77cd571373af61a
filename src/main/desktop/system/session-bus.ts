// One lazy connection to the D-Bus session bus, shared by all adapters. No bus, a dead bus or a mute service is an answer, never an exception.
import { Message, MessageFlag, MessageType, sessionBus, type MessageBus } from '@jellybrick/dbus-next'
import type { Cancel, Clock, Log } from '../../core/ports'

/** One method call. `limit` in ms (default 5 s); `start: false` forbids the bus to start the service for it. */
export interface BusCall {
  readonly name: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature?: string
  readonly body?: readonly unknown[]
  readonly limit?: number
  readonly start?: boolean
}

/** What came back: the reply's values, or the D-Bus error name (`no-bus` and `timeout` are our own). */
type BusReply = { readonly ok: true; readonly body: readonly unknown[] } | { readonly ok: false; readonly error: string }

/** Which signals to hear; a missing part matches anything. */
interface SignalRule {
  readonly interface: string
  readonly member: string
  readonly path?: string
}

/** The session bus as the adapters see it. */
export interface SessionBus {
  call(call: BusCall): Promise<BusReply>
  /** Listens for a signal, also after the connection to the bus was lost and made again. Senders are not checked: a signal is only a reason to ask. */
  onSignal(rule: SignalRule, listener: (body: readonly unknown[], path: string) => void): Cancel
  /** Tells who owns a name: once at first (null also when there is no bus), then at each change. */
  watchName(name: string, listener: (owner: string | null) => void): Cancel
  /** Closes the connection; later calls answer `no-bus`. */
  dispose(): void
}

/** The daemon of the bus. Calls about the bus (who owns a name, which signals to deliver) go to it under this name. */
export const BUS_DAEMON = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' } as const
const CALL_LIMIT = 5_000 // a desktop service answers in a few ms; starting one takes a second or two
const CONNECT_LIMIT = 5_000 // a local socket: longer means that nobody is behind it
const RETRY_FIRST = 1_000
const RETRY_LONGEST = 30_000 // a bus that is gone usually means that the desktop session is over

interface Subscription {
  readonly rule: string
  hear(message: Message): void
  /** The connection came (again) or went. */
  onConnection(up: boolean): void
}

/** Opens nothing yet: the connection is made with the first call or subscription. `address` overrides the environment's (tests). */
export function createSessionBus(parts: { readonly clock: Clock; readonly log: Log; readonly address?: string }): SessionBus {
  const { clock, log } = parts
  const subscriptions = new Set<Subscription>()
  let connecting: Promise<MessageBus | null> | null = null
  let live: MessageBus | null = null
  let disposed = false
  let retryIn = RETRY_FIRST
  let cancelRetry: Cancel = () => undefined

  const lost = (why: string): void => {
    const wasUp = live !== null
    live = null
    connecting = null
    if (disposed) return
    if (wasUp || retryIn === RETRY_FIRST) log.warn('session bus not reachable', { why })
    for (const each of [...subscriptions]) each.onConnection(false)
    if (subscriptions.size === 0) return
    cancelRetry()
    cancelRetry = clock.after(retryIn, () => void connect())
    retryIn = Math.min(retryIn * 2, RETRY_LONGEST)
  }

  const connect = (): Promise<MessageBus | null> => {
    if (disposed) return Promise.resolve(null)
    connecting ??= open(parts.address, clock, {
      message: (message) => {
        for (const each of [...subscriptions]) each.hear(message)
      },
      lost,
    }).then((bus) => {
      if (bus === null) return null
      if (disposed) {
        bus.disconnect()
        return null
      }
      live = bus
      retryIn = RETRY_FIRST
      for (const each of [...subscriptions]) subscribe(bus, each)
      return bus
    })
    return connecting
  }

  const call = async (wanted: BusCall): Promise<BusReply> => {
    const bus = await connect()
    return bus === null ? { ok: false, error: 'no-bus' } : ask(bus, wanted, clock)
  }

  const subscribe = (bus: MessageBus, each: Subscription): void => {
    void ask(bus, { ...BUS_DAEMON, member: 'AddMatch', signature: 's', body: [each.rule] }, clock).then(() => each.onConnection(true))
  }

  const add = (each: Subscription): Cancel => {
    subscriptions.add(each)
    if (live !== null) subscribe(live, each)
    else void connect().then((bus) => bus ?? each.onConnection(false))
    return () => {
      if (!subscriptions.delete(each) || live === null) return
      // The daemon counts equal rules, so this removes only the rule of this subscription.
      void ask(live, { ...BUS_DAEMON, member: 'RemoveMatch', signature: 's', body: [each.rule] }, clock)
    }
  }

  return {
    call,
    onSignal: (rule, listener) =>
      add({
        rule: matchRule(rule),
        hear: (message) => {
          const fits = message.interface === rule.interface && message.member === rule.member && (rule.path ?? message.path) === message.path
          if (fits) listener(message.body, message.path)
        },
        onConnection: () => undefined,
      }),
    watchName(name, listener) {
      let told: string | null | undefined
      let asked = 0
      const tell = (owner: string | null): void => {
        if (told === owner) return
        told = owner
        listener(owner)
      }
      let off: Cancel = () => undefined
      const watch: Subscription = {
        rule: `${matchRule({ interface: BUS_DAEMON.interface, member: 'NameOwnerChanged' })},sender='${BUS_DAEMON.name}',arg0='${name}'`,
        hear: (message) => {
          if (message.sender !== BUS_DAEMON.name || message.member !== 'NameOwnerChanged' || message.body[0] !== name) return
          asked += 1 // an answer to GetNameOwner that is still under way is older than this signal
          tell(typeof message.body[2] === 'string' && message.body[2] !== '' ? message.body[2] : null)
        },
        onConnection: (up) => {
          const mine = (asked += 1)
          if (!up) return tell(null)
          return void call({ ...BUS_DAEMON, member: 'GetNameOwner', signature: 's', body: [name] }).then((reply) => {
            const owner = reply.ok ? reply.body[0] : null
            if (mine === asked && subscriptions.has(watch)) tell(typeof owner === 'string' ? owner : null)
          })
        },
      }
      off = add(watch)
      return () => off()
    },
    dispose() {
      disposed = true
      cancelRetry()
      subscriptions.clear()
      live?.disconnect()
      live = null
    },
  }
}

/** Reads one property; the value without its variant, or undefined when nobody answers. */
export async function getProperty(
  bus: SessionBus,
  of: Pick<BusCall, 'name' | 'path' | 'interface' | 'limit' | 'start'>,
  property: string,
): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string }> {
  const reply = await bus.call({ ...of, interface: 'org.freedesktop.DBus.Properties', member: 'Get', signature: 'ss', body: [of.interface, property] })
  return reply.ok ? { ok: true, value: plain(reply.body[0]) } : reply
}

/** Takes a value out of its D-Bus variant. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'signature' in value && 'value' in value ? value.value : value
}

function matchRule(rule: SignalRule): string {
  return `type='signal',interface='${rule.interface}',member='${rule.member}'${rule.path === undefined ? '' : `,path='${rule.path}'`}`
}

/** Asks once with a time limit: the library never settles a call whose bus died. */
function ask(bus: MessageBus, wanted: BusCall, clock: Clock): Promise<BusReply> {
  return new Promise((resolve) => {
    const cancel = clock.after(wanted.limit ?? CALL_LIMIT, () => resolve({ ok: false, error: 'timeout' }))
    const settle = (reply: BusReply): void => {
      cancel()
      resolve(reply)
    }
    send(bus, wanted).then(
      (reply) => settle({ ok: true, body: reply?.body ?? [] }),
      (error: unknown) => settle({ ok: false, error: errorName(error) }),
    )
  })
}

async function send(bus: MessageBus, wanted: BusCall): Promise<Message | null> {
  return bus.call(
    new Message({
      destination: wanted.name,
      path: wanted.path,
      interface: wanted.interface,
      member: wanted.member,
      signature: wanted.signature ?? '',
      body: [...(wanted.body ?? [])],
      ...(wanted.start === false ? { flags: MessageFlag.NO_AUTO_START } : {}),
    }),
  )
}

function errorName(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'type' in error && typeof error.type === 'string') return error.type
  return error instanceof Error ? error.message : 'unknown'
}

interface ConnectionEvents {
  message(message: Message): void
  /** Told once: it could not be opened, or it broke. */
  lost(why: string): void
}

function open(address: string | undefined, clock: Clock, events: ConnectionEvents): Promise<MessageBus | null> {
  return new Promise((resolve) => {
    const bus = sessionBus(address === undefined ? {} : { busAddress: address })
    let over = false
    const end = (why: string): void => {
      if (over) return
      over = true
      cancel()
      bus.disconnect()
      resolve(null)
      events.lost(why)
    }
    const cancel = clock.after(CONNECT_LIMIT, () => end('timeout'))
    bus.on('error' as 'connect', (error?: unknown) => end(errorName(error)))
    endOf(bus)?.on('end', () => end('closed'))
    bus.on('connect', () => {
      cancel()
      resolve(bus)
    })
    bus.on('message', (message) => {
      if (message.type === MessageType.SIGNAL && !over) events.message(message)
    })
  })
}

/** The library tells the end of the stream on its inner connection only. */
function endOf(bus: MessageBus): { on(event: 'end', run: () => void): unknown } | undefined {
  return (bus as unknown as { readonly _connection?: { on(event: 'end', run: () => void): unknown } })._connection
}

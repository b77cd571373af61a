// A stand-in of WPPConnect Server 2.10.4 on a loopback port: HTTP and Socket.IO, with the traps that recordings of the real server show. Imports nothing
// of the app.
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toDataURL } from 'qrcode'
import { Server as SocketServer } from 'socket.io'
import { createRoutes, type Answer, type Seen } from './routes'
import { createSessions, type Sessions } from './sessions'
import { createManualTimers, createRealTimers } from './timers'

/** A running stand-in and the hands of its tests. */
export interface WppconnectStandIn {
  /** Base address, e.g. http://127.0.0.1:43211; the same after a restart. */
  readonly address: string
  readonly secret: string
  readonly seen: Seen[]
  /** What was pushed, in order. */
  readonly pushed: { readonly event: string; readonly args: readonly unknown[] }[]
  readonly sessions: Sessions
  /** Manual timers only: lets so many ms pass. */
  pass(ms: number): void
  /** The administrator sets another secret key. */
  changeSecret(secret: string): void
  /** Every answer takes so many ms more. */
  slow(ms: number): void
  /** Answers this, whatever is asked; null = itself again. */
  instead(answer: ((seen: Seen) => Answer | null | Promise<Answer>) | null): void
  /** Says something by itself to everybody who listens. */
  push(event: string, ...args: readonly unknown[]): void
  /** Ends all push connections without a word. */
  cutPush(): void
  /** Number of clients that listen. */
  listeners(): number
  /** Waits until somebody listens. */
  listenedTo(): Promise<void>
  /** Requests whose path ends so. */
  asked(call: string): readonly Seen[]
  /** The process dies. */
  kill(): Promise<void>
  /** It starts (again), with all sessions that are on its disk. */
  boot(): Promise<void>
  stop(): Promise<void>
}

interface StandInOptions {
  readonly secret?: string
  /** Factor of all durations of sessions; null = the test lets time pass. */
  readonly pace?: number | null
}

/** Starts the stand-in on a free loopback port. */
export async function startWppconnect({ secret = 'secret-of-the-server', pace = 1 }: StandInOptions = {}): Promise<WppconnectStandIn> {
  const timers = pace === null ? createManualTimers() : createRealTimers(pace)
  const seen: Seen[] = []
  const pushed: { event: string; args: readonly unknown[] }[] = []
  let delay = 0
  let override: ((request: Seen) => Answer | null | Promise<Answer>) | null = null
  let server: HttpServer
  let sockets: SocketServer
  let ended: Promise<void> = Promise.resolve()

  const push = (event: string, ...args: readonly unknown[]): void => {
    pushed.push({ event, args })
    sockets.emit(event, ...args)
  }
  const sessions = createSessions(timers, (event, argument) => {
    if (event !== 'qrCode') return push(event, argument)
    const { data, session } = argument as { data: string; session?: string }
    void toDataURL(data).then((image) => push(event, { data: image, ...(session === undefined ? {} : { session }) }))
  })
  const { route, changeSecret } = createRoutes({ secret, sessions })

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk as Buffer)
    const request: Seen = { method: message.method ?? '', path: message.url ?? '', headers: message.headers, text: Buffer.concat(chunks).toString() }
    seen.push(request)
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
    const answer = (await override?.(request)) ?? (await route(request))
    const current = server
    response.writeHead(answer.status, answer.type === undefined ? {} : { 'content-type': answer.type })
    response.end(answer.body, () => answer.exits === true && current === server && void down())
  }

  async function up(port: number): Promise<number> {
    server = createServer((message, response) => void serve(message, response))
    sockets = new SocketServer(server, { cors: { origin: '*' } })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }

  async function down(): Promise<void> {
    if (!server.listening) return ended
    server.closeAllConnections()
    ended = sockets.close()
    return ended
  }

  const port = await up(0)
  return {
    address: `http://127.0.0.1:${port}`,
    secret,
    seen,
    pushed,
    sessions,
    pass: timers.pass,
    changeSecret,
    slow: (ms) => void (delay = ms),
    instead: (answer) => void (override = answer),
    push,
    cutPush: () => sockets.sockets.sockets.forEach((socket) => socket.conn.close(true)),
    listeners: () => sockets.sockets.sockets.size,
    listenedTo: () => new Promise((resolve) => (sockets.sockets.sockets.size > 0 ? resolve() : sockets.once('connection', () => resolve()))),
    asked: (call) => seen.filter(({ path }) => path.endsWith(`/${call}`)),
    kill: down,
    async boot() {
      await down()
      await up(port)
      sessions.boot()
    },
    async stop() {
      timers.stop()
      await down()
    },
  }
}

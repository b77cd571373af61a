// A stand-in for WAHA over real HTTP and WebSocket, after its manual of 2026-07 and its public code of 2024.10: no real server was recorded. It imports
// nothing of the app.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toDataURL } from 'qrcode'
import { WebSocketServer } from 'ws'

type Status = 'STOPPED' | 'STARTING' | 'SCAN_QR_CODE' | 'PASSKEY_REQUIRED' | 'PASSKEY_CONFIRMATION_REQUIRED' | 'WORKING' | 'FAILED'

/** One session. `login` is what a phone left behind when it linked; `me` is told while it works. */
interface Session {
  status: Status
  login: string | null
  code: string
  pairing: string | null
}

interface Answer {
  readonly status: number
  readonly json: unknown
}

const nest = (status: number, error: string, message: string): Answer => ({ status, json: { message, error, statusCode: status } })
const unauthorized: Answer = { status: 401, json: { message: 'Unauthorized', statusCode: 401 } }
const unknownSession = nest(404, 'Not Found', 'Session not found')

/** One server. Durations in ms. */
export class WahaStandIn {
  /** Requests so far, e.g. `GET sessions/shop`; keys left out. */
  readonly asked: string[] = []
  /** Base address; stays after the server is closed. */
  address = ''
  /** How long a session is STARTING. */
  startMs = 10
  /** How long `auth/qr` waits for a code. The real one: 5,000. */
  codeWaitMs = 30
  /** WAHA Core: one session, `default`. */
  core = false
  /** False = an engine that has its code as an image only. */
  raw = true
  /** False = an engine without codes to type. */
  pairs = true
  /** The engine cannot start: every start ends in FAILED. */
  broken = false
  /** False = a version that seldom pings. */
  pings = true
  private readonly sessions = new Map<string, Session>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private codes = 0
  private readonly http = createServer((request, response) => void this.serve(request, response))
  private readonly ws = new WebSocketServer({ server: this.http, path: '/ws' })
  private readonly heart = setInterval(() => this.ws.clients.forEach((each) => this.pings && each.ping()), 100)

  private constructor(public key: string) {
    this.ws.on('connection', (socket, { url }) => {
      const query = new URL(url ?? '', 'http://local').searchParams
      // The key is read from the query alone, and refused after the handshake.
      if (query.get('x-api-key') !== this.key) socket.close(1008, 'Unauthorized')
      else if (query.get('session') !== '*' || query.get('events') !== 'session.status') socket.close(4001, 'Unknown events')
    })
  }

  static async start(key = 'key-of-the-server'): Promise<WahaStandIn> {
    const server = new WahaStandIn(key)
    await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve))
    server.address = `http://127.0.0.1:${(server.http.address() as AddressInfo).port}`
    return server
  }

  async close(): Promise<void> {
    clearInterval(this.heart)
    for (const timer of this.timers) clearTimeout(timer)
    this.ws.clients.forEach((each) => each.terminate())
    this.http.closeAllConnections()
    await new Promise((resolve) => this.http.close(resolve))
  }

  /** Sockets that listen. */
  listeners(): number {
    return this.ws.clients.size
  }

  /** Ends all sockets, as a restart does. */
  cutSockets(): void {
    this.ws.clients.forEach((each) => each.terminate())
  }

  /** Sends a frame to everybody. */
  tell(frame: string): void {
    this.ws.clients.forEach((each) => each.send(frame))
  }

  // What happens outside of the server.

  /** A session that a phone linked before. */
  link(name: string, phone = '5511900000001'): void {
    Object.assign(this.add(name), { status: 'WORKING', login: `${phone}@c.us` })
  }

  /** A session that nobody started yet. */
  add(name: string): Session {
    const session: Session = { status: 'STOPPED', login: null, code: '', pairing: null }
    this.sessions.set(name, session)
    return session
  }

  /** The phone uses the code: the server restarts its connection, as WhatsApp forces it to. */
  scan(name: string, phone = '5511900000001'): void {
    const session = this.waiting(name, 'SCAN_QR_CODE')
    session.login = `${phone}@c.us`
    this.boot(name)
  }

  /** WhatsApp issues the next code. */
  issue(name: string): void {
    this.codes += 1
    this.held(name).code = `2@code${this.codes}${'Ab3dEf'.repeat(12)},${'pubkey'.repeat(7)}=,${'idkey'.repeat(8)}=,${'adv'.repeat(10)}=`
    this.become(name, 'SCAN_QR_CODE')
  }

  /** After about six codes nobody has scanned any. */
  runOut(name: string): void {
    this.waiting(name, 'SCAN_QR_CODE')
    this.become(name, 'FAILED')
  }

  /** The phone removes the linked device. */
  unlink(name: string): void {
    this.held(name).login = null
    this.become(name, 'FAILED')
  }

  /** The engine fails; the login is still good. */
  fail(name: string): void {
    this.become(name, 'FAILED')
  }

  /** The engine lost WhatsApp and connects again by itself. */
  retry(name: string): void {
    this.become(name, 'STARTING')
  }

  /** The engine is connected again. */
  recover(name: string): void {
    this.become(name, 'WORKING')
  }

  /** The phone used the code, and WhatsApp wants a passkey. */
  askPasskey(name: string): void {
    this.waiting(name, 'SCAN_QR_CODE')
    this.become(name, 'PASSKEY_REQUIRED')
  }

  /** WhatsApp shows four digits on the phone. */
  askConfirmation(name: string): void {
    this.waiting(name, 'PASSKEY_REQUIRED')
    this.become(name, 'PASSKEY_CONFIRMATION_REQUIRED')
  }

  /** Somebody gave the passkey in the dashboard. */
  confirm(name: string, phone = '5511900000001'): void {
    this.held(name).login = `${phone}@c.us`
    this.become(name, 'WORKING')
  }

  /** Somebody deletes the session in the dashboard. */
  delete(name: string): void {
    this.sessions.delete(name)
  }

  codeOf(name: string): string {
    return this.held(name).code
  }

  pairingOf(name: string): string | null {
    return this.held(name).pairing
  }

  statusOf(name: string): Status | null {
    return this.sessions.get(name)?.status ?? null
  }

  private held(name: string): Session {
    const session = this.sessions.get(name)
    if (!session) throw new Error(`There is no session ${name}`)
    return session
  }

  private waiting(name: string, status: Status): Session {
    const session = this.held(name)
    if (session.status !== status) throw new Error(`${name} is ${session.status}`)
    return session
  }

  private become(name: string, status: Status): void {
    const session = this.sessions.get(name)
    if (!session) return
    session.status = status
    this.tell(
      JSON.stringify({ event: 'session.status', session: name, me: this.meOf(session), payload: { name, status }, engine: 'NOWEB', environment: VERSION }),
    )
  }

  private meOf({ status, login }: Session): unknown {
    return status === 'WORKING' && login !== null ? { id: login, pushName: 'Test Shop' } : null
  }

  private boot(name: string): void {
    this.become(name, 'STARTING')
    this.after(this.startMs, () => {
      if (this.sessions.get(name)?.status !== 'STARTING') return
      if (this.broken) this.become(name, 'FAILED')
      else if (this.held(name).login === null) this.issue(name)
      else this.become(name, 'WORKING')
    })
  }

  private after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      run()
    }, ms)
    this.timers.add(timer)
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { status, json } = await this.answer(request, body === '' ? {} : (JSON.parse(body) as Readonly<Record<string, unknown>>))
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(json))
  }

  private async answer({ method = '', url = '', headers }: IncomingMessage, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    const { pathname, searchParams } = new URL(url, 'http://local')
    const [, root, ...parts] = pathname.split('/').map(decodeURIComponent)
    if (root !== 'api' && root !== 'ping') return nest(404, 'Not Found', `Cannot ${method} ${url}`)
    this.asked.push(`${method} ${parts.join('/')}`)
    if ((headers['x-api-key'] ?? searchParams.get('x-api-key')) !== this.key) return unauthorized
    if (root === 'ping') return { status: 200, json: { message: 'pong' } }
    const [first = '', second = '', third = ''] = parts
    if (first === 'server' && second === 'version') return { status: 200, json: VERSION }
    if (first === 'sessions' && second === '')
      return method === 'POST' ? this.create(body) : { status: 200, json: this.rows(searchParams.get('all') === 'true') }
    if (first === 'sessions') return method === 'POST' ? this.act(second, third) : this.shown(second)
    if (second === 'auth' && third === 'qr') return this.qr(first, searchParams.get('format'))
    if (second === 'auth' && third === 'request-code') return this.requestCode(first, body)
    return nest(404, 'Not Found', `Cannot ${method} ${url}`)
  }

  private rows(all: boolean): unknown {
    return [...this.sessions].filter(([, { status }]) => all || status !== 'STOPPED').map(([name]) => this.shown(name).json)
  }

  private shown(name: string): Answer {
    const session = this.sessions.get(name)
    if (!session) return unknownSession
    return { status: 200, json: { name, status: session.status, config: { webhooks: [], debug: false }, me: this.meOf(session), engine: { engine: 'NOWEB' } } }
  }

  private create({ name, start }: Readonly<Record<string, unknown>>): Answer {
    if (typeof name !== 'string') throw new Error('the app names its sessions')
    if (this.core && name !== 'default') return nest(422, 'Unprocessable Entity', ONLY_DEFAULT)
    if (this.sessions.has(name)) return nest(422, 'Unprocessable Entity', `Session '${name}' already exists. Use PUT to update it.`)
    this.add(name)
    // Servers differ in what they do without `start`.
    if (start !== false) this.boot(name)
    return { status: 201, json: this.shown(name).json }
  }

  private act(name: string, call: string): Answer {
    const session = this.sessions.get(name)
    if (!session) return unknownSession
    const runs = session.status !== 'STOPPED'
    if (call === 'stop') this.become(name, 'STOPPED')
    else if (call === 'restart') this.boot(name)
    // A session that failed counts as started.
    else if (call === 'start' && !runs) this.boot(name)
    else if (call === 'logout') {
      session.login = null
      if (runs) this.boot(name)
    }
    return { status: 201, json: this.shown(name).json }
  }

  private async qr(name: string, format: string | null): Promise<Answer> {
    const session = this.sessions.get(name)
    if (!session || session.status === 'STOPPED') return nest(404, 'Not Found', `We didn't find a session with name '${name}'.`)
    if (session.status !== 'SCAN_QR_CODE') await new Promise<void>((resolve) => this.after(this.codeWaitMs, resolve))
    if (session.status !== 'SCAN_QR_CODE') {
      const error = 'Session status is not as expected. Try again later or restart the session'
      return { status: 422, json: { error, session: name, status: session.status, expected: ['SCAN_QR_CODE'] } }
    }
    if (format === 'raw') return { status: 200, json: this.raw ? { value: session.code } : {} }
    return { status: 200, json: { mimetype: 'image/png', data: (await toDataURL(session.code)).replace(/^.*,/, '') } }
  }

  private requestCode(name: string, { phoneNumber }: Readonly<Record<string, unknown>>): Answer {
    const session = this.sessions.get(name)
    if (!session) return unknownSession
    if (!this.pairs) return nest(422, 'Unprocessable Entity', 'The method is not implemented by the engine')
    if (session.status !== 'SCAN_QR_CODE')
      return nest(422, 'Unprocessable Entity', `Can request code only in SCAN_QR_CODE status. The current status is ${session.status}`)
    if (typeof phoneNumber !== 'string' || !/^\d{6,15}$/.test(phoneNumber)) return nest(400, 'Bad Request', 'phoneNumber')
    this.codes += 1
    session.pairing = `ABCD-${String(1000 + this.codes)}`
    return { status: 201, json: { code: session.pairing } }
  }
}

const VERSION = { version: '2026.7.1', engine: 'NOWEB', tier: 'CORE', browser: null }
const ONLY_DEFAULT =
  "WAHA Core support only 'default' session. If you want to run more then one WhatsApp account - please get WAHA PLUS version. Check this out: https://waha.example"

// A stand-in for Evolution API 2.3.6 over real HTTP and Socket.IO (global mode), with its traps. It imports nothing of the app; the test beside the
// gateway's holds it against what a real server answered (tests/recordings).
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toDataURL } from 'qrcode'
import { Server, type Namespace, type Socket } from 'socket.io'
import { missing, refusal, rowOf, SETTINGS, WELCOME, type Answer, type Instance } from './answers'

/** One server. Durations in ms. */
export class EvolutionStandIn {
  /** Requests so far, e.g. `GET connect shop`; keys left out. */
  readonly asked: string[] = []
  /** Base address; stays after the server is closed. */
  address = ''
  /** How long WhatsApp takes to issue a code. */
  codeMs = 10
  /** False = the server cannot reach WhatsApp: no code ever comes. */
  reachable = true
  /** False = frames go to the channels of their instances, to nobody else. */
  global = true
  /** The list still has the states from before. */
  listLags = false
  /** Deleted instances that the server still answers about, without a state. */
  private readonly deleted = new Set<string>()
  private readonly instances = new Map<string, Instance>()
  private codes = 0
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly http = createServer((request, response) => void this.serve(request, response))
  private readonly io = new Server(this.http, { cors: { origin: '*' }, pingInterval: 100 })

  private readonly channels = new Set<string>()
  private readonly guard = (socket: Socket, next: (error?: Error) => void): void =>
    next(socket.handshake.headers['apikey'] === this.key ? undefined : new Error('Unauthorized'))

  private constructor(public key: string) {
    this.io.use(this.guard)
  }

  static async start(key = 'GLOBAL_KEY_OF_THE_SERVER'): Promise<EvolutionStandIn> {
    const server = new EvolutionStandIn(key)
    await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve))
    server.address = `http://127.0.0.1:${(server.http.address() as AddressInfo).port}`
    return server
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer)
    this.http.closeAllConnections()
    await this.io.close()
  }

  /** Sockets that listen. */
  listeners(): number {
    return this.io.engine.clientsCount
  }

  /** Sockets that listen to one instance. */
  listenersOf(name: string): number {
    return this.channels.has(name) ? this.io.of(`/${name}`).sockets.size : 0
  }

  /** Ends all sockets, as a restart does. */
  cutSockets(): void {
    this.io.disconnectSockets(true)
  }

  // What happens outside of the server.

  /** An instance that a phone linked before. */
  link(name: string, phone = '5511900000001'): void {
    Object.assign(this.add(name), { state: 'open', ownerJid: `${phone}@s.whatsapp.net` })
  }

  /** The phone scans the code that is shown. */
  scan(name: string, phone = '5511900000001'): void {
    const instance = this.held(name)
    if (instance.state !== 'connecting' || instance.code === null) throw new Error(`${name} shows no code`)
    Object.assign(instance, { state: 'open', ownerJid: `${phone}@s.whatsapp.net`, reason: null })
    this.tell(name, 'connection.update', { instance: name, state: 'open', statusReason: 200 })
  }

  /** WhatsApp closes the connection. With 401, 402, 403 and 406 it stays closed; with the others the server connects again by itself. */
  closeWith(name: string, reason: number): void {
    const instance = this.held(name)
    const stays = [401, 402, 403, 406].includes(reason)
    instance.state = stays ? 'close' : 'connecting'
    if (stays) instance.reason = reason
    this.tell(name, 'connection.update', { instance: name, state: instance.state, statusReason: reason })
  }

  /** The server has connected again. */
  reopen(name: string): void {
    this.held(name).state = 'open'
  }

  /** Another server uses the same session: each takes it from the other, every `ms`. Ends with the server. */
  fightOver(name: string, ms: number): void {
    this.closeWith(name, 440)
    this.after(ms / 2, () => this.reopen(name))
    this.after(ms, () => this.fightOver(name, ms))
  }

  /** WhatsApp issues the next code. */
  async issue(name: string): Promise<void> {
    const instance = this.held(name)
    this.codes += 1
    instance.code = `2@code${this.codes}${'Ab3dEf'.repeat(12)},${'pubkey'.repeat(7)}=,${'idkey'.repeat(8)}=,${'adv'.repeat(10)}=`
    instance.pairing = instance.typedOn === null ? null : 'ABCD1234'
    instance.base64 = await toDataURL(instance.code)
    // Deleted meanwhile.
    if (this.instances.get(name) !== instance) return
    instance.count += 1
    this.tell(name, 'qrcode.updated', { qrcode: { instance: name, pairingCode: null, code: instance.code, base64: instance.base64 } })
  }

  /** As many codes as the server allows were issued, and nobody scanned any. The list has the state from before. */
  runOut(name: string): void {
    Object.assign(this.held(name), { state: 'close', count: 0, listed: 'connecting' })
  }

  /** A server that cannot reach WhatsApp goes to and fro between two states. */
  tries(name: string, state: 'connecting' | 'close'): void {
    this.held(name).state = state
  }

  /** The code that an instance offers now, dead or alive. */
  codeOf(name: string): string | null {
    return this.held(name).code
  }

  /** How many codes it offered. */
  countOf(name: string): number {
    return this.held(name).count
  }

  has(name: string): boolean {
    return this.instances.has(name)
  }

  private held(name: string): Instance {
    const instance = this.instances.get(name)
    if (!instance) throw new Error(`There is no instance ${name}`)
    return instance
  }

  private add(name: string): Instance {
    const { size } = this.instances
    const instance: Instance = {
      id: `id-${size}`,
      token: `TOKEN-OF-${size}`,
      state: 'close',
      code: null,
      base64: null,
      count: 0,
      typedOn: null,
      pairing: null,
      number: null,
      ownerJid: null,
      reason: null,
      listed: null,
    }
    this.instances.set(name, instance)
    return instance
  }

  /** Each frame carries the instance's key. */
  private tell(name: string, event: string, data: unknown): void {
    const { token } = this.held(name)
    const frame = { event, instance: name, data, server_url: this.address, date_time: new Date().toISOString(), apikey: token }
    // A channel exists from the first frame that is sent there.
    if (this.global) this.io.emit(event, frame)
    else this.channelOf(name).emit(event, frame)
  }

  private channelOf(name: string): Namespace {
    const channel = this.io.of(`/${name}`)
    if (!this.channels.has(name)) channel.use(this.guard)
    this.channels.add(name)
    return channel
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
    const { status, json } = this.answer(request, body)
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(json))
  }

  private answer(request: IncomingMessage, body: string): Answer {
    const { method = '', url = '' } = request
    const { pathname, searchParams } = new URL(url, 'http://local')
    if (pathname === '/') return { status: 200, json: WELCOME }
    const [, , call = '', sent = ''] = pathname.split('/')
    const name = decodeURIComponent(sent)
    this.asked.push(`${method} ${call}${name === '' ? '' : ` ${name}`}`)
    const key = request.headers['apikey']
    const own = [...this.instances].find(([, { token }]) => token === key)?.[0]
    if (key !== this.key && own === undefined) return refusal(401, 'Unauthorized', 'Unauthorized')
    let sentBody: Readonly<Record<string, unknown>> = {}
    try {
      if (body !== '') sentBody = JSON.parse(body) as Readonly<Record<string, unknown>>
    } catch {
      return refusal(400, 'Internal Server Error', "Expected property name or '}' in JSON at position 1")
    }
    switch (`${method} ${call}`) {
      case 'GET fetchInstances':
        return { status: 200, json: this.rows(own ?? searchParams.get('instanceName')) }
      case 'POST create':
        return own === undefined ? this.create(sentBody) : refusal(401, 'Unauthorized', 'Unauthorized')
      case 'GET connectionState':
        if (this.deleted.has(name)) return { status: 200, json: { instance: { instanceName: name } } }
        return this.instances.has(name) ? this.stateOf(name) : missing(name)
      case 'GET connect':
        return this.instances.has(name) ? this.connect(name, searchParams.get('number')) : missing(name)
      case 'POST restart':
        if (!this.instances.has(name)) return missing(name)
        if (this.held(name).state === 'close') return { status: 200, json: { error: true, message: '[object Object]' } }
        return this.connect(name, null)
      case 'DELETE logout':
        return this.instances.has(name) ? this.logout(name) : missing(name)
      case 'DELETE delete':
        if (!this.instances.delete(name)) return missing(name)
        this.deleted.add(name)
        return { status: 200, json: { status: 'SUCCESS', error: false, response: { message: 'Instance deleted' } } }
      default:
        return refusal(404, 'Not Found', [`Cannot ${method} ${url}`])
    }
  }

  private stateOf(name: string): Answer {
    return { status: 200, json: { instance: { instanceName: name, state: this.held(name).state } } }
  }

  private rows(only: string | null): unknown {
    return [...this.instances]
      .filter(([name]) => only === null || name === only)
      .map(([name, instance]) => rowOf(name, this.listLags ? { ...instance, listed: 'connecting' } : instance))
  }

  private create({ instanceName, integration, number, qrcode }: Readonly<Record<string, unknown>>): Answer {
    const name = typeof instanceName === 'string' ? instanceName : 'undefined'
    if (name === 'undefined' || this.instances.has(name)) return refusal(403, 'Forbidden', [`This name "${name}" is already in use.`])
    if (integration !== 'WHATSAPP-BAILEYS') return refusal(400, 'Bad Request', ['Invalid integration'])
    const made = this.add(name)
    if (typeof number === 'string') made.number = number
    const code = qrcode === true ? { qrcode: this.connect(name, null).json } : {}
    const { id, token, state } = made
    const instance = { instanceName: name, instanceId: id, integration, webhookWaBusiness: null, accessTokenWaBusiness: '', status: state }
    return { status: 201, json: { instance, hash: token, webhook: {}, websocket: {}, rabbitmq: {}, nats: {}, sqs: {}, settings: SETTINGS, ...code } }
  }

  private connect(name: string, typedOn: string | null): Answer {
    const instance = this.held(name)
    if (instance.state === 'open') return this.stateOf(name)
    const { pairing, code, base64, count } = instance
    if (instance.state === 'close') {
      instance.state = 'connecting'
      instance.typedOn = typedOn
      if (this.reachable) this.after(this.codeMs, () => void this.issue(name))
    }
    return { status: 200, json: code === null ? { count: 0 } : { pairingCode: pairing, code, base64, count } }
  }

  private logout(name: string): Answer {
    const instance = this.held(name)
    if (instance.state === 'close') return refusal(400, 'Bad Request', [`The "${name}" instance is not connected`])
    Object.assign(instance, { state: 'close', reason: 401 })
    this.tell(name, 'connection.update', { instance: name, state: 'close', statusReason: 401 })
    return { status: 200, json: { status: 'SUCCESS', error: false, response: { message: 'Instance logged out' } } }
  }
}

// Backends for measurements: GoTrue and our functions' wire answers over numbers in memory, with a chosen latency, counting what is asked.
// The same addresses serve the app and the plan's hook: wpp-create, wpp-qr and wpp-status are one contract for both.
import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newGoTrue } from '../../../tests/standins/academyos-deployed/gotrue'
import { json, signToken, type Answer } from '../../../tests/standins/academyos-deployed/wire'
import { newWorld, type Seen } from '../../../tests/standins/academyos-deployed/world'
import { createEventStreams, type EventStreams } from './events'
import type { Account, Counts, GatewayCall, GatewayReply, NumberState } from './gateway-process'

interface Numbered extends NumberState {
  readonly id: string
}

interface Backend {
  readonly account: Account
  readonly numbers: Map<string, Numbered>
  /** Null = it says nothing by itself. */
  events: EventStreams | null
  counts: { requests: number; now: number; most: number; perSession: Map<string, number>; mostPerSession: number }
  latencyMs: number
  /** While set no request is answered; the requests that came meanwhile are answered when it ends. */
  hung: Promise<void> | null
  release: () => void
}

const noCounts = (): Backend['counts'] => ({ requests: 0, now: 0, most: 0, perSession: new Map(), mostPerSession: 0 })
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Serves the parent process's calls until it is gone. */
export function serveGateways(): void {
  const backends: Backend[] = []
  const run = async (call: GatewayCall): Promise<unknown> => {
    if (call.do === 'open') {
      const opened = await open(call)
      backends.push(opened)
      return opened.account
    }
    const backend = backends.find(({ account }) => account.address === call.address)
    if (!backend) throw new Error('No such backend')
    switch (call.do) {
      case 'set': {
        const number = backend.numbers.get(call.session)
        if (!number) throw new Error('No such number')
        backend.numbers.set(call.session, { ...call.state, id: number.id })
        backend.events?.tell(call.session, call.state)
        return Date.now()
      }
      case 'sessions':
        return [...backend.numbers].map(([session, { status }]) => ({ session, status }))
      case 'counts': {
        const { requests, most, mostPerSession, now } = backend.counts
        if (call.reset) backend.counts = { ...noCounts(), now, perSession: backend.counts.perSession }
        return { requests, most, mostPerSession, now } satisfies Counts
      }
      case 'latency':
        return void (backend.latencyMs = call.ms)
      case 'hang':
        backend.release()
        backend.hung = call.on ? new Promise((resolve) => (backend.release = resolve)) : null
        return null
    }
  }
  process.on('message', (message: { id: number; call: GatewayCall }) => {
    run(message.call).then(
      (value) => process.send?.({ id: message.id, value } satisfies GatewayReply),
      (error: unknown) => process.send?.({ id: message.id, error: String(error) } satisfies GatewayReply),
    )
  })
  process.on('disconnect', () => process.exit())
}

async function open({ numbers, latencyMs, first = 1, push = false }: Extract<GatewayCall, { do: 'open' }>): Promise<Backend> {
  const secret = randomBytes(24).toString('hex')
  const publicKey = signToken(secret, { role: 'anon', iss: 'supabase', exp: 4_000_000_000 })
  const world = newWorld(publicKey, secret)
  const auth = newGoTrue(world)
  const [person] = world.people
  if (!person) throw new Error('Nobody to sign in as')
  const table = new Map<string, Numbered>()
  const nextSession = (): string => String(first + table.size).padStart(13, '0')
  while (table.size < numbers) table.set(nextSession(), { id: randomUUID(), status: 'connected' })

  const server = createServer((message, response) => void serve(message, response))
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const backend: Backend = {
    account: { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, publicKey, login: person.email, password: person.password },
    numbers: table,
    events: null,
    counts: noCounts(),
    latencyMs,
    hung: null,
    release: () => undefined,
  }

  if (push) backend.events = createEventStreams(() => backend.latencyMs / 2)

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? '/', 'http://backend')
    const name = /^\/functions\/v1\/([^/]*)/.exec(url.pathname)?.[1]
    if (name === undefined) return write(response, auth.handle(await seen(message, url)))
    const { counts } = backend
    const session = name === 'wpp-status' || name === 'wpp-qr' ? (url.searchParams.get('session') ?? '') : ''
    const flying = (change: number): void => {
      counts.now += change
      if (session === '') return
      const now = (counts.perSession.get(session) ?? 0) + change
      if (now === 0) counts.perSession.delete(session)
      else counts.perSession.set(session, now)
      counts.mostPerSession = Math.max(counts.mostPerSession, now)
    }
    counts.requests += 1
    flying(1)
    counts.most = Math.max(counts.most, counts.now)
    response.once('close', () => flying(-1))
    const request = await seen(message, url)
    // Half of the latency passes before the state is read and half of it after, as on a network.
    await wait(backend.latencyMs / 2)
    await backend.hung
    if (name === 'wpp-events' && backend.events && isSignedIn(request)) return backend.events.open(response)
    const answer = call(name, request)
    await wait(backend.latencyMs / 2)
    write(response, answer)
  }

  function isSignedIn({ headers }: Seen): boolean {
    return auth.personOf(String(headers.authorization ?? '').replace(/^Bearer /, '')) !== null
  }

  function call(name: string, request: Seen): Answer {
    if (request.method === 'OPTIONS') return { status: 200 }
    if (!isSignedIn(request)) return json(401, { success: false, error: 'Sign in again', code: 'unauthorized' })
    const body = request.body as { session?: string }
    const session = request.query.get('session') ?? body.session ?? ''
    switch (name) {
      case 'wpp-integrations':
        return list(request.query)
      case 'wpp-create': {
        const created = nextSession()
        table.set(created, { id: randomUUID(), status: 'starting' })
        return started(created)
      }
      case 'wpp-start': {
        const number = table.get(session)
        if (!number) return notFound
        if (number.status === 'disconnected') table.set(session, { id: number.id, status: 'starting' })
        return started(session)
      }
      case 'wpp-status': {
        const number = table.get(session)
        return number ? json(200, { success: true, session, integration_id: number.id, ...fields(session, number) }) : notFound
      }
      case 'wpp-qr': {
        const number = table.get(session)
        return number ? json(200, { success: true, qr: number.qr ?? null }) : notFound
      }
      default:
        return json(404, { code: 'NOT_FOUND', message: 'Requested function was not found' })
    }
  }

  function started(session: string): Answer {
    const { id, status, qr } = table.get(session) as Numbered
    return json(200, {
      success: true,
      ok: true,
      session,
      integration_id: id,
      account_number: session,
      label: '',
      apiKey: 'key_ab••••••9f3c',
      status,
      ...(qr ? { qr, qrcode: qr } : {}),
    })
  }

  function list(query: URLSearchParams): Answer {
    const [limit, from] = [Number(query.get('limit') ?? 200), Number(query.get('cursor') ?? 0)]
    const live = query.get('live') === '1'
    const rows = [...table].slice(from, from + limit).map(([session, number]) => {
      const { qr: _qr, qrcode: _qrcode, ...state } = fields(session, number)
      return {
        integration_id: number.id,
        session,
        account_number: session,
        name: 'WhatsApp (WPP)',
        label: '',
        apiKey: 'key_ab••••••9f3c',
        is_primary: false,
        created_at: '2026-01-01T00:00:00Z',
        ...(live ? state : {}),
      }
    })
    return json(200, { success: true, integrations: rows, next_cursor: from + limit < table.size ? String(from + limit) : null })
  }
  return backend
}

const notFound = json(404, { success: false, error: 'No such number', code: 'session_not_found' })

/** A reading as wpp-status and the live list word it. */
function fields(session: string, { status, qr, cause }: NumberState): Record<string, unknown> {
  const checked = new Date().toISOString()
  return {
    status,
    ...(qr ? { qr, qrcode: qr, last_qr_at: checked } : {}),
    ...(cause ? { cause } : {}),
    account_number: session,
    checked_at: checked,
    evidence: { source: 'platform', word: status, http: 200 },
  }
}

async function seen(message: IncomingMessage, url: URL): Promise<Seen> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: text === '' ? {} : (JSON.parse(text) as unknown),
  }
}

function write(response: ServerResponse, { status, body }: Answer & { readonly headers?: Readonly<Record<string, string>> }): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'x-wpp-companion': '0.1.0',
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization, apikey, content-type, idempotency-key',
    })
    .end(body === undefined ? '' : JSON.stringify(body))
}

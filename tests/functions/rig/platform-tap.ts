// Stands between the functions and the platform: writes down every call, and misbehaves towards one client at a time, so
// that tests of other organisations may run meanwhile.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call of the functions to the platform. */
export interface PlatformCall {
  readonly at: number
  readonly method: string
  readonly path: string
  /** Client id of the number the call is about, as far as it is known. */
  readonly client: string | null
}

/** How the platform misbehaves towards one client. */
export interface TapFault {
  /** Client id, or the beginning of it (an organisation's id covers all its numbers). */
  readonly client: string
  /** Only calls whose path contains this. */
  readonly path?: string
  /** `hold`: the call reaches the platform when the fault is healed, `hang`: never. */
  readonly mode: 'hang' | 'status' | 'html' | 'cut' | 'answer-lost' | 'hold'
  readonly status?: number
  readonly json?: unknown
  readonly headers?: Record<string, string>
  /** For so many calls, then no more. */
  count?: number
}

/** The tap. */
export interface PlatformTap {
  readonly url: string
  setTarget(address: string): void
  calls(client: string): PlatformCall[]
  fault(fault: TapFault): void
  heal(client: string): void
  stop(): Promise<void>
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function field(body: Buffer, name: string): string | undefined {
  try {
    const value = (JSON.parse(body.toString('utf8')) as Record<string, unknown>)[name]
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** Starts a tap on a free loopback port. */
export async function startPlatformTap(): Promise<PlatformTap> {
  let target = ''
  const calls: PlatformCall[] = []
  const clientOf = new Map<string, string>() // by API key, session and token
  let faults: TapFault[] = []
  /** Calls that are held, with the client whose fault holds them. */
  let held: { readonly client: string; readonly release: () => void }[] = []

  const clientIn = (request: IncomingMessage, body: Buffer): string | null => {
    const path = request.url ?? ''
    const bearer = request.headers.authorization?.replace(/^Bearer /, '')
    const session = /^\/(?:api\/accounts|internal\/session)\/([^/]+)\/[a-z]+$/.exec(path)?.[1]
    const named = field(body, 'organizationId')
    if (named !== undefined) return named
    for (const known of [field(body, 'apiKey'), session, field(body, 'number'), bearer])
      if (known !== undefined && clientOf.has(known)) return clientOf.get(known) ?? null
    return null
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(request)
    const client = clientIn(request, body)
    const path = request.url ?? ''
    calls.push({ at: Date.now(), method: request.method ?? '', path, client })
    const fault = faults.find(
      (each) => client?.startsWith(each.client) === true && (each.path === undefined || path.includes(each.path)) && (each.count ?? 1) > 0,
    )
    if (fault?.count !== undefined) fault.count -= 1
    if (fault?.mode === 'hold') await new Promise<void>((release) => (held = [...held, { client: fault.client, release }]))
    else if (fault && fault.mode !== 'answer-lost') return misbehave(fault, response)
    const answer = await fetch(`${target}${path}`, {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(
        Object.entries(request.headers)
          .filter(([name]) => ['authorization', 'content-type', 'accept'].includes(name))
          .map(([name, value]) => [name, String(value)]),
      ),
      ...(body.length > 0 ? { body } : {}),
    })
    const text = Buffer.from(await answer.arrayBuffer())
    if (client !== null) for (const name of ['apiKey', 'session', 'token']) clientOf.set(field(text, name) ?? '', client)
    // The platform did its work; the answer never arrives.
    if (fault?.mode === 'answer-lost') return
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(text)
  }
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setTarget: (address) => {
      target = address
    },
    calls: (client) => calls.filter((call) => call.client?.startsWith(client) === true),
    fault: (fault) => {
      faults = [fault, ...faults]
    },
    heal: (client) => {
      faults = faults.filter((each) => each.client !== client)
      for (const each of held) if (each.client === client) each.release()
      held = held.filter((each) => each.client !== client)
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function misbehave(fault: TapFault, response: ServerResponse): void {
  if (fault.mode === 'hang') return
  if (fault.mode === 'cut') return void response.destroy()
  if (fault.mode === 'html') return void response.writeHead(fault.status ?? 200, { 'content-type': 'text/html' }).end('<!doctype html><pre>Cannot GET</pre>')
  response.writeHead(fault.status ?? 500, { 'content-type': 'application/json', ...fault.headers }).end(JSON.stringify(fault.json ?? { error: 'fault' }))
}

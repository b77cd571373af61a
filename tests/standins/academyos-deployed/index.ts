// A stateful stand-in of the deployed AcademyOS backend (sign-in and functions) on a loopback port, for tests. It imports nothing of the app.
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Scope } from './caller'
import { callFunction } from './functions'
import { newGoTrue, type GoTrue } from './gotrue'
import { newPlatform, type Platform } from './platform'
import { json, signToken, type Answer } from './wire'
import { newWorld, type Person, type Row, type Seen, type Switches, type World } from './world'

export { json, type Answer } from './wire'
export type { Person, Row, Seen } from './world'

/** A running stand-in and the hands of its tests. */
export interface DeployedStandIn {
  /** Base address, e.g. http://127.0.0.1:43211 */
  readonly address: string
  readonly publicKey: string
  readonly users: readonly Person[]
  readonly rows: readonly Row[]
  readonly seen: Seen[]
  readonly switches: Switches
  readonly platform: Platform
  readonly auth: Omit<GoTrue, 'handle' | 'personOf'>
  scan(session: string): void
  drop(session: string): void
  platformDown(down: boolean): void
  /** Adds a number as the panel would have done before, started or not. */
  addRow(organization: string, options?: { readonly primary?: boolean; readonly session?: string }): Row
  /** Deletes a row behind everybody's back. */
  removeRow(session: string): void
  /** Bodies of the calls of one function, in order. */
  calls(name: string): readonly unknown[]
  stop(): Promise<void>
}

/** Starts the stand-in on a free loopback port. */
export async function startDeployedStandIn(): Promise<DeployedStandIn> {
  const secret = randomBytes(24).toString('hex')
  const publicKey = signToken(secret, { role: 'anon', iss: 'supabase', exp: 4_000_000_000 })
  const world = newWorld(publicKey, secret)
  const platform = newPlatform()
  const auth = newGoTrue(world)
  const scope: Scope = { world, platform, auth }

  const server = createServer((message, response) => {
    void serve(scope, message).then((answer) => write(world, response, answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publicKey,
    users: world.people,
    rows: world.rows,
    seen: world.seen,
    switches: world.switches,
    platform,
    auth,
    scan: platform.scan,
    drop: platform.drop,
    platformDown: (down) => void (platform.down = down),
    addRow(organization, options = {}) {
      const row: Row = {
        id: crypto.randomUUID(),
        organization,
        ...platform.createClient(`${organization}__wpp__${randomBytes(4).toString('hex')}`),
        ...(options.session === undefined ? {} : { session: options.session }),
        isPrimary: options.primary ?? false,
        name: 'WhatsApp (WPP)',
      }
      world.rows.push(row)
      return row
    },
    removeRow: (session) =>
      void world.rows.splice(
        world.rows.findIndex((row) => row.session === session),
        1,
      ),
    calls: (name) => world.seen.filter((each) => each.path === `/functions/v1/${name}`).map((each) => each.body),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve(scope: Scope, message: IncomingMessage): Promise<Answer> {
  const url = new URL(message.url ?? '/', 'http://stand-in')
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const request: Seen = {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: parse(Buffer.concat(chunks).toString()),
  }
  scope.world.seen.push(request)
  const { gateway } = scope.world.switches
  if (gateway && url.pathname.startsWith(gateway.prefix)) return gatewayAnswer(gateway.answer)
  if (url.pathname.startsWith('/auth/v1/')) return scope.auth.handle(request)
  const name = /^\/functions\/v1\/([^/]*)/.exec(url.pathname)?.[1]
  if (name !== undefined) return callFunction(scope, name, request)
  return json(404, { message: 'no Route matched with those values' })
}

function gatewayAnswer(kind: NonNullable<Switches['gateway']>['answer']): Answer {
  const html = { 'content-type': 'text/html' }
  switch (kind) {
    case 'html':
      return { status: 200, text: '<!doctype html><title>Welcome</title>', headers: html }
    case 'bad-gateway':
      return { status: 502, text: '<html><body>502 Bad Gateway</body></html>', headers: html }
    case 'json-503':
      return json(503, { message: 'name resolution failed' })
    case 'redirect':
      return { status: 302, headers: { location: 'https://elsewhere.invalid/' } }
    case 'wrong-types':
      return json(200, { success: 'yes', status: 7, integrations: { none: true }, session: null, access_token: 5 })
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown)
  } catch {
    return {} // the functions read an unreadable body as {}
  }
}

function write(world: World, response: ServerResponse, answer: Answer): void {
  if (answer.cut) {
    response.destroy()
    return
  }
  const version = world.switches.companionVersion
  const headers = { ...(version === null ? {} : { 'x-wpp-companion': version }), ...answer.headers }
  if (answer.body === undefined) {
    response.writeHead(answer.status, headers).end(answer.text ?? '')
    return
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer.body))
}

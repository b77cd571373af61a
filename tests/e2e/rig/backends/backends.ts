// Backends outside the app, for as long as a test's world lives, and a tap on the wire between them and the app.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { controlClient, type ControlClient } from '../../../../src/sandbox/control-client'
import { startSandbox, type Sandbox } from '../../../../src/sandbox/index'
import { startDeployedStandIn, type DeployedStandIn, type Person } from '../../../standins/academyos-deployed'
import { createChanges, type Changes } from '../changes'
import type { World } from '../world'

/** A deployed AcademyOS with one person to sign in as. */
export interface Academyos {
  readonly server: DeployedStandIn
  readonly person: Person
  /** Values of the form, password included. */
  readonly fields: Readonly<Record<'address' | 'publicKey' | 'login' | 'password', string>>
}

/** Starts the stand-in; it ends with the world. `password` replaces the person's random one. */
export async function academyosIn(world: World, password?: string): Promise<Academyos> {
  const server = await startDeployedStandIn()
  world.onStop(() => server.stop())
  const [person] = server.users
  if (!person) throw new Error('The stand-in has nobody to sign in as')
  if (password !== undefined) Object.assign(person, { password })
  return { server, person, fields: { address: server.address, publicKey: server.publicKey, login: person.email, password: person.password } }
}

/** A WPP Platform outside the app's profile. */
export interface Platform {
  readonly address: string
  /** Of the process that runs now. */
  readonly control: ControlClient
  /** It stops serving: connections end, new ones are refused. */
  stop(): Promise<void>
  /** The same platform again on the same port: its numbers are still linked, the tokens it gave are worth nothing. */
  startAgain(): Promise<void>
}

/** Starts a WPP Platform; it ends with the world. */
export async function platformIn(world: World): Promise<Platform> {
  const dir = mkdtempSync(join(tmpdir(), 'platform-'))
  const start = (port: number): Promise<Sandbox> => startSandbox({ dir, port, timings: { starting: 50, linking: 50 } })
  let sandbox: Sandbox | null = await start(0)
  const { address } = sandbox
  let control = controlClient(sandbox)
  const stop = async (): Promise<void> => {
    const running = sandbox
    sandbox = null
    await running?.close()
  }
  world.onStop(async () => {
    await stop()
    rmSync(dir, { recursive: true, force: true })
  })
  return {
    address,
    get control() {
      return control
    },
    stop,
    async startAgain() {
      sandbox = await start(Number(new URL(address).port))
      control = controlClient(sandbox)
    },
  }
}

/** What stands between the app and a backend. */
export interface Tap {
  readonly address: string
  /** Every token, key and password that crossed, in either direction. */
  readonly secrets: ReadonlySet<string>
  /** Method and path of every request. */
  readonly asked: readonly string[]
  /** While set, answers instead of the backend; false = the backend answers after all. */
  answer: ((path: string, response: ServerResponse) => boolean) | null
  readonly until: Changes['until']
}

const SECRET_FIELD = /^(token|access_?token|refresh_?token|api_?key|password)$/i

/** Puts a tap before a backend; without `target` only `answer` answers. Ends with the world. */
export async function tapIn(world: World, target?: string): Promise<Tap> {
  const secrets = new Set<string>()
  const asked: string[] = []
  const changes = createChanges()
  const collect = (value: unknown, name = ''): void => {
    if (typeof value === 'string') {
      if (SECRET_FIELD.test(name) && value !== '' && !value.includes('•')) secrets.add(value)
    } else if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) collect(each, key)
  }
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(message)
    const path = message.url ?? '/'
    asked.push(`${message.method} ${path}`)
    const bearer = /^Bearer (.+)$/.exec(message.headers.authorization ?? '')?.[1]
    if (bearer) collect(bearer, 'token')
    collect(parsed(body))
    changes.changed()
    if (tap.answer?.(path, response) === true || target === undefined) return
    const passed = forward(target + path, { method: message.method, headers: { ...message.headers, host: new URL(target).host } })
    passed.once('response', (answer) => {
      bytesOf(answer).then(
        (answered) => {
          collect(parsed(answered))
          response.writeHead(answer.statusCode ?? 502, answer.headers).end(answered)
          changes.changed()
        },
        () => response.destroy(), // cut half-way: the app is cut off too
      )
    })
    passed.once('error', () => response.destroy())
    passed.end(body)
  }
  const server = createServer((message, response) => void serve(message, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world.onStop(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const tap: Tap = { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secrets, asked, answer: null, until: changes.until }
  return tap
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

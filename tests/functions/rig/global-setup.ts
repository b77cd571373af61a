// One system for all files of a run, and a small door through which the test workers reach it.
import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { startSystem } from '../../../scripts/system/index.mjs'
import { startPlatformTap, type TapFault } from './platform-tap'

/** What tests are given. */
export interface SystemUnderTest {
  readonly url: string
  readonly anonKey: string
  readonly serviceKey: string
  readonly dbUrl: string
  readonly adminUrl: string
  readonly sandbox: { readonly address: string; readonly controlToken: string }
  readonly tapUrl: string
  readonly encryptionKeys: string
  readonly wppSecret: string
  /** Address and token of the door. */
  readonly door: string
}

declare module 'vitest' {
  interface ProvidedContext {
    system: SystemUnderTest
  }
}

/** Starts everything; vitest awaits the returned teardown. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const tap = await startPlatformTap()
  const forwarded: string[] = []
  const lines: string[] = []
  const token = randomBytes(12).toString('hex')
  const encryptionKeys = `now:${randomBytes(32).toString('base64')},before:${randomBytes(32).toString('base64')}`
  const door = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      if (request.url === '/forwarded') {
        forwarded.push(text)
        return void response.end()
      }
      if (request.url !== `/${token}`) return void response.writeHead(404).end()
      const { method, args } = JSON.parse(text) as { method: string; args: unknown[] }
      answer(method, args).then(
        (value) => response.end(JSON.stringify({ value: value ?? null })),
        (error: unknown) => response.end(JSON.stringify({ error: String(error) })),
      )
    })
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const doorUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`

  const system = await startSystem({
    environment: {
      WPP_BASE_URL: tap.url,
      WPP_ENCRYPTION_KEYS: encryptionKeys,
      WPP_COUNT_QUERIES: '1',
      WPP_AUTH_DEADLINE_MS: '20000',
      WPP_MANAGE_ROLES: 'owner,admin,operator',
      WPP_WEBHOOK_FORWARD_URL: `${doorUrl}/forwarded`,
    },
    // Second workers, to be killed while other files' tests go on.
    aliases: { 'wpp-create-victim': 'wpp-create', 'wpp-events-victim': 'wpp-events' },
    // Hundreds of people sign in: the cheapest hash.
    passwordCost: 4,
    timings: { starting: 60, linking: 60 },
    onLine: (name: string, line: string) => lines.push(`${name} ${line}`),
  })
  tap.setTarget(system.sandbox.address)

  async function answer(method: string, args: unknown[]): Promise<unknown> {
    const [first] = args
    switch (method) {
      case 'kill':
        return await system.functions.kill(String(first))
      case 'fault':
        return tap.fault(first as TapFault)
      case 'heal':
        return tap.heal(String(first))
      case 'calls':
        return tap.calls(String(first))
      case 'forwarded':
        return forwarded
      case 'lines':
        return lines
      case 'organization': {
        const id = typeof first === 'string' ? first : randomUUID()
        await system.sql`insert into public.organizations (id, name) values (${id}, ${`Organisation ${id.slice(0, 8)}`})`
        return id
      }
      case 'operator': {
        const { organizationId, role } = first as { organizationId: string | null; role: string }
        return await system.addOperator({ email: `${randomUUID().slice(0, 8)}@example.test`, organizationId, role })
      }
      default:
        throw new Error(`No call ${method}`)
    }
  }

  project.provide('system', {
    url: system.url,
    anonKey: system.anonKey,
    serviceKey: system.auth.serviceKey,
    dbUrl: system.dbUrl,
    adminUrl: system.adminUrl,
    sandbox: system.sandbox,
    tapUrl: tap.url,
    encryptionKeys,
    wppSecret: system.settings.WPP_SECRET,
    door: `${doorUrl}/${token}`,
  })
  return async () => {
    await system.stop()
    await tap.stop()
    door.closeAllConnections()
    await new Promise((resolve) => door.close(resolve))
  }
}

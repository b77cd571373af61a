// The secret key is part of two paths: it is proved, kept in the keychain, and found nowhere else.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wppconnectKind } from '../../../src/main/gateways/wppconnect'
import type { GatewayEnvironment } from '../../../src/main/core/ports'
import { connectionRecord, environment, failureOf, MemorySlots, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { SilentLog } from '../../fakes/silent-log'
import { startWppconnect, type WppconnectStandIn } from '../../standins/wppconnect'
import { numberOf } from './rig'

const CANARY = 'Canary/of+the=secret%20key7351'
let server: WppconnectStandIn
let secrets: MemorySlots
let log: SilentLog
let around: GatewayEnvironment

beforeEach(async () => {
  server = await startWppconnect({ secret: CANARY, pace: null })
  secrets = new MemorySlots()
  log = new SilentLog()
  around = { ...environment(), log }
})
afterEach(() => server.stop())

const signIn = (fields: Record<string, string>, facts: Record<string, string> = {}) =>
  wppconnectKind.signIn({ address: '', facts, fields, secrets }, around, patient())
const open = () => wppconnectKind.open(connectionRecord('wppconnect', server.address), secrets, around)

describe('signing in', () => {
  it('proves the key and keeps it in the keychain alone', async () => {
    expect(valueOf(await signIn({ address: server.address, secretKey: CANARY }))).toEqual({ address: server.address, facts: {} })
    expect([...secrets.kept]).toEqual([['secretKey', CANARY]])
    expect(wppconnectKind.connectionSlots).toEqual(['secretKey'])
  })

  it('takes what was pasted out of a file of settings and out of a browser', async () => {
    const signedIn = valueOf(await signIn({ address: `${server.address}/api-docs/`, secretKey: `SECRET_KEY="${CANARY}"` }))
    expect(signedIn.address).toBe(server.address)
    expect(valueOf(await signIn({ address: `${server.address}/api/s1/${encodeURIComponent(CANARY)}/generate-token`, secretKey: CANARY })).address).toBe(
      server.address,
    )
  })

  it.each(['wrong', 'THISISMYSECURETOKEN'])('refuses the key %s and keeps nothing', async (secretKey) => {
    expect(failureOf(await signIn({ address: server.address, secretKey }))).toMatchObject({ code: 'secret-key-rejected', field: 'secretKey' })
    expect(secrets.kept.size).toBe(0)
  })

  it.each([
    ['', 'invalid-input'],
    ['..', 'invalid-input'],
    ['two words', 'pasted-space'],
    ['ключ', 'pasted-characters'],
  ])('does not ask the server about the key %j', async (secretKey, code) => {
    expect(failureOf(await signIn({ address: server.address, secretKey }))).toMatchObject({ code, field: 'secretKey' })
    expect(server.seen).toEqual([])
  })

  it('warns of the key that every server is delivered with', async () => {
    await server.stop()
    server = await startWppconnect({ secret: 'THISISMYSECURETOKEN', pace: null })
    expect(valueOf(await signIn({ address: server.address, secretKey: 'THISISMYSECURETOKEN' })).facts).toEqual({ defaultSecret: 'yes' })
    expect(log.lines.map(({ level }) => level)).toEqual(['warn'])
  })

  it('says that something else answers', async () => {
    server.instead(() => ({ status: 404, type: 'text/html', body: '<pre>Cannot POST /</pre>' }))
    expect(failureOf(await signIn({ address: server.address, secretKey: CANARY }))).toMatchObject({ code: 'address-not-backend', field: 'address' })
    server.instead(({ path }) => (path.endsWith('show-all-sessions') ? { status: 200, type: 'text/html', body: '<html>' } : null))
    expect(failureOf(await signIn({ address: server.address, secretKey: CANARY }))).toMatchObject({ code: 'address-not-backend' })
    expect(secrets.kept.size).toBe(0)
  })
})

describe('a key that was changed on the server', () => {
  it("is told as the connection's sign-in, and the new one is read from the keychain", async () => {
    secrets.kept.set('secretKey', 'an older one')
    const gateway = open()
    expect(await gateway.read(numberOf('s1'), patient())).toMatchObject({ state: 'unknown', failure: { code: 'secret-key-rejected' } })
    expect(failureOf(await gateway.list(patient()))).toMatchObject({ code: 'secret-key-rejected' })
    secrets.kept.set('secretKey', CANARY)
    expect(await gateway.read(numberOf('s1'), patient())).toMatchObject({ state: 'disconnected' })
  })

  it('is not mistaken for a token that has gone stale', async () => {
    secrets.kept.set('secretKey', CANARY)
    const gateway = open()
    await gateway.read(numberOf('s1'), patient())
    let refusals = 0
    const body = JSON.stringify({ error: 'Check that the Session and Token are correct' })
    server.instead(({ path }) => (path.endsWith('status-session') && refusals++ === 0 ? { status: 401, type: 'application/json', body } : null))
    expect(await gateway.read(numberOf('s1'), patient())).toMatchObject({ state: 'disconnected' })
    expect(server.asked('generate-token')).toHaveLength(2)
  })

  it('without an entry in the keychain is missing', async () => {
    expect(await open().read(numberOf('s1'), patient())).toMatchObject({ failure: { code: 'secret-missing' } })
  })
})

it('no log line, failure, reading or record holds the key or a token', async () => {
  const said: unknown[] = []
  said.push(await signIn({ address: server.address, secretKey: CANARY }))
  const gateway = open()
  server.sessions.link('linked')
  const bodies = [
    ...['{}', '{"response":false}', 'null', '[]', '{"status":"CONNECTED"}', '{"status":"<b>"}', 'not json', '{"token":7}'].map((body) => ({
      type: 'application/json',
      body,
    })),
    { type: 'text/html', body: '<pre>Cannot GET /</pre>' },
  ]
  const answers = [null, ...[200, 201, 302, 400, 401, 403, 404, 429, 500].flatMap((status) => bodies.map((each) => ({ ...each, status })))]
  for (const each of answers) {
    // Whatever the server says may repeat what it was asked.
    server.instead(each && (({ path }) => ({ ...each, body: each.body.replace('/', path) })))
    for (const fresh of [gateway, open()]) {
      said.push(await fresh.list(patient()), await fresh.read(numberOf('linked'), patient()), await fresh.start(numberOf('other'), patient()))
      said.push(await fresh.provision({ fields: {}, known: [], idempotencyKey: 'k' }, patient()), await fresh.disconnect(numberOf('linked'), patient()))
    }
    said.push(await signIn({ address: server.address, secretKey: CANARY }))
  }
  server.instead(null)
  await server.kill()
  said.push(await open().list(patient()), await open().read(numberOf('linked'), patient()), await signIn({ address: server.address, secretKey: CANARY }))
  const text = JSON.stringify([said, log.lines])
  expect(text.length).toBeGreaterThan(10_000)
  for (const secret of [CANARY, encodeURIComponent(CANARY), 'Canary', '$2b$', 'Bearer']) expect(text).not.toContain(secret)
  // The canary does sing: it was in the requests.
  expect(JSON.stringify(server.seen)).toContain('Canary')
})

// The simulated platform from outside: its wire contract.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { valueOf } from '../fakes/gateways/gateway-rig'
import { until } from '../fakes/heard'
import { SandboxRig } from '../fakes/sandbox-rig'
import { WireServer } from '../fakes/wire-server'

vi.setConfig({ testTimeout: 20_000 }) // real sockets and fsync on a busy machine

let rig: SandboxRig
beforeEach(async () => void (rig = await SandboxRig.start({ wppSecret: 'wpp-secret' })))
afterEach(() => rig.end())

const call: SandboxRig['call'] = (...args) => rig.call(...args)
const issue = async () => valueOf(await rig.control.issue())

describe('client creation', () => {
  it('needs the secret and gives the same organisation the same key', async () => {
    expect(await call('POST', '/api/integrations/wpp/create', 'wrong', { organizationId: 'o1' })).toMatchObject({
      status: 401,
      json: { error: 'Invalid token' },
    })
    expect((await call('POST', '/api/integrations/wpp/create', null, { organizationId: 'o1' })).status).toBe(401)
    const first = await call('POST', '/api/integrations/wpp/create', 'wpp-secret', { organizationId: 'o1' })
    expect(first).toMatchObject({ status: 200, json: { session: '0000000000001', status: 'starting' } })
    expect((await call('POST', '/api/integrations/wpp/create', 'wpp-secret', { organizationId: 'o1' })).json).toEqual(first.json)
    expect((await call('POST', '/api/integrations/wpp/create', 'wpp-secret', { organizationId: 'o2' })).json).toMatchObject({ session: '0000000000002' })
    expect((await call('POST', '/api/integrations/wpp/create', 'wpp-secret', {})).status).toBe(400)
  })

  it('is deaf to what a page in a browser can post without asking', async () => {
    const body = JSON.stringify({ organizationId: 'o1' })
    const answer = await fetch(`${rig.sandbox.address}/api/integrations/wpp/create`, {
      method: 'POST',
      headers: { authorization: 'Bearer wpp-secret', 'content-type': 'text/plain' },
      body,
    })
    expect(answer.status).toBe(400)
  })
})

describe('the wire contract', () => {
  it('opens only to keys it issued', async () => {
    expect(await call('POST', '/auth/token', null, { apiKey: 'key_wrong' })).toMatchObject({ status: 403, json: { error: 'Invalid API key' } })
    const { apiKey } = await issue()
    expect((await call('POST', '/auth/token', null, { apiKey })).json).toMatchObject({ expiresIn: 900 })
  })

  it('refuses calls without a token, with a wrong one, and for another number', async () => {
    const [mine, other] = [await issue(), await issue()]
    const token = await rig.tokenOf(mine.apiKey)
    for (const bearer of [null, 'wrong'])
      expect(await call('GET', `/api/accounts/${mine.session}/status`, bearer)).toMatchObject({ status: 401, json: { error: 'Invalid token' } })
    for (const [method, path, body] of [
      ['GET', `/api/accounts/${other.session}/status`],
      ['GET', `/api/accounts/${other.session}/qr`],
      ['POST', `/internal/session/${other.session}/stop`],
      ['POST', '/api/accounts/start', { number: other.session }],
    ] as const) {
      expect(await call(method, path, token, body)).toMatchObject({ status: 404, json: { error: 'Account not found' } })
    }
  })

  it('answers as Express does for a route it lacks', async () => {
    const answer = await call('POST', '/api/messages/text')
    expect([answer.status, answer.text.includes('<pre>Cannot POST /api/messages/text</pre>')]).toEqual([404, true])
  })

  it('walks from offline over a code to connected, and stops', async () => {
    const { apiKey, session } = await issue()
    const token = await rig.tokenOf(apiKey)
    const status = async () => (await call('GET', `/api/accounts/${session}/status`, token)).json
    expect(await status()).toEqual({ status: 'offline' })
    expect((await call('GET', `/api/accounts/${session}/qr`, token)).json).toEqual({ qr: null })
    expect((await call('POST', '/api/accounts/start', token, { number: session })).json).toEqual({ status: 'starting' })
    const waiting = await until(status, (each) => each?.['status'] === 'qr')
    const { qr, expires_at } = (await call('GET', `/api/accounts/${session}/qr`, token)).json ?? {}
    expect(expires_at).toBe(waiting?.['expires_at'])
    expect(Math.abs(Date.parse(String(expires_at)) - Date.now() - 60_000)).toBeLessThan(10_000)
    expect((await call('POST', '/api/accounts/start', token, { number: session })).json).toEqual({ status: 'qr', qr, expires_at })
    valueOf(await rig.control.phone(session, 'scan', String(qr)))
    await until(status, (each) => each?.['status'] === 'connected')
    expect(await status()).toEqual({ status: 'connected', phone: '70000000001' })
    expect((await call('POST', `/internal/session/${session}/stop`, token)).status).toBe(200)
    expect(await status()).toEqual({ status: 'offline', cause: 'by-operator' })
  })

  it("issues codes of WhatsApp's form", async () => {
    const { qr } = await rig.scanning()
    const [reference, ...keys] = qr.split(',')
    expect(reference).toMatch(/^2@[A-Za-z0-9+/]{92}$/)
    expect(keys.map((key) => Buffer.from(key, 'base64').length)).toEqual([32, 32, 32])
    expect(qr.length).toBeGreaterThan(220)
  })

  it('rotates codes and gives up after the sixth', async () => {
    await rig.restart({ timings: { starting: 1, firstCode: 20, laterCode: 5 } })
    const receiver = await WireServer.start()
    const { apiKey, session } = await issue()
    const token = await rig.tokenOf(apiKey)
    await call('POST', `/internal/session/${session}/webhook`, token, { url: receiver.address })
    await call('POST', '/api/accounts/start', token, { number: session })
    await until(
      () => Promise.resolve(receiver.seen.length),
      (count) => count === 7,
    )
    const events = receiver.seen.map((each) => each.body as { type: string; data: { qr?: string } })
    expect(events.map((each) => each.type)).toEqual(['qr', 'qr', 'qr', 'qr', 'qr', 'qr', 'disconnected'])
    expect(new Set(events.map((each) => each.data.qr)).size).toBe(7)
    expect((await call('GET', `/api/accounts/${session}/status`, token)).json).toEqual({ status: 'offline' })
    await receiver.close()
  })

  it('lets tokens die of age', async () => {
    await rig.restart({ timings: { token: 40 } })
    const { apiKey, session } = await issue()
    const token = await rig.tokenOf(apiKey)
    expect((await call('GET', `/api/accounts/${session}/status`, token)).status).toBe(200)
    await until(
      () => call('GET', `/api/accounts/${session}/status`, token),
      (each) => each.status === 401,
    )
  })

  it('posts events in order to the registered address', async () => {
    const receiver = await WireServer.start()
    const { session, token } = await rig.scanning()
    expect((await call('POST', `/internal/session/${session}/webhook`, token, { url: 'file:///etc/passwd' })).status).toBe(400)
    expect((await call('POST', `/internal/session/${session}/webhook`, token, { url: `${receiver.address}/hook?account=${session}` })).status).toBe(200)
    await rig.control.phone(session, 'scan')
    await until(
      () => rig.view(session),
      (each) => each.phase === 'connected',
    )
    await rig.control.phone(session, 'go-offline')
    await rig.control.phone(session, 'come-online')
    await rig.control.phone(session, 'unlink')
    await call('POST', '/api/accounts/start', token, { number: session })
    await until(
      () => Promise.resolve(receiver.seen.length),
      (count) => count >= 5,
    )
    expect(receiver.seen.map((each) => each.body)).toMatchObject([
      { type: 'connected', data: { account: session, phone: '70000000001' } },
      { type: 'disconnected', data: { account: session, cause: 'phone-offline' } },
      { type: 'connected', data: { account: session } },
      { type: 'logout', data: { account: session, cause: 'logged-out' } },
      { type: 'qr', data: { account: session, qr: expect.stringMatching(/^2@/) as string } },
    ])
    expect(receiver.seen[0]).toMatchObject({ method: 'POST', path: `/hook?account=${session}` })
    await receiver.close()
  })
})

// The control interface of the simulated platform, and the faults it switches on.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { controlClient } from '../../src/sandbox/control-client'
import { startSandbox } from '../../src/sandbox/index'
import { failureOf, valueOf } from '../fakes/gateways/gateway-rig'
import { SandboxRig } from '../fakes/sandbox-rig'

vi.setConfig({ testTimeout: 20_000 }) // real sockets and fsync on a busy machine

let rig: SandboxRig
beforeEach(async () => void (rig = await SandboxRig.start()))
afterEach(() => rig.end())

const call: SandboxRig['call'] = (...args) => rig.call(...args)
const issue = async () => valueOf(await rig.control.issue())

describe('the control interface', () => {
  it.each([
    ['GET', '/control/numbers'],
    ['POST', '/control/numbers'],
    ['PUT', '/control/faults'],
    ['GET', '/control/numbers/0000000000001'],
    ['POST', '/control/numbers/0000000000001/phone'],
    ['DELETE', '/control/numbers/0000000000001'],
    ['GET', '/control/anything'],
  ])('%s %s is closed without its token', async (method, path) => {
    await issue()
    for (const token of ['', 'wrong', rig.sandbox.controlToken.slice(1)]) {
      const answer = await fetch(rig.sandbox.address + path, { method, headers: { 'x-control-token': token } })
      expect([answer.status, await answer.json()]).toEqual([401, { error: 'Control token required' }])
    }
    expect(valueOf(await rig.control.numbers())).toHaveLength(1)
  })

  it('has another token at every start', async () => {
    const before = rig.sandbox.controlToken
    await rig.restart()
    expect(rig.sandbox.controlToken).not.toBe(before)
    expect(failureOf(await controlClient({ ...rig.sandbox, controlToken: before }).numbers()).code).toBe('not-allowed')
  })

  it('tells what a phone cannot do, a code that is gone, and a number that is not there', async () => {
    const { session } = await rig.scanning()
    expect(failureOf(await rig.control.phone(session, 'unlink'))).toMatchObject({ code: 'invalid-input', field: 'action' })
    expect(failureOf(await rig.control.phone(session, 'scan', '2@old')).code).toBe('invalid-input')
    expect(failureOf(await rig.control.phone('9999999999999', 'scan')).code).toBe('number-not-found')
    await rig.sandbox.close()
    expect(failureOf(await rig.control.numbers()).code).toBe('unreachable')
    rig.sandbox = await startSandbox({ dir: rig.dir })
  })

  it('removes an account: its key still opens, its session is unknown', async () => {
    const { apiKey, session, token } = await rig.linked()
    valueOf(await rig.control.remove(session))
    expect((await call('GET', `/api/accounts/${session}/status`, token)).status).toBe(404)
    expect((await call('GET', `/api/accounts/${session}/status`, await rig.tokenOf(apiKey))).status).toBe(404)
    expect(valueOf(await rig.control.numbers())).toEqual([])
  })

  it('revokes a key and its tokens', async () => {
    const { apiKey, session, token } = await rig.linked()
    valueOf(await rig.control.revokeKey(session, true))
    expect((await call('GET', `/api/accounts/${session}/status`, token)).status).toBe(401)
    expect((await call('POST', '/auth/token', null, { apiKey })).status).toBe(403)
    valueOf(await rig.control.revokeKey(session, false))
    expect((await call('GET', `/api/accounts/${session}/status`, token)).status).toBe(200)
  })
})

describe('faults', () => {
  const outcome = async (session: string, token: string) => {
    try {
      const { status, text } = await call('GET', `/api/accounts/${session}/status`, token)
      return `${status} ${text.slice(0, 15)}`
    } catch (error) {
      return (error as Error).name
    }
  }
  it.each([
    ['server-error', '503 {"error":"Servi'],
    ['rate-limited', '429 {"error":"Too m'],
    ['html', '200 <!doctype html>'.slice(0, 19)],
    ['expired-token', '401 {"error":"Inval'],
    ['malformed', 'SyntaxError'],
    ['cut', 'TypeError'],
    ['none', '200 {"status":"conn'],
  ] as const)('%s shows on the wire, and control stays well', async (mode, expected) => {
    const { session, token } = await rig.linked()
    valueOf(await rig.control.faults({ latencyMs: 0, mode }))
    expect(await outcome(session, token)).toBe(expected)
    expect((await rig.view(session)).status).toBe('connected')
    valueOf(await rig.control.faults({ latencyMs: 0, mode: 'none' }))
    expect(await outcome(session, token)).toBe('200 {"status":"conn')
  })

  it('can be limited to a session, a path, and a count', async () => {
    const [one, two] = [await rig.linked(), await rig.linked()]
    valueOf(await rig.control.faults({ latencyMs: 0, mode: 'server-error', sessions: [one.session], paths: ['/status'], count: 2 }))
    expect((await outcome(two.session, two.token)).slice(0, 3)).toBe('200')
    expect((await call('GET', `/api/accounts/${one.session}/qr`, one.token)).status).toBe(200)
    const three = [await outcome(one.session, one.token), await outcome(one.session, one.token), await outcome(one.session, one.token)]
    expect(three.map((each) => each.slice(0, 3))).toEqual(['503', '503', '200'])
  })

  it('429 says when to come back', async () => {
    valueOf(await rig.control.faults({ latencyMs: 0, mode: 'rate-limited', retryAfter: 9 }))
    const answer = await fetch(`${rig.sandbox.address}/auth/token`, { method: 'POST' })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '9'])
  })

  it('latency delays every answer', async () => {
    const { session, token } = await rig.linked()
    valueOf(await rig.control.faults({ latencyMs: 60, mode: 'none' }))
    const started = performance.now()
    await outcome(session, token)
    expect(performance.now() - started).toBeGreaterThan(55)
  })

  it('with wrong words are refused', async () => {
    expect(failureOf(await rig.control.faults({ latencyMs: -1, mode: 'none' })).code).toBe('invalid-input')
  })
})

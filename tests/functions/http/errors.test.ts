import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { VERSION } from '../../../supabase/functions/_shared/companion/version.ts'
import { callAuth, callFunction, database, fault, heal, logLines, newNumber, newOperator, newTeam, system, type Answer, type CallInit } from '../rig/client'

const sql = database()
const NAMES = ['wpp-create', 'wpp-start', 'wpp-qr', 'wpp-status', 'wpp-disconnect', 'wpp-integrations', 'messenger-integrations'] as const
const POSTS = new Set<string>(['wpp-create', 'wpp-start', 'wpp-disconnect'])
const asked = (name: string): CallInit => (POSTS.has(name) ? { body: { session: '0000000000000' } } : { query: { session: '0000000000000' } })

function expectError(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body['code']]).toEqual([status, code])
  expect(answer.body).toEqual({ success: false, error: expect.stringMatching(/^\w[^{}<>]{8,}$/), code, request_id: answer.headers.get('x-request-id') })
  expect(answer.headers.get('x-wpp-companion')).toBe(VERSION)
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('cache-control')).toBe('no-store')
}

describe.each(NAMES)('%s refuses', (name) => {
  it('a caller without a token', async () => {
    expectError(await callFunction(name, asked(name)), 401, 'missing_authorization')
  })

  it('a token that is not ours', async () => {
    expectError(await callFunction(name, { ...asked(name), headers: { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' } }), 401, 'unauthorized')
  })

  it('the public key in place of a token', async () => {
    expectError(await callFunction(name, { ...asked(name), headers: { authorization: `Bearer ${system.anonKey}` } }), 401, 'unauthorized')
  })

  it('a user who was revoked, banned or removed, at once', async () => {
    for (const revoke of [
      (id: string) => sql`delete from auth.sessions where user_id = ${id}`,
      (id: string) => sql`update auth.users set banned_until = now() + interval '1 hour' where id = ${id}`,
      (id: string) => sql`delete from auth.users where id = ${id}`,
    ]) {
      const anna = await newTeam()
      expect((await anna.call(name, asked(name))).status).not.toBe(401)
      await revoke(anna.id)
      expectError(await anna.call(name, asked(name)), 401, 'unauthorized')
    }
  })

  it('a person without an organisation', async () => {
    const nobody = await newOperator(null)
    expectError(await nobody.call(name, asked(name)), 404, 'organization_not_found')
    await sql`delete from public.profiles where id = ${nobody.id}`
    expectError(await nobody.call(name, asked(name)), 404, 'organization_not_found')
  })

  it('other methods', async () => {
    const answer = await callFunction(name, { method: 'DELETE' })
    expectError(answer, 405, 'method_not_allowed')
    expect(answer.headers.get('allow')).toContain('OPTIONS')
  })
})

describe.each(['wpp-create', 'wpp-start', 'wpp-qr', 'wpp-status', 'wpp-disconnect'])('%s refuses a body that', (name) => {
  it.each([
    ['is no JSON', '{"session":', 400, 'invalid_json'],
    ['is no object', '[1]', 400, 'invalid_json'],
    ['is over 64 KiB', JSON.stringify({ session: 'x'.repeat(70_000) }), 413, 'body_too_large'],
  ])('%s', async (_case, raw, status, code) => {
    const anna = await newTeam()
    expectError(await anna.call(name, { method: 'POST', raw }), status, code)
  })

  it('has fields of the wrong kind', async () => {
    const anna = await newTeam()
    const body = name === 'wpp-create' ? { add_new: 'yes' } : { integration_id: 'not-a-uuid' }
    expectError(await anna.call(name, { body }), 400, 'invalid_input')
  })
})

describe('a request about a number', () => {
  it.each(['wpp-qr', 'wpp-status', 'wpp-disconnect', 'wpp-start'])('%s answers 404 for a session that does not exist', async (name) => {
    const anna = await newTeam()
    expectError(await anna.call(name, asked(name)), 404, 'session_not_found')
  })

  it('wpp-qr needs to know the session', async () => {
    expectError(await (await newTeam()).call('wpp-qr'), 400, 'session_required')
  })

  it.each([0, 201, 'x'])('wpp-integrations refuses a page of %s', async (limit) => {
    expectError(await (await newTeam()).call('wpp-integrations', { query: { limit: String(limit) } }), 400, 'invalid_input')
  })

  it('is passed the pause the platform asks for', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await fault({ client: anna.organizationId, path: '/accounts/', mode: 'status', status: 429, headers: { 'retry-after': '7' } })
    for (const name of ['wpp-status', 'wpp-qr'] as const) {
      const answer = await anna.call(name, { query: { session } })
      expectError(answer, 429, 'rate_limited')
      expect(answer.headers.get('retry-after')).toBe('7')
    }
  })
})

describe('wpp-create tells apart', () => {
  it.each([
    ['a platform that is down', { mode: 'cut' as const }, 502, 'platform_unreachable'],
    ['a platform with an error', { mode: 'status' as const, status: 500 }, 502, 'platform_error'],
    ['a platform that answers nonsense', { mode: 'html' as const }, 502, 'platform_not_understood'],
    ['an answer without a key', { mode: 'status' as const, status: 200, json: { session: 's' } }, 502, 'platform_not_understood'],
    ['a server secret that is refused', { mode: 'status' as const, status: 401 }, 502, 'platform_secret_rejected'],
    ['a platform that asks for a pause', { mode: 'status' as const, status: 429 }, 429, 'rate_limited'],
  ])('%s', async (_case, plan, status, code) => {
    const anna = await newTeam()
    await fault({ client: anna.organizationId, path: '/wpp/create', ...plan })
    expectError(await anna.call('wpp-create', { body: {} }), status, code)
    await heal(anna.organizationId)
    // Nothing is stuck: the next click works.
    expect((await anna.call('wpp-create', { body: {} })).status).toBe(200)
  })

  it('a role that may not create or disconnect, and may read', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    const viewer = await newOperator(anna.organizationId, 'viewer')
    expectError(await viewer.call('wpp-create', { body: {} }), 403, 'role_not_allowed')
    expectError(await viewer.call('wpp-start', { body: { session } }), 403, 'role_not_allowed')
    expectError(await viewer.call('wpp-disconnect', { body: { session } }), 403, 'role_not_allowed')
    expect((await viewer.call('wpp-status', { query: { session } })).status).toBe(200)
    expect((await viewer.call('wpp-integrations')).status).toBe(200)
  })

  it('an Idempotency-Key that is none', async () => {
    const anna = await newTeam()
    expectError(await anna.call('wpp-create', { body: { add_new: true }, headers: { 'idempotency-key': 'short' } }), 400, 'invalid_input')
  })
})

describe('requests and logs', () => {
  it('carry the caller’s request id, if it is harmless', async () => {
    const id = `test-${randomUUID()}`
    const answer = await callFunction('wpp-status', { headers: { 'x-request-id': id } })
    expect(answer.body['request_id']).toBe(id)
    expect((await logLines()).some((line) => line.includes(id))).toBe(true)
    expect((await callFunction('wpp-status', { headers: { 'x-request-id': 'no good"' } })).body['request_id']).not.toBe('no good"')
  })

  it('hold no key, token, password or webhook secret', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await anna.call('wpp-status', { query: { session } })
    const [row] = await sql`select webhook_key from public.messenger_integrations where wpp_session = ${session}`
    const control = await fetch(`${system.sandbox.address}/control/numbers/${session}`, { headers: { 'x-control-token': system.sandbox.controlToken } })
    const { apiKey } = (await control.json()) as { apiKey: string }
    const all = (await logLines()).join('\n')
    expect(all).toContain(session)
    for (const secret of [apiKey, String(row?.['webhook_key']), anna.token, anna.password, system.wppSecret, system.anonKey]) expect(all).not.toContain(secret)
  })

  it('give the auth service’s own shapes for a missing or wrong public key', async () => {
    expect(await callAuth('user', { headers: { apikey: 'nonsense' } })).toMatchObject({ status: 401, body: { message: 'Invalid authentication credentials' } })
  })
})

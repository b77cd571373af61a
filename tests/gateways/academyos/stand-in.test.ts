// That the stand-in of the deployed functions really has the quirks the gateway is tested against.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startDeployedStandIn, type DeployedStandIn } from '../../standins/academyos-deployed'

let standIn: DeployedStandIn
let bearer: string
let organization: string

beforeEach(async () => {
  standIn = await startDeployedStandIn()
  const [person] = standIn.users
  organization = person?.organization ?? ''
  const signedIn = await ask('/auth/v1/token?grant_type=password', { email: person?.email, password: person?.password })
  bearer = String(signedIn.body['access_token'])
})
afterEach(() => standIn.stop())

async function ask(path: string, body?: unknown, authorization = `Bearer ${bearer}`): Promise<{ status: number; body: Record<string, unknown> }> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(standIn.address + path, { ...init, headers: { apikey: standIn.publicKey, authorization, 'content-type': 'application/json' } })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const call = (name: string, body?: unknown, authorization?: string): ReturnType<typeof ask> => ask(`/functions/v1/${name}`, body, authorization)

test('two rows make wpp-qr answer 404 for either', async () => {
  const row = standIn.addRow(organization, { primary: true })
  standIn.platform.start(row.session)
  expect((await call(`wpp-qr?session=${row.session}`)).body['qr']).toMatch(/^2@/)
  standIn.addRow(organization)
  expect(await call(`wpp-qr?session=${row.session}`)).toEqual({ status: 404, body: { success: false, error: 'WPP integration not found' } })
})

test('a plain wpp-create with two rows registers a client and fails to save a second primary', async () => {
  standIn.addRow(organization, { primary: true })
  standIn.addRow(organization)
  const clients = standIn.platform.clients.size
  const made = await call('wpp-create', {})
  expect([made.status, made.body['error']]).toEqual([500, expect.stringMatching(/^Failed to save integration: duplicate key/)])
  expect(standIn.platform.clients.size).toBe(clients + 1)
})

test('wpp-create with add_new makes another number every time', async () => {
  const sessions = [await call('wpp-create', { add_new: true }), await call('wpp-create', { add_new: true })].map((each) => each.body['session'])
  expect(new Set(sessions).size).toBe(2)
})

test('without force a stored "connected" is trusted for ever; with it the truth is told', async () => {
  const row = standIn.addRow(organization, { primary: true })
  standIn.scan(row.session)
  await call('wpp-status', { force: true })
  standIn.drop(row.session)
  expect((await call('wpp-status', {})).body['status']).toBe('connected')
  expect((await call('wpp-status', { force: true })).body['status']).toBe('disconnected')
})

test('wpp-status ignores the session in the query and answers for the primary', async () => {
  const primary = standIn.addRow(organization, { primary: true })
  const other = standIn.addRow(organization)
  expect((await call(`wpp-status?session=${other.session}`, { force: true })).body['account_number']).toBe(primary.session)
})

test('a platform outage is told as "disconnected", and by wpp-create as "starting"', async () => {
  await call('wpp-create', {})
  standIn.platformDown(true)
  expect((await call('wpp-status', { force: true })).body).toMatchObject({ success: true, status: 'disconnected' })
  expect((await call('wpp-create', {})).body).toMatchObject({ success: true, status: 'starting' })
})

test('wpp-disconnect without an id deletes the primary’s row', async () => {
  standIn.addRow(organization, { primary: true })
  const other = standIn.addRow(organization)
  expect((await call('wpp-disconnect', {})).body).toEqual({ ok: true, success: true, status: 'disconnected' })
  expect(standIn.rows).toEqual([other])
  expect((await call('wpp-status', { force: true })).body['message']).toBe('WPP integration not configured')
})

test('a bearer in small letters is nobody for wpp-status and somebody for wpp-create', async () => {
  expect((await call('wpp-status', {}, `bearer ${bearer}`)).status).toBe(401)
  expect((await call('wpp-create', {}, `bearer ${bearer}`)).status).toBe(200)
})

test('a missing function is the router’s 500', async () => {
  expect(await call('wpp-integrations')).toEqual({ status: 500, body: { error: 'main worker error', details: expect.stringContaining('wpp-integrations') } })
})

test('using a spent refresh token ends the whole sign-in; using the parent of the active one does not', async () => {
  const [person] = standIn.users
  const refresh = (token: unknown): ReturnType<typeof ask> => ask('/auth/v1/token?grant_type=refresh_token', { refresh_token: token })
  const first = (await ask('/auth/v1/token?grant_type=password', { email: person?.email, password: person?.password })).body['refresh_token']
  const second = (await refresh(first)).body['refresh_token']
  expect((await refresh(first)).body['refresh_token']).toBe(second)
  const third = (await refresh(second)).body['refresh_token']
  expect(await refresh(first)).toMatchObject({ status: 400, body: { code: 400, error_code: 'refresh_token_already_used' } })
  expect(await refresh(third)).toMatchObject({ status: 400, body: { error_code: 'session_not_found' } })
})

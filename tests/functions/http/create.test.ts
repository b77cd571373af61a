import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { VERSION } from '../../../supabase/functions/_shared/companion/version.ts'
import { callFunction, database, fault, heal, linkPhone, newNumber, newOperator, newOrganization, newTeam, phone, platformCalls, until } from '../rig/client'
import { eventually } from '../../fakes/heard'

const sql = database()
const rows = (organizationId: string) => sql`select * from public.messenger_integrations where organization_id = ${organizationId}`

describe('wpp-create', () => {
  it('creates the number in one click and never shows the key', async () => {
    const anna = await newTeam()
    const { status, headers, body } = await anna.call('wpp-create', { body: {} })
    expect(status).toBe(200)
    expect(headers.get('x-wpp-companion')).toBe(VERSION)
    expect(body).toMatchObject({ success: true, status: 'starting', label: anna.organizationId.slice(0, 8) })
    expect(body['session']).toMatch(/^\d{13}$/)
    expect(body['apiKey']).toMatch(/^.{6}••••••.{4}$/)
    const [row] = await rows(anna.organizationId)
    expect(row).toMatchObject({
      id: body['integration_id'],
      wpp_client_id: anna.organizationId,
      wpp_state: 'ready',
      is_primary: true,
      settings: { wppAccountNumber: body['session'] },
    })
    expect(row?.['wpp_api_key_enc']).toMatch(/^now\./)
  })

  it('answers within 3 s', async () => {
    // The best of three: other programs on this machine are not what is measured.
    const times: number[] = []
    for (let time = 0; time < 3; time++) {
      const anna = await newTeam()
      const began = performance.now()
      expect((await anna.call('wpp-create', { body: {} })).status).toBe(200)
      times.push(performance.now() - began)
    }
    expect(Math.min(...times)).toBeLessThan(3_000)
  })

  it('leads to a code, a scan and a connected number', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    const shown = await until(anna, session, 'qr_issued')
    expect(shown.body['qr']).toBe(shown.body['qrcode'])
    expect(Date.parse(String(shown.body['expires_at']))).toBeGreaterThan(Date.now())
    const linked = await linkPhone(anna, session)
    expect(linked.body).toMatchObject({ status: 'connected', account_number: session, phone: expect.stringMatching(/^\d+$/) })
    expect(linked.body).not.toHaveProperty('qr')
  })

  it('gives the same session back with its live state', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await linkPhone(anna, session)
    const { body } = await anna.call('wpp-create', { body: {} })
    expect(body).toMatchObject({ session, status: 'connected' })
    expect(await platformCalls(anna.organizationId, '/wpp/create')).toHaveLength(1)
  })

  it('starts a stopped number again, with the same session', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    await linkPhone(anna, session)
    await phone(session, 'unlink')
    await until(anna, session, 'disconnected')
    const { body } = await anna.call('wpp-create', { body: {} })
    expect(body).toMatchObject({ session, status: 'starting' })
    await until(anna, session, 'qr_issued')
  })

  it('makes one client and one row of 50 requests at once', async () => {
    const organizationId = await newOrganization()
    const [ann, bob] = [await newOperator(organizationId), await newOperator(organizationId)]
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? ann : bob).call('wpp-create', { body: {} })))
    expect(new Set(answers.map((answer) => answer.body['code'] ?? answer.status))).toEqual(new Set([200]))
    expect(new Set(answers.map((answer) => answer.body['session'])).size).toBe(1)
    expect(await rows(organizationId)).toHaveLength(1)
    expect(await platformCalls(organizationId, '/wpp/create')).toHaveLength(1)
    expect(await platformCalls(organizationId, '/auth/token')).toHaveLength(1)
    // A request that is late enough to find the lease over may start the account once more; the platform takes that for the same start.
    expect((await platformCalls(organizationId, '/accounts/start')).length).toBeGreaterThanOrEqual(1)
  })

  it('adds a further number once for one Idempotency-Key, however often and fast it is asked', async () => {
    const anna = await newTeam()
    const first = await newNumber(anna)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => newNumber(anna, key)))
    expect(new Set(answers.map((answer) => answer.session)).size).toBe(1)
    const other = await newNumber(anna, randomUUID())
    expect(new Set([first.session, answers[0]?.session, other.session]).size).toBe(3)
    const stored = await rows(anna.organizationId)
    expect(stored.map((row) => row['wpp_client_id']).sort()).toEqual([
      anna.organizationId,
      expect.stringMatching(/__wpp__[0-9a-f]{8}$/),
      expect.stringMatching(/__wpp__[0-9a-f]{8}$/),
    ])
    expect(stored.filter((row) => row['is_primary'])).toHaveLength(1)
  })

  it('keeps organisations apart whose ids begin alike', async () => {
    const start = randomUUID().slice(0, 8)
    const [one, two] = await Promise.all([1, 2].map(async () => newOperator(await newOrganization(start + randomUUID().slice(8)))))
    const sessions = [await newNumber(one as never), await newNumber(two as never)].map(({ session }) => session)
    expect(new Set(sessions).size).toBe(2)
  })

  it('registers the client again on force_recreate, and it stays the same client', async () => {
    const anna = await newTeam()
    const { session } = await newNumber(anna)
    const { body } = await anna.call('wpp-create', { body: { force_recreate: true } })
    expect(body).toMatchObject({ session, success: true })
    expect((await platformCalls(anna.organizationId, '/wpp/create')).map((call) => call.client)).toEqual([anna.organizationId, anna.organizationId])
    expect(await rows(anna.organizationId)).toHaveLength(1)
  })

  it('gives a stuck platform its 10 s and then ends with 504, and works as soon as that is over', async () => {
    const anna = await newTeam()
    await fault({ client: anna.organizationId, path: '/wpp/create', mode: 'hang' })
    const began = performance.now()
    const [stuck, other] = await Promise.all([
      anna.call('wpp-create', { body: {} }),
      eventually(async () => (await platformCalls(anna.organizationId, '/wpp/create')).length > 0).then(() => anna.call('wpp-create', { body: {} })),
    ])
    const took = performance.now() - began
    expect(stuck).toMatchObject({ status: 504, body: { success: false, code: 'platform_timeout' } })
    // The second operator is told that somebody else is at it, or got the turn when the first gave up.
    expect([409, 504]).toContain(other.status)
    expect(took).toBeGreaterThan(9_500)
    await heal(anna.organizationId)
    const after = await anna.call('wpp-create', { body: {} })
    expect(after.status).toBe(200)
    expect(await rows(anna.organizationId)).toHaveLength(1)
  })

  it('does not wait for a platform that is slow to start the number', async () => {
    const anna = await newTeam()
    await fault({ client: anna.organizationId, path: '/accounts/start', mode: 'hold' })
    const { body } = await anna.call('wpp-create', { body: {} })
    expect(body['status']).toBe('starting')
    // Only now does the start reach the platform.
    await heal(anna.organizationId)
    await until(anna, String(body['session']), 'qr_issued')
  })

  it('shows the number’s state while its start still hangs', async () => {
    const anna = await newTeam()
    await fault({ client: anna.organizationId, path: '/accounts/start', mode: 'hang' })
    const { body } = await anna.call('wpp-create', { body: {} })
    expect((await anna.call('wpp-status', { query: { session: String(body['session']) } })).body).toMatchObject({
      status: 'disconnected',
      evidence: { word: 'offline' },
    })
  })

  it('says so when the platform refuses the start at once', async () => {
    const anna = await newTeam()
    await fault({ client: anna.organizationId, path: '/accounts/start', mode: 'status', status: 503, count: 1 })
    expect(await anna.call('wpp-create', { body: {} })).toMatchObject({ status: 502, body: { code: 'platform_error' } })
    expect((await anna.call('wpp-create', { body: {} })).body).toMatchObject({ success: true, status: 'starting' })
  })

  it('needs an Idempotency-Key to add a number', async () => {
    const anna = await newTeam()
    expect(await anna.call('wpp-create', { body: { add_new: true } })).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } })
    expect(await rows(anna.organizationId)).toHaveLength(0)
  })

  it('answers a browser that asks first', async () => {
    const { status, headers } = await callFunction('wpp-create', { method: 'OPTIONS' })
    expect(status).toBe(200)
    expect(headers.get('access-control-allow-headers')).toContain('idempotency-key')
  })
})

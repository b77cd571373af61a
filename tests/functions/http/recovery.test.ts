import { describe, expect, it } from 'vitest'
import { eventually } from '../../fakes/heard'
import { database, fault, heal, killFunction, linkPhone, newTeam, PATIENCE, platformCalls } from '../rig/client'

const sql = database()

async function called(organizationId: string, path: string): Promise<void> {
  await eventually(async () => (await platformCalls(organizationId, path)).length > 0, `a request to ${path}`, PATIENCE)
}

describe('kill -9 in the middle of wpp-create', () => {
  it('between platform and database: the next request finishes it with the same client, in its own time', async () => {
    const anna = await newTeam()
    await fault({ client: anna.organizationId, path: '/wpp/create', mode: 'answer-lost', count: 1 })
    const lost = anna.call('wpp-create-victim', { body: {} }).catch(() => null)
    await called(anna.organizationId, '/wpp/create')
    await killFunction('wpp-create-victim')
    await lost
    const [reserved] = await sql`select wpp_state, wpp_session from public.messenger_integrations where organization_id = ${anna.organizationId}`
    expect(reserved).toEqual({ wpp_state: 'reserved', wpp_session: null })

    const { status, body } = await anna.call('wpp-create', { body: {} })
    expect(status).toBe(200)
    const clients = (await platformCalls(anna.organizationId, '/wpp/create')).map((call) => call.client)
    expect(clients).toEqual([anna.organizationId, anna.organizationId])
    const rows = await sql`select wpp_session, wpp_state from public.messenger_integrations where organization_id = ${anna.organizationId}`
    expect([...rows]).toEqual([{ wpp_session: body['session'], wpp_state: 'ready' }])
    expect((await linkPhone(anna, String(body['session']))).body['status']).toBe('connected')
  })

  it('before the number is started: the next request starts it', async () => {
    const anna = await newTeam()
    await fault({ client: anna.organizationId, path: '/auth/token', mode: 'hang' })
    const lost = anna.call('wpp-create-victim', { body: {} }).catch(() => null)
    await called(anna.organizationId, '/auth/token')
    await killFunction('wpp-create-victim')
    await lost
    await heal(anna.organizationId)
    // The dead process held the right to renew the token: at most 10 s, then another may.
    await sql`update public.messenger_integrations set wpp_token_lease_until = null where organization_id = ${anna.organizationId}`
    const { body } = await anna.call('wpp-create', { body: {} })
    expect(body).toMatchObject({ success: true, status: 'starting' })
    expect((await linkPhone(anna, String(body['session']))).body['status']).toBe('connected')
    expect(await platformCalls(anna.organizationId, '/wpp/create')).toHaveLength(1)
  })
})

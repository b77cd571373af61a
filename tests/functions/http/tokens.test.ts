import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { database, fault, linkPhone, newNumber, newTeam, platformCalls } from '../rig/client'

const sql = database()

async function connectedTeam() {
  const anna = await newTeam()
  const { session } = await newNumber(anna)
  await linkPhone(anna, session)
  const tokenCalls = async () => (await platformCalls(anna.organizationId, '/auth/token')).length
  return { anna, session, tokenCalls, ask: () => anna.call('wpp-status', { query: { session } }) }
}

describe("the platform's token", () => {
  it('is fetched once and kept, encrypted, for all functions', async () => {
    const { anna, session, tokenCalls, ask } = await connectedTeam()
    expect(await tokenCalls()).toBe(1)
    await ask()
    await anna.call('wpp-qr', { query: { session } })
    await anna.call('wpp-integrations', { query: { live: '1' } })
    expect(await tokenCalls()).toBe(1)
    const [row] =
      await sql`select wpp_token_enc, extract(epoch from wpp_token_expires_at - now())::int as life, extract(epoch from wpp_token_expires_at - wpp_token_renew_at)::int as early, settings::text
      from public.messenger_integrations where wpp_session = ${session}`
    expect(row?.['wpp_token_enc']).toMatch(/^now\./)
    expect(row?.['life']).toBeGreaterThan(800)
    expect(row?.['early']).toBe(60)
    expect(row?.['settings']).not.toMatch(/token/i)
  })

  it.each([
    ['before it ends', '-1 s', '30 s'],
    ['after it ended', '-60 s', '-1 s'],
  ])('is renewed %s, by one of 30 requests to three functions at once', async (_case, renew, expires) => {
    const { anna, session, tokenCalls, ask } = await connectedTeam()
    await sql`update public.messenger_integrations set wpp_token_renew_at = now() + ${renew}::interval, wpp_token_expires_at = now() + ${expires}::interval where wpp_session = ${session}`
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => [ask(), anna.call('wpp-qr', { query: { session } }), anna.call('wpp-integrations', { query: { live: '1' } })]).flat(),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    for (const { body } of answers) expect(JSON.stringify(body)).not.toContain('unreachable')
    expect(await tokenCalls()).toBe(2)
  })

  it('is renewed once after a 401, by one of 20 requests at once', async () => {
    const { session, tokenCalls, ask } = await connectedTeam()
    const [row] = await sql`select id from public.messenger_integrations where wpp_session = ${session}`
    // A token the platform does not know, as after its restart.
    const { createVault, tokenPlace } = await import('../../../supabase/functions/_shared/companion/vault.ts')
    const { system } = await import('../rig/client')
    const spent = await createVault(system.encryptionKeys).seal('spent-token', tokenPlace(String(row?.['id'])))
    await sql`update public.messenger_integrations set wpp_token_enc = ${spent} where wpp_session = ${session}`
    const answers = await Promise.all(Array.from({ length: 20 }, ask))
    expect(answers.map(({ body }) => body['status'])).toEqual(answers.map(() => 'connected'))
    expect(await tokenCalls()).toBe(2)
  })

  it('is asked for once more and no oftener when the platform goes on answering 401', async () => {
    const { anna, tokenCalls, ask } = await connectedTeam()
    await fault({ client: anna.organizationId, path: '/accounts/', mode: 'status', status: 401 })
    expect((await ask()).body).toMatchObject({ status: 'unreachable', evidence: { http: 401, reason: 'unauthorized' } })
    expect(await tokenCalls()).toBe(2)
  })

  it('that cannot be renewed leaves no lock behind', async () => {
    const { anna, session, ask } = await connectedTeam()
    await sql`update public.messenger_integrations set wpp_token_renew_at = now() - interval '1 s', wpp_token_expires_at = now() where wpp_session = ${session}`
    await fault({ client: anna.organizationId, path: '/auth/token', mode: 'status', status: 503, count: 1 })
    expect((await ask()).body['status']).toBe('unreachable')
    expect((await ask()).body['status']).toBe('connected')
  })

  it('belongs to one number each', async () => {
    const { anna, session } = await connectedTeam()
    const other = await newNumber(anna, randomUUID())
    await linkPhone(anna, other.session)
    const stored = await sql`select wpp_token_enc from public.messenger_integrations where organization_id = ${anna.organizationId}`
    expect(new Set(stored.map((row) => row['wpp_token_enc'])).size).toBe(2)
    expect(session).not.toBe(other.session)
  })
})

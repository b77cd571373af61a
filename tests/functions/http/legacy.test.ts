// Rows that an older function wrote: plaintext keys, no client id. They work as they are, until they are converted on request.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createVault, keyPlace } from '../../../supabase/functions/_shared/companion/vault.ts'
import { database, linkPhone, newTeam, phone, system, until, type Operator } from '../rig/client'

const sql = database()

/** A number that the older wpp-create made: the platform knows it, its key lies open in settings. */
async function legacyNumber(operator: Operator) {
  const issued = await fetch(`${system.sandbox.address}/control/numbers`, {
    method: 'POST',
    headers: { 'x-control-token': system.sandbox.controlToken, 'content-type': 'application/json' },
    body: JSON.stringify({ organizationId: randomUUID(), linked: true }),
  })
  const { session, apiKey } = (await issued.json()) as { session: string; apiKey: string }
  const [row] = await sql`insert into public.messenger_integrations (organization_id, messenger_type, provider, name, is_primary, settings)
    values (${operator.organizationId}, 'whatsapp', 'wpp', 'old', true, ${sql.json({ wppApiKey: apiKey, wppAccountNumber: session, wppJwtToken: 'eyJold', wppJwtExpiresAt: 1 })}) returning id`
  return { session, apiKey, id: String(row?.['id']) }
}

const stored = async (id: string) => (await sql`select settings, wpp_api_key_enc, wpp_api_key_mask from public.messenger_integrations where id = ${id}`)[0]

async function encryptKeys(keys: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['scripts/encrypt-keys.mjs', ...args], {
    env: { ...process.env, SUPABASE_DB_URL: system.dbUrl, WPP_ENCRYPTION_KEYS: keys },
  })
  return stdout + stderr
}

describe('a row of the older functions', () => {
  it('is read, watched, listed with a mask, and given back by wpp-create without a second client', async () => {
    const anna = await newTeam()
    const { session, apiKey, id } = await legacyNumber(anna)
    expect((await anna.call('wpp-status', { query: { session } })).body).toMatchObject({ status: 'connected', account_number: session })
    const created = await anna.call('wpp-create', { body: {} })
    expect(created.body).toMatchObject({ success: true, session, status: 'connected', integration_id: id })
    const listed = await anna.call('wpp-integrations')
    for (const { body } of [created, listed]) expect(JSON.stringify(body)).not.toContain(apiKey)
    expect(JSON.stringify(listed.body)).toContain(apiKey.slice(-4))
    // Until somebody asks for it, the key stays where the older functions read it.
    expect((await stored(id))?.['settings']).toMatchObject({ wppApiKey: apiKey })
    expect(await sql`select id from public.messenger_integrations where organization_id = ${anna.organizationId}`).toHaveLength(1)
  })

  it('can be disconnected and connected again', async () => {
    const anna = await newTeam()
    const { session } = await legacyNumber(anna)
    expect((await anna.call('wpp-disconnect', { body: {} })).body).toMatchObject({ success: true, session })
    expect((await anna.call('wpp-create', { body: {} })).body).toMatchObject({ session, status: 'starting' })
    await linkPhone(anna, session)
  })
})

describe('npm run encrypt-keys', () => {
  it('counts without --yes, converts with it, and the number goes on working', async () => {
    const anna = await newTeam()
    const { session, apiKey, id } = await legacyNumber(anna)
    expect(await encryptKeys(system.encryptionKeys)).toMatch(/To encrypt: [1-9]\d* .*\n.*Nothing was changed/)
    expect((await stored(id))?.['settings']).toMatchObject({ wppApiKey: apiKey })

    const told = await encryptKeys(system.encryptionKeys, '--yes')
    expect(told).toMatch(/^Encrypted: [1-9]/)
    expect(told).not.toContain(apiKey)
    const row = await stored(id)
    expect(row?.['settings']).toEqual({ wppAccountNumber: session })
    expect(await createVault(system.encryptionKeys).open(String(row?.['wpp_api_key_enc']), keyPlace(id))).toBe(apiKey)
    await phone(session, 'unlink')
    expect((await until(anna, session, 'disconnected')).status).toBe(200)
    expect(await encryptKeys(system.encryptionKeys)).toContain('To encrypt: 0 ')
  })

  it('fails plainly without its settings', async () => {
    await expect(encryptKeys('')).rejects.toThrow(/must be set/)
  })
})

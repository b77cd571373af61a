// `npm run encrypt-keys -- --yes --rotate` seals every row of a database again and drops its token, so it has a database of its own here.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { applyMigrations } from '../../../scripts/system/migrate.mjs'
import { createVault, keyIdOf, keyPlace, tokenPlace } from '../../../supabase/functions/_shared/companion/vault.ts'
import { ownDatabase } from '../rig/own-database'

const API_KEY = 'key_0123456789abcdef'
const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const [older, newer] = [key('older'), key('newer')]
let url = ''
let sql: postgres.Sql

beforeAll(async () => {
  url = await ownDatabase('rotate')
  await applyMigrations(url)
  sql = postgres(url, { max: 1, onnotice: () => undefined })
})
afterAll(() => sql.end({ timeout: 2 }))

/** A number whose key and token are sealed with these keys. */
async function sealed(keys: string): Promise<string> {
  const [organization] = await sql`insert into public.organizations (id, name) values (gen_random_uuid(), 'o') returning id`
  const [row] = await sql`insert into public.messenger_integrations (organization_id, messenger_type, provider, name, settings)
    values (${String(organization?.['id'])}, 'whatsapp', 'wpp', 'n', '{}') returning id`
  const id = String(row?.['id'])
  const vault = createVault(keys)
  await sql`update public.messenger_integrations set wpp_api_key_enc = ${await vault.seal(API_KEY, keyPlace(id))},
    wpp_token_enc = ${await vault.seal('token', tokenPlace(id))}, wpp_token_expires_at = now(), wpp_token_renew_at = now() where id = ${id}`
  return id
}
const stored = async (id: string) =>
  (await sql`select wpp_api_key_enc, wpp_token_enc, wpp_token_expires_at, wpp_token_renew_at from public.messenger_integrations where id = ${id}`)[0]

it('seals again with the newest key, drops the token of the old one, and leaves what has the newest already', async () => {
  const [old, current] = [await sealed(older), await sealed(newer)]
  const before = await stored(current)
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/encrypt-keys.mjs', '--yes', '--rotate'], {
    env: { ...process.env, SUPABASE_DB_URL: url, WPP_ENCRYPTION_KEYS: `${newer},${older}` },
  })
  expect(stdout).toContain('Sealed again with key "newer": 1.')
  const row = await stored(old)
  const enc = String(row?.['wpp_api_key_enc'])
  expect(keyIdOf(enc)).toBe('newer')
  // Functions whose first key is another one still open it.
  expect(await createVault(`${older},${newer}`).open(enc, keyPlace(old))).toBe(API_KEY)
  expect(row).toMatchObject({ wpp_token_enc: null, wpp_token_expires_at: null, wpp_token_renew_at: null })
  expect(await stored(current)).toEqual(before)
})

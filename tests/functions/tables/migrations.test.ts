import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyMigrations } from '../../../scripts/system/migrate.mjs'
import { ownDatabase } from '../rig/own-database'
import { as, REFUSED } from '../rig/roles'

const A = '00000000-0000-4000-8000-0000000000a1'
let url = ''
let sql: postgres.Sql

beforeAll(async () => {
  url = await ownDatabase('deployed')
  sql = postgres(url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(readFileSync(new URL('../rig/deployed-schema.sql', import.meta.url), 'utf8'))
})

afterAll(() => sql.end({ timeout: 2 }))

describe('the migrations on a deployed database', () => {
  it('open before: the policy for everybody shows every key to anybody', async () => {
    expect(await as(sql, 'anon', null, `select settings ->> 'wppApiKey' from public.messenger_integrations where provider = 'wpp'`)).toHaveLength(3)
  })

  it('apply, and may be applied again', async () => {
    await applyMigrations(url)
    await applyMigrations(url)
  })

  it('lose no row and read the sessions of the older ones, two organisations with one session included', async () => {
    const rows = await sql`select name, wpp_session, wpp_client_id, wpp_state, is_active from public.messenger_integrations order by name`
    expect(rows.map((row) => [row['name'], row['wpp_session'], row['wpp_client_id'], row['wpp_state'], row['is_active']])).toEqual([
      ['one', '0000000000901', null, 'ready', true],
      ['tg', null, null, 'ready', true],
      ['three', '0000000000901', null, 'ready', true],
      ['two', 'client_abc', null, 'ready', true],
    ])
  })

  it('close the tables: no policy is true for everybody any more, and members no longer read keys', async () => {
    expect(await sql`select tablename, policyname from pg_policies where qual = 'true' or with_check = 'true'`).toEqual([])
    expect(await as(sql, 'anon', null, 'select id from public.messenger_integrations')).toBe(REFUSED)
    expect(await as(sql, 'authenticated', A, 'select settings from public.messenger_integrations')).toBe(REFUSED)
    expect(await as(sql, 'authenticated', A, 'select name from public.messenger_integrations')).toHaveLength(3)
  })

  it('let people go on editing their profile, but not their role', async () => {
    const edit = (what: string) => as(sql, 'authenticated', A, `update public.profiles set ${what} where id = '${A}' returning id`)
    expect(await edit(`first_name = 'Anna'`)).toEqual([{ id: A }])
    expect(await edit(`wpp_role = 'owner'`)).toBe(REFUSED)
  })

  it('take over the state row of an older function, and keep two organisations with one session apart', async () => {
    const rows = await sql`select id from public.messenger_integrations where wpp_session = '0000000000901' order by name`
    for (const row of rows) await sql`select public.wpp_record_state(${String(row['id'])}, 'disconnected', 'banned', null, 'offline', 'status', null, now())`
    expect([...(await sql`select session_name, status, integration_id from public.whatsapp_sessions order by session_name`)]).toEqual([
      { session_name: 'wpp_0000000000901', status: 'disconnected', integration_id: rows[0]?.['id'] },
      { session_name: `wpp_0000000000901_${String(rows[1]?.['id']).slice(0, 8)}`, status: 'disconnected', integration_id: rows[1]?.['id'] },
    ])
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../fakes/heard'
import { database, linkPhone, newNumber, newTeam, PATIENCE, type Operator } from '../rig/client'
import { as, REFUSED } from '../rig/roles'

const sql = database()
const TABLES = ['organizations', 'profiles', 'messenger_integrations', 'whatsapp_sessions', 'wpp_session_events']
const SAFE = 'id, organization_id, name, is_primary, wpp_session, wpp_state, wpp_api_key_mask'
let anna: Operator
let vera: Operator

beforeAll(async () => {
  anna = await newTeam()
  vera = await newTeam()
  for (const each of [anna, vera]) await linkPhone(each, (await newNumber(each)).session)
})

const read = (table: string) => (table === 'messenger_integrations' ? `select ${SAFE} from public.${table}` : `select * from public.${table}`)
const organizationsIn = (rows: readonly Record<string, unknown>[] | string) =>
  typeof rows === 'string' ? rows : [...new Set(rows.map((row) => row['organization_id'] ?? row['id']))]

describe.each(TABLES)('%s', (table) => {
  it('has row level security on, and no policy that is true for everybody', async () => {
    const [row] = await sql`select relrowsecurity from pg_class where oid = ${`public.${table}`}::regclass`
    expect(row?.['relrowsecurity']).toBe(true)
    expect(await sql`select policyname from pg_policies where tablename = ${table} and (qual = 'true' or with_check = 'true')`).toHaveLength(0)
  })

  it('shows a member their own organisation only', async () => {
    expect(organizationsIn(await as(sql, 'authenticated', anna.id, read(table)))).toEqual([anna.organizationId])
    expect(organizationsIn(await as(sql, 'authenticated', vera.id, read(table)))).toEqual([vera.organizationId])
  })

  it('shows a stranger nothing, and refuses anonymous callers', async () => {
    expect(await as(sql, 'authenticated', '00000000-0000-4000-8000-000000000000', read(table))).toEqual([])
    expect(await as(sql, 'authenticated', null, read(table))).toEqual([])
    expect(await as(sql, 'anon', null, read(table))).toBe(REFUSED)
  })

  it('shows the service role everything', async () => {
    expect(organizationsIn(await as(sql, 'service_role', null, `select * from public.${table}`))).toEqual(
      expect.arrayContaining([anna.organizationId, vera.organizationId]),
    )
  })

  it('lets no member write or delete', async () => {
    const column = table === 'organizations' || table === 'messenger_integrations' ? 'name' : table === 'profiles' ? 'first_name' : 'status'
    expect(await as(sql, 'authenticated', anna.id, `update public.${table} set ${column} = 'connected'`)).toBe(REFUSED)
    expect(await as(sql, 'authenticated', anna.id, `delete from public.${table}`)).toBe(REFUSED)
    expect(await as(sql, 'authenticated', anna.id, `insert into public.${table} default values`)).toBe(REFUSED)
  })
})

describe('secrets', () => {
  it.each(['settings', 'webhook_key', 'wpp_api_key_enc', 'wpp_token_enc', '*'])('a member cannot read messenger_integrations.%s', async (column) => {
    expect(await as(sql, 'authenticated', anna.id, `select ${column} from public.messenger_integrations`)).toBe(REFUSED)
  })

  it('a member cannot record states by calling the functions’ own function', async () => {
    const call = `select public.wpp_record_state(null, 'connected', null, null, null, 'status', null, now())`
    expect(await as(sql, 'authenticated', anna.id, call)).toBe(REFUSED)
    expect(await as(sql, 'anon', null, call)).toBe(REFUSED)
    expect(await as(sql, 'anon', null, 'select public.wpp_my_organization()')).toBe(REFUSED)
  })
})

describe('constraints', () => {
  const insert = (columns: string, values: string) =>
    as(
      sql,
      'service_role',
      null,
      `insert into public.messenger_integrations (organization_id, messenger_type, provider, name, ${columns}) values ('${anna.organizationId}', 'whatsapp', 'wpp', 'n', ${values})`,
    )

  it.each([
    ['a second row of one client', () => insert('wpp_client_id', `'${anna.organizationId}'`), '23505'],
    ['a client id of another organisation', () => insert('wpp_client_id', `'${vera.organizationId}'`), '23514'],
    ["the plan's short client id", () => insert('wpp_client_id', `'${anna.organizationId?.slice(0, 8)}'`), '23514'],
    ['a second primary', () => insert('is_primary', 'true'), '23505'],
    ['an unknown state', () => insert('wpp_state', `'half'`), '23514'],
    ['an unknown role', () => as(sql, 'service_role', null, `update public.profiles set wpp_role = 'king' where id = '${anna.id}'`), '23514'],
    ['an unknown status', () => as(sql, 'service_role', null, `update public.whatsapp_sessions set status = 'unreachable'`), '23514'],
  ])('refuse %s', async (_case, attempt, code) => {
    expect(await attempt()).toBe(code)
  })
})

describe('recording', () => {
  it('of one event twice at once waits, and the second is a repeat', async () => {
    const [number] = await sql`select id from public.messenger_integrations where organization_id = ${anna.organizationId}`
    const record = (on: Pick<typeof sql, 'unsafe'>) =>
      on.unsafe('select public.wpp_record_state($1, $2, null, null, null, $3, $4, now()) as done', [
        String(number?.['id']),
        'connected',
        'webhook',
        'sha256:same',
      ])
    let second: ReturnType<typeof record> | undefined
    await sql.begin(async (first) => {
      expect(await record(first)).toMatchObject([{ done: expect.not.stringMatching('repeat') }])
      second = record(sql)
      second.catch(() => undefined)
      // The first has not been committed: the second must be waiting for it now.
      const waiting = async () => (await first`select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`)[0]?.['n']
      await eventually(async () => (await waiting()) > 0, 'the second record waits for the first', PATIENCE)
    })
    expect(await second).toMatchObject([{ done: 'repeat' }])
  })
})

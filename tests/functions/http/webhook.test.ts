import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../fakes/heard'
import { callFunction, database, forwardedEvents, linkPhone, newNumber, newTeam, PATIENCE, phone } from '../rig/client'

const sql = database()
let session = ''
let key = ''
let anna: Awaited<ReturnType<typeof newTeam>>

const post = (body: unknown, query: Record<string, string> = { account: session, key }) => callFunction('wpp-webhook', { body, query })
const state = async () => (await sql`select status, cause, phone from public.whatsapp_sessions where session_name = ${`wpp_${session}`}`)[0]
const events = async () =>
  (await sql`select status, cause, event_key from public.wpp_session_events where session = ${session} and source = 'webhook' order by id`).map((row) => ({
    ...row,
  }))

beforeAll(async () => {
  anna = await newTeam()
  // A number the platform does not know, so that all its events are the test's own.
  session = randomUUID().slice(0, 13)
  const [row] = await sql`insert into public.messenger_integrations (organization_id, messenger_type, provider, name, settings)
    values (${anna.organizationId}, 'whatsapp', 'wpp', 'n', ${sql.json({ wppAccountNumber: session })}) returning webhook_key`
  key = String(row?.['webhook_key'])
})

describe('wpp-webhook', () => {
  it.each([
    ['no key', {}],
    ['a short key', { key: 'x' }],
    ['a wrong key', { key: 'f'.repeat(64) }],
  ])('refuses an event with %s', async (_case, query) => {
    expect(await post({ type: 'connected', account: session }, { account: session, ...query })).toMatchObject({
      status: 401,
      body: { success: false, code: 'webhook_key_wrong' },
    })
    expect(await events()).toEqual([])
  })

  it('records a state and its cause, in both forms of an event', async () => {
    expect(
      (await post({ id: 'evt_1', type: 'connected', created: Math.floor(Date.now() / 1000) - 50, data: { account: session, phone: '+7 000 000-00-42' } })).body,
    ).toMatchObject({ ok: true, success: true, message: 'recorded' })
    expect(await state()).toEqual({ status: 'connected', cause: null, phone: '70000000042' })
    await post({ type: 'disconnected', account: session, cause: 'conflict' })
    expect(await state()).toMatchObject({ status: 'disconnected', cause: 'replaced' })
    await post({ event: 'ready', account: session })
    await post({ id: 'evt_2', type: 'logout', data: { account: session } })
    expect(await state()).toMatchObject({ status: 'disconnected', cause: 'logged-out' })
  })

  it('drops repeats, by id for ever and by body for a while, also when they come at once', async () => {
    const count = (await events()).length
    const event = { id: 'evt_3', type: 'connected', data: { account: session } }
    const flat = { type: 'offline', account: session, note: randomUUID() }
    const answers = await Promise.all([...Array.from({ length: 8 }, () => post(event)), ...Array.from({ length: 8 }, () => post(flat))])
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(answers.filter(({ body }) => body['message'] === 'repeat')).toHaveLength(14)
    expect(await events()).toHaveLength(count + 2)
    await sql`update public.wpp_session_events set recorded_at = now() - interval '1 hour' where session = ${session}`
    expect((await post(event)).body['message']).toBe('repeat')
    // The same words another hour are another event.
    expect((await post(flat)).body['message']).not.toBe('repeat')
  })

  it('keeps an event that comes late in the history only', async () => {
    const at = Math.floor(Date.now() / 1000)
    await post({ id: 'evt_10', type: 'connected', created: at, data: { account: session } })
    expect((await post({ id: 'evt_9', type: 'disconnected', created: at - 20, data: { account: session, cause: 'banned' } })).body['message']).toBe('late')
    expect(await state()).toMatchObject({ status: 'connected' })
    expect(await events()).toContainEqual({ status: 'disconnected', cause: 'banned', event_key: 'id:evt_9' })
  })

  it('ignores what is no state, and passes it on', async () => {
    const text = randomUUID()
    expect((await post({ account: session, from: '+70000000000', text, type: 'chat' })).body).toMatchObject({ ok: true, message: 'ignored' })
    await eventually(async () => (await forwardedEvents()).some((body) => body.includes(text)), 'the event is passed on', PATIENCE)
  })

  it('refuses what is no JSON', async () => {
    expect(await callFunction('wpp-webhook', { query: { key }, raw: '<html>' })).toMatchObject({ status: 400, body: { code: 'invalid_json' } })
  })

  it('hears the platform itself: an unlink shows with its cause although nobody asked', async () => {
    const vera = await newTeam()
    const number = await newNumber(vera)
    await linkPhone(vera, number.session)
    await phone(number.session, 'unlink')
    const seen = async () =>
      (await sql`select status, cause from public.wpp_session_events where session = ${number.session} and source = 'webhook' order by id desc limit 1`)[0]
    await eventually(async () => (await seen())?.['status'] === 'disconnected', 'the webhook records the drop', PATIENCE)
    expect(await seen()).toEqual({ status: 'disconnected', cause: 'logged-out' })
    expect((await vera.call('wpp-status', { query: { session: number.session } })).body).toMatchObject({ status: 'disconnected', cause: 'logged-out' })
  })
})

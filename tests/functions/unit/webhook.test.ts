import { describe, expect, it } from 'vitest'
import { handle as webhook } from '../../../supabase/functions/wpp-webhook/handler.ts'
import { Bench, outcome, request, row, SESSION } from './fakes'

describe('wpp-webhook', () => {
  const post = (bench: Bench, body: unknown, key = 'w'.repeat(32)) => outcome(webhook(request(body, { query: `?account=${SESSION}&key=${key}` }), bench.deps))

  it.each([
    [{ type: 'qr', data: { qr: '2@x' } }, 'qr_issued', undefined],
    [{ qrcode: '2@x' }, 'qr_issued', undefined],
    [{ event: 'READY' }, 'connected', undefined],
    [{ type: 'logout' }, 'disconnected', 'logged-out'],
    [{ type: 'offline', reason: 'conflict' }, 'disconnected', 'replaced'],
    [{ type: 'disconnected', data: { cause: 'phone_offline' } }, 'disconnected', 'phone-offline'],
    [{ type: 'disconnected' }, 'disconnected', undefined],
  ])('%j is %s', async (event, expected, cause) => {
    const bench = new Bench([row()])
    expect(await post(bench, event)).toMatchObject({ status: 200, body: { ok: true, message: 'recorded' } })
    expect(bench.store.settled[0]?.record).toMatchObject({ status: expected, source: 'webhook', eventKey: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) })
    expect(bench.store.settled[0]?.record?.cause).toBe(cause)
  })

  it.each<[string, object]>([
    ['a type with space around it and in capitals', { type: ' Connected\n' }],
    ['a type under another spelling', { Type: 'connected' }],
    ['a clean success', { type: 'connected', success: true, error: null }],
  ])('%s is connected', async (_what, event) => {
    const bench = new Bench([row()])
    await post(bench, event)
    expect(bench.store.settled[0]?.record).toMatchObject({ status: 'connected', word: 'connected' })
  })

  it.each<[string, object]>([
    ['success as false', { type: 'connected', success: false }],
    ['success as "false"', { type: 'connected', success: 'false' }],
    ['success denied in its data', { type: 'connected', data: { ok: 0 } }],
    ['an error', { type: 'ready', error: 'boom' }],
    ['an error object in its data', { type: 'connected', data: { error: {} } }],
    ['another type beside it', { type: 'connected', Type: 'disconnected' }],
    ['success denied', { type: 'disconnected', success: false }],
  ])('a state with %s is not believed', async (_what, event) => {
    const bench = new Bench([row()])
    expect(await post(bench, event)).toMatchObject({ status: 200, body: { message: 'ignored' } })
    expect(bench.store.settled).toEqual([])
  })

  it('does not believe a state that names a field twice', async () => {
    const bench = new Bench([row()])
    const twice = new Request(`https://functions.example/x?key=${'w'.repeat(32)}`, {
      method: 'POST',
      body: `{"account":"43","type":"connected","account":"${SESSION}"}`,
    })
    expect(await outcome(webhook(twice, bench.deps))).toMatchObject({ body: { message: 'ignored' } })
    expect(bench.store.settled).toEqual([])
  })

  it('takes a numeric id of an event for its id, so that a repeat is one', async () => {
    const bench = new Bench([row()])
    for (const id of [17, '17', 1.5, 1e300]) await post(bench, { id, type: 'connected' })
    expect(bench.store.settled.map(({ record }) => record?.eventKey?.slice(0, 6))).toEqual(['id:17', 'id:17', 'sha256', 'sha256'])
  })

  it('takes the event’s id and time, but no time to come', async () => {
    const bench = new Bench([row()])
    await post(bench, { id: 'evt_1', type: 'connected', created: bench.time / 1000 - 60 })
    await post(bench, { id: 'evt_2', type: 'connected', created: bench.time / 1000 + 60 })
    expect(bench.store.settled.map(({ record }) => [record?.eventKey, record?.occurredAt])).toEqual([
      ['id:evt_1', new Date(bench.time - 60_000).toISOString()],
      ['id:evt_2', new Date(bench.time).toISOString()],
    ])
  })

  it('passes on what is no state, and only if there is somebody to take it', async () => {
    const bench = new Bench([row()])
    const event = { type: 'chat', account: SESSION, text: 'hi' }
    expect(await post(bench, event)).toMatchObject({ body: { ok: true, message: 'ignored' } })
    expect(bench.posts).toEqual([])
    bench.config = { ...bench.config, webhookForward: 'https://messages.example' }
    await post(bench, event)
    await post(bench, { type: 'connected' })
    expect(bench.posts).toEqual([['https://messages.example', JSON.stringify(event)]])
  })

  it.each(['undefined', 'Error: no QR'])('takes an event without a type and with the code %j for no state', async (qr) => {
    const bench = new Bench([row()])
    expect(await post(bench, { qr })).toMatchObject({ body: { message: 'ignored' } })
    expect(bench.store.settled).toEqual([])
  })

  it.each([['x'], ['v'.repeat(32)]])('refuses the key %s', async (key) => {
    expect(await post(new Bench([row()]), { type: 'connected' }, key)).toBe('webhook_key_wrong')
  })

  it.each<object>([
    { data: { account: '43' } },
    { account: SESSION, data: { account: '43' } },
    { account: SESSION, session: 43 },
    { accountNumber: '43' },
    { Account: true },
  ])('refuses an event of another account: %j', async (more) => {
    expect(await post(new Bench([row()]), { type: 'connected', ...more })).toBe('webhook_key_wrong')
  })

  it('refuses an event to the address of another account', async () => {
    const event = request({ type: 'connected', account: SESSION }, { query: `?account=43&key=${'w'.repeat(32)}` })
    expect(await outcome(webhook(event, new Bench([row()]).deps))).toBe('webhook_key_wrong')
  })
})

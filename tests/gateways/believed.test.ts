// What every gateway believes of an answer, and what it does not: identities in both JSON types, success, errors, status words.
import { describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/main/core/ports'
import { fullListOf, patient, valueOf } from '../fakes/gateways/gateway-rig'
import { BACKENDS, NUMBER, openBackend, openStatus, SESSION, WITH_PLATFORM_WORDS, type Backend } from './properties/backends'

const read = (backend: Backend, status: object, qr?: object) => openStatus(backend, JSON.stringify(status), qr && JSON.stringify(qr)).read(NUMBER, patient())
const unproved = { state: 'unknown', failure: { code: 'not-understood' } }
const CODE = '2@Zm9v,QUJD,REVG,R0hJ'

describe.each(BACKENDS)('%s', (backend) => {
  it.each<[string, object]>([
    ['no identity', {}],
    ['the number itself', { account_number: SESSION }],
    ['the number as a JSON number', { account_number: Number(SESSION) }],
    ['the number with space around it', { account_number: ` ${SESSION}\n` }],
    ['no identity, said so', { account_number: null, session: null }],
    ['success', { success: true, ok: true }],
    ['no error', { error: null }],
    ['an empty error', { error: '', errors: [] }],
  ])('"connected" with %s is connected', async (_what, more) => {
    expect(await read(backend, { status: 'connected', ...more })).toMatchObject({ state: 'connected' })
  })

  it.each<[string, object]>([
    ['another number', { account_number: '79000000043' }],
    ['another number as a JSON number', { account_number: 79000000043 }],
    ['another session', { session: 79000000043 }],
    ['two numbers', { account_number: SESSION, session: '79000000043' }],
    ['another number under another spelling of the name', { accountNumber: '79000000043' }],
    ['another number in an envelope', { data: { account_number: 79000000043 } }],
    ['another session id', { session_id: '79000000043' }],
    ['another session name', { sessionName: 79000000043 }],
    ['leading zeros that the number does not have', { account_number: `00${SESSION}` }],
    ['a number that JSON cannot hold', { account_number: 79000000042000000000 }],
    ['a fraction', { account_number: 79000000042.5 }],
    ['a yes', { account_number: true }],
    ['an empty identity', { account_number: '' }],
    ['a list', { account_number: [SESSION] }],
    ['an object', { session: { id: SESSION } }],
    ['invisible characters', { account_number: `790000\u200b00042` }],
    ['success as "false"', { success: 'false' }],
    ['success as 0', { success: 0 }],
    ['success as null', { success: null }],
    ['success as "no"', { success: 'no' }],
    ['ok as false', { ok: false }],
    ['an error', { error: 'session not found' }],
    ['an error object', { error: {} }],
    ['an error number', { error: 17 }],
    ['an error in an envelope', { data: { error: 'session not found' } }],
  ])('"connected" with %s is not connected', async (_what, more) => {
    const reading = await read(backend, { status: 'connected', ...more })
    expect(reading).toMatchObject(unproved)
    expect(reading.gone).toBeUndefined()
  })

  it('an answer that names a field twice says nothing', async () => {
    const twice = `{"status":"connected","account_number":"79000000043","account_number":"${SESSION}"}`
    expect(await openStatus(backend, twice).read(NUMBER, patient())).toMatchObject(unproved)
  })

  it('an answer that is nested without end says nothing, and breaks nothing', async () => {
    const deep = `{"status":"connected","more":${'['.repeat(50_000)}${']'.repeat(50_000)}}`
    expect(await openStatus(backend, deep).read(NUMBER, patient())).toMatchObject(unproved)
  })

  it('an answer about another number is not "disconnected" either', async () => {
    expect(await read(backend, { status: 'disconnected', account_number: 79000000043 })).toMatchObject(unproved)
  })

  it.each(['CONNECTED', ' Connected ', 'connected\n'])('the status word %j is "connected"', async (status) => {
    expect(await read(backend, { status })).toMatchObject({ state: 'connected', evidence: { word: status.trim() } })
  })

  it("another number's code is not offered", async () => {
    const reading = await read(backend, { status: 'qr_issued' }, { success: true, qr: CODE, session: 79000000043 })
    expect(reading.code).toBeUndefined()
  })

  it.each([79000000042.5, true, {}, 7, 'no phone'])('the phone %j is none', async (phone) => {
    const reading = await read(backend, { status: 'connected', phone })
    expect(reading.state).toBe('connected')
    expect(reading).not.toHaveProperty('phone')
  })

  it.each<[string, object]>([
    ['success as "false"', { success: 'false' }],
    ['ok as 0', { ok: 0 }],
    ['an error', { error: 'could not stop' }],
  ])('a disconnect answered with %s has stopped nothing', async (_what, answer) => {
    const list = JSON.stringify({ integrations: [{ id: 'row-42', session: SESSION }] })
    const gateway = openBackend(backend, (call) => (call.endsWith('integrations') ? list : JSON.stringify(answer)))
    expect(await gateway.disconnect(NUMBER, patient())).toMatchObject({ ok: false, failure: { code: 'not-understood' } })
  })
})

describe.each(WITH_PLATFORM_WORDS)('the words of %s', (backend) => {
  it.each<[object, string]>([
    [{ number: '79000000043' }, 'unknown'],
    [{ number: {} }, 'unknown'],
    [{ account_id: 79000000043 }, 'unknown'],
    [{ number: SESSION, account_id: Number(SESSION) }, 'connected'],
    // The phone of the number, and an id of the backend's own.
    [{ number: '79000000043', phone: '+7 900 000-00-43' }, 'connected'],
    [{ number: '', account_id: 17 }, 'connected'],
    [{ account_id: '5b0c1f2e-0000-4000-8000-000000000000' }, 'connected'],
  ])('%j beside "connected" is %s', async (more, state) => {
    expect((await read(backend, { status: 'connected', ...more })).state).toBe(state)
  })

  it.each(['DISCONNECTED', ' Disconnected ', 'disconnected\n'])('the status word %j is "disconnected"', async (status) => {
    expect((await read(backend, { status })).state).toBe('disconnected')
  })

  it.each(['QR_ISSUED', ' Qr_Issued\t'])('the status word %j asks for the code', async (status) => {
    expect(await read(backend, { status, qr: null }, { success: true, qr: CODE })).toMatchObject(
      backend === 'deployed' ? { state: 'starting' } : { state: 'awaiting-scan', code: { value: CODE } },
    )
    expect(await read(backend, { status, qr: CODE }, { success: true, qr: CODE })).toMatchObject({ state: 'awaiting-scan', code: { value: CODE } })
  })

  it.each(['undefined', '[object Object]', 'Error: no QR', 'data:image/png;base64,'])('the code %j is none', async (qr) => {
    const reading = await read(backend, { status: 'qr_issued', qr }, { success: true, qr })
    expect(reading.state).toBe('starting')
    expect(reading.code).toBeUndefined()
  })

  it.each([
    ['text', '+7 900 000-00-42'],
    ['a JSON number', 79000000042],
  ])('a phone as %s is a phone', async (_what, phone) => {
    expect(await read(backend, { status: 'connected', phone })).toMatchObject({ state: 'connected', phone: SESSION })
  })
})

describe.each(['own', 'deployed'] as const)('the list of %s', (backend) => {
  const open = (rows: readonly unknown[], more: object = {}): Gateway =>
    openBackend(backend, (call) => (call.endsWith('integrations') ? JSON.stringify({ success: true, integrations: rows, ...more }) : undefined))
  const row = (session: unknown, more: object = {}): object =>
    backend === 'own' ? { integration_id: 'i', session, ...more } : { id: 'i', provider: 'wpp', settings: { wppAccountNumber: session }, ...more }
  const sessions = async (gateway: Gateway) => (await fullListOf(gateway)).map((each) => each.sessionId)

  it('takes a numeric session for the same number, and keeps leading zeros of text', async () => {
    expect(await sessions(open([row(79000000042), row('0000000000042')]))).toEqual([SESSION, '0000000000042'])
  })

  it('takes a numeric row id and a numeric phone', async () => {
    const [listed] = await fullListOf(open([row(SESSION, { id: 17, integration_id: 17, phone: 79000000042 })]))
    expect(listed).toMatchObject({ facts: { integrationId: '17' }, phone: SESSION })
  })

  it('finds its provider in any case', async () => {
    expect(await sessions(open([row(SESSION, { provider: ' WPP ' })]))).toEqual([SESSION])
  })

  it.each<[string, unknown]>([
    ['a fraction', 1.5],
    ['a yes', true],
    ['an object', { id: SESSION }],
    ['a number that JSON cannot hold', 1e300],
  ])('with %s as a session is not a full list, and the rest lives', async (_what, session) => {
    expect(valueOf(await open([row(session), row(SESSION)]).list(patient()))).toMatchObject({
      complete: false,
      readable: [{ sessionId: SESSION }],
      failure: { code: 'not-understood', detail: expect.stringContaining('1 row is not readable') },
    })
  })

  it.each<[string, unknown]>([
    ['a row that is no row', 'nonsense'],
    ['a row that is null', null],
    ['settings that are none', { id: 'd', provider: 'wpp', settings: 'nonsense' }],
    ['two sessions in one row', { id: 'd', session: '1', settings: { wppAccountNumber: '2' } }],
  ])('with %s is not a full list', async (_what, bad) => {
    expect(valueOf(await open([bad, row(SESSION)]).list(patient()))).toMatchObject({ complete: false, readable: [{ sessionId: SESSION }] })
  })

  it.each([true, {}, 1.5])('with %j for the next page is not a full list', async (next_cursor) => {
    expect(valueOf(await open([row(SESSION)], { next_cursor }).list(patient()))).toMatchObject({ complete: false })
  })

  it('without one readable row is no list at all', async () => {
    expect(await open([row(true), 'nonsense']).list(patient())).toMatchObject({ ok: false, failure: { code: 'not-understood' } })
  })

  it.each<[string, object]>([
    ['success as "false"', { success: 'false' }],
    ['an error', { error: 'database is down' }],
  ])('that is empty beside %s is no list', async (_what, more) => {
    expect(await open([], more).list(patient())).toMatchObject({ ok: false, failure: { code: 'not-understood' } })
  })

  it.each(['false', ' FALSE ', false, 0, '0'])('has no row that is inactive, said by %j', async (is_active) => {
    expect(await sessions(open([row('1', { is_active }), row(SESSION, { is_active: 'true' })]))).toEqual([SESSION])
  })

  it.each(['maybe', {}, 2])('with %j for "active" is not a full list', async (is_active) => {
    expect(valueOf(await open([row('1', { is_active }), row(SESSION)]).list(patient()))).toMatchObject({ complete: false, readable: [{ sessionId: SESSION }] })
  })

  it('does not call a number unknown that may be in an unreadable row', async () => {
    const gateway = open([row({ id: 1 }), row('1'), row('2')])
    const reading = await gateway.read({ sessionId: SESSION, facts: {} }, patient())
    expect(reading.gone).toBeUndefined()
    expect(await gateway.disconnect({ sessionId: SESSION, facts: {} }, patient())).toMatchObject({ ok: false, failure: { code: 'not-understood' } })
  })
})

describe('the list with live states', () => {
  const live = async (...integrations: unknown[]) => {
    const gateway = openBackend('own', (call) => (call === 'wpp-integrations' ? JSON.stringify({ success: true, integrations }) : undefined))
    return valueOf((await gateway.live?.(null, patient())) ?? { ok: false, failure: { code: 'internal' } })
  }

  it('tells a numeric session, and leaves an unreadable one to a question of its own', async () => {
    const page = await live({ session: 1, status: 'Connected' }, { session: true, status: 'connected' }, 'nonsense', { session: '2', status: 17 })
    expect(page?.readings).toMatchObject([
      { sessionId: '1', reading: { state: 'connected' } },
      { sessionId: '2', reading: { state: 'unknown', failure: { code: 'not-understood' } } },
    ])
  })

  it.each<[string, object]>([
    ['success as 0', { success: 0 }],
    ['an error', { error: 'database is down' }],
  ])('is no list beside %s', async (_what, more) => {
    const page = JSON.stringify({ success: true, integrations: [{ session: '1', status: 'connected' }], ...more })
    expect(await openBackend('own', () => page).live?.(null, patient())).toMatchObject({ ok: false, failure: { code: 'not-understood' } })
  })

  it('never shows a number by the row of another', async () => {
    const page = await live({ session: '1', account_number: 2, status: 'connected' }, { session: '3', status: 'QR_ISSUED' })
    expect(page?.readings).toMatchObject([{ sessionId: '1', reading: { state: 'unknown' } }])
  })
})

it.each(WITH_PLATFORM_WORDS)('the life of a token of %s may be told as text', async (backend) => {
  const gateway = openBackend(backend, () => JSON.stringify({ status: 'connected' }), { expiresIn: '900', expires_in: '3600' })
  expect((await gateway.read(NUMBER, patient())).state).toBe('connected')
})

describe('a new number', () => {
  const create = (answer: object, backend: Backend = 'own') =>
    openBackend(backend, (call) => (call.endsWith('integrations') ? '{"integrations":[]}' : JSON.stringify(answer))).provision(
      { fields: {}, known: [], idempotencyKey: 'click-0001' },
      patient(),
    )

  it.each(['own', 'deployed'] as const)('of %s may have numeric ids', async (backend) => {
    const made = valueOf(await create({ success: true, session: 79000000042, integration_id: 17, account_number: SESSION, status: 'starting' }, backend))
    expect(made).toMatchObject({ sessionId: SESSION, facts: { integrationId: '17' }, reading: { state: 'starting' } })
  })

  it.each<[string, object]>([
    ['success as "false"', { success: 'false', session: SESSION }],
    ['a session that is none', { success: true, session: true }],
    ['no session', { success: true }],
  ])('is not there after %s', async (_what, answer) => {
    expect(await create({ status: 'connected', ...answer })).toMatchObject({ ok: false, failure: { code: 'provision-unclear' } })
  })
})

describe('the numbers of the sandbox', () => {
  it('may have numeric sessions and phones', async () => {
    const numbers = [{ session: 79000000042, apiKey: 'key_abcdef123456', phone: 79000000042 }]
    const gateway = openBackend('sandbox', (call) => (call === 'numbers' ? JSON.stringify({ numbers }) : undefined))
    expect(await fullListOf(gateway)).toMatchObject([{ sessionId: SESSION, phone: SESSION }])
  })

  it('are no list when one cannot be read', async () => {
    const gateway = openBackend('sandbox', (call) =>
      call === 'numbers' ? JSON.stringify({ numbers: [{ session: true, apiKey: 'key_abcdef123456' }] }) : undefined,
    )
    expect(await gateway.list(patient())).toMatchObject({ ok: false, failure: { code: 'not-understood' } })
  })
})

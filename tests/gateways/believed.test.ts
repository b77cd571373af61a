// What every gateway believes of an answer, and what it does not: identities in both JSON types, success, errors, status words.
import { describe, expect, it } from 'vitest'
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

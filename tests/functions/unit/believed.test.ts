// What the functions believe of the platform's answers, and which spellings of an identifier they take from their callers.
import { describe, expect, it } from 'vitest'
import { handle as disconnect } from '../../../supabase/functions/wpp-disconnect/handler.ts'
import { handle as start } from '../../../supabase/functions/wpp-start/handler.ts'
import { handle as status } from '../../../supabase/functions/wpp-status/handler.ts'
import { handle as webhook } from '../../../supabase/functions/wpp-webhook/handler.ts'
import { filterOf } from '../../../supabase/functions/_shared/companion/request/input.ts'
import { createPlatform } from '../../../supabase/functions/_shared/companion/platform/client.ts'
import { Bench, FakePlatform, outcome, request, row } from './fakes'

const SESSION = '79000000042'
const STATUS = `GET /api/accounts/${SESSION}/status`
const QR = `GET /api/accounts/${SESSION}/qr`

async function statusOf(answer: object, code: object = {}) {
  const bench = new Bench()
  bench.store.rows.push(await bench.withToken({ session: SESSION }))
  bench.platform.replies = { [STATUS]: { json: answer }, [QR]: { json: code } }
  return outcome(status(request(undefined, { query: `?session=${SESSION}` }), bench.deps))
}

describe('a status of the platform', () => {
  it.each<[string, object, object]>([
    ['the session as a number', { account_number: 79000000042 }, { status: 'connected' }],
    ['success and no error', { success: true, error: '' }, { status: 'connected' }],
    ['its phone as `number`', { number: '79000000043', phone: '79000000043' }, { status: 'connected', phone: '79000000043' }],
    ['an id of another form', { account_id: 'b1946ac9-2f7c-4a3f' }, { status: 'connected' }],
    ['a numeric phone', { phone: 79000000042 }, { status: 'connected', phone: SESSION }],
  ])('"connected" with %s is connected', async (_what, more, expected) => {
    expect(await statusOf({ status: ' Connected\n', ...more })).toMatchObject({ body: expected })
  })

  it.each<[string, object]>([
    ['another session', { session: '79000000043' }],
    ['another session as a number', { account_number: 79000000043 }],
    ['a session that is none', { account: { id: SESSION } }],
    ['another session as its id', { session_id: '79000000043' }],
    ['another session as its name', { sessionName: 79000000043 }],
    ['another session as a number that is not the phone', { number: '79000000043', phone: '79000000077' }],
    ['another session as an account id', { account_id: 79000000043 }],
    ['a fraction', { account: 79000000042.5 }],
    ['success as "false"', { success: 'false' }],
    ['success as 0', { success: 0 }],
    ['an error', { error: 'session not found' }],
    ['an error object', { error: {} }],
    ['another session under another spelling', { accountNumber: 79000000043 }],
    ['another session in its envelope', { data: { account_number: '79000000043' } }],
    ['success denied in its envelope', { data: { success: false } }],
    ['success denied under another name', { ok: false }],
    ['success denied in another case', { Success: false }],
    ['errors', { errors: ['boom'] }],
    ['an error in another case', { Error: 'boom' }],
    ['another word beside it', { Status: 'disconnected' }],
    ['a session with an invisible character', { session: `${SESSION}\u200b` }],
  ])('"connected" with %s is not connected', async (_what, more) => {
    expect(await statusOf({ status: 'connected', ...more })).toMatchObject({ body: { status: 'unreachable', evidence: { reason: 'not_understood' } } })
  })

  it.each([{ Status: 'connected' }, { status: '', state: 'connected' }])('%j is connected, not "offline" for want of a word', async (answer) => {
    expect(await statusOf(answer)).toMatchObject({ body: { status: 'connected' } })
  })

  it('that names a field twice proves nothing', async () => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken({ session: SESSION }))
    bench.platform.replies = { [STATUS]: { html: `{"account_number":"79000000043","status":"connected","account_number":"${SESSION}"}` } }
    expect(await outcome(status(request(undefined, { query: `?session=${SESSION}` }), bench.deps))).toMatchObject({ body: { status: 'unreachable' } })
  })

  it('a word that cannot be shown is not "disconnected"', async () => {
    expect(await statusOf({ status: '<b>QR!</b>' })).toMatchObject({ body: { status: 'unreachable', evidence: { reason: 'not_understood' } } })
  })

  it("another number's code is not handed on", async () => {
    const answer = await statusOf({ status: 'qr' }, { qr: '2@abc', session: 79000000043 })
    expect(answer).toMatchObject({ body: { status: 'unreachable' } })
    expect(answer).not.toHaveProperty('body.qr')
  })
})

describe('a code of the platform', () => {
  it.each(['undefined', 'null', '[object Object]', 'Error: no QR', '<svg></svg>', 'data:image/png;base64,', 7, {}])('%j is none', async (qr) => {
    const answer = await statusOf({ status: 'qr' }, { qr })
    expect(answer).toMatchObject({ body: { status: 'starting' } })
    expect(answer).not.toHaveProperty('body.qr')
  })

  it.each<object>([{ success: false }, { ok: 'false' }, { error: 'no QR' }, { errors: ['old'] }])('beside %j is an old one', async (refusal) => {
    const answer = await statusOf({ status: 'qr' }, { qr: '2@abc', ...refusal })
    expect(answer).toMatchObject({ body: { status: 'starting' } })
    expect(answer).not.toHaveProperty('body.qr')
  })

  it('is found behind a word that is none', async () => {
    expect(await statusOf({ status: 'qr' }, { qr: 'undefined', data: { qr: '2@abc' } })).toMatchObject({ body: { status: 'qr_issued', qr: '2@abc' } })
  })

  it('is looked for when a number is started', async () => {
    const bench = new Bench([row()])
    bench.platform.replies = { 'POST /api/accounts/start': { json: { qr: 'Error: no QR' } } }
    const answer = await outcome(start(request({ session: row().session }), bench.deps))
    expect(answer).toMatchObject({ body: { status: 'starting' } })
    expect(answer).not.toHaveProperty('body.qr')
  })
})

describe('a refusal in an answer of HTTP 200', () => {
  it.each<object>([{ success: false }, { success: 'false' }, { error: 'session is busy' }])('%j: the session is not told to be stopped', async (refusal) => {
    const bench = new Bench()
    bench.store.rows.push(await bench.withToken({ session: SESSION }))
    bench.platform.replies = { 'POST /internal/': { json: refusal } }
    expect(await outcome(disconnect(request({ session: SESSION }), bench.deps))).toBe('platform_not_understood')
    expect(bench.store.settled.some(({ record }) => record !== undefined)).toBe(false)
  })

  it('gives no key and no token', async () => {
    const platform = new FakePlatform()
    platform.replies = {
      'POST /api/integrations/wpp/create': { json: { success: false, apiKey: 'key_0123456789', session: SESSION } },
      'POST /auth/token': { json: { error: 'key is spent', token: 'old' } },
    }
    const client = createPlatform('https://platform.example', platform.fetch)
    await expect(client.createApiKey('secret', 'organization', AbortSignal.timeout(1_000))).rejects.toThrow('create: not_understood')
    await expect(client.getToken('key', AbortSignal.timeout(1_000))).rejects.toThrow('auth/token: not_understood')
  })
})

it('a client may be created with a numeric session', async () => {
  const platform = new FakePlatform()
  platform.replies = { 'POST /api/integrations/wpp/create': { json: { apiKey: 'key_0123456789', session: 79000000042 } } }
  const client = createPlatform('https://platform.example', platform.fetch)
  expect(await client.createApiKey('secret', 'organization', AbortSignal.timeout(1_000))).toEqual({ apiKey: 'key_0123456789', session: SESSION })
})

describe('what callers send', () => {
  const filter = (body: Record<string, unknown>) => filterOf(request(body), body)

  it('names a number by text, zeros kept, or by a JSON number', () => {
    expect([filter({ session: 79000000042 }), filter({ session: '0000000000042' }), filter({ session_name: SESSION })]).toEqual([
      { session: SESSION },
      { session: '0000000000042' },
      { session: SESSION },
    ])
  })

  it.each([1.5, true, {}, [], 1e300])('does not take %j for a session', (session) => {
    expect(() => filter({ session })).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })
})

describe('an event', () => {
  const tell = async (account: unknown) => {
    const bench = new Bench([row({ session: SESSION })])
    const told = await outcome(webhook(request({ type: 'connected', account }, { query: `?key=${'w'.repeat(32)}` }), bench.deps))
    return [typeof told === 'string' ? told : told.status, bench.store.settled.length]
  }

  it('names its number by text or by a JSON number', async () => {
    expect([await tell(SESSION), await tell(79000000042), await tell(undefined)]).toEqual(Array(3).fill([200, 1]))
  })

  it.each([79000000043, 79000000042.5, true, {}, ['79000000042'], ''])('that names %j is about nobody', async (account) => {
    expect(await tell(account)).toEqual(['webhook_key_wrong', 0])
  })
})

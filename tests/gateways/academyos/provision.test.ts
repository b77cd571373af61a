// A new number on the deployed functions: sent once, never blindly again, and found in the list when its answer is lost.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../../src/shared/model/failure'
import type { Gateway, ProvisionedNumber } from '../../../src/main/core/ports'
import { json, type DeployedStandIn } from '../../standins/academyos-deployed'
import { patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { codeOf, connectedToDeployed } from './rig'

let standIn: DeployedStandIn
let gateway: Gateway
let organization: string

beforeEach(async () => void ({ standIn, gateway, organization } = await connectedToDeployed()))
afterEach(() => standIn.stop())

const create = (known: readonly string[] = [], signal = patient()): Promise<Outcome<ProvisionedNumber>> =>
  gateway.provision({ fields: {}, known, idempotencyKey: 'click-0001' }, signal)
const creates = (): readonly unknown[] => standIn.calls('wpp-create')

describe('what is sent', () => {
  test('a plain request for the first number, with the click’s key', async () => {
    const made = valueOf(await create())
    expect(creates()).toEqual([{}])
    expect(standIn.seen.find((each) => each.path.endsWith('/wpp-create'))?.headers['idempotency-key']).toBe('click-0001')
    expect(made).toMatchObject({
      sessionId: '0000000000042',
      apiKeyMask: expect.stringMatching(/^key_..•{6}.{4}$/),
      facts: { integrationId: standIn.rows[0]?.id },
    })
    expect(made.reading).toMatchObject({ state: 'awaiting-scan', code: { kind: 'qr-text' } })
  })

  test('a plain request when the app knows none of the one number there is: that number comes back', async () => {
    const first = standIn.addRow(organization, { primary: true })
    expect(valueOf(await create()).sessionId).toBe(first.session)
    expect(creates()).toEqual([{}])
    expect(standIn.rows).toHaveLength(1)
  })

  test('add_new for a further number', async () => {
    const first = standIn.addRow(organization, { primary: true })
    const made = valueOf(await create([first.session]))
    expect(creates()).toEqual([{ add_new: true }])
    expect(made.sessionId).not.toBe(first.session)
    expect(made.facts['integrationId']).toBe(standIn.rows.find((row) => row.session === made.sessionId)?.id)
  })

  test('add_new with several rows even if the app knows none: a plain request would make a client that cannot be saved', async () => {
    standIn.addRow(organization, { primary: true })
    standIn.addRow(organization)
    valueOf(await create())
    expect(creates()).toEqual([{ add_new: true }])
    expect(standIn.rows).toHaveLength(3)
  })

  test('a plain request after the only number was disconnected: the same session comes back', async () => {
    const first = valueOf(await create())
    await gateway.disconnect(first, patient())
    expect(valueOf(await create([first.sessionId])).sessionId).toBe(first.sessionId)
    expect(creates()).toEqual([{}, {}])
  })

  test('nothing when the list cannot be read first', async () => {
    standIn.switches.missing.add('messenger-integrations')
    expect(codeOf(await create())).toBe('function-missing')
    expect(creates()).toEqual([])
  })
})

describe('an answer that got lost', () => {
  test('is resolved by the one new row', async () => {
    const first = standIn.addRow(organization, { primary: true })
    standIn.switches.cutAnswer.add('wpp-create')
    const made = valueOf(await create([first.session]))
    expect(creates()).toHaveLength(1)
    expect(made.sessionId).toBe(standIn.rows[1]?.session)
    expect(made.reading.state).toBe('awaiting-scan')
  })

  test('of the first number is resolved by the only row', async () => {
    standIn.addRow(organization, { primary: true })
    standIn.switches.cutAnswer.add('wpp-create')
    expect(valueOf(await create()).sessionId).toBe(standIn.rows[0]?.session)
  })

  test('is unclear when the list shows nothing new', async () => {
    const first = standIn.addRow(organization, { primary: true })
    standIn.switches.scripted.set('wpp-create', () => ({ status: 504, text: '<html>timeout</html>', headers: { 'content-type': 'text/html' } }))
    expect(await create([first.session])).toEqual({ ok: false, failure: { code: 'provision-unclear', detail: 'wpp-create: HTTP 504, HTML' } })
    expect(standIn.seen.filter((each) => each.path.endsWith('/wpp-create'))).toHaveLength(1)
  })

  test('is unclear when two new rows appeared', async () => {
    const first = standIn.addRow(organization, { primary: true })
    standIn.switches.scripted.set('wpp-create', () => {
      standIn.addRow(organization)
      standIn.addRow(organization)
      return json(503, { message: 'upstream' })
    })
    expect(codeOf(await create([first.session]))).toBe('provision-unclear')
  })

  test('is unclear when the list cannot be read afterwards', async () => {
    standIn.switches.scripted.set('wpp-create', () => {
      standIn.switches.missing.add('messenger-integrations')
      return { status: 502, text: '' }
    })
    expect(codeOf(await create())).toBe('provision-unclear')
  })

  test('in an answer without a session is looked for as well', async () => {
    standIn.switches.scripted.set('wpp-create', () => {
      standIn.addRow(organization, { primary: true })
      return json(200, { success: true, session: null })
    })
    expect(valueOf(await create()).sessionId).toBe(standIn.rows[0]?.session)
  })

  test('to a person who gave up is cancelled, and nothing more is asked', async () => {
    const abort = new AbortController()
    standIn.switches.scripted.set('wpp-create', () => (abort.abort(), { status: 200, cut: true }))
    expect(codeOf(await create([], abort.signal))).toBe('cancelled')
    expect(standIn.seen.at(-1)?.path).toBe('/functions/v1/wpp-create')
  })
})

describe('a refusal', () => {
  test.each([
    ['no secret on the server', (): void => void (standIn.switches.secretMissing = true), 'server-not-configured'],
    ['a platform that makes no client', (): void => standIn.platformDown(true), 'provision-refused'],
    ['a missing function', (): void => void standIn.switches.missing.add('wpp-create'), 'function-missing'],
    [
      'no organisation',
      (): void => void standIn.switches.scripted.set('wpp-create', () => json(404, { success: false, error: 'Organization not found' })),
      'no-organization',
    ],
  ] as const)('for %s is told as such, once', async (_what, arrange, code) => {
    arrange()
    const outcome = await create()
    expect(codeOf(outcome)).toBe(code)
    expect(creates()).toHaveLength(1)
    expect(standIn.rows).toHaveLength(0)
  })

  test('quotes only the beginning of the server’s sentence', async () => {
    standIn.switches.scripted.set('wpp-create', () => json(500, { success: false, error: 'Failed to create WPP client: 401 {"token":"key_0123456789"}' }))
    expect(await create()).toEqual({ ok: false, failure: { code: 'provision-refused', detail: 'wpp-create: HTTP 500, Failed to create WPP client' } })
  })
})

test('a start that failed on the server is "starting", as the server words it', async () => {
  standIn.switches.noQrInTime = true
  expect(valueOf(await create()).reading).toMatchObject({ state: 'starting', evidence: { source: 'wpp-create', word: 'starting' } })
})

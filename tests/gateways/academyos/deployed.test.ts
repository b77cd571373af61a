// The deployed functions' quirks (contracts, 1.6), each met by the gateway over HTTP.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Reading } from '../../../src/shared/model/session'
import type { Gateway, NumberRef } from '../../../src/main/core/ports'
import { json, type DeployedStandIn, type Row } from '../../standins/academyos-deployed'
import { patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { codeOf, connectedToDeployed } from './rig'

let standIn: DeployedStandIn
let gateway: Gateway
let organization: string

beforeEach(async () => void ({ standIn, gateway, organization } = await connectedToDeployed()))
afterEach(() => standIn.stop())

const ref = (row: Row): NumberRef => ({ sessionId: row.session, facts: { integrationId: row.id } })
const read = (row: Row): Promise<Reading> => gateway.read(ref(row), patient())
const twoRows = (): readonly [Row, Row] => [standIn.addRow(organization, { primary: true }), standIn.addRow(organization)]

describe('reading', () => {
  test('always forces the live state and names the row', async () => {
    const [, second] = twoRows()
    await read(second)
    expect(standIn.calls('wpp-status')).toEqual([{ force: true, integration_id: second.id }])
    expect(standIn.calls('wpp-qr')).toEqual([])
  })

  test('does not believe a stored "connected" after the link was lost', async () => {
    const [row] = twoRows()
    standIn.scan(row.session)
    expect((await read(row)).state).toBe('connected')
    standIn.drop(row.session)
    expect((await read(row)).state).toBe('disconnected')
  })

  test('takes the code from the status', async () => {
    const [, row] = twoRows()
    standIn.platform.start(row.session)
    const shown = (await read(row)).code
    expect(shown).toEqual({ kind: 'qr-text', value: standIn.platform.qr(row.session) })
    standIn.platform.rotate(row.session)
    expect((await read(row)).code?.value).not.toBe(shown?.value)
  })

  test('calls a code that is not ready yet a start under way', async () => {
    const [row] = twoRows()
    standIn.platform.holdStarting = true
    standIn.platform.start(row.session)
    expect(await read(row)).toMatchObject({ state: 'starting', evidence: { word: 'qr_pending' } })
  })

  test('says of every "disconnected" that it may be the server', async () => {
    const [row] = twoRows()
    standIn.scan(row.session)
    standIn.platformDown(true)
    expect(await read(row)).toMatchObject({ state: 'disconnected', mayBeServer: true, evidence: { source: 'wpp-status', word: 'disconnected', http: 200 } })
  })

  test('never takes another number’s state for its own', async () => {
    const [first, second] = twoRows()
    standIn.scan(first.session)
    standIn.scan(second.session)
    standIn.switches.answersAbout = first.session
    const reading = await read(second)
    expect(reading).toMatchObject({ state: 'unknown', failure: { code: 'not-understood' } })
    expect(reading.gone).toBeUndefined()
  })

  test('of a deleted row is gone, after one look at the list', async () => {
    const [first, second] = twoRows()
    standIn.removeRow(second.session)
    expect(await read(second)).toMatchObject({ state: 'unknown', gone: true, failure: { code: 'number-not-found' } })
    expect(standIn.calls('messenger-integrations').length).toBe(2) // one at sign-in
    expect((await read(first)).gone).toBeUndefined()
  })

  test('of a row made again under a new id finds it', async () => {
    const [, second] = twoRows()
    standIn.removeRow(second.session)
    standIn.addRow(organization, { session: second.session })
    standIn.scan(second.session)
    expect((await read(second)).state).toBe('connected')
    expect((await read(second)).state).toBe('connected')
    expect(standIn.calls('wpp-status')).toHaveLength(3) // the old id was tried once
  })

  test('is not gone when the list that should confirm it cannot be read', async () => {
    const [, second] = twoRows()
    standIn.removeRow(second.session)
    standIn.switches.missing.add('messenger-integrations')
    const reading = await read(second)
    expect(reading).toMatchObject({ state: 'unknown', failure: { code: 'function-missing' } })
    expect(reading.gone).toBeUndefined()
  })

  const troubles: readonly (readonly [string, () => unknown, string])[] = [
    ['a missing function', () => standIn.switches.missing.add('wpp-status'), 'function-missing'],
    ['a 502 page', () => (standIn.switches.gateway = { prefix: '/functions', answer: 'bad-gateway' }), 'server-error'],
    ['a page with 200', () => (standIn.switches.gateway = { prefix: '/functions', answer: 'html' }), 'not-understood'],
    ['a redirect', () => (standIn.switches.gateway = { prefix: '/functions', answer: 'redirect' }), 'not-understood'],
    ['wrong types', () => (standIn.switches.gateway = { prefix: '/functions', answer: 'wrong-types' }), 'not-understood'],
    ['a word nobody knows', () => standIn.switches.scripted.set('wpp-status', () => json(200, { success: true, status: 'syncing' })), 'not-understood'],
    ['success:false with 200', () => standIn.switches.scripted.set('wpp-status', () => json(200, { success: false, status: 'connected' })), 'not-understood'],
    ['no body', () => standIn.switches.scripted.set('wpp-status', () => ({ status: 200 })), 'not-understood'],
    [
      'a function’s own 500',
      () => standIn.switches.scripted.set('wpp-status', () => json(500, { success: false, error: 'TypeError: fetch failed key_0123456789' })),
      'server-error',
    ],
    ['too many requests', () => standIn.switches.scripted.set('wpp-status', () => json(429, {}, { 'retry-after': '9' })), 'rate-limited'],
    ['a cut connection', () => standIn.switches.cutAnswer.add('wpp-status'), 'unreachable'],
    [
      'the wrong public key',
      () => standIn.switches.scripted.set('wpp-status', () => json(401, { message: 'Invalid authentication credentials' })),
      'public-key-rejected',
    ],
  ]
  test.each(troubles)('through %s is unknown, never disconnected', async (_what, arrange, code) => {
    const [row] = twoRows()
    arrange()
    const reading = await read(row)
    expect(reading).toMatchObject({ state: 'unknown', failure: { code } })
    expect(reading.gone).toBeUndefined()
    expect(JSON.stringify(reading)).not.toMatch(/key_0|<html|eyJ/)
  })
})

describe('listing', () => {
  test('tells session, mask and row id, and leaves out what is no number of this messenger', async () => {
    const row = standIn.addRow(organization, { primary: true })
    const listed = valueOf(await gateway.list(patient()))
    expect(listed).toEqual([
      { sessionId: row.session, apiKeyMask: expect.stringMatching(/^••••••••.{4}$/), facts: { integrationId: row.id }, phone: null, name: null },
    ])
    const rows = [
      { id: 'a', provider: 'telegram', settings: { botToken: 'x' } },
      { id: 'e', provider: 'max', settings: 'text' },
      { id: 'b', provider: 'wpp', settings: {} },
      { id: 'c', provider: 'wpp', is_active: false, settings: { wppAccountNumber: '7' } },
      { id: 'd', provider: 'wpp', name: 'Reception', settings: { wppAccountNumber: '8', wppApiKey: 'key_not_masked_by_mistake_9f3c' } },
    ]
    standIn.switches.scripted.set('messenger-integrations', () => json(200, { success: true, integrations: rows }))
    const rest = valueOf(await gateway.list(patient()))
    expect(rest).toEqual([{ sessionId: '8', apiKeyMask: 'key_no••••••9f3c', facts: { integrationId: 'd' }, phone: null, name: 'Reception' }])
  })

  test.each([
    ['no list', json(200, { success: true }), 'not-understood'],
    ['a row that is no row', json(200, { success: true, integrations: ['nonsense'] }), 'not-understood'],
    ['a row with settings that are none', json(200, { success: true, integrations: [{ id: 'd', provider: 'wpp', settings: 'nonsense' }] }), 'not-understood'],
    ['no organisation', json(404, { success: false, error: 'Organization not found' }), 'no-organization'],
    ['not allowed', json(403, { success: false, error: 'Forbidden' }), 'not-allowed'],
  ] as const)('%s', async (_what, answer, code) => {
    standIn.switches.scripted.set('messenger-integrations', () => answer)
    expect(codeOf(await gateway.list(patient()))).toBe(code)
  })
})

describe('starting', () => {
  test('names the row and brings its code', async () => {
    const [, second] = twoRows()
    expect(await gateway.start(ref(second), patient())).toMatchObject({ state: 'awaiting-scan', evidence: { source: 'wpp-start', word: 'qr_issued' } })
    expect(standIn.calls('wpp-start')).toEqual([{ integration_id: second.id }])
  })

  test('that ran out of patience is still starting', async () => {
    const [row] = twoRows()
    standIn.switches.startTimesOut = true
    expect(await gateway.start(ref(row), patient())).toMatchObject({ state: 'starting', evidence: { word: 'timeout', http: 408 } })
  })

  test('of a deleted row is gone: it takes wpp-create to have it again', async () => {
    const [row] = twoRows()
    standIn.removeRow(row.session)
    expect(await gateway.start(ref(row), patient())).toMatchObject({ gone: true })
  })

  test('that the platform refuses is unknown', async () => {
    const [row] = twoRows()
    standIn.platformDown(true)
    expect(await gateway.start(ref(row), patient())).toMatchObject({ state: 'unknown', failure: { code: 'server-error' } })
  })
})

describe('disconnecting', () => {
  test('names the row as the list has it now, not as the app remembers it', async () => {
    const [first, second] = twoRows()
    standIn.removeRow(second.session)
    const again = standIn.addRow(organization, { session: second.session })
    expect(codeOf(await gateway.disconnect(ref(second), patient()))).toBe('ok')
    expect(standIn.calls('wpp-disconnect')).toEqual([{ integration_id: again.id }])
    expect(standIn.rows).toEqual([first])
  })

  test('never lets the primary be taken for a number that is gone', async () => {
    const [first, second] = twoRows()
    standIn.removeRow(second.session)
    expect(codeOf(await gateway.disconnect(ref(second), patient()))).toBe('number-not-found')
    expect(standIn.calls('wpp-disconnect')).toEqual([])
    expect(standIn.rows).toEqual([first])
  })

  test('refuses when several rows cannot be told apart', async () => {
    const rows = ['1', '2'].map((session) => ({ provider: 'wpp', settings: { wppAccountNumber: session } }))
    standIn.switches.scripted.set('messenger-integrations', () => json(200, { success: true, integrations: rows }))
    expect(codeOf(await gateway.disconnect({ sessionId: '2', facts: {} }, patient()))).toBe('several-numbers')
    expect(await gateway.read({ sessionId: '2', facts: {} }, patient())).toMatchObject({ state: 'unknown', failure: { code: 'several-numbers' } })
    expect(standIn.calls('wpp-disconnect')).toEqual([])
    expect(standIn.calls('wpp-status')).toEqual([])
  })

  test('reports a platform that would not stop the session, and the row stays', async () => {
    const [first] = twoRows()
    standIn.platformDown(true)
    expect(codeOf(await gateway.disconnect(ref(first), patient()))).toBe('server-error')
    expect(standIn.rows).toHaveLength(2)
  })
})

// What every gateway believes of a list of numbers, and what it does not: identities in both JSON types, success, errors, rows that cannot be read.
import { describe, expect, it } from 'vitest'
import type { Gateway } from '../../src/main/core/ports'
import { fullListOf, patient, valueOf } from '../fakes/gateways/gateway-rig'
import { openBackend, SESSION } from './properties/backends'

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

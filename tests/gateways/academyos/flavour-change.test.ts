// The change from one flavour of the functions to the other while the app runs.
import { describe, expect, test } from 'vitest'
import { json } from '../../standins/academyos-deployed'
import { answer, number, own, scene, seen, SESSION, withOwnFunctions } from './own-functions'
import { patient } from '../../fakes/gateways/gateway-rig'
import { codeOf } from './rig'

withOwnFunctions()

describe('another flavour answers than the one known', () => {
  test('ours replaced by the deployed ones: noticed at the first answer, and asked again their way', async () => {
    const row = scene.standIn.addRow(scene.standIn.users[0]?.organization ?? '', { primary: true })
    scene.standIn.switches.scripted.clear()
    scene.standIn.scan(row.session)
    expect((await scene.gateway.read({ sessionId: row.session, facts: {} }, patient())).state).toBe('connected')
    expect(scene.standIn.calls('wpp-status').at(-1)).toEqual({ force: true, integration_id: row.id })
  })

  test('noticed before anything is made', async () => {
    const organization = scene.standIn.users[0]?.organization ?? ''
    scene.standIn.addRow(organization, { primary: true })
    scene.standIn.addRow(organization)
    scene.standIn.switches.scripted.clear()
    expect(codeOf(await scene.gateway.provision({ fields: {}, known: [], idempotencyKey: 'click-0004' }, patient()))).toBe('ok')
    expect(scene.standIn.calls('wpp-create')).toEqual([{ add_new: true }])
  })

  test('noticed before the wrong number is disconnected', async () => {
    const organization = scene.standIn.users[0]?.organization ?? ''
    const primary = scene.standIn.addRow(organization, { primary: true })
    const other = scene.standIn.addRow(organization)
    scene.standIn.switches.scripted.clear()
    expect(codeOf(await scene.gateway.disconnect({ sessionId: other.session, facts: {} }, patient()))).toBe('ok')
    expect(scene.standIn.rows).toEqual([primary])
  })

  test.each([
    ['a 502 page', { status: 502, text: '<html></html>', headers: { 'content-type': 'text/html' } }],
    ['a page with 200', { status: 200, text: '<html></html>', headers: { 'content-type': 'text/html' } }],
    ['a 503 in JSON', json(503, { message: 'upstream' })],
    ['a 401 of a gateway', json(401, { msg: 'Invalid JWT' })],
    ['a missing function of a hosted project', json(404, { code: 'NOT_FOUND', message: 'Requested function was not found' })],
    ['a missing function', json(500, { error: 'main worker error', details: 'x' })],
  ])('%s says nothing about the flavour', async (_what, reply) => {
    answer('wpp-status', reply)
    const before = seen('wpp-integrations').length
    expect((await scene.gateway.read(number, patient())).state).toBe('unknown')
    expect(seen('wpp-integrations')).toHaveLength(before)
    expect(seen('messenger-integrations')).toHaveLength(0)
  })

  test('a header eaten by a proxy is looked into once a minute, and the answers still count', async () => {
    answer('wpp-status', json(200, { success: true, status: 'connected', account_number: SESSION }))
    const before = seen('wpp-integrations').length
    for (let turn = 0; turn < 3; turn += 1) expect((await scene.gateway.read(number, patient())).state).toBe('connected')
    expect(seen('wpp-integrations')).toHaveLength(before + 1)
    scene.clock.move(61_000)
    await scene.gateway.read(number, patient())
    expect(seen('wpp-integrations')).toHaveLength(before + 2)
  })

  test('the deployed ones replaced by ours: noticed at the first answer', async () => {
    scene.standIn.switches.scripted.clear()
    const row = scene.standIn.addRow(scene.standIn.users[0]?.organization ?? '', { primary: true })
    await scene.gateway.list(patient())
    answer('wpp-status', (request) =>
      request.method === 'GET'
        ? own(200, { success: true, status: 'connected', account_number: row.session })
        : own(200, { success: true, status: 'starting' }),
    )
    expect((await scene.gateway.read({ sessionId: row.session, facts: {} }, patient())).state).toBe('connected')
  })
})

// The sessions of a server as the app lists and creates them: which names it takes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, fullListOf, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { numberOf, openRig, type Rig } from './rig'

let rig: Rig
beforeEach(async () => {
  rig = await openRig()
})
afterEach(() => rig.server.stop())

const read = (sessionId: string) => rig.gateway.read(numberOf(sessionId), patient())

describe('the list', () => {
  it('has every session that was ever started, but none that the server cannot be asked about', async () => {
    for (const name of ['s1', 'имя', 'with space', 'a/b', 'a:b', '..']) rig.server.sessions.store(name)
    expect((await fullListOf(rig.gateway)).map(({ sessionId }) => sessionId).sort()).toEqual(['a/b', 's1', 'with space', 'имя'])
    for (const name of ['имя', 'with space', 'a/b']) expect(await read(name), name).toMatchObject({ state: 'disconnected' })
  })

  it('has a name of digits that came as a JSON number, and each name once', async () => {
    rig.server.instead(() => ({ status: 200, type: 'application/json', body: '{"response":["s1",7,"7","s1"]}' }))
    expect((await fullListOf(rig.gateway)).map(({ sessionId }) => sessionId)).toEqual(['s1', '7'])
  })

  it.each(['true', '7.5', '1e300', '{"session":"s2"}', 'null'])('with the name %s is not whole', async (name) => {
    rig.server.instead(() => ({ status: 200, type: 'application/json', body: `{"response":["s1",${name}]}` }))
    expect(valueOf(await rig.gateway.list(patient()))).toMatchObject({ complete: false, readable: [{ sessionId: 's1' }] })
  })
})

describe('a new number', () => {
  const provision = (fields: Record<string, string>, idempotencyKey = 'click', known: string[] = []) =>
    rig.gateway.provision({ fields, known, idempotencyKey }, patient())

  it('gets a session with a free name and is started', async () => {
    rig.server.sessions.store('WhatsApp')
    const made = valueOf(await provision({}))
    expect(made).toMatchObject({ sessionId: 'whatsapp-2', reading: { state: 'starting' } })
    rig.server.pass(500)
    expect(await read('whatsapp-2')).toMatchObject({ state: 'awaiting-scan' })
  })

  it.each([
    ['Касса 1', 'Касса-1'],
    ['a:b/c', 'a-b-c'],
    [' .. ', 'whatsapp'],
    ['я'.repeat(60), 'я'.repeat(20)],
  ])('called %j becomes the session %j', async (label, name) => {
    expect(valueOf(await provision({ label }))).toMatchObject({ sessionId: name })
    expect(await read(name)).toMatchObject({ state: 'starting' })
  })

  it('asked for twice by one click is one session', async () => {
    rig.server.instead(({ path }) => (path.endsWith('start-session') ? { status: 502, body: '' } : null))
    expect(failureOf(await provision({}))).toMatchObject({ code: 'server-error' })
    rig.server.sessions.store('whatsapp')
    rig.server.instead(null)
    expect(valueOf(await provision({}))).toMatchObject({ sessionId: 'whatsapp' })
    expect(valueOf(await provision({}, 'another click'))).toMatchObject({ sessionId: 'whatsapp-2' })
  })
})

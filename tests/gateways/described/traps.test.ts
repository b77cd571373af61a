// What each hosted service does that others do not.
import { expect, it } from 'vitest'
import { createDescribedKind } from '../../../src/main/gateways/described'
import { failed } from '../../../src/shared/model/failure'
import { environment, failureOf, MemorySlots, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { greenApi, zApi, type whapi } from '../../standins/hosted/services'
import { descriptionOf, ID, PHONE, rig, SERVICES } from './rig'

it('GREEN-API: an id of letters is refused before anything is asked; details are read once in six hours', async () => {
  const { server, signIn, read, clock } = await rig(SERVICES[0])
  server.asked.length = 0
  expect(failureOf(await signIn({ instance: 'ab/../c' }))).toEqual({ code: 'invalid-input', field: 'instance' })
  expect(server.asked).toEqual([])
  const details = (): number => server.asked.filter((each) => each.includes('getWaSettings')).length
  await read()
  await read()
  expect(details()).toBe(1)
  clock.move(6 * 3_600_000)
  await read()
  expect(details()).toBe(2)
})

it('Z-API: a passkey challenge is explained, the number connects once it was given elsewhere, and the word alone is none', async () => {
  const { read, start, number, server } = await rig(SERVICES[1])
  server.unlink(ID)
  number.passkey = true
  expect(await start()).toMatchObject({ state: 'unknown', failure: { code: 'passkey-required', detail: 'code: HTTP 200' } })
  number.linked = true
  expect(await read()).toMatchObject({ state: 'connected' })
  Object.assign(number, { linked: false, passkey: false })
  server.instead = { json: { connected: false, note: 'no passkey' } }
  expect(await start()).toMatchObject({ state: 'starting' })
})

it('Whapi: an unknown channel is gone', async () => {
  const { read, server } = await rig(SERVICES[2])
  server.instead = { status: 404, json: { error: { code: 404 } } }
  expect(await read()).toMatchObject({ state: 'unknown', gone: true, failure: { code: 'number-not-found' } })
})

it('GREEN-API: blocked, asleep and yellow card', async () => {
  const { read, start, number } = await rig(SERVICES[0])
  for (const [word, state, cause] of [
    ['blocked', 'disconnected', 'banned'],
    ['sleepMode', 'disconnected', 'phone-offline'],
    ['starting', 'starting', undefined],
    ['yellowCard', 'connected', undefined],
  ] as const) {
    number.word = word
    expect(await read()).toMatchObject({ state, ...(cause ? { cause } : {}) })
  }
  number.word = 'blocked'
  number.linked = false
  expect(await start()).toMatchObject({ state: 'disconnected', cause: 'banned' })
})

it('GREEN-API: each number has an address of its own', async () => {
  const { gateway, ref, server, slots, kind } = await rig(SERVICES[0])
  const elsewhere = await greenApi().start()
  elsewhere.add('7900000009', '79000000049')
  const made = valueOf(
    await gateway.provision(
      { fields: { address: elsewhere.address, instance: '7900000009', token: 'canary-token-7900000009' }, known: [ID], idempotencyKey: 'k' },
      patient(),
    ),
  )
  server.asked.length = 0
  elsewhere.asked.length = 0
  expect((await gateway.read({ sessionId: made.sessionId, facts: made.facts }, patient())).state).toBe('connected')
  expect([server.asked.length, elsewhere.asked.length > 0]).toEqual([0, true])
  expect((await gateway.read(ref, patient())).state).toBe('connected')
  expect(kind.numberSlots('7900000009').every((slot) => slots.kept.has(slot))).toBe(true)
  await elsewhere.close()
})

it('Z-API: the security token goes along where it is switched on, and is asked for where it is missing', async () => {
  const server = await zApi('canary-security').start()
  server.add(ID, PHONE)
  const kind = createDescribedKind({ ...descriptionOf('z-api'), base: { fixed: server.address } })
  const slots = new MemorySlots()
  const signIn = (clientToken: string) =>
    kind.signIn({ address: '', facts: {}, fields: { instance: ID, token: `canary-token-${ID}`, clientToken }, secrets: slots }, environment(), patient())
  expect(failureOf(await signIn('')).code).toBe('key-rejected')
  expect(valueOf(await signIn('canary-security')).number).toMatchObject({ sessionId: ID })
  await server.close()
})

it.each([SERVICES[0], SERVICES[1]])('$id: says how many messages it would send by itself, and adds no number without a word about them', async (service) => {
  const { gateway, ref, server, number, kind, slots } = await rig(service)
  expect(valueOf((await gateway.waiting?.(ref, patient())) ?? failed('internal'))).toBe(0)
  number.waiting = 7
  expect(valueOf((await gateway.waiting?.(ref, patient())) ?? failed('internal'))).toBe(7)
  server.instead = { json: { count: 'many' } }
  expect(valueOf((await gateway.waiting?.(ref, patient())) ?? failed('internal'))).toBeNull()
  server.instead = null

  const other = server.add('7900000009')
  other.waiting = 2
  const fields = { address: server.address, instance: other.id, token: other.token }
  const add = (more: Record<string, string> = {}) => gateway.provision({ fields: { ...fields, ...more }, known: [ID], idempotencyKey: 'k' }, patient())
  expect(failureOf(await add())).toEqual({ code: 'messages-waiting', count: 2 })
  expect(kind.numberSlots(other.id).some((slot) => slots.kept.has(slot))).toBe(false)
  expect(other.code).toBeNull()
  expect(valueOf(await add({ sendWaiting: 'yes' })).reading).toMatchObject({ state: 'awaiting-scan' })
})

it('Whapi: a watch never wakes a channel, a start does', async () => {
  const { server, read, start, number } = await rig(SERVICES[2])
  const { woken } = server as ReturnType<typeof whapi>
  server.unlink(ID)
  number.word = 'STOP'
  expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'not-paid' } })
  number.word = 'INIT'
  expect((await read()).state).toBe('starting')
  expect(woken).toEqual([])
  await start()
  expect(woken).toEqual(['/health'])
})

it('Fonnte: the list is the state of all devices, and the key of a device is used for one call', async () => {
  const { gateway, server, slots } = await rig(SERVICES[3])
  server.add('7900000002')
  server.asked.length = 0
  const page = valueOf((await gateway.live?.(null, patient())) ?? { ok: false, failure: { code: 'internal' } })
  expect(page?.readings.map(({ sessionId, reading }) => [sessionId, reading.state])).toEqual([
    [ID, 'connected'],
    ['7900000002', 'disconnected'],
  ])
  expect(server.asked).toEqual(['POST /get-devices'])
  await gateway.start({ sessionId: '7900000002', facts: {} }, patient())
  expect([...slots.kept.values()]).toEqual([server.key])
})

it('Fonnte: a device that is not in the list is not found, and a row without an identity proves nothing about it', async () => {
  const { gateway, server } = await rig(SERVICES[3])
  const ghost = { sessionId: '7900000007', facts: {} }
  expect(await gateway.read(ghost, patient())).toMatchObject({ state: 'unknown', gone: true })
  server.instead = { json: { status: true, data: [{ device: null, status: 'connect' }] } }
  expect(await gateway.read(ghost, patient())).not.toHaveProperty('gone')
  expect(valueOf(await gateway.list(patient()))).toMatchObject({ complete: false, readable: [] })
})

it('Wappi: an unknown word of the app is no proof, and the profile is in the query', async () => {
  const { read, number, server } = await rig(SERVICES[4])
  number.word = 'open'
  expect((await read()).state).toBe('connected')
  number.word = 'closing'
  expect((await read()).state).toBe('unknown')
  expect(server.asked.at(-1)).toBe(`GET /api/sync/get/status?profile_id=${ID}`)
})

// The hosted services that come with the app: one life of a number at each, by its description, over real HTTP against stand-ins.
import { describe, expect, it } from 'vitest'
import { failureOf, fullListOf, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { ID, PHONE, rig, said, SERVICES } from './rig'

describe.each(SERVICES)('$id', (service) => {
  it('proves the key, keeps it in the keychain alone, and says which field is wrong', async () => {
    const { slots, signIn, kind, signed, server } = await rig(service)
    expect([...slots.kept.values()]).toEqual([service.account ? server.key : `canary-token-${ID}`])
    expect([...slots.kept.keys()]).toEqual(service.account ? kind.connectionSlots : kind.numberSlots(ID).filter((slot) => slots.kept.has(slot)))
    said.push(signed)
    slots.kept.clear()
    const refused = failureOf(await signIn({ token: 'wrong' }))
    said.push(refused)
    expect(['key-rejected', 'number-not-found']).toContain(refused.code)
    expect(refused.field).toBeDefined()
    expect(failureOf(await signIn({ token: '' }))).toEqual({ code: 'invalid-input', field: 'token' })
    expect(slots.kept.size).toBe(0)
  })

  it('lists the numbers of an account without their keys; one key is one number elsewhere', async () => {
    const { gateway, server, signed } = await rig(service)
    server.add('7900000002')
    if (!service.account) {
      expect(valueOf(await gateway.list(patient()))).toBeNull()
      expect(signed.number).toMatchObject({ sessionId: ID })
      return
    }
    const numbers = await fullListOf(gateway)
    said.push(numbers)
    expect(numbers.map(({ sessionId }) => sessionId)).toEqual([ID, '7900000002'])
  })

  it('says connected, disconnected and connected again, with what the service tells beside it', async () => {
    const { read, server, number } = await rig(service)
    const well = await read()
    expect(well.state).toBe('connected')
    expect(well.phone !== undefined).toBe(service.phone)
    expect(well.paidUntil !== undefined).toBe(service.paid)
    server.unlink(ID)
    expect((await read()).state).toBe('disconnected')
    number.linked = true
    expect((await read()).state).toBe('connected')
  })

  it('sends nothing but the declared reads while it watches', async () => {
    const { read, server, number, gateway } = await rig(service)
    server.asked.length = 0
    await read()
    await gateway.list(patient())
    await gateway.live?.(null, patient())
    server.unlink(ID)
    await read()
    number.word = 'SOMETHING_NEW'
    await read()
    expect(server.asked.length).toBeGreaterThan(1)
    for (const request of server.asked) expect(request).toMatch(service.reads)
  })

  it('asks for a code only after a start; each code has its own end; a scan ends it', async () => {
    const { read, start, server, number, clock } = await rig(service)
    server.unlink(ID)
    expect((await read()).code).toBeUndefined()
    const first = await start()
    expect(first).toMatchObject({ state: 'awaiting-scan', code: { kind: 'qr-image' } })
    clock.move(3_000)
    const again = await read()
    expect(again.code?.value).toBe(first.code?.value)
    if (service.lasts === null) expect(first.code?.expiresAt).toBeUndefined()
    else {
      expect(Math.abs((first.code?.expiresAt ?? 0) - clock.now() + 3_000 - service.lasts)).toBeLessThan(1_500)
      // A service that counts the seconds down is believed; elsewhere the end does not move with a second look.
      if (service.id !== 'whapi') expect(again.code?.expiresAt).toBe(first.code?.expiresAt)
    }
    await server.issue(number)
    expect((await read()).code?.value).not.toBe(first.code?.value)
    server.scan(ID, PHONE)
    expect((await read()).state).toBe('connected')
    server.unlink(ID)
    expect(await read()).not.toHaveProperty('code')
  })

  it.each([
    ['an outage', { status: 502, text: '<html>bad gateway</html>' }, 'server-error'],
    ['an unpaid account', { status: 402, json: { detail: 'payment required' } }, 'not-paid'],
    ['a limit', { status: 429, json: {} }, 'rate-limited'],
  ] as const)('takes %s for no proof', async (_what, instead, code) => {
    const { read, server } = await rig(service)
    server.instead = instead
    const reading = await read()
    expect(reading).toMatchObject({ state: 'unknown', failure: { code } })
    server.instead = null
    expect((await read()).state).toBe('connected')
  })

  it('takes a word that it does not know for no proof', async () => {
    const { read, number, server } = await rig(service)
    number.word = 'somethingNew'
    if (service.id === 'z-api') server.instead = { json: { connected: 'true', error: '' } }
    expect(await read()).toMatchObject({ state: 'unknown', failure: { code: 'not-understood' } })
  })

  it('takes a refused key for that, and says nothing of an address in what went wrong', async () => {
    const { read, server, start } = await rig(service)
    server.instead = { status: 401, json: { message: 'Unauthorized' } }
    expect((await read()).failure?.code).toBe('key-rejected')
    for (const instead of [
      { status: 302, text: '' },
      { status: 200, text: 'x'.repeat(1_100_000) },
    ]) {
      server.instead = instead
      const { failure } = await start()
      expect(failure?.detail).not.toMatch(/127\.0\.0\.1|\//)
    }
    await server.close()
    const { failure } = await read()
    expect(failure).toMatchObject({ code: 'unreachable' })
    expect(failure?.detail).not.toMatch(/canary|\/inst|\/wa/i)
  })

  it('is started again by the app only where a start exists, and tells no phone of a number that is not linked', async () => {
    const { gateway, read, server } = await rig(service)
    expect(gateway.mayRestart()).toBe(service.id === 'whapi')
    server.unlink(ID)
    expect(await read()).not.toHaveProperty('phone')
  })
})

// The contract of the academyos gateway as one journey, runnable against any backend that speaks it: the stand-in of the deployed functions, or the real
// local ones. Needs an organisation without numbers; the tests build on one another.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reading } from '../../../src/shared/model/session'
import type { Gateway, NumberRef } from '../../../src/main/core/ports'
import { fullListOf, MemorySlots, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { until } from '../../fakes/heard'
import { codeOf, connected, open, signIn, surroundings, type Account } from './rig'

/** A backend under test and the hands on its platform. */
export interface ContractTarget extends Account {
  readonly flavour: 'own' | 'deployed'
  /** The phone scans the code of this session. */
  scan(session: string): Promise<void> | void
  /** The phone unlinks, or the link is lost. */
  drop(session: string): Promise<void> | void
  /** The platform behind the functions goes away and comes back. */
  platformDown(down: boolean): Promise<void> | void
  /** Ends the person's sign-ins on the server. */
  revoke(): Promise<void> | void
  stop(): Promise<void>
}

/** Asks until the reading fits. */
async function readUntil(gateway: Gateway, number: NumberRef, fits: (reading: Reading) => boolean): Promise<Reading> {
  return await until(() => gateway.read(number, patient()), fits, 'a reading that fits', 30_000)
}

const hasCode = (reading: Reading): boolean => reading.code !== undefined
const is = (state: Reading['state']) => (reading: Reading) => reading.state === state

/** Registers the suite. `start` is called once. */
export function academyosContract(label: string, start: () => Promise<ContractTarget>): void {
  describe(`academyos gateway against ${label}`, () => {
    let target: ContractTarget
    let gateway: Gateway
    let slots: MemorySlots
    let first: NumberRef
    let second: NumberRef
    let missing: NumberRef

    beforeAll(async () => {
      target = await start()
    }, 60_000)
    afterAll(async () => target.stop())

    test('a wrong password is told as such and nothing is kept', async () => {
      const kept = new MemorySlots()
      expect(codeOf(await signIn({ ...target, password: `${target.password}x` }, kept, surroundings()))).toBe('sign-in-wrong')
      expect(kept.written).toEqual([])
    })

    test('a wrong public key is told as such and nothing is kept', async () => {
      const kept = new MemorySlots()
      expect(codeOf(await signIn({ ...target, publicKey: 'not.the.key' }, kept, surroundings()))).toBe('public-key-rejected')
      expect(kept.written).toEqual([])
    })

    test('signing in finds out the flavour and keeps the refresh token only', async () => {
      const one = await connected(target)
      gateway = one.gateway
      slots = one.slots
      expect(one.facts['flavour']).toBe(target.flavour)
      expect([...slots.kept.keys()]).toEqual(['session'])
      expect(slots.kept.get('session')).not.toMatch(/^eyJ|[{\s]/)
      expect(JSON.stringify(one.facts)).not.toContain(target.password)
    })

    test('an organisation without numbers lists none', async () => {
      expect(valueOf(await gateway.list(patient()))).toEqual([])
    })

    test('the first number comes with its session, a masked key and a code to scan', async () => {
      const made = valueOf(await gateway.provision({ fields: {}, known: [], idempotencyKey: crypto.randomUUID() }, patient()))
      expect(['starting', 'awaiting-scan']).toContain(made.reading.state)
      expect(made.apiKeyMask).toMatch(/•|\*/)
      expect(made.facts['integrationId']).toMatch(/^[0-9a-f-]{36}$/)
      first = made
      const reading = await readUntil(gateway, first, hasCode)
      expect(reading.state).toBe('awaiting-scan')
      expect(reading.code?.kind).toBe('qr-text')
    })

    test('a scanned code connects the number', async () => {
      await target.scan(first.sessionId)
      expect((await readUntil(gateway, first, is('connected'))).evidence).toMatchObject({ source: 'wpp-status', word: 'connected', http: 200 })
    })

    test('a further number is another one, and each is asked about as itself', async () => {
      const made = valueOf(await gateway.provision({ fields: {}, known: [first.sessionId], idempotencyKey: crypto.randomUUID() }, patient()))
      expect(made.sessionId).not.toBe(first.sessionId)
      second = made
      await readUntil(gateway, second, hasCode)
      expect((await gateway.read(first, patient())).state).toBe('connected')
      const listed = await fullListOf(gateway)
      expect(listed.map((each) => each.sessionId).sort()).toEqual([first.sessionId, second.sessionId].sort())
      expect(listed.every((each) => each.apiKeyMask !== null && !/key_[0-9a-f]{16}/.test(each.apiKeyMask))).toBe(true)
    })

    test('the list with live states agrees with the single questions, and leaves out who shows a code', async () => {
      const page = valueOf((await gateway.live?.(null, patient())) ?? { ok: false, failure: { code: 'internal' } })
      if (target.flavour === 'deployed') return expect(page).toBeNull()
      expect(page?.readings.map(({ sessionId, reading }) => [sessionId, reading.state, reading.evidence.source])).toEqual([
        [first.sessionId, 'connected', 'wpp-integrations'],
      ])
      expect(page?.next).toBeNull()
    })

    test('a number known by its session only is asked about just the same', async () => {
      await target.scan(second.sessionId)
      await readUntil(gateway, { sessionId: second.sessionId, facts: {} }, is('connected'))
    })

    test('one number dropping is not told of the other', async () => {
      await target.drop(second.sessionId)
      await readUntil(gateway, second, is('disconnected'))
      expect((await gateway.read(first, patient())).state).toBe('connected')
    })

    test('a dropped number can be started again and asks for a scan', async () => {
      expect(['starting', 'awaiting-scan']).toContain((await gateway.start(second, patient())).state)
      await readUntil(gateway, second, hasCode)
    })

    test('a platform that is away is never a plain "disconnected"', async () => {
      await target.platformDown(true)
      const reading = await gateway.read(first, patient())
      const page = valueOf((await gateway.live?.(null, patient())) ?? { ok: false, failure: { code: 'internal' } })
      await target.platformDown(false)
      expect(page?.readings.map((each) => each.reading.state) ?? []).toEqual(target.flavour === 'own' ? ['unknown', 'unknown'] : [])
      if (target.flavour === 'own') expect(reading.state).toBe('unknown')
      else expect(reading).toMatchObject({ state: 'disconnected', mayBeServer: true })
      await readUntil(gateway, first, is('connected'))
    })

    test('a session that nobody knows is gone, not disconnected', async () => {
      missing = { sessionId: '0000000009999', facts: {} }
      expect(await gateway.read(missing, patient())).toMatchObject({ state: 'unknown', gone: true, failure: { code: 'number-not-found' } })
      expect(codeOf(await gateway.disconnect(missing, patient()))).toBe('number-not-found')
    })

    test('disconnecting one number leaves the other alone', async () => {
      expect(codeOf(await gateway.disconnect(second, patient()))).toBe('ok')
      const reading = await gateway.read(second, patient())
      // The deployed function deletes the row; ours keeps it.
      if (target.flavour === 'own') expect(reading.state).toBe('disconnected')
      else expect(reading).toMatchObject({ state: 'unknown', gone: true })
      expect((await gateway.read(first, patient())).state).toBe('connected')
    })

    test('after a restart the kept token opens the backend again, and its successor replaces it in the keychain', async () => {
      const before = slots.kept.get('session')
      const again = open({ address: target.address, facts: (await connected(target)).facts }, slots, surroundings())
      const readings = await Promise.all([again.read(first, patient()), again.read(first, patient()), again.list(patient())])
      expect(readings[0].state).toBe('connected')
      expect(slots.kept.get('session')).not.toBe(before)
    })

    test('signing out ends the sign-in on the server', async () => {
      const one = await connected(target)
      const copy = new MemorySlots()
      copy.kept.set('session', one.slots.kept.get('session') ?? '')
      await one.gateway.signOut(patient())
      const left = open({ address: target.address, facts: one.facts }, copy, surroundings())
      expect(codeOf(await left.list(patient()))).toBe('sign-in-expired')
    })

    test('a sign-in ended by the administrator is told as expired, and its token is erased', async () => {
      const one = await connected(target)
      await target.revoke()
      expect(await one.gateway.read(first, patient())).toMatchObject({ state: 'unknown', failure: { code: 'sign-in-expired' } })
      expect(one.slots.kept.has('session')).toBe(false)
    })
  })
}

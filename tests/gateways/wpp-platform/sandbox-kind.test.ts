// The sandbox kind, and the platform gateway against the simulated platform: the whole way of a number, and every fault.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Gateway } from '../../../src/main/core/ports'
import { createGatewayKinds } from '../../../src/main/gateways/registry'
import { createSandboxKind } from '../../../src/main/gateways/sandbox'
import { wppPlatformKind } from '../../../src/main/gateways/wpp-platform/index'
import type { SandboxFaults } from '../../../src/shared/ipc/snapshot'
import { CODED_KINDS } from '../../../src/shared/model/connection-kinds'
import { connectionRecord, environment, failureOf, fullListOf, MemorySlots, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { until } from '../../fakes/heard'
import { SandboxRig } from '../../fakes/sandbox-rig'

vi.setConfig({ testTimeout: 20_000 }) // real sockets and fsync on a busy machine

let rig: SandboxRig
let secrets: MemorySlots
let gateway: Gateway
const kind = createSandboxKind({ resolve: () => Promise.resolve(rig.sandbox) })
const env = environment()
const add = (known: string[] = [], idempotencyKey: string = crypto.randomUUID()) => gateway.provision({ fields: {}, known, idempotencyKey }, patient())
const ref = (sessionId: string) => ({ sessionId, facts: {} })
const read = (sessionId: string) => gateway.read(ref(sessionId), patient())
/** A number that the phone has linked. */
async function linked(): Promise<string> {
  const { sessionId } = valueOf(await add())
  await until(
    () => read(sessionId),
    (each) => each.state === 'awaiting-scan',
  )
  valueOf(await rig.control.phone(sessionId, 'scan'))
  await until(
    () => read(sessionId),
    (each) => each.state === 'connected',
  )
  return sessionId
}

beforeEach(async () => {
  rig = await SandboxRig.start()
  secrets = new MemorySlots()
  gateway = kind.open(connectionRecord('sandbox', 'sandbox:'), secrets, env)
})
afterEach(() => rig.end())

it('every kind of connection has its gateway', () => {
  const kinds = createGatewayKinds({ sandbox: { resolve: () => Promise.resolve(rig.sandbox) } })
  for (const each of CODED_KINDS) expect(kinds.get(each)?.spec.kind).toBe(each)
})

describe('one click', () => {
  it('issues a number, keeps its key, and leads over a live code to connected', async () => {
    const made = valueOf(await add())
    const { apiKey } = await rig.view(made.sessionId)
    expect(made).toMatchObject({ sessionId: '0000000000001', apiKeyMask: `${apiKey.slice(0, 6)}••••••${apiKey.slice(-4)}`, reading: { state: 'starting' } })
    expect([...secrets.kept]).toEqual([['number:0000000000001', apiKey]])
    expect(kind.numberSlots(made.sessionId)).toEqual([...secrets.kept.keys()])
    const waiting = await until(
      () => read(made.sessionId),
      (each) => each.state === 'awaiting-scan',
    )
    const seen = await rig.view(made.sessionId)
    expect(waiting.code).toEqual({ kind: 'qr-text', value: seen.qr, expiresAt: seen.expiresAt })
    valueOf(await rig.control.phone(made.sessionId, 'scan', waiting.code?.value))
    expect(
      await until(
        () => read(made.sessionId),
        (each) => each.state === 'connected',
      ),
    ).toMatchObject({ phone: '70000000001' })
  })

  it('that is repeated with its own key gives the same number, which the app has', async () => {
    valueOf(await add([], 'click-1'))
    expect(failureOf(await add(['0000000000001'], 'click-1'))).toMatchObject({ code: 'number-exists' })
    expect(valueOf(await add(['0000000000001'], 'click-2')).sessionId).toBe('0000000000002')
  })
})

it("the phone's doings are read with their cause", async () => {
  const session = await linked()
  for (const [action, expected] of [
    ['go-offline', { state: 'disconnected', cause: 'phone-offline' }],
    ['come-online', { state: 'connected' }],
    ['unlink', { state: 'disconnected', cause: 'logged-out' }],
  ] as const) {
    valueOf(await rig.control.phone(session, action))
    expect(await read(session)).toMatchObject(expected)
  }
  expect(await gateway.start(ref(session), patient())).toMatchObject({ state: 'starting' })
  await until(
    () => read(session),
    (each) => each.state === 'awaiting-scan',
  )
  valueOf(await rig.control.phone(session, 'scan-wrong-phone'))
  expect(
    await until(
      () => read(session),
      (each) => each.state === 'connected',
    ),
  ).toMatchObject({ phone: '70009999998' })
})

it('a disconnect stops one number and leaves the other alone', async () => {
  const [one, two] = [await linked(), await linked()]
  valueOf(await gateway.disconnect(ref(one), patient()))
  expect([(await read(one)).cause, (await read(two)).state]).toEqual(['by-operator', 'connected'])
})

it('the list shows what the platform has; a removed number is gone from it and from the wire', async () => {
  const [one, two] = [await linked(), await linked()]
  expect(valueOf(await gateway.list(patient()))).toMatchObject([
    { sessionId: one, phone: '70000000001' },
    { sessionId: two, phone: '70000000002' },
  ])
  valueOf(await rig.control.remove(one))
  expect((await fullListOf(gateway)).map((each) => each.sessionId)).toEqual([two])
  expect(await read(one)).toMatchObject({ state: 'unknown', gone: true, failure: { code: 'number-not-found' } })
})

it('a restart on another port is noticed by nobody', async () => {
  const session = await linked()
  const { address } = rig.sandbox
  await rig.restart({ port: 0 })
  expect(rig.sandbox.address).not.toBe(address)
  expect((await read(session)).state).toBe('connected')
})

it('signing in needs no fields and brings back the keys of numbers that are there', async () => {
  await linked()
  const fresh = new MemorySlots()
  expect(valueOf(await kind.signIn({ address: '', facts: {}, fields: {}, secrets: fresh }, env, patient()))).toEqual({ address: 'sandbox:', facts: {} })
  expect(fresh.kept).toEqual(secrets.kept)
})

it('a sandbox that cannot start is unreachable, whatever is asked', async () => {
  const broken = createSandboxKind({ resolve: () => Promise.reject(new Error('EACCES')) })
  const dead = broken.open(connectionRecord('sandbox', 'sandbox:'), secrets, env)
  secrets.kept.set('number:1', 'key_1234567890')
  expect(failureOf(await broken.signIn({ address: '', facts: {}, fields: {}, secrets }, env, patient())).code).toBe('unreachable')
  expect(failureOf(await dead.list(patient())).code).toBe('unreachable')
  expect(failureOf(await dead.provision({ fields: {}, known: [], idempotencyKey: 'i' }, patient())).code).toBe('unreachable')
  expect(await dead.read(ref('1'), patient())).toMatchObject({ state: 'unknown', failure: { code: 'unreachable' } })
})

it('the platform kind speaks to the same server with a typed key and session', async () => {
  const issued = valueOf(await rig.control.issue())
  const own = new MemorySlots()
  const fields = { address: rig.sandbox.address, apiKey: issued.apiKey, session: issued.session }
  expect(valueOf(await wppPlatformKind.signIn({ address: '', facts: {}, fields, secrets: own }, env, patient())).number?.sessionId).toBe(issued.session)
  const other = valueOf(await rig.control.issue())
  const wrong = await wppPlatformKind.signIn({ address: '', facts: {}, fields: { ...fields, session: other.session }, secrets: own }, env, patient())
  expect(failureOf(wrong)).toMatchObject({ code: 'number-not-found', field: 'session' })
})

describe('a fault of the platform', () => {
  it.each<[SandboxFaults['mode'], string]>([
    ['server-error', 'server-error'],
    ['rate-limited', 'rate-limited'],
    ['cut', 'unreachable'],
    ['malformed', 'not-understood'],
    ['html', 'not-understood'],
    ['expired-token', 'sign-in-expired'],
  ])('"%s" reads as unknown (%s), never as disconnected, and passes', async (mode, code) => {
    const session = await linked()
    valueOf(await rig.control.faults({ latencyMs: 0, mode }))
    expect(await read(session)).toMatchObject({ state: 'unknown', failure: { code } })
    expect(await gateway.start(ref(session), patient())).toMatchObject({ state: 'unknown', failure: { code } })
    expect(failureOf(await gateway.disconnect(ref(session), patient())).code).toBe(code)
    valueOf(await rig.control.faults({ latencyMs: 0, mode: 'none' }))
    expect((await read(session)).state).toBe('connected')
  })

  it('one expired token costs nothing but a renewal', async () => {
    const session = await linked()
    valueOf(await rig.control.faults({ latencyMs: 0, mode: 'expired-token', count: 1 }))
    expect((await read(session)).state).toBe('connected')
  })

  it('429 says when to ask again', async () => {
    const session = await linked()
    valueOf(await rig.control.faults({ latencyMs: 0, mode: 'rate-limited', retryAfter: 30 }))
    const { failure, evidence } = await read(session)
    expect(failure?.retryAt).toBe(evidence.at + 30_000)
  })

  it('a server slower than the deadline is a timeout', async () => {
    const session = await linked()
    const hasty = kind.open(connectionRecord('sandbox', 'sandbox:'), secrets, environment({ timings: { requestDeadline: 100 } }))
    valueOf(await rig.control.faults({ latencyMs: 400, mode: 'none' }))
    expect(await hasty.read(ref(session), patient())).toMatchObject({ state: 'unknown', failure: { code: 'timeout' } })
  })
})

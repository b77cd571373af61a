import { describe, expect, it } from 'vitest'
import { reading } from '../../../fakes/gateways/fake-gateway'
import { numberRecord } from '../../../fakes/views'
import { watchRig } from '../../../fakes/rigs/watch-rig'

const connectedSince = (since: number) => ({ phase: 'connected' as const, cause: null, since, lastConfirmedAt: since })
const qr = (value: string) => ({ state: 'awaiting-scan' as const, code: { kind: 'qr-text' as const, value } })

describe('the operator', () => {
  it('cancels: nothing is sent, the number rests and is asked slowly', async () => {
    const { watcher, clock, gateway, view } = watchRig()
    gateway.say(qr('2@a'))
    watcher.add(numberRecord('42'))
    watcher.connect('42')
    await clock.advance(5_000)
    expect(view('42').phase).toBe('awaiting-scan')
    watcher.cancel('42')
    expect(view('42')).toMatchObject({ phase: 'idle', code: null })
    const asked = gateway.asked.length
    await clock.advance(50_000)
    expect(gateway.asked.length).toBe(asked)
    expect(gateway.count('disconnect')).toBe(0)
    await clock.advance(20_000)
    expect(gateway.asked.length).toBe(asked + 1)
    expect(view('42').phase).toBe('idle')
  })

  it('goes on from the code that provisioning brought, without another start', async () => {
    const { watcher, clock, gateway, view } = watchRig()
    gateway.say(qr('2@a'))
    watcher.add(numberRecord('42'))
    watcher.connect('42', reading(qr('2@a'), clock.now()))
    expect(view('42')).toMatchObject({ phase: 'awaiting-scan', code: { value: '2@a' } })
    await clock.advance(5_000)
    expect(gateway.count('start')).toBe(0)
    expect(gateway.count('read')).toBeGreaterThanOrEqual(2)
  })

  it('clicks through hanging routine requests', async () => {
    const { watcher, clock, gateway } = watchRig()
    gateway.latency = 15_000
    for (let each = 0; each < 30; each++) watcher.add(numberRecord(`n${each}`))
    await clock.advance(100)
    expect(gateway.asked).toHaveLength(6)
    watcher.connect('n29')
    await clock.advance(0)
    expect(gateway.asked.at(-1)).toBe('start n29')
  })

  it('signs in again: numbers are asked at once and answers to the old sign-in are dropped', async () => {
    const { watcher, clock, gateway, gateways, view } = watchRig()
    gateways.set('c1', { code: 'sign-in-expired' })
    watcher.add(numberRecord('42', { last: connectedSince(clock.now()) }))
    await clock.advance(40_000)
    expect(view('42')).toMatchObject({ phase: 'unknown', failure: { code: 'sign-in-expired' } })
    gateways.set('c1', gateway)
    watcher.recheckConnection('c1')
    await clock.advance(0)
    expect(view('42')).toMatchObject({ phase: 'connected', stale: false })
  })
})

describe('signing in and ending', () => {
  it('does not lose a click that waits while the connection is rechecked', async () => {
    const { watcher, clock, gateway, view } = watchRig()
    gateway.say({ state: 'starting' })
    gateway.latency = 1_000
    watcher.add(numberRecord('42'))
    await clock.advance(500)
    watcher.connect('42')
    watcher.recheckConnection('c1')
    await clock.advance(1_000)
    watcher.recheckConnection('c1')
    await clock.advance(5_000)
    expect(gateway.count('start')).toBe(1)
    expect(view('42')).toMatchObject({ phase: 'starting', checking: false })
  })

  it('leaves no timer after dispose even when a gateway never settles', async () => {
    const { watcher, clock, gateway } = watchRig()
    gateway.read = () => new Promise(() => undefined)
    watcher.add(numberRecord('42'))
    await clock.advance(100)
    watcher.dispose()
    await clock.advance(0)
    expect(clock.pending).toBe(0)
  })
})

describe('what lists and the window add', () => {
  it('takes live state from a list, but not over what happened since it was asked for', async () => {
    const { watcher, clock, view } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(10)
    const askedAt = clock.now() - 20
    watcher.feed('42', reading({ state: 'disconnected', cause: 'logged-out' }), askedAt, 0)
    expect(view('42').phase).toBe('connected')
    watcher.feed('42', reading({ state: 'disconnected', cause: 'logged-out' }), clock.now(), 0)
    expect(view('42')).toMatchObject({ phase: 'disconnected', cause: 'logged-out' })
  })

  it('asks more often while somebody looks', async () => {
    const { watcher, clock, gateway } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(20_000)
    expect(gateway.asked).toHaveLength(1)
    watcher.setVisible(true)
    await clock.advance(0)
    expect(gateway.asked).toHaveLength(2)
    await clock.advance(60_000)
    expect(gateway.asked.length).toBeGreaterThanOrEqual(5)
  })

  it('asks soon after coming online, whatever the back-off was', async () => {
    const { watcher, clock, gateway, view } = watchRig()
    gateway.say({ state: 'unknown', failure: { code: 'unreachable' } })
    watcher.add(numberRecord('42'))
    await clock.advance(600_000)
    gateway.say({ state: 'connected' })
    watcher.setOnline(true)
    await clock.advance(3_000)
    expect(view('42').phase).toBe('connected')
  })

  it('settles a check of the others when each has answered clearly', async () => {
    const { watcher, clock, gateway } = watchRig()
    for (const key of ['a', 'b', 'c']) watcher.add(numberRecord(key))
    await clock.advance(0)
    expect(watcher.peersOf('c1', 'a')).toBe(2)
    gateway.say({ state: 'disconnected' }, 'b')
    let settled = false
    void watcher.checkConnection('c1', new Set(['a'])).then(() => (settled = true))
    await clock.advance(2_900)
    expect(settled).toBe(false)
    await clock.advance(100)
    expect(settled).toBe(true)
  })

  it('leaves no timer and asks nothing after dispose', async () => {
    const { watcher, clock, gateway } = watchRig()
    for (let each = 0; each < 20; each++) watcher.add(numberRecord(`n${each}`))
    gateway.latency = 1_000
    gateway.deaf = true
    watcher.connect('n1')
    const outcome = watcher.disconnect('n2')
    await clock.advance(500)
    const asked = gateway.asked.length
    watcher.dispose()
    expect(await outcome).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    await clock.advance(1_000) // the gateway's own latency
    expect(clock.pending).toBe(0)
    await clock.advance(600_000)
    expect(gateway.asked.length).toBe(asked)
  })
})

describe('a code to type', () => {
  const TYPED = { state: 'awaiting-scan' as const, code: { kind: 'pairing-code' as const, value: 'ABCD-1234' } }

  it('is asked for once, shown while the backend goes on offering codes to scan, and asked for again on demand', async () => {
    const { watcher, clock, gateway, view } = watchRig()
    gateway.say(qr('2@a'))
    gateway.pairBrings = TYPED
    watcher.add(numberRecord('42'))
    await clock.advance(0)
    const outcome = watcher.pair('42', '79000000042')
    await clock.advance(60_000)
    expect(await outcome).toEqual({ ok: true, value: undefined })
    expect(view('42')).toMatchObject({ phase: 'awaiting-scan', code: { value: 'ABCD-1234' }, pairingPhone: '+7 900 000-00-42' })
    expect(gateway.count('pair')).toBe(1)
    gateway.pairBrings = { ...TYPED, code: { ...TYPED.code, value: 'EFGH-5678' } }
    watcher.newCode('42')
    await clock.advance(1_000)
    expect(gateway.asked.filter((each) => each.startsWith('pair'))).toEqual(['pair 79000000042 42', 'pair 79000000042 42'])
    expect(view('42')).toMatchObject({ code: { value: 'EFGH-5678' } })
  })

  it('that the backend refuses ends the attempt with the reason, and the caller hears it', async () => {
    const { watcher, clock, view } = watchRig()
    watcher.add(numberRecord('42', { last: null }))
    const outcome = watcher.pair('42', '79000000042')
    await clock.advance(0)
    expect(await outcome).toMatchObject({ ok: false, failure: { code: 'pairing-impossible' } })
    expect(view('42')).toMatchObject({ phase: 'failed', failure: { code: 'pairing-impossible' } })
  })

  it('of a number that turns out to be connected is not needed', async () => {
    const { watcher, clock, gateway, view } = watchRig()
    gateway.pairBrings = { state: 'connected' }
    watcher.add(numberRecord('42', { last: null }))
    void watcher.pair('42', '79000000042')
    await clock.advance(0)
    expect(view('42').phase).toBe('connected')
  })
})

import { describe, expect, it } from 'vitest'
import { FakeGateway } from '../../../fakes/gateways/fake-gateway'
import { numberRecord } from '../../../fakes/views'
import { watchRig } from '../../../fakes/rigs/watch-rig'

const connectedSince = (since: number) => ({ phase: 'connected' as const, cause: null, since, lastConfirmedAt: since })
const qr = (value: string) => ({ state: 'awaiting-scan' as const, code: { kind: 'qr-text' as const, value } })

describe('one number, end to end', () => {
  it('connects with a click: starting, the code, scanned, connected', async () => {
    const { watcher, gateway, clock, view, records } = watchRig()
    gateway.say({ state: 'disconnected' })
    watcher.add(numberRecord('42'))
    await clock.advance(100)
    expect(view('42').phase).toBe('idle')

    gateway.say({ state: 'starting' })
    watcher.connect('42')
    expect(view('42')).toMatchObject({ phase: 'starting', checking: true, deadlineAt: clock.now() + 90_000 })
    await clock.advance(0)
    expect(gateway.asked.at(-1)).toBe('start 42')
    gateway.say(qr('2@a'))
    await clock.advance(2_000)
    expect(view('42')).toMatchObject({ phase: 'awaiting-scan', code: { value: '2@a', ordinal: 1 }, codeExpired: false, deadlineAt: null })
    gateway.say({ state: 'starting' })
    await clock.advance(4_000)
    expect(view('42')).toMatchObject({ phase: 'linking', code: null, deadlineAt: clock.now() + 180_000 })
    gateway.say({ state: 'connected', phone: '79000000001' })
    await clock.advance(2_000)
    expect(view('42')).toMatchObject({ phase: 'connected', stale: false, phone: '+7 900 000-00-01', since: clock.now() })
    expect(records.at(-1)).toMatchObject({ key: '42', change: { phone: '79000000001', stoppedByOperator: false, last: { phase: 'connected' } } })
  })

  it('asks every 2 s while pairing and at the slow cadence once connected', async () => {
    const { watcher, gateway, clock } = watchRig()
    gateway.say({ state: 'starting' })
    watcher.add(numberRecord('42'))
    watcher.connect('42')
    await clock.advance(100)
    const before = gateway.count('read')
    await clock.advance(20_000)
    expect(gateway.count('read') - before).toBe(10)
    gateway.say({ state: 'connected' })
    await clock.advance(2_000)
    const after = gateway.count('read')
    await clock.advance(450_000)
    expect(gateway.count('read') - after).toBeGreaterThanOrEqual(9)
    expect(gateway.count('read') - after).toBeLessThanOrEqual(11)
  })

  it('tells a drop once, with since and the last proof, after a second reading confirmed it', async () => {
    const { watcher, gateway, clock, view, told } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(100)
    gateway.say({ state: 'disconnected' })
    watcher.check('42')
    await clock.advance(0)
    const since = clock.now()
    expect(view('42')).toMatchObject({ phase: 'connected', stale: true })
    expect(told('dropped')).toEqual([])
    await clock.advance(3_000)
    expect(view('42')).toMatchObject({ phase: 'disconnected', cause: 'unspecified', since })
    expect(told('dropped')).toMatchObject([{ key: '42', connectionId: 'c1', cause: 'unspecified', since }])
    await clock.advance(600_000)
    expect(told('dropped')).toHaveLength(1)
  })

  it('never shows a number from the record as green before it answered', async () => {
    const { watcher, clock, view, gateway } = watchRig()
    gateway.latency = 500
    watcher.add(numberRecord('42', { last: connectedSince(clock.now() - 1_000) }))
    await clock.advance(100)
    watcher.setVisible(true)
    watcher.update(numberRecord('42', { name: 'Касса' }))
    expect(view('42')).toMatchObject({ phase: 'connected', stale: true, name: 'Касса' })
    await clock.advance(500)
    expect(view('42')).toMatchObject({ phase: 'connected', stale: false })
  })

  it('shows a status as stale when nothing confirms it for three cadences', async () => {
    const { watcher, clock, view, gateway } = watchRig({ timings: { requestDeadline: 3_600_000 } })
    watcher.add(numberRecord('42'))
    await clock.advance(0)
    gateway.latency = 3_000_000
    await clock.advance(3 * 45_000 - 1_000)
    expect(view('42').stale).toBe(false)
    await clock.advance(1_000)
    expect(view('42').stale).toBe(true)
  })

  it('counts time asleep for nothing and asks 1 to 3 s after waking', async () => {
    const { watcher, clock, view, gateway, told } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(100)
    watcher.suspend()
    const asked = gateway.asked.length
    clock.sleep(8 * 3_600_000)
    await clock.advance(0)
    expect(gateway.asked.length).toBe(asked)
    watcher.resume()
    expect(view('42').stale).toBe(true)
    await clock.advance(999)
    expect(gateway.asked.length).toBe(asked)
    await clock.advance(2_001)
    expect(gateway.asked.length).toBe(asked + 1)
    expect(view('42')).toMatchObject({ phase: 'connected', stale: false })
    expect(told('dropped')).toEqual([])
  })

  it('asks a fresh drop every 10 s and an old one every minute', async () => {
    const { watcher, clock, gateway, told } = watchRig()
    watcher.add(numberRecord('42'))
    await clock.advance(0)
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    watcher.check('42')
    await clock.advance(0)
    expect(told('dropped')).toHaveLength(1)
    const requests = async (ms: number): Promise<number> => {
      const before = gateway.asked.length
      await clock.advance(ms)
      return gateway.asked.length - before
    }
    expect(await requests(300_000)).toBeGreaterThanOrEqual(27)
    await clock.advance(400_000)
    const old = await requests(600_000)
    expect(old).toBeGreaterThanOrEqual(9)
    expect(old).toBeLessThanOrEqual(11)
  })

  it('finds the drop that happened while the app was closed', async () => {
    const { watcher, clock, gateway, told } = watchRig()
    gateway.say({ state: 'disconnected', mayBeServer: true })
    const last = clock.now() - 3_600_000
    watcher.add(numberRecord('42', { last: connectedSince(last) }))
    await clock.advance(4_000)
    expect(told('dropped')).toMatchObject([{ lastConnectedAt: last, mayBeServer: true }])
  })
})

describe('answers nobody waits for any more', () => {
  it('drops the answer to a number that was removed', async () => {
    const { watcher, clock, gateway, views } = watchRig()
    gateway.latency = 1_000
    watcher.add(numberRecord('42'))
    await clock.advance(500)
    const shown = views.length
    watcher.remove('42')
    await clock.advance(60_000)
    expect(views.length).toBe(shown)
    expect(gateway.asked).toEqual(['read 42'])
  })

  it('drops the answer to a request from before the click, even of a gateway that ignores its signal', async () => {
    const { watcher, clock, gateway, view } = watchRig()
    gateway.deaf = true
    gateway.latency = 1_000
    gateway.say({ state: 'connected' })
    watcher.add(numberRecord('42'))
    await clock.advance(500)
    gateway.say({ state: 'starting' })
    watcher.connect('42')
    await clock.advance(600)
    expect(view('42').phase).toBe('starting')
    await clock.advance(1_000)
    expect(gateway.asked).toEqual(['read 42', 'start 42'])
    expect(gateway.mostPerNumber).toBe(1)
  })

  it('drops the answer that comes in during sleep', async () => {
    const { watcher, clock, gateway, view } = watchRig()
    gateway.deaf = true
    gateway.latency = 1_000
    watcher.add(numberRecord('42', { last: connectedSince(clock.now()) }))
    await clock.advance(500)
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    watcher.suspend()
    await clock.advance(60_000)
    expect(view('42').phase).toBe('connected')
    watcher.resume()
    await clock.advance(5_000)
    expect(view('42').phase).toBe('disconnected')
  })

  it('gives every request its deadline and reads a missed one as unknown', async () => {
    const { watcher, clock, gateway, view } = watchRig()
    gateway.latency = 999_999
    watcher.add(numberRecord('42', { last: connectedSince(clock.now()) }))
    await clock.advance(19_999)
    expect(view('42').phase).toBe('connected')
    await clock.advance(1)
    expect(view('42')).toMatchObject({ phase: 'unknown', failure: { code: 'timeout' } })
  })

  it('asks again within seconds when a gateway ignores its signal for ever', async () => {
    const { watcher, clock, gateway } = watchRig()
    gateway.deaf = true
    gateway.latency = 9_999_999
    watcher.add(numberRecord('42'))
    await clock.advance(45_000)
    expect(gateway.asked.length).toBeGreaterThanOrEqual(2)
  })

  it('survives a gateway that throws: unknown, a line in the log, and the next request', async () => {
    const { watcher, clock, gateway, view, log } = watchRig()
    gateway.read = () => Promise.reject(new Error('bug'))
    watcher.add(numberRecord('42'))
    await clock.advance(0)
    expect(view('42')).toMatchObject({ phase: 'unknown', failure: { code: 'internal' } })
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'gateway threw' }))
    const healthy = new FakeGateway(clock)
    gateway.read = healthy.read.bind(healthy)
    await clock.advance(20_000)
    expect(view('42').phase).toBe('connected')
  })
})

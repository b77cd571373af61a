// Where the healing has to stop, wait or keep out of the way.
import { describe, expect, it } from 'vitest'
import { MOST_STARTS } from '../../../../src/main/core/healing/healing'
import { healingRig as rig, KEY } from '../../../fakes/rigs/healing-rig'
import { numberRecord } from '../../../fakes/views'

const MINUTE = 60_000

describe('a session that the server lost', () => {
  it('is told at once as logged out at that code', async () => {
    const { clock, drop, gateway, told, until, view } = await rig()
    await drop()
    await until(() => view(KEY).phase === 'starting')
    gateway.say({ state: 'awaiting-scan', code: { kind: 'qr-text', value: 'x' } })
    await clock.advance(3_000)
    expect(told('dropped')).toMatchObject([{ cause: 'unspecified' }, { cause: 'logged-out' }])
    await clock.advance(60 * MINUTE)
    expect(told('dropped')).toHaveLength(2)
  })

  it.each([
    ['logged-out', 'needs-scan'],
    ['banned', 'gave-up'],
    ['replaced', 'fight'],
  ] as const)('is left alone when the server names it %s during a start', async (cause, over) => {
    const { clock, drop, gateway, starts, until, view, healing } = await rig()
    await drop()
    await until(() => view(KEY).phase === 'starting')
    gateway.say({ state: 'disconnected', cause })
    await clock.advance(3_000)
    expect(view(KEY)).toMatchObject({ phase: 'disconnected', cause, basis: 'named' })
    expect(healing()).toMatchObject({ over, trying: false })
    await clock.advance(60 * MINUTE)
    expect(starts()).toBe(1)
  })

  it.each([
    ['replaced', 'fight'],
    ['banned', 'gave-up'],
    ['logged-out', 'needs-scan'],
  ] as const)('is left alone when the server names it %s between two starts', async (cause, over) => {
    const { clock, drop, gateway, starts, healing } = await rig()
    await drop()
    gateway.say({ state: 'disconnected', cause })
    await clock.advance(60 * MINUTE)
    expect(healing()).toMatchObject({ over })
    expect(starts()).toBe(0)
  })

  it('is not tried while it cannot be checked, and the trail claims no try', async () => {
    const { clock, drop, gateway, starts, trail, healing } = await rig()
    await drop()
    gateway.say({ state: 'unknown', failure: { code: 'unreachable' } })
    await clock.advance(10 * MINUTE)
    expect(starts()).toBe(0)
    expect(trail()).toEqual([])
    expect(healing()).toMatchObject({ trying: false, over: null })
    gateway.say({ state: 'disconnected' })
    await clock.advance(4 * MINUTE)
    expect(trail()[0]).toBe('tried')
    expect(starts()).toBe(trail().filter((each) => each === 'tried').length)
  })

  it('has its trail taken away five minutes after it is back, whatever sleep lies between', async () => {
    const { clock, drop, gateway, monitor, until, healing } = await rig()
    await drop()
    await until(() => gateway.count('start') > 0)
    gateway.say({ state: 'connected' })
    await clock.advance(10_000)
    expect(healing()).toMatchObject({ trail: [{ what: 'tried' }, { what: 'back' }] })
    monitor.suspend()
    await clock.advance(60 * MINUTE)
    monitor.resume()
    await clock.advance(6 * MINUTE)
    expect(healing()).toBeNull()
  })

  it('is tried in its usual time after the clock was set back by a day', async () => {
    const { clock, drop, monitor, starts } = await rig()
    await drop()
    clock.setWall(-24 * 60 * MINUTE)
    monitor.suspend()
    monitor.resume()
    await clock.advance(2 * MINUTE)
    expect(starts()).toBe(1)
  })
})

it('lets the operator link the number while a start of its own is under way, and keeps out of it', async () => {
  const { clock, drop, gateway, until, view, healing, watcher } = await rig()
  await drop()
  gateway.say({ state: 'starting' })
  await until(() => gateway.count('start') > 0)
  watcher.connect(KEY)
  gateway.say({ state: 'awaiting-scan', code: { kind: 'qr-text', value: 'x' } })
  await clock.advance(5_000)
  expect(view(KEY)).toMatchObject({ phase: 'awaiting-scan' })
  expect(healing()).toBeNull()
  watcher.cancel(KEY)
  const starts = gateway.count('start')
  await clock.advance(60 * MINUTE)
  expect(gateway.count('start')).toBe(starts)
})

describe('many sessions that the server lost', () => {
  /** Forty numbers that all dropped. */
  async function fallen() {
    const base = await rig()
    const keys = Array.from({ length: 40 }, (_, index) => `n${index}`)
    for (const key of keys) base.watcher.add(numberRecord(key))
    await base.clock.advance(MINUTE)
    base.gateway.say({ state: 'disconnected' })
    await base.clock.advance(50_000)
    return { ...base, keys }
  }

  it('are started a few at a time, and none is forgotten', async () => {
    const { clock, gateway, watcher, keys } = await fallen()
    gateway.say({ state: 'starting' })
    // Found "disconnected" until started, as on a server that restarts.
    const start = gateway.start.bind(gateway)
    const begun = new Set<string>()
    gateway.say({ state: 'disconnected' })
    gateway.start = (number, signal) => {
      begun.add(number.sessionId)
      gateway.say({ state: 'starting' }, number.sessionId)
      clock.after(10_000, () => gateway.say({ state: 'connected' }, number.sessionId))
      return start(number, signal)
    }
    let most = 0
    for (let second = 0; second < 240; second += 1) {
      await clock.advance(1_000)
      most = Math.max(most, watcher.views().filter(({ phase }) => phase === 'starting').length)
    }
    expect(most).toBe(MOST_STARTS)
    expect(begun.size).toBe(keys.length + 1)
    expect(watcher.views().every(({ phase }) => phase === 'connected')).toBe(true)
  })

  it('do not keep a code waiting that a person looks at', async () => {
    const { clock, gateway, watcher } = await fallen()
    gateway.latency = 2_000
    gateway.say({ state: 'starting' })
    gateway.say({ state: 'awaiting-scan', code: { kind: 'qr-text', value: 'x' } }, 'person')
    watcher.add(numberRecord('person'))
    watcher.connect('person')
    await clock.advance(20_000)
    const before = gateway.count('read person')
    await clock.advance(30_000)
    expect(gateway.count('read person') - before).toBeGreaterThanOrEqual(9)
  })
})

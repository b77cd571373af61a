// The healing in the monitor as the app builds it: a fake clock, a fake backend that counts what it was asked.
import { describe, expect, it } from 'vitest'
import { PAUSES } from '../../../../src/main/core/healing/healing'
import { healingRig as rig, KEY } from '../../../fakes/rigs/healing-rig'

const MINUTE = 60_000

describe('a session that the server lost', () => {
  it('is started again after half a minute, and the trail says so', async () => {
    const { clock, gateway, drop, starts, trail, view, healing, told } = await rig()
    gateway.startBrings = { state: 'connected' }
    await drop()
    expect(told('dropped')).toHaveLength(1)
    expect(healing()).toMatchObject({ trying: false, over: null, nextAt: expect.any(Number) })
    expect([view(KEY).phase, starts()]).toEqual(['disconnected', 0])
    await clock.advance(PAUSES[0] ?? 0)
    expect([view(KEY).phase, starts()]).toEqual(['connected', 1])
    expect(trail()).toEqual(['tried', 'back'])
  })

  it('is tried six times with growing pauses, then it is the operator’s', async () => {
    const { clock, drop, gateway, starts, trail, view, healing } = await rig()
    await drop()
    const at: number[] = []
    const began = clock.now()
    for (let minute = 0; minute < 120; minute += 1) {
      const before = starts()
      await clock.advance(MINUTE)
      if (starts() > before) at.push(Math.round((clock.now() - began) / MINUTE))
    }
    expect(starts()).toBe(PAUSES.length)
    expect(
      at
        .map((minute, index) => minute - (at[index - 1] ?? 0))
        .slice(1)
        .every((gap, index, gaps) => gap >= (gaps[index - 1] ?? 0)),
    ).toBe(true)
    expect(trail().filter((each) => each === 'tried')).toHaveLength(PAUSES.length)
    expect(healing()).toMatchObject({ over: 'gave-up', nextAt: null, trying: false })
    expect(view(KEY)).toMatchObject({ phase: 'disconnected', cause: 'unspecified' })
    expect(gateway.count('disconnect')).toBe(0)
  })

  it('keeps its cause and shows no deadline of a person’s attempt while the app tries', async () => {
    const { clock, drop, gateway, view } = await rig()
    await drop()
    gateway.say({ state: 'starting' })
    await clock.advance(PAUSES[0] ?? 0)
    expect(view(KEY)).toMatchObject({ phase: 'starting', deadlineAt: null, code: null })
    await clock.advance(2 * MINUTE)
    expect(view(KEY)).toMatchObject({ phase: 'disconnected', failure: null })
  })

  it('is left alone at the first code: the phone is no longer linked', async () => {
    const { clock, drop, gateway, starts, trail, until, view, healing } = await rig()
    await drop()
    await until(() => view(KEY).phase === 'starting')
    gateway.say({ state: 'awaiting-scan', code: { kind: 'qr-text', value: 'x' } })
    await clock.advance(3_000)
    expect(view(KEY).phase).toBe('disconnected')
    await clock.advance(60 * MINUTE)
    expect(starts()).toBe(1)
    expect(view(KEY)).toMatchObject({ phase: 'disconnected', cause: 'logged-out', basis: 'own-start', code: null })
    expect(healing()?.over).toBe('needs-scan')
    expect(trail().at(-1)).toBe('needs-scan')
  })

  it('has its tries back after five stable minutes', async () => {
    const { clock, drop, gateway, starts, healing } = await rig()
    gateway.say({ state: 'disconnected' })
    await clock.advance(150_000)
    expect(starts()).toBeGreaterThan(0)
    gateway.say({ state: 'connected' })
    await clock.advance(6 * MINUTE)
    expect(healing()).toBeNull()
    const before = starts()
    await drop()
    await clock.advance(PAUSES[0] ?? 0)
    expect(starts()).toBe(before + 1)
  })
})

describe('hands off', () => {
  it.each([
    ['logged-out', 'logged-out'],
    ['banned', 'banned'],
    ['phone-offline', 'phone-offline'],
  ] as const)('a number that is %s', async (_what, cause) => {
    const { clock, drop, starts } = await rig()
    await drop({ state: 'disconnected', cause })
    await clock.advance(120 * MINUTE)
    expect(starts()).toBe(0)
  })

  it.each([
    ['a server that may speak of its own outage', { state: 'disconnected', mayBeServer: true }],
    ['a number that is gone', { state: 'unknown', gone: true, failure: { code: 'number-not-found' } }],
    ['a server out of reach', { state: 'unknown', failure: { code: 'unreachable' } }],
  ] as const)('%s', async (_what, says) => {
    const { clock, drop, starts } = await rig()
    await drop(says)
    await clock.advance(120 * MINUTE)
    expect(starts()).toBe(0)
  })

  it('what the operator disconnected', async () => {
    const { clock, watcher, gateway, starts } = await rig()
    gateway.say({ state: 'disconnected' })
    await watcher.disconnect(KEY)
    await clock.advance(120 * MINUTE)
    expect(starts()).toBe(0)
  })

  it.each([
    ['the operator switched it off', { on: false }],
    ['a start is not safe on this backend', { can: false }],
  ])('%s', async (_what, settings) => {
    const { clock, drop, starts, healing } = await rig(settings)
    await drop()
    expect(healing()).toBeNull()
    await clock.advance(120 * MINUTE)
    expect(starts()).toBe(0)
    expect(healing()).toBeNull()
  })

  it('once the operator says so', async () => {
    const { clock, drop, monitor, starts, healing } = await rig()
    await drop()
    monitor.healing.operator(KEY)
    await clock.advance(120 * MINUTE)
    expect(starts()).toBe(0)
    expect(healing()).toMatchObject({ over: 'operator', trail: [{ what: 'operator' }] })
  })

  it('once the operator links it by hand', async () => {
    const { clock, drop, gateway, watcher, starts, healing } = await rig()
    await drop()
    gateway.say({ state: 'starting' })
    watcher.connect(KEY)
    await clock.advance(120 * MINUTE)
    expect(starts()).toBe(1)
    expect(healing()).toBeNull()
  })
})

describe('two servers that fight over a session', () => {
  it('are named as such when the server says so', async () => {
    const { clock, drop, starts, healing } = await rig()
    await drop({ state: 'disconnected', cause: 'replaced' })
    await clock.advance(60 * MINUTE)
    expect(starts()).toBe(0)
    expect(healing()).toMatchObject({ over: 'fight' })
  })

  it('are found out when what was brought back is taken away again and again', async () => {
    const { clock, gateway, starts, until, healing } = await rig()
    const over = (): boolean => healing()?.over === 'fight'
    for (let round = 0; round < 6 && !over(); round += 1) {
      gateway.say({ state: 'disconnected' })
      const before = starts()
      await until(() => starts() > before || over())
      if (over()) break
      gateway.say({ state: 'connected' })
      await clock.advance(20_000)
    }
    expect(healing()?.over).toBe('fight')
    expect(starts()).toBe(3)
    await clock.advance(120 * MINUTE)
    expect(starts()).toBe(3)
  })
})

it('does not try while the computer sleeps, and goes on when it wakes', async () => {
  const { clock, drop, monitor, starts } = await rig()
  await drop()
  monitor.suspend()
  await clock.advance(60 * MINUTE)
  expect(starts()).toBe(0)
  monitor.resume()
  await clock.advance(2 * MINUTE)
  expect(starts()).toBe(1)
})

it('leaves no timer', async () => {
  const { clock, drop, monitor } = await rig()
  await drop()
  monitor.dispose()
  expect(clock.pending).toBe(0)
})

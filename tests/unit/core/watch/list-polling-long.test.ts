import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../../src/shared/model/failure'
import { settle } from '../../../fakes/fake-clock'
import { liveRig as rig } from '../../../fakes/rigs/live-rig'

const MINUTE = 60_000

describe('a long list', () => {
  /** Pages that take this long. */
  const slow = (base: ReturnType<typeof rig>, ms: number): void => {
    base.gateway.hold = () => new Promise((resolve) => void base.clock.after(ms, resolve))
  }

  it('does not keep a number waiting that is being linked, however many wait for the list', async () => {
    const base = rig(2_000)
    const { clock, gateway, watcher, begin } = base
    begin()
    await clock.advance(MINUTE)
    gateway.say({ state: 'disconnected' })
    gateway.say({ state: 'starting' }, 'n1999')
    watcher.connect('n1999')
    // Two thousand wait for their second reading, and each page of it takes three seconds.
    slow(base, 3_000)
    await clock.advance(MINUTE)
    const before = gateway.count('read n1999')
    await clock.advance(20_000)
    expect(gateway.count('read n1999') - before).toBeGreaterThanOrEqual(9)
  })

  it('does not keep a click on the very number waiting that began the list', async () => {
    const base = rig(10)
    const { clock, gateway, watcher, begin, keys } = base
    begin()
    await clock.advance(MINUTE)
    slow(base, 10_000)
    const pages = gateway.count('live')
    await clock.advanceUntil(() => gateway.count('live') > pages, 2 * MINUTE, 500)
    for (const key of keys) watcher.check(key)
    await settle()
    expect(gateway.count('read')).toBe(10)
    expect(gateway.mostPerNumber).toBe(1)
  })

  it('that became slow brings nobody to be asked by themselves meanwhile', async () => {
    const base = rig(5_000)
    const { clock, gateway, begin, phases } = base
    begin()
    await clock.advance(MINUTE)
    slow(base, 4_000)
    await clock.advance(10 * MINUTE)
    expect(gateway.count('read')).toBe(0)
    expect(phases()['unknown']).toBeUndefined()
  })

  it('backs off when it fails, also where many wait for a second reading', async () => {
    const { clock, gateway, begin } = rig(600)
    begin()
    await clock.advance(MINUTE)
    gateway.say({ state: 'disconnected' })
    const runs = gateway.count('live 0')
    await clock.advanceUntil(() => gateway.count('live 0') > runs, 2 * MINUTE, 500)
    gateway.instead = failed('server-error')
    await clock.advance(MINUTE)
    const before = gateway.asked.length
    await clock.advance(10 * MINUTE)
    expect(gateway.asked.length - before).toBeGreaterThanOrEqual(5)
    expect(gateway.asked.length - before).toBeLessThan(30)
  })

  it('leaves nothing of a connection whose numbers are gone', async () => {
    const { clock, gateway, watcher, begin, keys } = rig(10)
    begin()
    await clock.advance(MINUTE)
    gateway.instead = success(null)
    await clock.advance(MINUTE)
    for (const key of keys) watcher.remove(key)
    gateway.instead = null
    begin()
    const before = gateway.count('live')
    await clock.advance(1_000)
    expect(gateway.count('live')).toBe(before + 1)
  })
})

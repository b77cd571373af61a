import { describe, expect, it } from 'vitest'
import { failed, success } from '../../../../src/shared/model/failure'
import { settle } from '../../../fakes/fake-clock'
import { liveRig as rig } from '../../../fakes/rigs/live-rig'

const MINUTE = 60_000

describe('live lists', () => {
  it.each([
    ['in the tray', false],
    ['with the window open', true],
  ])(
    'watches 5,000 numbers with tens of requests a minute %s, none of them ever stale',
    async (_where, visible) => {
      const { clock, watcher, gateway, begin, phases } = rig(5_000)
      watcher.setVisible(visible)
      begin()
      await clock.advance(MINUTE)
      expect(phases()).toEqual({ connected: 5_000 })
      const before = gateway.asked.length
      for (let minute = 0; minute < 10; minute += 1) {
        await clock.advance(MINUTE)
        expect(phases()).toEqual({ connected: 5_000 })
      }
      const perMinute = (gateway.asked.length - before) / 10
      expect(gateway.count('read')).toBe(0)
      expect(perMinute).toBeGreaterThan(20)
      expect(perMinute).toBeLessThan(60)
      watcher.dispose()
    },
    20_000,
  )

  it('asks a handful one by one', async () => {
    const { clock, gateway, begin } = rig(3)
    begin()
    await clock.advance(MINUTE)
    expect(gateway.count('live')).toBe(0)
    expect(gateway.count('read')).toBeGreaterThanOrEqual(3)
  })

  it('asks a number that the list shows as down once more by itself before it is a drop', async () => {
    const { clock, gateway, begin, told } = rig(300)
    begin()
    await clock.advance(MINUTE)
    gateway.say({ state: 'disconnected' }, 'n7')
    await clock.advance(MINUTE)
    expect(told('dropped').map(({ key }) => key)).toEqual(['n7'])
    expect(gateway.asked.filter((each) => each.startsWith('read')).every((each) => each === 'read n7')).toBe(true)
    expect(gateway.count('read n7')).toBeGreaterThan(0)
  })

  it('confirms many at once by the list', async () => {
    const { clock, gateway, begin, told } = rig(1_000)
    begin()
    await clock.advance(MINUTE)
    const before = gateway.asked.length
    gateway.say({ state: 'disconnected' })
    await clock.advance(MINUTE)
    expect(told('dropped')).toHaveLength(1_000)
    expect(gateway.asked.length - before).toBeGreaterThanOrEqual(4)
    expect(gateway.asked.length - before).toBeLessThan(100)
  })

  it('takes a page that fails for no proof of anything, backs off, and is well again when it answers', async () => {
    const { clock, gateway, begin, told, phases, answers } = rig(600)
    begin()
    await clock.advance(MINUTE)
    gateway.instead = failed('server-error')
    gateway.insteadFrom = 1
    await clock.advance(MINUTE)
    expect(phases()).toEqual({ connected: 200, unknown: 400 })
    expect(answers.at(-1)?.code).toBe('server-error')
    const before = gateway.asked.length
    await clock.advance(10 * MINUTE)
    expect(gateway.asked.length - before).toBeGreaterThanOrEqual(5)
    expect(gateway.asked.length - before).toBeLessThan(60)
    gateway.instead = null
    await clock.advance(3 * MINUTE)
    expect(phases()).toEqual({ connected: 600 })
    expect(told('dropped')).toEqual([])
  })

  it('obeys Retry-After', async () => {
    const { clock, gateway, begin } = rig(600)
    begin()
    await clock.advance(MINUTE)
    gateway.instead = failed('rate-limited', { retryAt: clock.now() + 10 * MINUTE })
    await clock.advance(MINUTE)
    const before = gateway.asked.length
    await clock.advance(8 * MINUTE)
    expect(gateway.asked.length).toBe(before)
  })

  it('asks by themselves the numbers that the list leaves out', async () => {
    const { clock, gateway, begin } = rig(10)
    gateway.sessions = gateway.sessions.filter((each) => each !== 'n7')
    gateway.say({ state: 'awaiting-scan', code: { kind: 'qr-text', value: 'x' } }, 'n7')
    begin()
    await clock.advance(1_000)
    expect(gateway.asked).toEqual(['live 0', 'read n7'])
    await clock.advance(MINUTE)
    expect(new Set(gateway.asked.filter((each) => each.startsWith('read')))).toEqual(new Set(['read n7']))
  })

  it('asks one by one where the backend has no live list after all, and looks for one again after ten minutes', async () => {
    const { clock, gateway, begin, phases } = rig(10)
    gateway.instead = success(null)
    begin()
    await clock.advance(9 * MINUTE)
    expect(gateway.count('live')).toBe(1)
    expect(phases()).toEqual({ connected: 10 })
    await clock.advance(2 * MINUTE)
    expect(gateway.count('live')).toBe(2)
  })

  it('ignores what a list says of a number that the operator began to link meanwhile', async () => {
    const { clock, gateway, watcher, begin, view } = rig(10)
    begin()
    await clock.advance(MINUTE)
    let release: () => void = () => undefined
    gateway.hold = () => new Promise((resolve) => (release = resolve))
    await clock.advance(MINUTE)
    gateway.say({ state: 'starting' }, 'n3')
    watcher.connect('n3')
    await settle()
    release()
    await settle()
    expect(view('n3').phase).toBe('starting')
    expect(gateway.count('start n3')).toBe(1)
  })

  it('ignores what a list says of a number that the operator disconnected meanwhile', async () => {
    const { clock, gateway, watcher, begin, view } = rig(10)
    begin()
    await clock.advance(MINUTE)
    let release: () => void = () => undefined
    gateway.hold = () => new Promise((resolve) => (release = resolve))
    await clock.advance(45_000)
    await watcher.disconnect('n3')
    expect(view('n3')).toMatchObject({ phase: 'disconnected', cause: 'by-operator' })
    release()
    await settle()
    expect(view('n3')).toMatchObject({ phase: 'disconnected', cause: 'by-operator' })
  })

  it('drops a list that was asked for with an earlier sign-in', async () => {
    const { clock, gateway, watcher, begin, phases, views } = rig(10)
    begin()
    await clock.advance(MINUTE)
    gateway.hold = () => new Promise(() => undefined)
    await clock.advance(45_000)
    gateway.hold = null
    watcher.recheckConnection('c1')
    await settle()
    expect(phases()).toEqual({ connected: 10 })
    expect(views.filter(({ phase }) => phase === 'unknown')).toEqual([])
  })

  it.each([
    ['sleep', (watcher: ReturnType<typeof rig>['watcher']) => watcher.suspend()],
    ['the end', (watcher: ReturnType<typeof rig>['watcher']) => watcher.dispose()],
  ])('drops a list that comes after %s', async (_what, end) => {
    const { clock, gateway, watcher, begin, happenings, views } = rig(10)
    begin()
    await clock.advance(MINUTE)
    let release: () => void = () => undefined
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    gateway.hold = () => new Promise((resolve) => (release = resolve))
    await clock.advance(MINUTE)
    end(watcher)
    await settle()
    const [before, told] = [views.length, happenings.length]
    release()
    await clock.advance(MINUTE)
    expect([views.length, happenings.length]).toEqual([before, told])
    expect(clock.pending).toBe(0)
  })

  it('gives a page up after its deadline, even when the backend ignores its signal, and asks a handful by themselves then', async () => {
    const { clock, gateway, begin, phases } = rig(10)
    begin()
    await clock.advance(MINUTE)
    gateway.hold = () => new Promise(() => undefined)
    await clock.advance(50_000)
    expect(phases()).toEqual({ unknown: 10 })
    await clock.advance(20_000)
    expect(gateway.count('read')).toBe(10)
    expect(phases()).toEqual({ connected: 10 })
  })

  it('still answers a person who asks about one number, while a list is under way', async () => {
    const { clock, gateway, watcher, begin } = rig(10)
    begin()
    await clock.advance(MINUTE)
    gateway.hold = () => new Promise(() => undefined)
    await clock.advance(50_000)
    expect(gateway.count('read')).toBe(0)
    watcher.check('n5')
    await settle()
    expect(gateway.count('read n5')).toBe(1)
  })
})

describe('on battery', () => {
  it('asks what is well half as often, and links as fast as ever', async () => {
    const { clock, gateway, watcher, begin } = rig(1)
    begin()
    await clock.advance(MINUTE)
    const inTenMinutes = async (): Promise<number> => {
      const before = gateway.asked.length
      await clock.advance(10 * MINUTE)
      return gateway.asked.length - before
    }
    const onMains = await inTenMinutes()
    watcher.setOnBattery(true)
    const onBattery = await inTenMinutes()
    expect(onMains).toBeGreaterThan(12)
    expect(onBattery / onMains).toBeLessThan(0.6)
    gateway.say({ state: 'starting' })
    watcher.connect('n0')
    const before = gateway.asked.length
    await clock.advance(10_000)
    expect(gateway.asked.length - before).toBeGreaterThanOrEqual(4)
  })
})

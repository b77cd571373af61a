// Push: an event makes its number be asked at once, and never decides. While a stream lives numbers that are well are asked less often.
import { describe, expect, it } from 'vitest'
import { LiveGateway } from '../../../fakes/gateways/live-gateway'
import { PushGateway } from '../../../fakes/gateways/push-gateway'
import { pushed } from '../../../fakes/rigs/push-rig'
import { numberRecord } from '../../../fakes/views'
import { watchRig } from '../../../fakes/rigs/watch-rig'

const MINUTE = 60_000

describe('events', () => {
  it('make the number be asked at once, and nobody else', async () => {
    const { gateway, clock, watcher, view } = await pushed(['a', 'b'])
    await clock.advance(20_000)
    gateway.say({ state: 'disconnected', cause: 'logged-out' }, 'a')
    const before = gateway.asked.length
    gateway.tell('a')
    await clock.advance(0)
    expect(gateway.asked.slice(before)).toEqual(['read a'])
    await clock.advance(5_000)
    expect([view('a').phase, view('b').phase]).toEqual(['disconnected', 'connected'])
    watcher.dispose()
  })

  it('decide nothing: what the backend answers is what counts', async () => {
    const { gateway, clock, happenings, view } = await pushed()
    for (let i = 0; i < 50; i += 1) {
      gateway.tell('a')
      await clock.advance(500)
    }
    expect([view('a').phase, happenings]).toEqual(['connected', []])
  })

  it('that come in a storm cost one request a second for each number', async () => {
    const { gateway, clock, asked } = await pushed()
    const before = asked()
    for (let i = 0; i < 100; i += 1) {
      gateway.tell('a')
      await clock.advance(100)
    }
    expect(asked() - before).toBeGreaterThanOrEqual(9)
    expect(asked() - before).toBeLessThanOrEqual(11)
  })

  it('that name no session make all numbers be asked, every ten seconds at most', async () => {
    const { gateway, clock, asked } = await pushed(['a', 'b', 'c'])
    await clock.advance(20_000)
    const before = asked()
    for (let i = 0; i < 100; i += 1) {
      gateway.tell(null)
      await clock.advance(100)
    }
    await clock.advance(2_000)
    expect(asked() - before).toBe(6)
  })

  it('about many numbers at once are answered by the list, about one by a request of its own', async () => {
    const keys = Array.from({ length: 1_000 }, (_, i) => `n${i}`)
    const rig = watchRig()
    const push = new PushGateway(rig.clock)
    const live = new LiveGateway(rig.clock)
    live.sessions = keys
    rig.gateways.set('c1', Object.assign(live, { events: push.events.bind(push) }))
    for (const key of keys) rig.watcher.add(numberRecord(key))
    await rig.clock.advance(20_000)
    const before = live.asked.length
    push.tell('n7')
    await rig.clock.advance(0)
    expect(live.asked.slice(before)).toEqual(['read n7'])
    for (let round = 0; round < 10; round += 1) for (const key of keys) push.tell(key)
    await rig.clock.advance(5_000)
    expect(live.asked.length - before).toBeGreaterThanOrEqual(10)
    expect(live.asked.length - before).toBeLessThan(40)
    expect(live.asked.slice(before)).toContain('live 0')
  })

  it('about a session that the app does not have are ignored', async () => {
    const { gateway, clock, asked } = await pushed()
    const before = asked()
    gateway.tell('somebody else')
    await clock.advance(2_000)
    expect(asked()).toBe(before)
  })

  it('do not make a backend that gives no answers be asked all the time', async () => {
    const { gateway, clock, asked } = await pushed()
    gateway.say({ state: 'unknown', failure: { code: 'server-error' } }, 'a')
    gateway.tell('a')
    await clock.advance(1_000)
    const before = asked()
    for (let i = 0; i < 600; i += 1) {
      gateway.tell('a')
      await clock.advance(100)
    }
    expect(asked() - before).toBeGreaterThanOrEqual(3)
    expect(asked() - before).toBeLessThanOrEqual(9)
  })
})

describe('while a stream lives', () => {
  it('a number that is well is asked at a quarter of the usual cadence', async () => {
    const { gateway, clock, asked, timings } = await pushed()
    await clock.advance(timings.watchHidden * 1.2)
    const before = asked()
    for (let i = 0; i < 30; i += 1) {
      gateway.stream.listener.onAlive()
      await clock.advance(MINUTE / 2)
    }
    // 15 minutes at 180 s, with jitter.
    expect(asked() - before).toBeGreaterThanOrEqual(4)
    expect(asked() - before).toBeLessThanOrEqual(6)
  })

  it('its end brings the usual cadence back at once', async () => {
    const { gateway, clock, asked, timings } = await pushed()
    for (let i = 0; i < 4; i += 1) {
      await clock.advance(MINUTE / 2)
      gateway.stream.listener.onAlive()
    }
    gateway.opens = false
    gateway.stream.end({ code: 'unreachable' })
    const before = asked()
    await clock.advance(timings.watchHidden * 1.1)
    expect(asked() - before).toBeGreaterThanOrEqual(1)
    await clock.advance(10 * MINUTE)
    expect(asked() - before).toBeGreaterThanOrEqual(11)
  })

  it('its silence of a minute ends it: another one is opened', async () => {
    const { gateway, clock, timings } = await pushed()
    await clock.advance(timings.pushSilence - 2_000)
    expect(gateway.streams).toHaveLength(1)
    await clock.advance(2_000 + timings.troublePoll)
    expect([gateway.streams.length, gateway.openStreams()]).toEqual([2, 1])
  })

  it('one that misses a drop is not relied on for an hour', async () => {
    const { gateway, clock, asked, timings, watcher, log } = await pushed(['a', 'b'])
    const quiet = async (minutes: number): Promise<void> => {
      for (let i = 0; i < minutes * 2; i += 1) {
        gateway.stream.listener.onAlive()
        await clock.advance(MINUTE / 2)
      }
    }
    await quiet(5)
    gateway.say({ state: 'disconnected', cause: 'logged-out' }, 'a')
    await quiet(4)
    expect(watcher.view('a')?.phase).toBe('disconnected')
    expect(log.lines.filter(({ message }) => message === 'event stream missed a drop')).toHaveLength(1)
    const countB = (): number => gateway.asked.filter((each) => each === 'read b').length
    const before = countB()
    await quiet(15)
    expect(countB() - before).toBeGreaterThanOrEqual(17)
    await quiet(60)
    const later = countB()
    await quiet(15)
    expect(countB() - later).toBeGreaterThanOrEqual(4)
    expect(countB() - later).toBeLessThanOrEqual(6)
    expect([timings.pushFactor, asked() > 0]).toEqual([4, true])
  })

  it('one that tells of a drop in time is relied on', async () => {
    const { gateway, clock, view, log } = await pushed()
    await clock.advance(50_000)
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    gateway.tell('a')
    await clock.advance(10_000)
    expect(view('a').phase).toBe('disconnected')
    expect(log.lines.filter(({ message }) => message === 'event stream missed a drop')).toEqual([])
  })

  it('an event is a sign of life too', async () => {
    const { gateway, clock, timings } = await pushed()
    for (let i = 0; i < 10; i += 1) {
      await clock.advance(timings.pushSilence * 0.9)
      gateway.tell('somebody else')
    }
    expect(gateway.streams).toHaveLength(1)
  })

  it('a drop from before it was opened is none that it missed', async () => {
    const rig = watchRig()
    const gateway = new PushGateway(rig.clock)
    rig.gateways.set('c1', gateway)
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    const last = { phase: 'connected' as const, cause: null, since: 0, lastConfirmedAt: 0 }
    rig.watcher.add(numberRecord('a', { last }))
    await rig.clock.advance(10_000)
    expect(rig.view('a').phase).toBe('disconnected')
    expect(rig.log.lines.filter(({ message }) => message === 'event stream missed a drop')).toEqual([])
  })

  it('a backend that is not known to tell of drops by itself is asked as often as without one, until it is known', async () => {
    const { gateway, clock, asked, timings } = await pushed()
    const quiet = async (minutes: number): Promise<number> => {
      const before = asked()
      for (let i = 0; i < minutes * 2; i += 1) {
        gateway.stream.listener.onAlive()
        await clock.advance(MINUTE / 2)
      }
      return asked() - before
    }
    gateway.stream.listener.onTrust?.(false)
    await clock.advance(timings.watchHidden)
    expect(await quiet(15)).toBeGreaterThanOrEqual(17)
    gateway.stream.listener.onTrust?.(true)
    await clock.advance(timings.watchHidden)
    const trusted = await quiet(15)
    expect(trusted).toBeGreaterThanOrEqual(4)
    expect(trusted).toBeLessThanOrEqual(6)
  })

  it('an event that somebody’s question caused announces nothing: a drop that came with it alone was missed', async () => {
    const { gateway, clock, view, log } = await pushed()
    await clock.advance(50_000)
    gateway.say({ state: 'disconnected', cause: 'logged-out' })
    gateway.stream.listener.onEvent({ sessionId: 'a', secondHand: true })
    await clock.advance(10_000)
    expect(view('a').phase).toBe('disconnected')
    expect(log.lines.filter(({ message }) => message === 'event stream missed a drop')).toHaveLength(1)
  })
})

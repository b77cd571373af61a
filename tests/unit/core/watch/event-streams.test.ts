// The stream of a connection: opened, watched for signs of life, opened anew ever more rarely, and ended with what it was for.
import { describe, expect, it } from 'vitest'
import { PushGateway } from '../../../fakes/gateways/push-gateway'
import { pushed } from '../../../fakes/rigs/push-rig'
import { numberRecord } from '../../../fakes/views'
import { watchRig } from '../../../fakes/rigs/watch-rig'

const MINUTE = 60_000

describe('a stream', () => {
  it('that fails is tried again ever more rarely', async () => {
    const rig = watchRig()
    const gateway = new PushGateway(rig.clock)
    gateway.opens = false
    rig.gateways.set('c1', gateway)
    rig.watcher.add(numberRecord('a'))
    for (let i = 0; i < 7_200; i += 1) {
      if (gateway.openStreams() > 0) gateway.stream.end({ code: 'server-error' })
      await rig.clock.advance(1_000)
    }
    expect(gateway.streams.length).toBeGreaterThan(10)
    expect(gateway.streams.length).toBeLessThan(35)
  })

  it('that opens and ends at once is no storm of connections', async () => {
    const { gateway, clock } = await pushed()
    for (let i = 0; i < 600; i += 1) {
      if (gateway.openStreams() > 0) gateway.stream.end(null)
      await clock.advance(1_000)
    }
    expect(gateway.streams.length).toBeGreaterThanOrEqual(5)
    expect(gateway.streams.length).toBeLessThan(15)
  })

  it('that worked and ended in order is followed by another within two seconds', async () => {
    const { gateway, clock } = await pushed()
    await clock.advance(30_000)
    gateway.stream.end(null)
    await clock.advance(2_000)
    expect([gateway.streams.length, gateway.openStreams()]).toEqual([2, 1])
  })

  it('ends with the last number, asleep, after a new sign-in, and for good', async () => {
    const { gateway, clock, watcher } = await pushed(['a', 'b'])
    watcher.remove('a')
    expect(gateway.openStreams()).toBe(1)
    watcher.suspend()
    expect(gateway.openStreams()).toBe(0)
    await clock.advance(MINUTE)
    expect(gateway.streams).toHaveLength(1)
    watcher.resume()
    expect([gateway.streams.length, gateway.openStreams()]).toEqual([2, 1])
    watcher.recheckConnection('c1')
    expect([gateway.streams.length, gateway.openStreams()]).toEqual([3, 1])
    watcher.remove('b')
    expect(gateway.openStreams()).toBe(0)
    watcher.dispose()
    await clock.advance(MINUTE)
    expect(gateway.streams).toHaveLength(3)
  })

  it('is not opened asleep, and leaves neither stream nor timer behind', async () => {
    const { gateway, gateways, clock, watcher } = await pushed()
    const other = new PushGateway(clock)
    gateways.set('c2', other)
    gateway.tell('a')
    gateway.tell('a')
    gateway.tell(null)
    watcher.suspend()
    watcher.add(numberRecord('b', { connectionId: 'c2' }))
    expect(other.streams).toEqual([])
    watcher.resume()
    expect(other.openStreams()).toBe(1)
    gateway.tell('a')
    gateway.tell('a')
    gateway.tell(null)
    watcher.dispose()
    expect([gateway.openStreams(), other.openStreams(), clock.pending]).toEqual([0, 0, 0])
  })

  it('is opened no sooner than the backend asks for, and at once after a new sign-in', async () => {
    const { gateway, clock, watcher } = await pushed()
    gateway.opens = false
    gateway.stream.end({ code: 'rate-limited', retryAt: clock.now() + 300_000 })
    await clock.advance(299_000)
    expect(gateway.streams).toHaveLength(1)
    await clock.advance(1_000)
    for (let i = 0; i < 5; i += 1) {
      gateway.stream.end({ code: 'server-error' })
      await clock.advance(150_000)
    }
    gateway.stream.end({ code: 'server-error' })
    watcher.recheckConnection('c1')
    expect(gateway.openStreams()).toBe(1)
    gateway.stream.end({ code: 'server-error' })
    await clock.advance(10_000)
    expect(gateway.openStreams()).toBe(1)
  })

  it('that ignores its end changes nothing any more', async () => {
    const { gateway, clock, watcher, asked } = await pushed()
    gateway.deafStreams = true
    watcher.recheckConnection('c1')
    const [, second] = gateway.streams
    watcher.recheckConnection('c1')
    await clock.advance(5_000)
    const before = asked()
    second?.listener.onEvent({ sessionId: 'a' })
    await clock.advance(2_000)
    expect(asked()).toBe(before)
    second?.end({ code: 'unreachable' })
    await clock.advance(2_000)
    expect(gateway.openStreams()).toBe(1)
  })
})

import { describe, expect, it } from 'vitest'
import { POLL_LIMITS } from '../../../../../src/main/core/watch/schedule/connection-queues'
import { pollRig, steady } from '../../../../fakes/rigs/poll-rig'

describe('cadence', () => {
  it('asks from request to request, within a tenth of the cadence', async () => {
    const { clock, times, add } = pollRig()
    add('c/1')
    await clock.advance(100_000)
    const gaps = times('c/1')
      .slice(1)
      .map((at, index) => at - (times('c/1')[index] ?? 0))
    expect(gaps.length).toBeGreaterThanOrEqual(9)
    for (const gap of gaps) expect(Math.abs(gap - 10_000)).toBeLessThanOrEqual(1_000)
    expect(new Set(gaps).size).toBeGreaterThan(5)
  })

  it('asks without jitter while somebody waits', async () => {
    const { clock, times, add, plan } = pollRig()
    plan.pace = () => ({ everyMs: 2_000, urgent: true, troubled: false })
    add('c/1')
    await clock.advance(10_100)
    expect(times('c/1')).toEqual([0, 2_000, 4_000, 6_000, 8_000, 10_000])
  })

  it('gives a slow server a pause instead of overlapping', async () => {
    const { clock, times, add, plan, most } = pollRig()
    plan.takes = 5_000
    plan.pace = () => ({ everyMs: 2_000, urgent: true, troubled: false })
    add('c/1')
    await clock.advance(11_100)
    expect(times('c/1')).toEqual([0, 5_500, 11_000])
    expect(most.perKey).toBe(1)
  })
})

describe('bounds', () => {
  it('keeps six a connection and twelve in all, and takes turns between connections', async () => {
    const { clock, asked, most, add } = pollRig()
    for (const connection of ['a', 'b', 'c']) for (let each = 0; each < 40; each++) add(`${connection}/${each}`)
    await clock.advance(100)
    expect(most).toEqual({ perKey: 1, perConnection: POLL_LIMITS.perConnection, overall: POLL_LIMITS.overall })
    await clock.advance(500)
    const share = ['a', 'b', 'c'].map((connection) => asked.filter((each) => each.key.startsWith(connection)).length)
    expect(Math.max(...share) - Math.min(...share)).toBeLessThanOrEqual(6)
  })

  it('one hanging connection does not keep the others waiting', async () => {
    const { clock, times, add, plan } = pollRig()
    plan.takes = 50_000
    for (let each = 0; each < 50; each++) add(`slow/${each}`)
    await clock.advance(10)
    plan.takes = 10
    add('quick/1')
    await clock.advance(35_000)
    expect(times('quick/1').length).toBeGreaterThanOrEqual(3)
  })

  it('a small connection does not wait behind big ones, whatever is urgent there', async () => {
    const { clock, times, add, plan } = pollRig()
    const big = (key: string): boolean => !key.startsWith('small')
    plan.takes = 1_000
    plan.pace = (key) => (big(key) ? { everyMs: 2_000, urgent: true, troubled: false } : steady)
    for (const connection of ['big', 'huge', 'vast']) for (let each = 0; each < 5_000; each++) add(`${connection}/${each}`)
    for (let each = 0; each < 3; each++) add(`small/${each}`)
    await clock.advance(120_000)
    for (let each = 0; each < 3; each++) expect(times(`small/${each}`).length).toBeGreaterThanOrEqual(9)
  }, 20_000)

  it('asks what people wait for before the routine', async () => {
    const { clock, asked, add, scheduler } = pollRig()
    for (let each = 0; each < 30; each++) add(`c/${each}`)
    await clock.advance(0)
    scheduler.askNow('c/29', false)
    await clock.advance(100)
    expect(asked[6]?.key).toBe('c/29')
  })

  it('asks again when asked during a request, and a number added again waits for its old request', async () => {
    const { clock, times, add, scheduler, most } = pollRig()
    add('c/1')
    await clock.advance(50)
    scheduler.askNow('c/1', false)
    await clock.advance(60)
    expect(times('c/1')).toEqual([0, 100])
    scheduler.remove('c/1')
    add('c/1')
    await clock.advance(95)
    expect(times('c/1')).toEqual([0, 100, 200])
    expect(most.perKey).toBe(1)
  })

  it('five thousand numbers are all asked in turn, none twice before the others', async () => {
    const { clock, asked, add, plan } = pollRig()
    plan.takes = 1
    plan.pace = () => ({ everyMs: 60_000, urgent: false, troubled: false })
    for (let each = 0; each < 5_000; each++) add(`c${each % 5}/${each}`)
    await clock.advance(1_000)
    expect(asked).toHaveLength(5_000)
    expect(new Set(asked.map((each) => each.key)).size).toBe(5_000)
    expect(clock.pending).toBe(1)
  }, 20_000)
})

describe('sleep and end', () => {
  it('asks nothing asleep and everything 1 to 3 s after', async () => {
    const { clock, asked, add, scheduler } = pollRig()
    for (let each = 0; each < 5; each++) add(`c/${each}`)
    await clock.advance(1_000)
    scheduler.suspend()
    expect(clock.pending).toBe(0)
    await clock.advance(100_000)
    expect(asked).toHaveLength(5)
    scheduler.resume()
    await clock.advance(999)
    expect(asked).toHaveLength(5)
    await clock.advance(2_001)
    expect(asked).toHaveLength(10)
  })

  it('what waited for a place before sleep waits for its turn after it too', async () => {
    const { clock, asked, add, scheduler, plan } = pollRig()
    plan.takes = 5_000
    for (let each = 0; each < 30; each++) add(`c/${each}`)
    await clock.advance(4_900)
    scheduler.suspend()
    scheduler.resume()
    await clock.advance(900)
    expect(asked).toHaveLength(6)
    await clock.advance(2_100)
    expect(asked.length).toBeGreaterThan(6)
  })
})

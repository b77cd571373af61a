import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { POLL_LIMITS } from '../../../src/main/core/poll-scheduler'
import { pollRig, steady } from '../../fakes/poll-rig'

describe('cadence', () => {
  it('asks from question to question, within a tenth of the cadence', async () => {
    const { clock, times, add } = pollRig()
    add('c/1')
    await clock.advance(100_000)
    const gaps = times('c/1').slice(1).map((at, index) => at - (times('c/1')[index] ?? 0))
    expect(gaps.length).toBeGreaterThanOrEqual(9)
    for (const gap of gaps) expect(Math.abs(gap - 10_000)).toBeLessThanOrEqual(1_000)
    expect(new Set(gaps).size).toBeGreaterThan(5)
  })

  it('is on the dot while somebody waits', async () => {
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

describe('trouble', () => {
  it('backs off to two minutes with jitter, and comes back at once', async () => {
    const { clock, times, add, plan } = pollRig()
    plan.pace = () => ({ ...steady, troubled: true })
    add('c/1')
    await clock.advance(1_200_000)
    const gaps = times('c/1').slice(1).map((at, index) => at - (times('c/1')[index] ?? 0) - plan.takes)
    for (const [index, gap] of gaps.entries()) {
      const full = Math.min(120_000, 10_000 * 2 ** index)
      expect(gap).toBeGreaterThanOrEqual(full * 0.75)
      expect(gap).toBeLessThanOrEqual(full)
    }
    expect(gaps.length).toBeGreaterThan(9)
    plan.pace = () => steady
    await clock.advance(130_000)
    const count = times('c/1').length
    await clock.advance(55_000)
    expect(times('c/1').length - count).toBeGreaterThanOrEqual(5)
  })

  it('is over for all numbers of a connection within seconds once one has an answer again', async () => {
    const { clock, asked, times, add, plan } = pollRig()
    const keys = Array.from({ length: 20 }, (_, index) => `c/${index}`)
    plan.pace = (key) => ({ ...steady, troubled: key !== 'd/1' })
    for (const key of [...keys, 'd/1', 'e/1']) add(key)
    await clock.advance(1_200_000)
    plan.pace = (key) => ({ ...steady, troubled: key === 'e/1' })
    const before = asked.length
    while (!asked.slice(before).some(({ key }) => key.startsWith('c/'))) await clock.advance(100)
    const [others, backAt] = [times('e/1').length, clock.now()]
    await clock.advance(4_000)
    for (const key of keys) expect(times(key).at(-1), key).toBeGreaterThan(backAt - 200)
    // Another backend that gives no answers is left in peace.
    expect(times('e/1').length - others).toBeLessThanOrEqual(1)
  })

  it('goes on backing off from numbers that are refused for reasons of their own, though another has an answer now and then', async () => {
    const counts: number[] = []
    for (const good of ['c/good', 'd/good']) {
      const { clock, asked, add, plan } = pollRig()
      plan.pace = (key) => (key === good ? { ...steady, everyMs: 90_000 } : { ...steady, troubled: true })
      add(good)
      for (let each = 0; each < 100; each++) add(`c/${each}`, each * 100)
      await clock.advance(3_600_000)
      counts.push(asked.length)
    }
    const [beside, alone] = counts
    expect(Math.abs((beside ?? 0) / (alone ?? 1) - 1)).toBeLessThan(0.05)
  })

  it('goes on backing off from a backend that answers every other question', async () => {
    const { clock, asked, add, plan } = pollRig()
    let count = 0
    plan.pace = () => ({ ...steady, troubled: count++ % 2 === 0 })
    for (let each = 0; each < 20; each++) add(`c/${each}`)
    await clock.advance(600_000)
    // Twenty numbers every ten seconds or a little less often: never more than while all is well.
    expect(asked.length).toBeLessThan(20 * 60 * 1.1)
  })

  it('obeys Retry-After for the whole connection and no other', async () => {
    const { clock, times, add, plan } = pollRig()
    plan.pace = (key) => (key === 'c/1' ? { ...steady, troubled: true, retryAt: 60_000 } : steady)
    for (const key of ['c/1', 'c/2', 'd/1']) add(key)
    await clock.advance(59_999)
    expect(times('c/1')).toEqual([0])
    expect(times('c/2')).toEqual([0])
    expect(times('d/1').length).toBeGreaterThan(4)
    await clock.advance(3_000)
    expect(times('c/1').length).toBe(2)
    expect(times('c/2').length).toBe(2)
  })

  it('obeys Retry-After with what already waits for a free place', async () => {
    const { clock, asked, add, plan } = pollRig()
    plan.pace = () => ({ ...steady, troubled: true, retryAt: 60_000 })
    for (let each = 0; each < 100; each++) add(`c/${each}`)
    await clock.advance(59_999)
    expect(asked).toHaveLength(POLL_LIMITS.perConnection)
    plan.pace = () => steady
    await clock.advance(5_000)
    expect(new Set(asked.map(({ key }) => key)).size).toBe(100)
  })

  it('lets a click through all the same, and does not believe in a Retry-After of a day', async () => {
    const { clock, times, add, plan, scheduler } = pollRig()
    plan.pace = () => ({ ...steady, troubled: true, retryAt: 86_400_000 })
    add('c/1')
    await clock.advance(10_000)
    scheduler.askNow('c/1', false)
    await clock.advance(0)
    expect(times('c/1')).toHaveLength(1)
    scheduler.askNow('c/1', true)
    await clock.advance(0)
    expect(times('c/1')).toHaveLength(2)
    await clock.advance(920_000)
    expect(times('c/1')).toHaveLength(3)
  })
})

describe('bounds', () => {
  it('keeps six a connection and twelve in all, and takes turns between connections', async () => {
    const { clock, asked, most, add } = pollRig()
    for (const lane of ['a', 'b', 'c']) for (let each = 0; each < 40; each++) add(`${lane}/${each}`)
    await clock.advance(100)
    expect(most).toEqual({ perKey: 1, perLane: POLL_LIMITS.perConnection, overall: POLL_LIMITS.overall })
    await clock.advance(500)
    const share = ['a', 'b', 'c'].map((lane) => asked.filter((each) => each.key.startsWith(lane)).length)
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
    for (const lane of ['big', 'huge', 'vast']) for (let each = 0; each < 5_000; each++) add(`${lane}/${each}`)
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

  it('asks again when asked during a question, and a number added again waits for its old question', async () => {
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

  it('whatever is done to it: one question per number, bounds kept, nobody forgotten, no timer left', async () => {
    const key = fc.constantFrom('a/1', 'a/2', 'b/1', 'b/2', 'b/3')
    const action = fc.oneof(
      fc.record({ do: fc.constantFrom('add', 'remove', 'demand', 'hasten', 'relax', 'askNow'), key }),
      fc.record({ do: fc.constantFrom('suspend', 'resume', 'askAll'), key }),
      fc.record({ do: fc.constant('advance'), key, ms: fc.nat(30_000) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), fc.nat(9), fc.boolean(), async (actions, seed, troubled) => {
        const { clock, most, scheduler, add, times, plan } = pollRig(seed)
        plan.pace = () => ({ everyMs: 5_000, urgent: false, troubled })
        const present = new Set<string>()
        for (const each of actions) {
          if (each.do === 'add') { add(each.key); present.add(each.key) }
          else if (each.do === 'remove') { scheduler.remove(each.key); present.delete(each.key) }
          else if (each.do === 'demand') scheduler.askNow(each.key, true)
          else if (each.do === 'askNow') scheduler.askNow(each.key, false)
          else if (each.do === 'hasten') scheduler.hasten(each.key, 1_000)
          else if (each.do === 'relax') scheduler.relax(each.key, 9_000)
          else if (each.do === 'suspend') scheduler.suspend()
          else if (each.do === 'resume') scheduler.resume()
          else if (each.do === 'askAll') scheduler.askAllSoon()
          else if ('ms' in each) await clock.advance(each.ms)
        }
        expect(most.perKey).toBeLessThanOrEqual(1)
        expect(most.perLane).toBeLessThanOrEqual(POLL_LIMITS.perConnection + POLL_LIMITS.extra)
        scheduler.resume()
        const before = clock.now()
        await clock.advance(130_000)
        for (const each of present) expect(times(each).some((at) => at > before), each).toBe(true)
        scheduler.dispose()
        await clock.advance(200)
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 60 },
    )
  }, 20_000)
})

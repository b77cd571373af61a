import { describe, expect, it } from 'vitest'
import { POLL_LIMITS } from '../../../../../src/main/core/watch/schedule/connection-queues'
import { pollRig, steady } from '../../../../fakes/rigs/poll-rig'

describe('a backend that does not answer', () => {
  it('is asked less and less often, every two minutes in the end, and at the usual pace once it answers', async () => {
    const { clock, times, add, plan } = pollRig()
    plan.pace = () => ({ ...steady, troubled: true })
    add('c/1')
    await clock.advance(1_200_000)
    const gaps = times('c/1')
      .slice(1)
      .map((at, index) => at - (times('c/1')[index] ?? 0) - plan.takes)
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

  it('is back for all numbers of a connection within seconds once one has an answer again', async () => {
    const { clock, asked, times, add, plan } = pollRig()
    const keys = Array.from({ length: 20 }, (_, index) => `c/${index}`)
    plan.pace = (key) => ({ ...steady, troubled: key !== 'd/1' })
    for (const key of [...keys, 'd/1', 'e/1']) add(key)
    await clock.advance(1_200_000)
    plan.pace = (key) => ({ ...steady, troubled: key === 'e/1' })
    const before = asked.length
    await clock.advanceUntil(() => asked.slice(before).some(({ key }) => key.startsWith('c/')), 130_000)
    const [others, backAt] = [times('e/1').length, clock.now()]
    await clock.advance(4_000)
    for (const key of keys) expect(times(key).at(-1), key).toBeGreaterThan(backAt - 200)
    // Another backend that gives no answers is left in peace.
    expect(times('e/1').length - others).toBeLessThanOrEqual(1)
  })

  it('is still asked less often for numbers that are refused for reasons of their own, though another has an answer now and then', async () => {
    const counts: number[] = []
    for (const good of ['c/good', 'd/good']) {
      const { clock, asked, add, plan } = pollRig()
      plan.pace = (key) => (key === good ? { ...steady, everyMs: 90_000 } : { ...steady, troubled: true })
      add(good)
      for (let each = 0; each < 100; each++) add(`c/${each}`, each * 100)
      await clock.advance(3_600_000)
      counts.push(asked.length)
    }
    const [beside = 0, alone = 0] = counts
    expect(Math.abs(beside / alone - 1)).toBeLessThan(0.05)
    // Every 90 to 120 s: 40 requests for each number in the hour, and a few before that.
    expect(beside).toBeLessThan(100 * 50)
  })

  it('that answers every other request is asked less often for each number that had several failures in a row', async () => {
    const { clock, times, add, plan } = pollRig()
    const keys = Array.from({ length: 20 }, (_, index) => `c/${index}`)
    const failed = new Map(keys.map((key) => [key, [] as boolean[]]))
    let count = 0
    plan.pace = (key) => {
      const troubled = count++ % 2 === 0
      failed.get(key)?.push(troubled)
      return { ...steady, troubled }
    }
    for (const key of keys) add(key)
    await clock.advance(600_000)
    let most = 0
    for (const key of keys) {
      let inARow = 0
      for (const [index, at] of times(key).slice(0, -1).entries()) {
        inARow = failed.get(key)?.[index] === true ? inARow + 1 : 0
        most = Math.max(most, inARow)
        const gap = (times(key)[index + 1] ?? 0) - at - plan.takes
        if (inARow > 0) expect(gap, `${key} after ${inARow} failures`).toBeGreaterThanOrEqual(0.75 * Math.min(120_000, 10_000 * 2 ** (inARow - 1)))
      }
    }
    expect(most).toBeGreaterThanOrEqual(3)
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

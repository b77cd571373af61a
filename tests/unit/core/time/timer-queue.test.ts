import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimerQueue, type TimerQueue } from '../../../../src/main/core/time/timer-queue'
import { FakeClock } from '../../../fakes/fake-clock'

describe('many due times behind one timer', () => {
  it('calls every key at the last time it was set to, in order, with at most one timer, and none when empty', async () => {
    const change = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), at: fc.nat(1_000), drop: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 60 }), async (changes) => {
        const clock = new FakeClock(0)
        const called: string[] = []
        const queue = createTimerQueue({ clock, onDue: (key) => called.push(`${key}@${clock.now()}`) })
        const wanted = new Map<string, number>()
        for (const { key, at, drop } of changes) {
          if (drop) {
            queue.delete(key)
            wanted.delete(key)
          } else {
            queue.set(key, at)
            wanted.set(key, at)
          }
          expect(clock.pending).toBeLessThanOrEqual(1)
        }
        await clock.advance(2_000)
        expect([...called].sort()).toEqual([...wanted].map(([key, at]) => `${key}@${at}`).sort())
        expect(called.map((each) => Number(each.split('@')[1]))).toEqual([...wanted.values()].sort((a, b) => a - b))
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  it('does not grow when one key is moved again and again', () => {
    const queue = createTimerQueue({ clock: new FakeClock(0), onDue: () => undefined })
    queue.set('first', 1)
    for (let each = 0; each < 100_000; each++) queue.set('a', 1_000_000 + each)
    expect(queue.entries()).toBeLessThan(100)
  })

  it('calls keys that are due together in the order in which they were set, also after outdated entries were thrown away', async () => {
    const clock = new FakeClock(0)
    const called: string[] = []
    const queue = createTimerQueue({ clock, onDue: (key) => called.push(key) })
    const keys = ['d', 'a', 'c', 'b']
    for (let move = 0; move < 100; move++) queue.set('moved', 1_000 + move)
    for (const key of keys) queue.set(key, 500)
    queue.set('moved', 500)
    for (let move = 0; move < 100; move++) queue.set('other', 2_000 + move)
    await clock.advance(500)
    expect(called).toEqual([...keys, 'moved'])
  })

  it('calls a key that is set while another is called', async () => {
    const clock = new FakeClock(0)
    const called: string[] = []
    const queue: TimerQueue = createTimerQueue({
      clock,
      onDue(key) {
        called.push(key)
        if (key === 'a') queue.set('b', clock.now() + 10)
      },
    })
    queue.set('a', 5)
    await clock.advance(20)
    expect(called).toEqual(['a', 'b'])
  })
})

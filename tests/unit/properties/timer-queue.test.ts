// The timer queue alone: each key once, in time and in order, under any plan.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTimerQueue } from '../../../src/main/core/time/timer-queue'
import { FakeClock } from '../../fakes/fake-clock'
import { PATIENCE, RUNS, TRIED } from './runs'

it(`calls each key once, in time and in order, with one timer, in any ${RUNS} plans`, PATIENCE, async () => {
  const plans = fc.array(
    fc.record({
      key: fc.constantFrom(...Array.from('abcdefgh')),
      at: fc.nat(20_000),
      does: fc.constantFrom('set' as const, 'set' as const, 'set' as const, 'delete' as const, 'advance' as const),
    }),
    { maxLength: 150 },
  )
  await fc.assert(
    fc.asyncProperty(plans, async (moves) => {
      const clock = new FakeClock(0)
      const due = new Map<string, number>()
      let last = 0
      const queue = createTimerQueue({
        clock,
        onDue(each) {
          expect(clock.now(), `${each} comes when it is due`).toBe(due.get(each))
          expect(clock.now(), 'in order').toBeGreaterThanOrEqual(last)
          last = clock.now()
          due.delete(each)
        },
      })
      for (const { key: each, at, does } of moves) {
        if (does === 'advance') await clock.advance(Math.round(at / 10))
        else if (does === 'delete') {
          due.delete(each)
          queue.delete(each)
        } else {
          due.set(each, clock.now() + at)
          queue.set(each, clock.now() + at)
        }
        expect(clock.pending).toBe(due.size > 0 ? 1 : 0)
        expect(queue.entries(), 'the queue grows').toBeLessThanOrEqual(4 * 8 + 64)
      }
      await clock.advance(30_000)
      expect([...due.keys()], 'nothing is forgotten').toEqual([])
      expect(clock.pending).toBe(0)
    }),
    TRIED,
  )
})

// The scheduler alone: bounds, Retry-After, no pile-up, nothing forgotten and no timer left, under any order of demands, delays, sleeps and clock jumps.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PollLimits } from '../../../src/main/core/watch/schedule/connection-queues'
import type { Pace } from '../../../src/main/core/watch/schedule/request-times'
import { FakeClock } from '../../fakes/fake-clock'
import { pollRig, steady } from '../../fakes/rigs/poll-rig'
import { must, PATIENCE, RUNS, TRIED } from './runs'

/** Every bound binds: one connection's before that of all. */
const LIMITS: PollLimits = { perConnection: 3, overall: 5, extra: 1 }
/** More numbers than may be asked at once, over two connections and each of them. */
const KEYS = ['a', 'b'].flatMap((connection) => Array.from({ length: 8 }, (_, index) => `${connection}/${index}`))
const PACES = ['steady', 'urgent', 'troubled', 'retry'] as const

/** Some more often than others, so that more than one thing happens to them. */
const key = fc.oneof({ weight: 1, arbitrary: fc.constantFrom('a/0', 'b/0') }, { weight: 1, arbitrary: fc.constantFrom(...KEYS) })
const ms = fc.oneof(fc.nat(2_000), fc.nat(60_000))
const move = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('advance' as const), ms }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'demand' as const,
        'ask' as const,
        'bring-forward' as const,
        'slow-down' as const,
        'cancel-routine' as const,
        'answered-elsewhere' as const,
      ),
      key,
      ms,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('add' as const, 'remove' as const, 'add-again' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('all' as const, 'suspend' as const, 'resume' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('takes' as const), ms }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pace' as const), pace: fc.constantFrom(...PACES), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wall' as const), by: fc.integer({ min: -120_000, max: 120_000 }) }) },
)

it(`asks within its bounds, on time and only when it may in any ${RUNS} sequences`, PATIENCE, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 40 }), fc.nat(), async (moves, seed) => {
      const rig = pollRig(seed, new FakeClock(), LIMITS)
      const { clock, scheduler, plan, most } = rig
      plan.takes = seed % 2 === 0 ? 100 : 5_000
      const present = new Set(KEYS)
      /** Asked for by a person since its last request: may pass Retry-After. */
      const demanded = new Set<string>()
      /** ms by which the clock was set back. */
      let setBack = 0
      const paces = new Map<string, (typeof PACES)[number]>()
      /** Until when each connection must be left alone, epoch ms. */
      const closed = new Map<string, number>()
      let everyMs = steady.everyMs
      let asleep = false
      plan.pace = (each): Pace => {
        switch (paces.get(each)) {
          case 'urgent':
            return { everyMs: 2_000, urgent: true, troubled: false }
          case 'troubled':
            return { ...steady, troubled: true }
          case 'retry': {
            const retryAt = clock.now() + 40_000
            closed.set(each.slice(0, 1), Math.max(closed.get(each.slice(0, 1)) ?? 0, retryAt))
            return { ...steady, troubled: true, retryAt }
          }
          default:
            return { ...steady, everyMs }
        }
      }
      const wrong: string[] = []
      rig.before = (each) => {
        if (asleep) wrong.push(`${each} is asked in its sleep`)
        if (!present.has(each)) wrong.push(`${each} is asked although removed`)
        if (!demanded.delete(each) && clock.now() < (closed.get(each.slice(0, 1)) ?? 0)) wrong.push(`${each} is asked before Retry-After`)
      }
      const look = (): void => {
        must(wrong.length === 0, () => wrong.join('; '))
        must(most.perKey <= 1, () => 'two requests in flight for one number')
        must(most.perConnection <= LIMITS.perConnection + LIMITS.extra, () => 'too many requests of one connection')
        must(most.overall <= LIMITS.overall + LIMITS.extra, () => 'too many requests')
        must(clock.pending <= 1 + rig.inFlight(), () => 'more timers than one and the requests under way')
        const { waiting, timers } = scheduler.inspect()
        must(new Set(waiting).size === waiting.length, () => 'a number waits twice')
        must(
          waiting.every((each) => present.has(each)),
          () => 'a removed number waits',
        )
        must(timers <= 4 * KEYS.length + 64, () => 'the timer queue grows')
      }
      const wake = (): void => {
        asleep = false
        // What was planned by the old clock no longer counts when it lies too far ahead.
        for (const [connection, until] of closed) if (until > clock.now() + 900_000) closed.delete(connection)
        scheduler.resume()
      }

      for (const each of KEYS) rig.add(each)
      for (const each of moves) {
        switch (each.do) {
          case 'advance':
            await clock.advance(each.ms)
            break
          case 'demand':
            if (present.has(each.key)) demanded.add(each.key)
            scheduler.askNow(each.key, true)
            break
          case 'ask':
            scheduler.askNow(each.key, false)
            break
          case 'bring-forward':
            scheduler.bringForward(each.key, each.ms)
            break
          case 'slow-down':
            demanded.delete(each.key)
            scheduler.slowDown(each.key, each.ms)
            break
          case 'cancel-routine':
            scheduler.cancelRoutine(each.key, each.ms)
            break
          case 'answered-elsewhere':
            scheduler.answeredElsewhere(each.key, { ...steady, everyMs: each.ms })
            break
          case 'add':
            present.add(each.key)
            rig.add(each.key)
            break
          case 'add-again':
            // Its old request may be under way still.
            demanded.delete(each.key)
            scheduler.remove(each.key)
            present.add(each.key)
            rig.add(each.key)
            break
          case 'remove':
            present.delete(each.key)
            demanded.delete(each.key)
            scheduler.remove(each.key)
            break
          case 'all':
            scheduler.askAllSoon()
            break
          case 'suspend':
            asleep = true
            scheduler.suspend()
            break
          case 'resume':
            wake()
            break
          case 'takes':
            plan.takes = each.ms
            break
          case 'pace':
            paces.set(each.key, each.pace)
            break
          case 'wall':
            clock.setWall(each.by)
            setBack += Math.max(0, -each.by)
            scheduler.suspend()
            wake()
            break
        }
        look()
      }

      // All is well again: nothing was forgotten, and nothing is asked more often than its pace.
      if (asleep) wake()
      paces.clear()
      plan.takes = 100
      everyMs = 30_000
      // A Retry-After is an instant: a clock that was set back comes to it later.
      await clock.advance(160_000 + setBack)
      const from = rig.asked.length
      await clock.advance(150_000)
      look()
      for (const each of present) {
        const times = rig.asked.slice(from).filter(({ key: asked }) => asked === each).length
        must(times >= 4 && times <= 6, () => `${each} is asked ${times} times in five half minutes`)
      }

      // Nobody answers: asked soon again, then ever more rarely, but at least every two minutes.
      everyMs = steady.everyMs
      for (const each of KEYS) paces.set(each, 'troubled')
      scheduler.askAllSoon()
      const failing = clock.now()
      await clock.advance(400_000)
      for (const each of present) {
        const times = rig.times(each).filter((at) => at >= failing)
        must(times.filter((at) => at <= failing + 75_000).length >= 3, () => `${each} is given up too soon`)
        const [last = -Infinity, before = -Infinity] = times.slice(-2).reverse()
        must(clock.now() - last <= 125_000, () => `${each} is not asked any more`)
        must(last - before >= 30_000, () => `${each} is asked every ${last - before} ms although nobody answers`)
      }
      paces.clear()

      // Asked for while its request is under way: another follows at once.
      const [first] = present
      if (first !== undefined) {
        scheduler.askNow(first, false)
        await clock.advance(500)
        scheduler.askNow(first, false)
        await clock.advance(50)
        scheduler.askNow(first, false)
        const asked = rig.times(first).length
        await clock.advance(1_000)
        must(rig.times(first).length > asked, () => `${first} is not asked again`)
      }

      scheduler.dispose()
      await clock.advance(60_000)
      expect(clock.pending, 'a timer is left').toBe(0)
    }),
    TRIED,
  )
})

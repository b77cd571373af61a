// A poll scheduler over a clock, with an account of what was asked.
import { TIMINGS } from '../../src/shared/timings'
import { POLL_LIMITS, PollScheduler, type Pace, type PollLimits } from '../../src/main/core/poll-scheduler'
import { FakeClock } from './fake-clock'
import { seededRandom } from './watch-rig'

/** Every ten seconds, nobody waiting. */
export const steady: Pace = { everyMs: 10_000, urgent: false, troubled: false }

/** A scheduler whose questions take `takes` ms and end in `pace`. */
export function pollRig(seed = 1, clock = new FakeClock(0), limits: PollLimits = POLL_LIMITS) {
  const asked: { key: string; at: number }[] = []
  const flying = new Map<string, number>()
  const most = { perKey: 0, perLane: 0, overall: 0 }
  const plan = { takes: 100, pace: (_key: string): Pace => steady }
  const laneOf = (key: string): string => key.split('/')[0] ?? ''
  const scheduler = new PollScheduler({
    clock,
    random: seededRandom(seed),
    limits,
    timingsFor: () => TIMINGS,
    ask: async (key) => {
      rig.before(key)
      asked.push({ key, at: clock.now() })
      flying.set(key, (flying.get(key) ?? 0) + 1)
      const busy = [...flying].filter(([, count]) => count > 0)
      most.perKey = Math.max(most.perKey, flying.get(key) ?? 0)
      most.perLane = Math.max(most.perLane, busy.filter(([other]) => laneOf(other) === laneOf(key)).length)
      most.overall = Math.max(most.overall, busy.length)
      await new Promise<void>((resolve) => void clock.after(plan.takes, resolve))
      flying.set(key, (flying.get(key) ?? 1) - 1)
      return plan.pace(key)
    },
  })
  const times = (key: string): number[] => asked.filter((each) => each.key === key).map((each) => each.at)
  const add = (key: string, inMs = 0): void => scheduler.add(key, laneOf(key), inMs)
  const rig = {
    clock, asked, most, plan, scheduler, times, add,
    /** Hears of each question before it leaves. */
    before: (_key: string): void => undefined,
    /** Questions under way. */
    flying: () => [...flying.values()].reduce((sum, each) => sum + each, 0),
  }
  return rig
}

// A poll scheduler over a fake clock, with a record of the requests.
import { TIMINGS } from '../../../src/shared/timings'
import { POLL_LIMITS, type PollLimits } from '../../../src/main/core/watch/schedule/connection-queues'
import { createPollScheduler } from '../../../src/main/core/watch/schedule/poll-scheduler'
import type { Pace } from '../../../src/main/core/watch/schedule/request-times'
import { FakeClock } from '../fake-clock'
import { seededRandom } from './watch-rig'

/** A pace of ten seconds; no person waits for the answer. */
export const steady: Pace = { everyMs: 10_000, urgent: false, troubled: false }

/** A scheduler whose requests take `takes` ms and end in `pace`. The part of a key before its slash is its connection. */
export function pollRig(seed = 1, clock = new FakeClock(0), limits: PollLimits = POLL_LIMITS) {
  const asked: { key: string; at: number }[] = []
  const inFlight = new Map<string, number>()
  const most = { perKey: 0, perConnection: 0, overall: 0 }
  const plan = { takes: 100, pace: (_key: string): Pace => steady }
  const connectionOf = (key: string): string => key.split('/')[0] ?? ''
  const scheduler = createPollScheduler({
    clock,
    random: seededRandom(seed),
    limits,
    timingsFor: () => TIMINGS,
    ask: async (key) => {
      rig.before(key)
      asked.push({ key, at: clock.now() })
      inFlight.set(key, (inFlight.get(key) ?? 0) + 1)
      const busy = [...inFlight].filter(([, count]) => count > 0)
      most.perKey = Math.max(most.perKey, inFlight.get(key) ?? 0)
      most.perConnection = Math.max(most.perConnection, busy.filter(([other]) => connectionOf(other) === connectionOf(key)).length)
      most.overall = Math.max(most.overall, busy.length)
      await new Promise<void>((resolve) => void clock.after(plan.takes, resolve))
      inFlight.set(key, (inFlight.get(key) ?? 1) - 1)
      return plan.pace(key)
    },
  })
  const times = (key: string): number[] => asked.filter((each) => each.key === key).map((each) => each.at)
  const add = (key: string, inMs = 0): void => scheduler.add(key, connectionOf(key), inMs)
  const rig = {
    clock,
    asked,
    most,
    plan,
    scheduler,
    times,
    add,
    /** Called before each request leaves. */
    before: (_key: string): void => undefined,
    /** Requests under way. */
    inFlight: () => [...inFlight.values()].reduce((sum, each) => sum + each, 0),
  }
  return rig
}

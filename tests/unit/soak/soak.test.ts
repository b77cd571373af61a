// The soak: two hours of it among the tests, 72 in the long run (`npm run test:long`), with its report printed.
import { expect, it } from 'vitest'
import { TIMINGS } from '../../../src/shared/timings'
import { judge } from './judge'
import { DROPS } from './kinds'
import { makePlan } from './plan'
import { play } from './play'
import { countKinds, reportText } from './report'

const HOURS = Number(process.env['SOAK_HOURS'] ?? 2)
const SEED = Number(process.env['SOAK_SEED'] ?? 4)
/** 1,250 in 72 hours; the short slice is denser, so that each kind occurs. */
const FAULTS = HOURS >= 72 ? 1_250 : 60
/** The longest it may take until a drop is told, ms: the slowest question, its second answer, the look at the neighbours; a second for the answers. */
const LATEST = TIMINGS.watchHidden * 1.1 + TIMINGS.confirmDrop + TIMINGS.outageCheck + 1_000
/** A restart is given its time, and the answer after it decides. */
const RESTART = TIMINGS.startingIsDrop + TIMINGS.troublePoll * 1.1

it(`misses no drop and raises no false alarm in ${HOURS} hours with 500 numbers and ${FAULTS} faults`, { timeout: 120_000 + HOURS * 30_000 }, async () => {
  const plan = makePlan({ hours: HOURS, numbers: 500, faults: FAULTS, seed: SEED })
  const played = await play(plan, SEED)
  const verdict = judge(plan, played.told)
  if (HOURS > 2 || process.env['SOAK_REPORT']) console.log(reportText(plan, played, verdict))
  const { missed, falseAlarms, misnamed } = verdict
  expect({ missed, falseAlarms, misnamed }).toEqual({ missed: [], falseAlarms: [], misnamed: [] })
  expect(played.mostPerNumber).toBe(1)
  expect(played.timersLeft).toBe(0)
  expect(Object.keys(countKinds(plan.faults.filter(({ what }) => what !== 'lie')))).toHaveLength(15)
  // A blip that nobody saw proves nothing.
  expect(played.blipsSeen).toBeGreaterThanOrEqual(FAULTS / 15)
  // Of each kind some drops are clear of outages and sleep, and told in time.
  expect(Object.keys(verdict.latency).sort()).toEqual(Object.keys(DROPS).sort())
  for (const [kind, { max }] of Object.entries(verdict.latency)) expect(max, kind).toBeLessThanOrEqual(LATEST + (kind === 'stuck starting' ? RESTART : 0))
  // About an outage or a sleep the last question may have been put off to the longest back-off, and the alarm is held after the wake.
  expect(verdict.latencyBlurred.max).toBeLessThanOrEqual(TIMINGS.backoffMax + TIMINGS.wakeQuiet + LATEST + RESTART)
  // The end of an old drop is found when the number is asked next, and the numbers of an outage are told as back together.
  const back = 2 * TIMINGS.failedPoll * 1.1 + TIMINGS.recoveryStable
  expect(verdict.recovery.max).toBeLessThanOrEqual(back)
  expect(verdict.recoveryBlurred.max).toBeLessThanOrEqual(TIMINGS.backoffMax + back)
  // Found by the next question, told after five minutes and a last look.
  expect(verdict.cannotCheck.max).toBeLessThanOrEqual(
    TIMINGS.cannotCheckNotice + TIMINGS.watchHidden * 1.1 + TIMINGS.requestDeadline + TIMINGS.outageCheck + 1_000,
  )
  // A second list comes within seconds.
  expect(verdict.listDoubt.count).toBeGreaterThanOrEqual(FAULTS / 15 / 2)
  // A lie brings one drop each at most.
  expect(verdict.liesTold).toBeLessThanOrEqual(plan.faults.filter(({ what }) => what === 'lie').length)
})

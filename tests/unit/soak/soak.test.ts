// The soak: two hours of it among the tests, 72 in the long run (`npm run test:long`), with its report printed.
import { expect, it } from 'vitest'
import { TIMINGS } from '../../../src/shared/timings'
import { reportText } from './report'
import { soak } from './soak'

const HOURS = Number(process.env['SOAK_HOURS'] ?? 2)
/** 1,000 in 72 hours; the short slice is denser, so that each kind occurs. */
const FAULTS = HOURS >= 72 ? 1_000 : 48
/** The longest it may take until a drop is told, ms: the slowest question, its second answer, the look at the neighbours; a second for the answers. */
const LATEST = TIMINGS.watchHidden * 1.1 + TIMINGS.confirmDrop + TIMINGS.outageCheck + 1_000

it(`misses no drop and raises no false alarm in ${HOURS} hours with 500 numbers and ${FAULTS} faults`, { timeout: 120_000 + HOURS * 30_000 }, async () => {
  const report = await soak({ hours: HOURS, numbers: 500, faults: FAULTS, seed: Number(process.env['SOAK_SEED'] ?? 20_260_730) })
  if (HOURS > 2 || process.env['SOAK_REPORT']) console.log(reportText(report))
  expect({ missed: report.missed, falseAlarms: report.falseAlarms }).toEqual({ missed: [], falseAlarms: [] })
  expect(report.mostPerNumber).toBe(1)
  expect(report.timersLeft).toBe(0)
  expect(Object.values(report.faults)).toHaveLength(12)
  // About an outage or a sleep the last question may have been put off to the longest back-off, and the alarm is held after the wake.
  expect(report.latencyBlurred.max).toBeLessThanOrEqual(TIMINGS.backoffMax + TIMINGS.wakeQuiet + LATEST + TIMINGS.startingIsDrop)
  for (const [kind, { max }] of Object.entries(report.latency)) {
    expect(max, kind).toBeLessThanOrEqual(LATEST + (kind === 'stuck starting' ? TIMINGS.startingIsDrop : 0))
  }
})

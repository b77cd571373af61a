// The soak: two hours of it among the tests, 72 in the long run (`npm run test:long`), with its report printed.
import { expect, it } from 'vitest'
import { TIMINGS } from '../../../src/shared/timings'
import { soak } from './soak'

const HOURS = Number(process.env['SOAK_HOURS'] ?? 2)
/** 1,000 in 72 hours; the short slice is denser, so that each kind occurs. */
const FAULTS = HOURS >= 72 ? 1_000 : 48

it(`misses no drop and raises no false alarm in ${HOURS} hours with 500 numbers and ${FAULTS} faults`, { timeout: 120_000 + HOURS * 30_000 }, async () => {
  const report = await soak({ hours: HOURS, numbers: 500, faults: FAULTS, seed: 20_260_730 })
  if (HOURS > 2 || process.env['SOAK_REPORT']) console.log(JSON.stringify(report, null, 2))
  expect(report.missed).toEqual([])
  expect(report.falseAlarms).toEqual([])
  expect(report.mostPerNumber).toBe(1)
  expect(report.timersLeft).toBe(0)
  // Twelve kinds, each of them seen.
  expect(Object.keys(report.faults).filter((kind) => !kind.startsWith('lie'))).toHaveLength(12)
  // Found at the next question, with its second answer and the look at the neighbours.
  expect(report.latency.p95).toBeLessThan(TIMINGS.watchHidden * 1.1 + TIMINGS.startingIsDrop + TIMINGS.outageCheck)
})

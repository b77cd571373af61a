import { describe, expect, it } from 'vitest'
import { backOff, withJitter } from '../../../../../src/main/core/watch/schedule/back-off'

describe('the wait before the next request', () => {
  it.each([
    [1, 10_000],
    [2, 20_000],
    [4, 80_000],
    [5, 120_000],
    [1_000, 120_000],
  ])('after %i failures in a row is %i ms', (failures, wait) => {
    expect(backOff(10_000, failures, 120_000)).toBe(wait)
  })

  it.each([
    [0, 9_000],
    [0.5, 10_000],
    [0.999, 10_998],
  ])('is within a tenth of the cadence (random %f: %i ms)', (random, wait) => {
    expect(withJitter(10_000, () => random)).toBeCloseTo(wait, 5)
  })
})

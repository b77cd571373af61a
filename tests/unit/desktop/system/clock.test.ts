import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { realClock } from '../../../../src/main/desktop/system/clock'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const DAY = 86_400_000

it.each([0, 1, 5_000, 30 * DAY, 100 * DAY])('a timer of %i ms runs once, then and not before', (ms) => {
  const run = vi.fn()
  realClock.after(ms, run)
  vi.advanceTimersByTime(Math.max(0, ms - 1))
  expect(run).toHaveBeenCalledTimes(ms === 0 ? 1 : 0)
  vi.advanceTimersByTime(1)
  vi.advanceTimersByTime(200 * DAY)
  expect(run).toHaveBeenCalledTimes(1)
})

it.each([0, 26 * DAY])('a timer cancelled after %i ms never runs, and cancelling twice does nothing', (ms) => {
  const run = vi.fn()
  const cancel = realClock.after(30 * DAY, run)
  vi.advanceTimersByTime(ms)
  cancel()
  cancel()
  vi.advanceTimersByTime(60 * DAY)
  expect(run).not.toHaveBeenCalled()
})

// How long to wait before the next request: jitter, and longer waits while a backend does not answer.
import type { Random } from '../../ports'

/** ms, ±10 %: numbers that were added together drift apart. */
export function withJitter(ms: number, random: Random): number {
  return ms * (0.9 + 0.2 * random())
}

/** The wait after so many failures in a row (1 = the first), ms: doubled by each further one, at most `longest`. */
export function backOff(everyMs: number, failures: number, longest: number): number {
  return Math.min(longest, everyMs * 2 ** Math.min(failures - 1, 16))
}

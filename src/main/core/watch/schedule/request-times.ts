// When a number is asked next: its cadence with jitter, back-off while its backend does not answer, and the end of a Retry-After. Plans nothing itself.
import type { Timings } from '../../../../shared/timings'
import type { Random } from '../../ports'
import { backOff, withJitter } from './back-off'
import type { PolledNumber } from './connection-queues'

/** How often a number is to be asked, and how the last request went. */
export interface Pace {
  /** ms from request to request while answers come. */
  readonly everyMs: number
  /** Somebody waits for the answer: asked before the routine ones, and without jitter. */
  readonly urgent: boolean
  /** The last request brought no answer: back off. */
  readonly troubled: boolean
  /** The request says nothing about the backend: it was dropped, or a list brings the answer. */
  readonly unanswered?: boolean
  /** Epoch ms before which the backend does not want to be asked (Retry-After). */
  readonly retryAt?: number
}

/** A backend that gave no answer for so long, ms, and then answers, is back: its numbers do not wait for the end of their pauses. */
export const BACK_AFTER = 60_000
/** The longest Retry-After that is obeyed, ms. */
export const LONGEST_RETRY_AFTER = 900_000
/** While a backend wants no requests, one number in doubt is asked after so long, ms: a drop must not wait for the end of a long Retry-After. */
const PROBE_EVERY = 60_000

interface RequestTimesOptions {
  readonly random: Random
  timingsFor(connectionId: string): Timings
  /** The number may be down, and the next answer decides it. */
  isDoubted?(key: string): boolean
}

/** Works out moments, epoch ms. */
export interface RequestTimes {
  /** The same ms with jitter. */
  jittered(ms: number): number
  /** ms to the next request while answers come: without jitter when somebody waits. */
  every(pace: Pace): number
  /** When a number may be asked whose backend sent a Retry-After: at its end. A number in doubt may be asked earlier, one a minute for each connection. */
  opensAt(number: PolledNumber): number
  /** When the number is asked after a request of its own. */
  next(number: PolledNumber, pace: Pace, now: number): number
}

/** Creates the calculation of due times. It holds no state of its own. */
export function createRequestTimes({ random, timingsFor, isDoubted }: RequestTimesOptions): RequestTimes {
  const jittered = (ms: number): number => withJitter(ms, random)
  const every = (pace: Pace): number => (pace.urgent ? pace.everyMs : jittered(pace.everyMs))

  function opensAt({ key, queue, askedAt }: PolledNumber): number {
    // Up to a second later, so that the numbers do not all ask at once.
    const closed = queue.closedUntil + random() * 1_000
    if (isDoubted?.(key) !== true) return closed
    return Math.min(closed, Math.max(queue.probedAt, askedAt) + PROBE_EVERY)
  }

  return {
    jittered,
    every,
    opensAt,
    next(number, pace, now) {
      if (pace.troubled) {
        const { connectionId } = number.queue
        const next = now + backOff(pace.everyMs, number.failures, timingsFor(connectionId).backoffMax) * (0.75 + 0.25 * random())
        return pace.retryAt === undefined ? next : Math.max(next, opensAt(number))
      }
      const pause = every(pace)
      // Counted from request to request, but a slow server gets a pause too.
      return Math.max(Math.min(number.askedAt, now) + pause, now + pause / 4)
    },
  }
}

// Plans all requests: one due time for each number. When it comes, the number waits in its connection's queue for a free slot.
import type { Timings } from '../../../../shared/timings'
import type { Clock, Random } from '../../ports'
import { createTimerQueue } from '../../time'
import { createConnectionQueues, POLL_LIMITS, type PolledNumber, type PollLimits } from './connection-queues'
import { BACK_AFTER, createRequestTimes, LONGEST_RETRY_AFTER, type Pace } from './request-times'

interface PollSchedulerOptions {
  readonly clock: Clock
  readonly random: Random
  readonly limits?: PollLimits
  timingsFor(connectionId: string): Timings
  /** The number may be down, and the next answer decides it. */
  isDoubted?(key: string): boolean
  /** Asks the backend once. Never rejects; settles at the latest when its own deadline passes. `urgent` = somebody waits for the answer. */
  ask(key: string, urgent: boolean): Promise<Pace>
}

/** Plans the requests of all numbers. */
export interface PollScheduler {
  /** Begins to ask a number, for the first time after `inMs`. */
  add(key: string, connectionId: string, inMs: number): void
  /** Stops asking a number. A request under way keeps its place until it settles. */
  remove(key: string): void
  /** Asks as soon as a place is free; a request under way is followed by another. `demanded` = a person asked, so Retry-After may be passed. */
  askNow(key: string, demanded: boolean): void
  /** Moves the next request to at most `everyMs` (with jitter) after the last one; never later than planned. */
  bringForward(key: string, everyMs: number): void
  /** Nobody waits for the number any more: its next request comes in about `everyMs`. */
  slowDown(key: string, everyMs: number): void
  /** Takes a routine request back because another one will bring the answer; plans it anew in about `everyMs`, in case that fails. */
  cancelRoutine(key: string, everyMs: number): void
  /** An answer came by another way: the next request is planned as after one of the number's own. */
  answeredElsewhere(key: string, pace: Pace): void
  /** The connection's backend does not want to be asked before `until` (epoch ms). Only clicks pass; what waits for a place waits until then. */
  close(connectionId: string, until: number): void
  /** Forgets earlier failures and asks every number within seconds, at random: after waking, on coming online. */
  askAllSoon(): void
  /** Asks nothing until {@link resume}. Requests under way are the caller's to abort. */
  suspend(): void
  /** Goes on: every number is asked within seconds. */
  resume(): void
  /** Stops for good; no timer is left. */
  dispose(): void
  /** The one place that knows whether the watching runs. */
  state(): 'running' | 'asleep' | 'disposed'
  /** Keys that wait for a free place, and the entries of the timer queue: for tests that prove that nothing piles up. */
  inspect(): { readonly waiting: readonly string[]; readonly timers: number }
}

/** Creates a scheduler without numbers. */
export function createPollScheduler(options: PollSchedulerOptions): PollScheduler {
  const { clock, random, timingsFor } = options
  const times = createRequestTimes(options)
  const numbers = new Map<string, PolledNumber>()
  const queues = createConnectionQueues(options.limits ?? POLL_LIMITS)
  const timers = createTimerQueue({ clock, onDue: (key) => onDue(key) })
  let state: ReturnType<PollScheduler['state']> = 'running'

  function onDue(key: string): void {
    const number = numbers.get(key)
    if (!number || queues.isInFlight(key) || state !== 'running') return
    timers.delete(key)
    const now = clock.now()
    if (!number.demanded && number.queue.closedUntil > now) {
      const opensAt = times.opensAt(number)
      if (opensAt > now) return timers.set(key, opensAt)
      number.queue.probedAt = now
    }
    queues.wait(number)
    fillPlaces()
  }

  function fillPlaces(): void {
    while (state === 'running') {
      const number = queues.next()
      if (!number) return
      void request(number)
    }
  }

  async function request(number: PolledNumber): Promise<void> {
    const { key, queue, urgent } = number
    number.demanded = false
    number.askAgain = false
    number.plannedElsewhere = false
    number.askedAt = clock.now()
    const pace = await options.ask(key, urgent)
    // Retry-After is about the backend: it holds even when the number was removed meanwhile.
    if (pace.retryAt !== undefined) close(queue.connectionId, pace.retryAt)
    queues.release(number)
    if (numbers.get(key) === number) planNext(number, pace)
    // Removed and added again meanwhile: the new number has waited for the end of this request.
    else if (numbers.has(key)) timers.set(key, clock.now())
    fillPlaces()
  }

  function planNext(number: PolledNumber, pace: Pace): void {
    if (state !== 'running') return
    const { key } = number
    const now = clock.now()
    number.failures = pace.troubled ? number.failures + 1 : 0
    if (pace.unanswered !== true) noteAnswer(number, pace.troubled, now)
    if (number.demanded || number.askAgain) return onDue(key)
    const planned = timers.at(key)
    if (number.plannedElsewhere && planned !== undefined) return
    number.urgent = pace.urgent
    timers.set(key, Math.min(planned ?? Infinity, times.next(number, pace, now)))
  }

  /** When a backend answers again after a while without any answer, its numbers that wait for the end of a long pause are asked within seconds. */
  function noteAnswer(number: PolledNumber, failed: boolean, now: number): void {
    const { queue, lastFailed } = number
    number.lastFailed = failed
    if (failed) return
    const isBack = lastFailed && now - queue.answeredAt > BACK_AFTER
    queue.answeredAt = now
    if (!isBack) return
    const { wakeAskMax } = timingsFor(queue.connectionId)
    for (const other of numbers.values()) {
      const planned = other.queue === queue && other.failures > 0 ? timers.at(other.key) : undefined
      if (planned !== undefined) timers.set(other.key, Math.min(planned, now + random() * wakeAskMax))
    }
  }

  function close(connectionId: string, until: number): void {
    const queue = queues.get(connectionId)
    if (!queue) return
    queue.closedUntil = Math.max(queue.closedUntil, Math.min(until, clock.now() + LONGEST_RETRY_AFTER))
    for (const waiting of [queue.waiting.urgent, queue.waiting.routine]) {
      for (const number of waiting) timers.set(number.key, times.opensAt(number))
      waiting.clear()
    }
  }

  function askAllSoon(): void {
    if (state !== 'running') return
    const now = clock.now()
    for (const number of numbers.values()) {
      const { wakeAskMin, wakeAskMax } = timingsFor(number.queue.connectionId)
      number.failures = 0
      timers.set(number.key, now + wakeAskMin + random() * (wakeAskMax - wakeAskMin))
    }
  }

  function stop(next: 'asleep' | 'disposed'): void {
    if (state !== 'disposed') state = next
    timers.clear()
    queues.withdrawAll()
  }

  return {
    add(key, connectionId, inMs) {
      if (state === 'disposed' || numbers.has(key)) return
      const queue = queues.enter(connectionId)
      const planned = { askAgain: false, demanded: false, plannedElsewhere: false, urgent: false, askedAt: -Infinity }
      numbers.set(key, { key, queue, ...planned, lastFailed: false, failures: 0 })
      if (state === 'running') timers.set(key, clock.now() + inMs)
    },
    remove(key) {
      const number = numbers.get(key)
      if (!number) return
      numbers.delete(key)
      timers.delete(key)
      queues.leave(number)
    },
    askNow(key, demanded) {
      const number = numbers.get(key)
      if (!number || state === 'disposed') return
      number.urgent = true
      number.failures = 0
      if (demanded) number.demanded = true
      if (state === 'asleep') return
      if (queues.isInFlight(key)) number.askAgain = true
      else onDue(key)
    },
    bringForward(key, everyMs) {
      const number = numbers.get(key)
      const planned = timers.at(key)
      if (!number || planned === undefined || number.failures > 0) return
      const wanted = Math.max(clock.now(), number.askedAt + times.jittered(everyMs))
      if (wanted < planned) timers.set(key, wanted)
    },
    slowDown(key, everyMs) {
      const number = numbers.get(key)
      if (!number || state !== 'running') return
      number.urgent = false
      number.demanded = false
      number.askAgain = false
      queues.withdraw(number)
      timers.set(key, clock.now() + times.jittered(everyMs))
    },
    cancelRoutine(key, everyMs) {
      const number = numbers.get(key)
      if (!number || state !== 'running' || number.demanded || number.urgent || queues.isInFlight(key)) return
      queues.withdraw(number)
      timers.set(key, clock.now() + times.jittered(everyMs))
    },
    answeredElsewhere(key, pace) {
      const number = numbers.get(key)
      if (!number || state !== 'running' || number.demanded || number.askAgain) return
      queues.withdraw(number)
      number.askedAt = clock.now()
      number.plannedElsewhere = true
      number.failures = 0
      number.urgent = pace.urgent
      timers.set(key, number.askedAt + times.every(pace))
    },
    close,
    askAllSoon,
    suspend: () => stop('asleep'),
    resume() {
      if (state === 'disposed') return
      state = 'running'
      // After the wall clock was set back, times from before may lie hours ahead.
      const now = clock.now()
      for (const queue of queues.all()) {
        if (queue.closedUntil > now + LONGEST_RETRY_AFTER) queue.closedUntil = -Infinity
        queue.answeredAt = Math.min(queue.answeredAt, now)
      }
      for (const number of numbers.values()) number.askedAt = Math.min(number.askedAt, now)
      askAllSoon()
    },
    dispose() {
      stop('disposed')
      numbers.clear()
    },
    state: () => state,
    inspect: () => ({ waiting: queues.waiting(), timers: timers.entries() }),
  }
}

// A clock that moves only when a test moves it, with a count of the waiting timers.
import type { Cancel, Clock } from '../../src/main/core/ports'

/** More timers than this at one instant mean an endless loop: a timer is set again and again without time passing. */
const MOST_AT_ONE_INSTANT = 100_000

/** Turns of the microtask queue after each timer: more than any promise chain of the code needs. */
export async function settle(turns = 40): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve()
}

/** A clock for tests. Starts at a round, recent time (epoch ms). */
export class FakeClock implements Clock {
  private time: number
  /** How far the wall clock is from the time by which timers run, ms. */
  private offset = 0
  private readonly timers = new Map<number, { at: number; run: () => void }>()
  private nextId = 0

  constructor(start = Date.UTC(2026, 0, 12, 9, 0, 0)) {
    this.time = start
  }

  now(): number {
    return this.time + this.offset
  }

  /** The time by which timers run, ms; setting the wall clock does not change it. */
  get elapsed(): number {
    return this.time
  }

  after(ms: number, run: () => void): Cancel {
    const id = this.nextId++
    this.timers.set(id, { at: this.time + ms, run })
    return () => void this.timers.delete(id)
  }

  /** Timers that wait. */
  get pending(): number {
    return this.timers.size
  }

  /** Moves on, running every timer in its order and letting promises settle after each. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms
    let atThisInstant = 0
    await settle()
    for (let next = this.earliest(end); next; next = this.earliest(end)) {
      atThisInstant = next.at > this.time ? 0 : atThisInstant + 1
      if (atThisInstant > MOST_AT_ONE_INSTANT) throw new Error(`Timers without end at ${this.time}`)
      this.time = Math.max(this.time, next.at)
      this.timers.delete(next.id)
      next.run()
      await settle()
    }
    this.time = end
    await settle()
  }

  /** Moves on in steps of `step` ms until the condition holds; throws when it does not within `within` ms. */
  async advanceUntil(isSo: () => boolean, within: number, step = 100): Promise<void> {
    for (const end = this.time + within; !isSo(); ) {
      if (this.time >= end) throw new Error(`Not within ${within} ms: ${String(isSo)}`)
      await this.advance(step)
    }
  }

  /** Somebody sets the wall clock by `ms`; timers run on as if nothing had happened. */
  setWall(ms: number): void {
    this.offset += ms
  }

  /** Time passes with every timer asleep, as on a computer that sleeps: the overdue ones run at the next {@link advance}. */
  sleep(ms: number): void {
    this.time += ms
  }

  private earliest(end: number): { id: number; at: number; run: () => void } | null {
    let found: { id: number; at: number; run: () => void } | null = null
    for (const [id, timer] of this.timers) {
      if (timer.at <= end && (found === null || timer.at < found.at)) found = { id, ...timer }
    }
    return found
  }
}

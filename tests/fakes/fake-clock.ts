// Time that moves only when told, and an account of the timers that wait.
import type { Cancel, Clock } from '../../src/main/core/ports'

/** Lets promise chains of any usual length run out. */
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

  /** Time by which timers run, ms: whatever becomes of the wall clock. */
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
    await settle()
    for (let next = this.earliest(end); next; next = this.earliest(end)) {
      this.time = Math.max(this.time, next.at)
      this.timers.delete(next.id)
      next.run()
      await settle()
    }
    this.time = end
    await settle()
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

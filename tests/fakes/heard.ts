// Collects what a listener hears, so that a test awaits the next event instead of sleeping.
import type { Log } from '../../src/main/core/ports'

const PATIENCE = 5_000 // ms; a test that waits longer has failed

/** A listener whose events are awaited one by one, in order. */
export class Heard<T> {
  readonly waiting: T[] = []
  private wake: (() => void) | null = null

  /** Give this to the code under test. */
  readonly hear = (event: T): void => {
    this.waiting.push(event)
    this.wake?.()
  }

  /** The next event that was not taken yet; rejects after 5 s. */
  async next(): Promise<T> {
    if (this.waiting.length === 0) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('nothing was heard')), PATIENCE)
        this.wake = () => {
          clearTimeout(timer)
          this.wake = null
          resolve()
        }
      })
    }
    return this.waiting.shift() as T
  }

  /** Takes events until one fits; rejects when none comes. */
  async until(fits: (event: T) => boolean): Promise<T> {
    for (;;) {
      const event = await this.next()
      if (fits(event)) return event
    }
  }
}

/** Asks again and again until the answer is yes; for states that have no event. Rejects after 5 s. */
export async function eventually(ask: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE
  while (!(await ask())) {
    if (Date.now() > giveUpAt) throw new Error('it never came true')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A log that keeps nothing. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

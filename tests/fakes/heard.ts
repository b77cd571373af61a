// Collects what a listener hears, so that a test awaits the next event instead of sleeping.

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

  /** Takes events until one fits; rejects when none fits within 5 s, however many others come. */
  async until(fits: (event: T) => boolean): Promise<T> {
    const giveUpAt = Date.now() + PATIENCE
    let event = await this.next()
    while (!fits(event)) {
      if (Date.now() > giveUpAt) throw new Error(`nothing that fits was heard, last ${JSON.stringify(event)}`)
      event = await this.next()
    }
    return event
  }
}

/** Asks again and again until the answer is as wanted; for states that have no event. Rejects after `within` ms and says `what` did not happen. */
export async function until<T>(ask: () => T | Promise<T>, wanted: (answer: T) => boolean, what = 'what the test waits for', within = PATIENCE): Promise<T> {
  const giveUpAt = Date.now() + within
  for (;;) {
    const answer = await ask()
    if (wanted(answer)) return answer
    if (Date.now() > giveUpAt) throw new Error(`Waited ${within} ms in vain: ${what}, last answer ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Asks again and again until the answer is yes. */
export const eventually = async (ask: () => boolean | Promise<boolean>, what?: string, within?: number): Promise<void> =>
  void (await until(ask, (answer) => answer, what, within))

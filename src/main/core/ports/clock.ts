// Time and timers.

/** Stops a timer or a subscription. Calling it twice does nothing. */
export type Cancel = () => void

/** Time and timers. */
export interface Clock {
  /** Epoch ms. */
  now(): number
  /** Runs once after `ms`. */
  after(ms: number, run: () => void): Cancel
}

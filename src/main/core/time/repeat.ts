// Repeats work, one run at a time: the next wait begins when the last run has settled.
import type { Cancel, Clock } from '../ports'

/** Runs `work` again and again, each time `ms()` after the last run has settled (the first time after `ms()`), until cancelled. `work` must not reject. */
export function repeat(clock: Clock, ms: () => number, work: () => unknown): Cancel {
  let cancelled = false
  let cancel: Cancel = () => undefined
  const plan = (): void => {
    cancel = clock.after(ms(), () => {
      void Promise.resolve(work()).then(() => {
        if (!cancelled) plan()
      })
    })
  }
  plan()
  return () => {
    cancelled = true
    cancel()
  }
}

// The real clock behind the core's Clock port.
import type { Clock } from '../../core/ports'

/** setTimeout keeps its delay in 32 signed bits: a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1

/** Wall clock and timers of this process; a delay longer than 24.8 days is counted down in parts. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    let left = Math.max(0, ms)
    let timer: NodeJS.Timeout
    const wait = (): void => {
      const part = Math.min(left, LONGEST)
      left -= part
      timer = setTimeout(() => (left > 0 ? wait() : run()), part)
    }
    wait()
    return () => clearTimeout(timer)
  },
}

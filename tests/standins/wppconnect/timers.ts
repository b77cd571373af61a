// When the stand-in's sessions go on: by real timers, or, where a test replays a recording, when the test lets time pass.

/** Timers of the stand-in. */
export interface Timers {
  /** Runs once, after so many ms. */
  after(ms: number, run: () => void): void
  /** Lets so many ms pass at once; only of manual timers. */
  pass(ms: number): void
  stop(): void
}

/** Real timers; `pace` is a factor of every duration. */
export function createRealTimers(pace: number): Timers {
  const running = new Set<NodeJS.Timeout>()
  return {
    after(ms, run) {
      const timer = setTimeout(() => {
        running.delete(timer)
        run()
      }, ms * pace)
      running.add(timer)
    },
    pass: () => {
      throw new Error('real timers cannot be moved')
    },
    stop: () => running.forEach((timer) => clearTimeout(timer)),
  }
}

/** Timers that run in one pass at most: more would be a timer that sets itself again without time passing. */
const MOST_RUNS = 10_000

/** Timers that stand still until a test lets time pass. */
export function createManualTimers(): Timers {
  let now = 0
  let waiting: { readonly at: number; readonly run: () => void }[] = []
  return {
    after: (ms, run) => void waiting.push({ at: now + ms, run }),
    pass(ms) {
      const end = now + ms
      for (let runs = 0; ; runs += 1) {
        if (runs > MOST_RUNS) throw new Error(`more than ${MOST_RUNS} timers ran in ${ms} ms`)
        const next = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        waiting = waiting.filter((each) => each !== next)
        now = next.at
        next.run()
      }
      now = end
    },
    stop: () => void (waiting = []),
  }
}

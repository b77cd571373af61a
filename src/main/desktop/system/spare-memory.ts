// Gives memory back while nobody looks at the app: V8 keeps what a busy moment took for the next one, and in the tray there is none for hours.
import type { Cancel, Clock, Log } from '../../core/ports'

/** After the window was closed, or a start without one, until things have come to rest, ms. */
const REST = 5_000

/** Collects garbage while the app is idle. */
export interface SpareMemory {
  /** The window was closed, or opened. */
  idle(idle: boolean): void
  dispose(): void
}

/** Nothing is collected before {@link SpareMemory.idle}; then after a short rest, and every so many ms. A failure is logged once and ends it. */
export function createSpareMemory({
  clock,
  log,
  everyMs,
  collect = collectGarbage,
}: {
  readonly clock: Clock
  readonly log: Log
  readonly everyMs: number
  readonly collect?: () => Promise<void>
}): SpareMemory {
  let stop: Cancel | null = null
  let works = true

  const plan = (ms: number): void => {
    stop = works ? clock.after(ms, run) : null
  }
  const run = (): void => {
    plan(everyMs)
    collect().catch((error: unknown) => {
      works = false
      end()
      log.warn('memory not given back', { error: error instanceof Error ? error.message : String(error) })
    })
  }
  const end = (): void => {
    stop?.()
    stop = null
  }
  return {
    idle(idle) {
      if (!idle) end()
      else if (stop === null) plan(REST)
    },
    dispose: end,
  }
}

/** A full collection, after which V8 frees what it holds in reserve. Through the inspector's own interface in this process: no port is opened, no flag is set. */
async function collectGarbage(): Promise<void> {
  const { Session } = await import('node:inspector/promises')
  const session = new Session()
  session.connect()
  try {
    await session.post('HeapProfiler.collectGarbage')
  } finally {
    session.disconnect()
  }
}

// Collects garbage while no window is open. V8 grows its heap in a busy moment and keeps the room for the next one, which in the tray may not come for hours.
import type { Cancel, Clock, Log } from '../../core/ports'

/** After the window was closed, or a start without one, until things have come to rest, ms. */
const REST = 5_000

/** Gives memory back to the system while the app is idle. */
export interface IdleGarbageCollection {
  /** The window was closed, or opened. */
  idle(idle: boolean): void
  dispose(): void
}

/** Nothing is collected before {@link IdleGarbageCollection.idle}; then after a short rest, and every so many ms. A failure is logged once and ends it. */
export function createIdleGarbageCollection({
  clock,
  log,
  everyMs,
  collect = collectGarbage,
}: {
  readonly clock: Clock
  readonly log: Log
  readonly everyMs: number
  readonly collect?: () => Promise<void>
}): IdleGarbageCollection {
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

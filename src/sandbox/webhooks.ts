// Events posted to the address a number's owner registered: in order, bounded, without retries, as the platform does it.
import { randomUUID } from 'node:crypto'
import type { SimulatedEvent } from './number-model'

/** One post must be answered within this, ms. */
const DEADLINE = 5_000
/** Most events waiting for one receiver; more are dropped, so that a receiver that hangs costs no memory. */
const MAX_WAITING = 32

/** Sends events. */
export interface Webhooks {
  post(url: string, session: string, event: SimulatedEvent): void
  /** Aborts the posts under way and resolves when they have ended. */
  close(): Promise<void>
}

/** Builds the sender. */
export function webhooks(now: () => number): Webhooks {
  const queues = new Map<string, { last: Promise<void>; waiting: number }>()
  const closing = new AbortController()

  const send = async (url: string, body: string): Promise<void> => {
    if (closing.signal.aborted) return
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(DEADLINE)])
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal, redirect: 'error' })
      await answer.body?.cancel()
    } catch {
      // The receiver cannot be reached. The platform ignores that.
    }
  }

  return {
    post(url, session, event) {
      const queue = queues.get(session) ?? { last: Promise.resolve(), waiting: 0 }
      if (queue.waiting >= MAX_WAITING) return
      queues.set(session, queue)
      const body = JSON.stringify({ id: `evt_${randomUUID()}`, type: event.type, created: Math.floor(now() / 1000), data: { account: session, ...event.data } })
      queue.waiting += 1
      queue.last = queue.last
        .then(() => send(url, body))
        .then(() => {
          queue.waiting -= 1
          if (queue.waiting === 0) queues.delete(session)
        })
    },
    async close() {
      closing.abort()
      await Promise.all([...queues.values()].map((queue) => queue.last))
    },
  }
}

// One request to one gateway: its deadline, and whether its answer is still wanted when it comes.
import type { Failure, Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { NumberRecord } from '../../../shared/model/settings'
import type { Timings } from '../../../shared/timings'
import type { Clock, Gateway, Log, NumberRef } from '../ports'

/** How long a gateway that ignores its abort signal is waited for, ms; then its number may be asked again. */
export const ABORT_GRACE = 5_000
interface RequestsOptions {
  readonly clock: Clock
  readonly log: Log
  timingsFor(connectionId: string): Timings
  gatewayOf(connectionId: string): Gateway | Failure
}

/** Requests under way, at most one for each number. None rejects; each settles with null when it was dropped meanwhile. */
export interface Requests {
  /** Asks for the number's state. */
  read(record: NumberRecord): Promise<Reading | null>
  /** Starts the number's session: the answer is its state. */
  start(record: NumberRecord): Promise<Reading | null>
  /** Asks for a code that is typed on the phone. */
  pair(record: NumberRecord, phone: string): Promise<Reading | null>
  /** Stops the number's session on the backend. */
  disconnect(record: NumberRecord): Promise<Outcome | null>
  /** A request for the number is under way. */
  busy(key: string): boolean
  /** Nobody wants the number's answer any more: aborts its request. */
  drop(key: string): void
  /** Drops every request; no timer is left, even if a gateway ignores its signal. */
  dispose(): void
}

/** One kind of request: how long it may take, what it calls, and what it settles with when that fails. */
interface Kind<T> {
  deadline(timings: Timings): number
  call(gateway: Gateway, number: NumberRef, signal: AbortSignal): Promise<T>
  failed(failure: Failure): T
}

/** Creates the requests of all numbers. */
export function createRequests({ clock, log, timingsFor, gatewayOf }: RequestsOptions): Requests {
  /** The request of each number that is still wanted. One that is not in here any more was dropped. */
  const underWay = new Map<string, AbortController>()
  /** What ends the wait for each gateway at once, dropped requests included. */
  const stopWaiting = new Set<() => void>()

  /** A reading that proves nothing. */
  const unknown = (failure: Failure): Reading => ({ state: 'unknown', failure, evidence: { source: 'app', at: clock.now() } })
  const read: Kind<Reading> = {
    deadline: (timings) => timings.requestDeadline,
    call: (gateway, number, signal) => gateway.read(number, signal),
    failed: unknown,
  }
  const start: Kind<Reading> = {
    deadline: (timings) => timings.createDeadline,
    call: (gateway, number, signal) => gateway.start(number, signal),
    failed: unknown,
  }
  const pair = (phone: string): Kind<Reading> => ({
    deadline: (timings) => timings.createDeadline,
    call: async (gateway, number, signal) => (await gateway.pair?.(number, phone, signal)) ?? unknown({ code: 'pairing-impossible' }),
    failed: unknown,
  })
  const disconnect: Kind<Outcome> = {
    deadline: (timings) => timings.requestDeadline,
    call: (gateway, number, signal) => gateway.disconnect(number, signal),
    failed: (failure) => ({ ok: false, failure }),
  }

  async function send<T>({ key, connectionId, sessionId, facts }: NumberRecord, kind: Kind<T>): Promise<T | null> {
    const gateway = gatewayOf(connectionId)
    if ('code' in gateway) return kind.failed(gateway)
    const abort = new AbortController()
    underWay.set(key, abort)
    const answer = await settle(abort, kind.deadline(timingsFor(connectionId)), async () => kind.call(gateway, { sessionId, facts }, abort.signal))
    if (underWay.get(key) !== abort) return null
    underWay.delete(key)
    if (abort.signal.aborted) return kind.failed({ code: 'timeout' })
    return answer ?? kind.failed({ code: 'internal' })
  }

  /** Waits for the gateway, after the deadline or an abort only a little longer. Null = it threw (a bug) or never settled. */
  function settle<T>(abort: AbortController, deadline: number, call: () => Promise<T>): Promise<T | null> {
    const { signal } = abort
    return new Promise((resolve) => {
      let stopTimer = clock.after(deadline, () => abort.abort('deadline'))
      const onAbort = (): void => {
        stopTimer()
        stopTimer = clock.after(ABORT_GRACE, giveUp)
      }
      const finish = (answer: T | null): void => {
        stopTimer()
        signal.removeEventListener('abort', onAbort)
        stopWaiting.delete(giveUp)
        resolve(answer)
      }
      const giveUp = (): void => finish(null)
      stopWaiting.add(giveUp)
      signal.addEventListener('abort', onAbort)
      call().then(finish, (error: unknown) => {
        if (!signal.aborted) log.error('gateway threw', { error: error instanceof Error ? error.message : String(error) })
        finish(null)
      })
    })
  }

  function drop(key: string): void {
    underWay.get(key)?.abort('dropped')
    underWay.delete(key)
  }

  return {
    read: (record) => send(record, read),
    start: (record) => send(record, start),
    pair: (record, phone) => send(record, pair(phone)),
    disconnect: (record) => send(record, disconnect),
    busy: (key) => underWay.has(key),
    drop,
    dispose() {
      for (const key of [...underWay.keys()]) drop(key)
      for (const giveUp of [...stopWaiting]) giveUp()
    },
  }
}

// Many numbers in one request: where a backend lists live states, a list run reads all pages of a connection's list and hands each state to its number.
import type { Failure } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { Timings } from '../../../shared/timings'
import type { Cancel, Clock, Gateway, Log } from '../ports'
import { ABORT_GRACE } from './requests'
import { backOff } from './schedule/back-off'

/** Fewer numbers are asked one by one: that is as cheap, and brings codes along. */
const FEWEST_NUMBERS = 4
/** A list run is followed by a pause of this for each of its pages, ms: 5,000 numbers stay at tens of requests a minute. */
const PAUSE_PER_PAGE = 1_200
/** About how many numbers a page of a live list holds. */
const PAGE = 200
/** More pages are not read: far more numbers than an organisation has, and an end if a server's cursor runs in circles. */
const MOST_PAGES = 100
/** A backend that turned out to have no live list is asked again for one after this, ms. */
const TRY_AGAIN = 600_000

/** A number that a list may answer for. */
interface ListMember {
  readonly key: string
  readonly sessionId: string
}

interface ListPollingOptions {
  readonly clock: Clock
  readonly log: Log
  timingsFor(connectionId: string): Timings
  gatewayOf(connectionId: string): Gateway | Failure
  /** The connection's numbers of which only the state is wanted: nobody links or stops them, and no request of their own is under way. */
  membersOf(connectionId: string): readonly ListMember[]
  /** A list run begins that will answer for the number: its own routine request is not needed. */
  onBegin(key: string): void
  /** One number's state, asked for at `askedAt` (epoch ms). The next list run comes `restMs` later at the earliest. */
  onReading(key: string, reading: Reading, askedAt: number, restMs: number): void
  /** The list does not have the number: it has to be asked by itself. */
  onLeftOut(key: string): void
  /** All pages were read (null), or one failed. */
  onEnd(connectionId: string, failure: Failure | null): void
}

/** How a list run ended: all pages read (`failure` null), or a page failed; null = it was dropped, or the backend turned out to have no live list. */
type ListEnd = { readonly failure: Failure | null } | null

/** The list run that a number began: its end, or `left` when the number waits for it no longer. */
export type ListRun = Promise<ListEnd | 'left'>

/** Reads the live lists, at most one run at a time for a connection. */
export interface ListPolling {
  /**
   * Lets a list answer for the number. A promise = the number has begun a list run, and settles with its end, or with `left` as soon as
   * {@link leave} is called. `coming` or `answered` = the run under way will answer for the number, or has. Null = the number has to be asked by itself.
   */
  join(connectionId: string, number: ListMember): ListRun | 'coming' | 'answered' | null
  /** The number no longer waits for the run that it began; the run goes on. */
  leave(key: string): void
  /** Drops list runs under way, of one connection or all: what they would still bring is outdated. */
  drop(connectionId?: string): void
  /** The connection is gone: nothing about it is remembered. */
  forget(connectionId: string): void
}

interface Run {
  readonly abort: AbortController
  /** Keys by session id: the numbers it has not answered for yet. */
  readonly waiting: Map<string, string>
  /** Session ids it has answered for. */
  readonly answered: Set<string>
}

/** Creates the polling of live lists; no list is read yet. */
export function createListPolling(options: ListPollingOptions): ListPolling {
  const { clock, log, gatewayOf, timingsFor } = options
  /** The run of each connection that is still wanted. One that is not in here any more was dropped. */
  const runs = new Map<string, Run>()
  /** By the key of the number that began a run: ends its wait. */
  const leaving = new Map<string, () => void>()
  /** Connections without live lists, and until when that is believed. */
  const withoutList = new Map<string, number>()
  /** Failed runs in a row. */
  const failures = new Map<string, number>()
  /** How long the last whole run took, ms: part of how old a state may get. */
  const lengths = new Map<string, number>()

  function begin(connectionId: string, gateway: Gateway): Promise<ListEnd> | null {
    const members = options.membersOf(connectionId)
    if (members.length < FEWEST_NUMBERS) return null
    const run: Run = { abort: new AbortController(), waiting: new Map(members.map(({ sessionId, key }) => [sessionId, key])), answered: new Set() }
    runs.set(connectionId, run)
    for (const key of run.waiting.values()) options.onBegin(key)
    return readPages(connectionId, gateway, run).finally(() => {
      if (runs.get(connectionId) === run) runs.delete(connectionId)
    })
  }

  /** The end of the run, unless the number that began it leaves before. */
  function endFor(key: string, run: Promise<ListEnd>): ListRun {
    const wait = new Promise<ListEnd | 'left'>((resolve, reject) => {
      leaving.set(key, () => resolve('left'))
      run.then(resolve, reject)
    })
    return wait.finally(() => leaving.delete(key))
  }

  async function readPages(connectionId: string, gateway: Gateway, run: Run): Promise<ListEnd> {
    const { waiting, answered } = run
    const startedAt = clock.now()
    const pages = Math.ceil(waiting.size / PAGE)
    let failure: Failure | null = null
    let cursor: string | null = null
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const askedAt = clock.now()
      const answer = await readPage(gateway, cursor, run.abort.signal, timingsFor(connectionId).requestDeadline)
      // Dropped, or the connection has another gateway since a new sign-in: the answer is outdated.
      if (runs.get(connectionId) !== run || gatewayOf(connectionId) !== gateway) return null
      if (!answer.ok) {
        failure = answer.failure
        break
      }
      if (answer.value === null) {
        log.info('no live lists', { connection: connectionId })
        withoutList.set(connectionId, clock.now() + TRY_AGAIN)
        for (const key of waiting.values()) options.onLeftOut(key)
        return null
      }
      // A number on the first page must not be due again before the last page is read: the server may have become slow since the last run.
      const soFar = Math.max(0, clock.now() - startedAt)
      const rest = PAUSE_PER_PAGE * pages + Math.max(lengths.get(connectionId) ?? 0, (soFar / (page + 1)) * pages)
      for (const { sessionId, reading } of answer.value.readings) {
        const key = waiting.get(sessionId)
        if (key === undefined) continue
        waiting.delete(sessionId)
        answered.add(sessionId)
        options.onReading(key, reading, askedAt, rest)
      }
      if (answer.value.next === null || answer.value.next === cursor) break
      cursor = answer.value.next
    }
    if (failure === null) wholeListRead(connectionId, startedAt, waiting.values())
    else pageFailed(connectionId, failure, waiting.values())
    options.onEnd(connectionId, failure)
    return { failure }
  }

  function wholeListRead(connectionId: string, startedAt: number, leftOut: Iterable<string>): void {
    lengths.set(connectionId, Math.max(0, clock.now() - startedAt))
    failures.delete(connectionId)
    for (const key of leftOut) options.onLeftOut(key)
  }

  /** Nothing is known of the numbers that no page answered for. */
  function pageFailed(connectionId: string, failure: Failure, unanswered: Iterable<string>): void {
    const inARow = (failures.get(connectionId) ?? 0) + 1
    failures.set(connectionId, inARow)
    const { troublePoll, backoffMax } = timingsFor(connectionId)
    const now = clock.now()
    const reading: Reading = { state: 'unknown', failure, evidence: { source: 'live list', at: now } }
    for (const key of unanswered) options.onReading(key, reading, now, backOff(troublePoll, inARow, backoffMax))
  }

  /** One page within its deadline. A gateway that ignores its abort signal is not waited for much longer. */
  function readPage(gateway: Gateway, cursor: string | null, run: AbortSignal, deadline: number): ReturnType<NonNullable<Gateway['live']>> {
    const abort = new AbortController()
    return new Promise((resolve) => {
      let stopTimer: Cancel = clock.after(deadline, () => abort.abort('deadline'))
      const finish: typeof resolve = (answer) => {
        stopTimer()
        run.removeEventListener('abort', onDrop)
        resolve(answer)
      }
      const late = { ok: false, failure: { code: 'timeout', detail: 'live list' } } as const
      const onDrop = (): void => {
        abort.abort('dropped')
        finish(late)
      }
      run.addEventListener('abort', onDrop)
      abort.signal.addEventListener('abort', () => {
        stopTimer()
        stopTimer = clock.after(ABORT_GRACE, () => finish(late))
      })
      void gateway.live?.(cursor, abort.signal).then(
        (answer) => finish(!answer.ok && abort.signal.aborted ? late : answer),
        (error: unknown) => {
          log.error('gateway threw', { error: error instanceof Error ? error.message : String(error) })
          finish({ ok: false, failure: { code: 'internal' } })
        },
      )
    })
  }

  function drop(connectionId?: string): void {
    for (const [id, { abort }] of runs) {
      if (connectionId !== undefined && id !== connectionId) continue
      abort.abort('dropped')
      runs.delete(id)
    }
    if (connectionId === undefined) withoutList.clear()
    else withoutList.delete(connectionId)
  }

  return {
    join(connectionId, { key, sessionId }) {
      const running = runs.get(connectionId)
      if (running) return running.waiting.has(sessionId) ? 'coming' : running.answered.has(sessionId) ? 'answered' : null
      const gateway = gatewayOf(connectionId)
      if ('code' in gateway || !gateway.live || (withoutList.get(connectionId) ?? -Infinity) > clock.now()) return null
      const run = begin(connectionId, gateway)
      return run && endFor(key, run)
    },
    leave: (key) => leaving.get(key)?.(),
    drop,
    forget(connectionId) {
      drop(connectionId)
      failures.delete(connectionId)
      lengths.delete(connectionId)
    },
  }
}

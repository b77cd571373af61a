// Many numbers in one request: a round reads all live states of a connection page by page, where its backend can, and hands each to its number.
import type { Failure } from '../../shared/failure'
import type { Reading } from '../../shared/session'
import type { Timings } from '../../shared/timings'
import type { Cancel, Clock, Gateway, Log } from './ports'

/** Fewer numbers are asked one by one: that is as cheap, and brings codes along. */
export const ROUND_FROM = 4
/** A round is followed by a pause of this for each of its pages, ms: 5,000 numbers stay at tens of requests a minute. */
const PAUSE_PER_PAGE = 1_200
/** Numbers a page of a live list, about. */
const PAGE = 200
/** More pages are not read: far more numbers than an organisation has, and an end if a server's cursor runs in circles. */
const MOST_PAGES = 100
/** A backend that turned out to have no live lists is asked again for one after this, ms. */
const TRY_AGAIN = 600_000
/** How long a gateway that ignores its abort signal is waited for, ms. */
const ABORT_GRACE = 5_000

/** A number that a round may speak for. */
export interface Member {
  readonly key: string
  readonly sessionId: string
}

interface LiveRoundsOptions {
  readonly clock: Clock
  readonly log: Log
  timingsFor(connectionId: string): Timings
  gatewayOf(connectionId: string): Gateway | Failure
  /** The connection's numbers that wait for a state only: nobody is linking or stopping them. */
  membersOf(connectionId: string): readonly Member[]
  /** One number's state, asked for at `askedAt` (epoch ms); the next round comes `restMs` later at the earliest. */
  onReading(key: string, reading: Reading, askedAt: number, restMs: number): void
  /** The number is spoken for by a round that begins: its own question would be one too many. */
  onBegun(key: string): void
  /** The round ended without a word about the number: it is to be asked by itself. */
  onUnheard(key: string): void
  /** A round reached its end, or a page failed. */
  onEnd(connectionId: string, failure: Failure | null): void
}

/** What came of a round. Null = all pages were read. */
export type RoundEnd = { readonly failure: Failure | null }

interface Round {
  readonly abort: AbortController
  readonly end: Promise<RoundEnd | null>
}

/** Runs the rounds, one at a time for a connection. */
export class LiveRounds {
  private readonly rounds = new Map<string, Round>()
  /** Connections without live lists, and until when that is believed. */
  private readonly without = new Map<string, number>()
  private readonly troubles = new Map<string, number>()
  /** How long the last whole round took, ms: part of how old a state may get. */
  private readonly lengths = new Map<string, number>()

  constructor(private readonly options: LiveRoundsOptions) {}

  /** Begins a round or joins the one under way; null = the connection's numbers are to be asked one by one. The end is null when the round was dropped or there turned out to be no live list. */
  join(connectionId: string): Promise<RoundEnd | null> | null {
    const running = this.rounds.get(connectionId)
    if (running) return running.end
    const gateway = this.options.gatewayOf(connectionId)
    if ('code' in gateway || !gateway.live || (this.without.get(connectionId) ?? -Infinity) > this.options.clock.now()) return null
    const members = this.options.membersOf(connectionId)
    if (members.length < ROUND_FROM) return null
    const abort = new AbortController()
    const end = this.run(connectionId, gateway, members, abort).finally(() => {
      if (this.rounds.get(connectionId)?.abort === abort) this.rounds.delete(connectionId)
    })
    this.rounds.set(connectionId, { abort, end })
    return end
  }

  /** Drops rounds under way: of one connection, or all. What they still bring is about the past. */
  drop(connectionId?: string): void {
    for (const [id, { abort }] of this.rounds) {
      if (connectionId !== undefined && id !== connectionId) continue
      abort.abort('dropped')
      this.rounds.delete(id)
    }
    if (connectionId === undefined) this.without.clear()
    else this.without.delete(connectionId)
  }

  private async run(connectionId: string, gateway: Gateway, members: readonly Member[], abort: AbortController): Promise<RoundEnd | null> {
    const { clock, log, gatewayOf, onBegun, onReading, onUnheard, timingsFor } = this.options
    const unheard = new Map(members.map(({ key, sessionId }) => [sessionId, key]))
    for (const key of unheard.values()) onBegun(key)
    const startedAt = clock.now()
    const rest = PAUSE_PER_PAGE * Math.ceil(members.length / PAGE) + (this.lengths.get(connectionId) ?? 0)
    let failure: Failure | null = null
    let cursor: string | null = null
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const askedAt = clock.now()
      const answer = await this.page(gateway, cursor, abort, timingsFor(connectionId).requestDeadline)
      if (abort.signal.reason === 'dropped' || gatewayOf(connectionId) !== gateway) return null
      if (!answer.ok) {
        failure = answer.failure
        break
      }
      if (answer.value === null) {
        log.info('no live lists', { connection: connectionId })
        this.without.set(connectionId, clock.now() + TRY_AGAIN)
        for (const key of unheard.values()) onUnheard(key)
        return null
      }
      for (const { sessionId, reading } of answer.value.readings) {
        const key = unheard.get(sessionId)
        if (key === undefined) continue
        unheard.delete(sessionId)
        onReading(key, reading, askedAt, rest)
      }
      if (answer.value.next === null || answer.value.next === cursor) break
      cursor = answer.value.next
    }
    if (failure === null) this.lengths.set(connectionId, Math.max(0, clock.now() - startedAt))
    this.settle(connectionId, failure, unheard)
    this.options.onEnd(connectionId, failure)
    return { failure }
  }

  /** What no page spoke of: after a failure nothing is known of it, otherwise it is asked by itself. */
  private settle(connectionId: string, failure: Failure | null, unheard: ReadonlyMap<string, string>): void {
    const { clock, onReading, onUnheard, timingsFor } = this.options
    if (failure === null) {
      this.troubles.delete(connectionId)
      for (const key of unheard.values()) onUnheard(key)
      return
    }
    const troubles = (this.troubles.get(connectionId) ?? 0) + 1
    this.troubles.set(connectionId, troubles)
    const { troublePoll, backoffMax } = timingsFor(connectionId)
    const rest = Math.max(Math.min(backoffMax, troublePoll * 2 ** Math.min(troubles - 1, 16)), (failure.retryAt ?? 0) - clock.now())
    const now = clock.now()
    const reading: Reading = { state: 'unknown', failure, evidence: { source: 'live list', at: now } }
    for (const key of unheard.values()) onReading(key, reading, now, rest)
  }

  /** One page within its deadline; a gateway that ignores its signal is left behind. */
  private page(gateway: Gateway, cursor: string | null, round: AbortController, deadline: number): ReturnType<NonNullable<Gateway['live']>> {
    const { clock, log } = this.options
    const abort = new AbortController()
    return new Promise((resolve) => {
      let stop: Cancel = clock.after(deadline, () => abort.abort('deadline'))
      const finish: typeof resolve = (answer) => {
        stop()
        round.signal.removeEventListener('abort', onDrop)
        resolve(answer)
      }
      const late = { ok: false, failure: { code: 'timeout', detail: 'live list' } } as const
      const onDrop = (): void => {
        abort.abort('dropped')
        finish(late)
      }
      round.signal.addEventListener('abort', onDrop)
      abort.signal.addEventListener('abort', () => {
        stop()
        stop = clock.after(ABORT_GRACE, () => finish(late))
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
}

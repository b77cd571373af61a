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
  /** Keys by session id: the numbers it has not spoken for yet. */
  readonly unheard: Map<string, string>
  /** Session ids it has spoken for. */
  readonly heard: Set<string>
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

  /**
   * Begins a round: the promise settles at its end, with null when it was dropped or there turned out to be no live list. `coming` or `heard` = one
   * under way will speak for the number, or has. Null = the number is to be asked by itself.
   */
  join(connectionId: string, sessionId: string): Promise<RoundEnd | null> | 'coming' | 'heard' | null {
    const running = this.rounds.get(connectionId)
    if (running) return running.unheard.has(sessionId) ? 'coming' : running.heard.has(sessionId) ? 'heard' : null
    const gateway = this.options.gatewayOf(connectionId)
    if ('code' in gateway || !gateway.live || (this.without.get(connectionId) ?? -Infinity) > this.options.clock.now()) return null
    const members = this.options.membersOf(connectionId)
    if (members.length < ROUND_FROM) return null
    const abort = new AbortController()
    const unheard = new Map(members.map((each) => [each.sessionId, each.key]))
    const round: Round = { abort, unheard, heard: new Set() }
    this.rounds.set(connectionId, round)
    return this.run(connectionId, gateway, round).finally(() => {
      if (this.rounds.get(connectionId) === round) this.rounds.delete(connectionId)
    })
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

  /** The connection is gone: nothing about it is remembered. */
  forget(connectionId: string): void {
    this.drop(connectionId)
    this.troubles.delete(connectionId)
    this.lengths.delete(connectionId)
  }

  private async run(connectionId: string, gateway: Gateway, { abort, unheard, heard }: Round): Promise<RoundEnd | null> {
    const { clock, log, gatewayOf, onBegun, onReading, onUnheard, timingsFor } = this.options
    for (const key of unheard.values()) onBegun(key)
    const startedAt = clock.now()
    const pages = Math.ceil(unheard.size / PAGE)
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
      // What is heard on the first page must not be due again before the last: a server may have become slow since the last round.
      const soFar = Math.max(0, clock.now() - startedAt)
      const rest = PAUSE_PER_PAGE * pages + Math.max(this.lengths.get(connectionId) ?? 0, (soFar / (page + 1)) * pages)
      for (const { sessionId, reading } of answer.value.readings) {
        const key = unheard.get(sessionId)
        if (key === undefined) continue
        unheard.delete(sessionId)
        heard.add(sessionId)
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
    const rest = Math.min(backoffMax, troublePoll * 2 ** Math.min(troubles - 1, 16))
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

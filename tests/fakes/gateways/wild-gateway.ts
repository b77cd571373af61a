// A backend with random answers and latencies that obeys abort signals and records requests and answers.
import { failed, success, type Failure, type Outcome } from '../../../src/shared/model/failure'
import type { Gateway, ListedNumber, LivePage, NumberRef, ProvisionedNumber } from '../../../src/main/core/ports'
import type { Reading } from '../../../src/shared/model/session'
import type { FakeClock } from '../fake-clock'
import { reading, type Says } from './fake-gateway'

/** One answer that was given. */
export interface Given {
  readonly sessionId: string
  readonly reading: Reading
  /** By a request of its own, not by a list. */
  readonly own: boolean
  /** Ms of the clock's own time, which nobody sets. */
  readonly askedAt: number
  /** The request had been given up before its answer. */
  readonly late: boolean
}

/** A gateway that ignores its abort signal is waited for a moment longer than this, ms. */
const ABORT_GRACE = 4_999

/** The backend of one connection. */
export class WildGateway implements Gateway {
  /** What each number says; default connected. */
  readonly says = new Map<string, Says>()
  /** What a number answers once, before its usual answer. */
  readonly once = new Map<string, Says>()
  /** Why no request brings an answer, or what tells why at an instant (epoch ms); null = they do. */
  fault: Failure | ((now: number) => Failure) | null = null
  /** Requests of any kind so far. */
  requests = 0
  /** ms before an answer. */
  latency = 20
  /** Has a list with live states. */
  lists = false
  /** Has a list of its numbers. */
  names = false
  /** What is wrong with that list, and with the one with live states: the numbers that it lacks, in a single list or in all; every row twice when it lacks none. */
  lacks: { readonly keys: ReadonlySet<string>; readonly once: boolean } | null = null
  pageFails = false
  /** Ignores abort signals, as no gateway should: answers all the same, too late. */
  deaf = false
  /** Hears of every answer. */
  onGiven: (given: Given) => void = () => undefined
  /** Requests for single numbers under way, and the most there were. */
  inFlight = 0
  most = 0
  mostPerNumber = 0
  /** The same of pages of the list. */
  listing = 0
  mostListing = 0
  private readonly perNumber = new Map<string, number>()

  constructor(
    private readonly clock: FakeClock,
    private readonly sessions: () => readonly string[],
  ) {}

  read = ({ sessionId }: NumberRef, signal: AbortSignal): Promise<Reading> => this.ask(sessionId, signal)
  start = ({ sessionId }: NumberRef, signal: AbortSignal): Promise<Reading> => this.ask(sessionId, signal)

  async disconnect({ sessionId }: NumberRef, signal: AbortSignal): Promise<Outcome> {
    await this.send(sessionId, signal)
    if (signal.aborted) return failed('cancelled')
    this.says.set(sessionId, { state: 'disconnected', cause: 'by-operator' })
    return success()
  }

  async live(_cursor: string | null, signal: AbortSignal): Promise<Outcome<LivePage | null>> {
    if (!this.lists) return success(null)
    const askedAt = this.clock.elapsed
    await this.send(null, signal)
    if (signal.aborted && !this.deaf) return failed('cancelled')
    const refusal = this.refusal()
    if (refusal) return { ok: false, failure: refusal }
    if (this.pageFails) return failed('server-error')
    // As real lists do: a number with a code to scan needs a request of its own.
    const listed = this.sessions().filter((sessionId) => this.says.get(sessionId)?.state !== 'awaiting-scan' && !this.lacks?.keys.has(sessionId))
    return success({ readings: listed.map((sessionId) => ({ sessionId, reading: this.say(sessionId, false, askedAt, signal) })), next: null })
  }

  mayRestart = (): boolean => true

  async list(signal: AbortSignal): Promise<Outcome<readonly ListedNumber[] | null>> {
    if (!this.names) return success(null)
    await this.send(null, signal)
    const refusal = this.refusal()
    if (refusal) return { ok: false, failure: refusal }
    const { keys, once } = this.lacks ?? { keys: new Set<string>(), once: false }
    const repeats = this.lacks !== null && keys.size === 0
    if (once) this.lacks = null
    const rows = this.sessions().filter((sessionId) => this.says.get(sessionId)?.gone !== true && !keys.has(sessionId))
    return success((repeats ? [...rows, ...rows.toReversed()] : rows).map((sessionId) => ({ sessionId, apiKeyMask: null, facts: {}, phone: null, name: null })))
  }

  provision = (): Promise<Outcome<ProvisionedNumber>> => Promise.resolve(failed('provision-refused'))
  signOut = (): Promise<void> => Promise.resolve()

  private async ask(sessionId: string, signal: AbortSignal): Promise<Reading> {
    const askedAt = this.clock.elapsed
    await this.send(sessionId, signal)
    if (signal.aborted && !this.deaf) return reading({ state: 'unknown', failure: { code: 'cancelled' } }, this.clock.now())
    return this.say(sessionId, true, askedAt, signal)
  }

  private refusal(): Failure | null {
    return typeof this.fault === 'function' ? this.fault(this.clock.now()) : this.fault
  }

  private say(sessionId: string, own: boolean, askedAt: number, signal: AbortSignal): Reading {
    const refusal = this.refusal()
    const says = refusal
      ? { state: 'unknown' as const, failure: refusal }
      : (this.once.get(sessionId) ?? this.says.get(sessionId) ?? { state: 'connected' as const })
    if (!refusal) this.once.delete(sessionId)
    const answer = reading(says, this.clock.now())
    this.onGiven({ sessionId, reading: answer, own, askedAt, late: signal.aborted })
    return answer
  }

  /** A request is under way until it is answered; one that was given up counts for the grace of the watcher only. */
  private async send(sessionId: string | null, signal: AbortSignal): Promise<void> {
    this.requests += 1
    if (sessionId === null) {
      this.listing += 1
      this.mostListing = Math.max(this.mostListing, this.listing)
    } else {
      this.inFlight += 1
      this.most = Math.max(this.most, this.inFlight)
      const now = (this.perNumber.get(sessionId) ?? 0) + 1
      this.perNumber.set(sessionId, now)
      this.mostPerNumber = Math.max(this.mostPerNumber, now)
    }
    let settled = false
    const settle = (): void => {
      if (settled) return
      settled = true
      if (sessionId === null) this.listing -= 1
      else {
        this.inFlight -= 1
        this.perNumber.set(sessionId, (this.perNumber.get(sessionId) ?? 1) - 1)
      }
    }
    if (!signal.aborted || this.deaf) {
      await new Promise<void>((resolve) => {
        // No two answers take exactly as long, because the order of events at the same instant is not defined.
        const cancel = this.clock.after(this.latency + (this.requests % 97) / 128, resolve)
        signal.addEventListener('abort', () => {
          if (this.deaf) return sessionId === null ? settle() : void this.clock.after(ABORT_GRACE, settle)
          cancel()
          settle()
          resolve()
        })
      })
    }
    settle()
  }
}

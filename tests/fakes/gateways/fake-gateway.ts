// A backend whose answers and latency the test sets, and that counts the requests.
import { failed, success, type Outcome } from '../../../src/shared/model/failure'
import type { Reading } from '../../../src/shared/model/session'
import type { Gateway, ListedNumber, NumberRef, ProvisionedNumber } from '../../../src/main/core/ports'
import type { FakeClock } from '../fake-clock'

/** What a number says: the interesting parts of a reading. */
export type Says = Omit<Reading, 'evidence'>

/** A reading from what a number says. */
export function reading(says: Says, at = 0): Reading {
  return { ...says, evidence: { source: 'fake', at } }
}

/** One backend for tests. */
export class FakeGateway implements Gateway {
  /** Requests in the order asked, e.g. `read 42`. */
  readonly asked: string[] = []
  /** When each request was asked, epoch ms, in the same order. */
  readonly times: number[] = []
  /** Most requests under way at once: for one number, and over all. */
  mostPerNumber = 0
  most = 0
  /** ms before an answer. */
  latency = 0
  /** Ignores abort signals, as no gateway should. */
  deaf = false
  stopOutcome: Outcome = success()
  /** What a number says from its next start on; null = a start changes nothing. */
  startBrings: Says | null = null
  private readonly says = new Map<string, Says>()
  private readonly inFlight = new Map<string, number>()
  private readonly clock: FakeClock
  private fallback: Says = { state: 'connected' }

  constructor(clock: FakeClock) {
    this.clock = clock
  }

  /** Sets what a number answers from now on; without a number, what all numbers without an answer of their own answer. */
  say(says: Says, sessionId?: string): void {
    if (sessionId === undefined) {
      this.fallback = says
      this.says.clear()
    } else this.says.set(sessionId, says)
  }

  /** Requests asked so far that begin so. */
  count(prefix: string): number {
    return this.asked.filter((each) => each.startsWith(prefix)).length
  }

  mayRestart(): boolean {
    return true
  }

  list(): Promise<Outcome<readonly ListedNumber[] | null>> {
    return Promise.resolve(success(null))
  }

  provision(): Promise<Outcome<ProvisionedNumber>> {
    return Promise.resolve(failed('provision-refused'))
  }

  start(number: NumberRef, signal: AbortSignal): Promise<Reading> {
    if (this.startBrings) this.say(this.startBrings, number.sessionId)
    return this.answer('start', number, signal, () => this.reading(number))
  }

  read(number: NumberRef, signal: AbortSignal): Promise<Reading> {
    return this.answer('read', number, signal, () => this.reading(number))
  }

  /** What a code to type is answered with; null = this backend has none. */
  pairBrings: Says | null = null
  pair(number: NumberRef, phone: string, signal: AbortSignal): Promise<Reading> {
    return this.answer(`pair ${phone}`, number, signal, () =>
      reading(this.pairBrings ?? { state: 'unknown', failure: { code: 'pairing-impossible' } }, this.clock.now()),
    )
  }

  disconnect(number: NumberRef, signal: AbortSignal): Promise<Outcome> {
    return this.answer('disconnect', number, signal, () => this.stopOutcome)
  }

  signOut(): Promise<void> {
    return Promise.resolve()
  }

  /** What a number says now. */
  protected said(sessionId: string): Says {
    return this.says.get(sessionId) ?? this.fallback
  }

  private reading(number: NumberRef): Reading {
    return reading(this.said(number.sessionId), this.clock.now())
  }

  private async answer<T>(verb: string, { sessionId }: NumberRef, signal: AbortSignal, value: () => T): Promise<T> {
    this.asked.push(`${verb} ${sessionId}`)
    this.times.push(this.clock.now())
    const now = (this.inFlight.get(sessionId) ?? 0) + 1
    this.inFlight.set(sessionId, now)
    this.mostPerNumber = Math.max(this.mostPerNumber, now)
    this.most = Math.max(
      this.most,
      [...this.inFlight.values()].reduce((sum, each) => sum + each, 0),
    )
    await new Promise<void>((resolve) => {
      if (this.latency === 0) return resolve()
      const cancel = this.clock.after(this.latency, resolve)
      if (!this.deaf)
        signal.addEventListener('abort', () => {
          cancel()
          resolve()
        })
    })
    this.inFlight.set(sessionId, (this.inFlight.get(sessionId) ?? 1) - 1)
    return value()
  }
}

// A backend whose every number answers what the test says, after as long as the test says, and that counts what it was asked.
import { failed, success, type Outcome } from '../../src/shared/failure'
import type { Reading } from '../../src/shared/session'
import type { Gateway, ListedNumber, NumberRef, ProvisionedNumber } from '../../src/main/core/ports'
import type { FakeClock } from './fake-clock'

/** What a number says: the interesting parts of a reading. */
export type Says = Omit<Reading, 'evidence'>

/** A reading from what a number says. */
export function reading(says: Says, at = 0): Reading {
  return { ...says, evidence: { source: 'fake', at } }
}

/** One backend for tests. */
export class FakeGateway implements Gateway {
  /** Questions in the order asked, e.g. `read 42`. */
  readonly asked: string[] = []
  /** When each question was asked, epoch ms, in the same order. */
  readonly times: number[] = []
  /** Most questions under way at once: for one number, and over all. */
  mostPerNumber = 0
  most = 0
  /** ms before an answer. */
  latency = 0
  /** Ignores abort signals, as no gateway should. */
  deaf = false
  stopOutcome: Outcome = success()
  private readonly says = new Map<string, Says>()
  private readonly flying = new Map<string, number>()
  private readonly clock: FakeClock
  private fallback: Says = { state: 'connected' }

  constructor(clock: FakeClock) {
    this.clock = clock
  }

  /** From now on this number says so; without a number, all that were not told otherwise. */
  say(says: Says, sessionId?: string): void {
    if (sessionId === undefined) {
      this.fallback = says
      this.says.clear()
    } else this.says.set(sessionId, says)
  }

  /** Questions asked so far that begin so. */
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
    return this.answer('start', number, signal, () => this.reading(number))
  }

  read(number: NumberRef, signal: AbortSignal): Promise<Reading> {
    return this.answer('read', number, signal, () => this.reading(number))
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
    const now = (this.flying.get(sessionId) ?? 0) + 1
    this.flying.set(sessionId, now)
    this.mostPerNumber = Math.max(this.mostPerNumber, now)
    this.most = Math.max(this.most, [...this.flying.values()].reduce((sum, each) => sum + each, 0))
    await new Promise<void>((resolve) => {
      if (this.latency === 0) return resolve()
      const cancel = this.clock.after(this.latency, resolve)
      if (!this.deaf) signal.addEventListener('abort', () => { cancel(); resolve() })
    })
    this.flying.set(sessionId, (this.flying.get(sessionId) ?? 1) - 1)
    return value()
  }
}

// A backend that answers anything after any time, obeys abort signals, and keeps account of what it was asked and what it said.
import { failed, success, type Failure, type Outcome } from '../../src/shared/failure'
import type { Gateway, ListedNumber, LivePage, NumberRef, ProvisionedNumber } from '../../src/main/core/ports'
import type { Reading } from '../../src/shared/session'
import type { FakeClock } from './fake-clock'
import { reading, type Says } from './fake-gateway'

/** One answer that reached the app. */
export interface Heard {
  readonly state: Reading['state']
  /** Epoch ms. */
  readonly at: number
  /** By a question of its own, not by a list. */
  readonly own: boolean
}

/** The backend of one connection. */
export class WildGateway implements Gateway {
  /** What each number says; default connected. */
  readonly says = new Map<string, Says>()
  /** What a number says just once, before what it says otherwise. */
  readonly once = new Map<string, Says>()
  /** Why no question brings an answer; null = they do. */
  fault: Failure | null = null
  questions = 0
  /** ms before an answer. */
  latency = 20
  /** Has a list with live states. */
  lists = false
  pageFails = false
  /** Answers that reached the app, the newest of each kind per number. */
  readonly heard = new Map<string, Heard[]>()
  flying = 0
  most = 0
  mostPerNumber = 0
  private readonly perNumber = new Map<string, number>()

  constructor(
    private readonly clock: FakeClock,
    private readonly sessions: () => readonly string[],
  ) {}

  read = ({ sessionId }: NumberRef, signal: AbortSignal): Promise<Reading> => this.ask(sessionId, signal)
  start = ({ sessionId }: NumberRef, signal: AbortSignal): Promise<Reading> => this.ask(sessionId, signal)

  async disconnect({ sessionId }: NumberRef, signal: AbortSignal): Promise<Outcome> {
    await this.fly(sessionId, signal)
    if (signal.aborted) return failed('cancelled')
    this.says.set(sessionId, { state: 'disconnected', cause: 'by-operator' })
    return success()
  }

  async live(_cursor: string | null, signal: AbortSignal): Promise<Outcome<LivePage | null>> {
    if (!this.lists) return success(null)
    await this.fly(null, signal)
    if (signal.aborted) return failed('cancelled')
    if (this.fault) return { ok: false, failure: this.fault }
    if (this.pageFails) return failed('server-error')
    return success({ readings: this.sessions().map((sessionId) => ({ sessionId, reading: this.say(sessionId, false) })), next: null })
  }

  mayRestart = (): boolean => true
  list = (): Promise<Outcome<readonly ListedNumber[] | null>> => Promise.resolve(success(null))
  provision = (): Promise<Outcome<ProvisionedNumber>> => Promise.resolve(failed('provision-refused'))
  signOut = (): Promise<void> => Promise.resolve()

  private async ask(sessionId: string, signal: AbortSignal): Promise<Reading> {
    await this.fly(sessionId, signal)
    return signal.aborted ? reading({ state: 'unknown', failure: { code: 'cancelled' } }, this.clock.now()) : this.say(sessionId, true)
  }

  private say(sessionId: string, own: boolean): Reading {
    if (this.fault) return reading({ state: 'unknown', failure: this.fault }, this.clock.now())
    const says = this.once.get(sessionId) ?? this.says.get(sessionId) ?? { state: 'connected' }
    this.once.delete(sessionId)
    const heard = this.heard.get(sessionId) ?? []
    this.heard.set(sessionId, [...heard.slice(-8), { state: says.state, at: this.clock.now(), own }])
    return reading(says, this.clock.now())
  }

  private async fly(sessionId: string | null, signal: AbortSignal): Promise<void> {
    this.flying += 1
    this.questions += 1
    this.most = Math.max(this.most, this.flying)
    if (sessionId !== null) {
      const now = (this.perNumber.get(sessionId) ?? 0) + 1
      this.perNumber.set(sessionId, now)
      this.mostPerNumber = Math.max(this.mostPerNumber, now)
    }
    if (!signal.aborted) {
      await new Promise<void>((resolve) => {
        const cancel = this.clock.after(this.latency, resolve)
        signal.addEventListener('abort', () => {
          cancel()
          resolve()
        })
      })
    }
    this.flying -= 1
    if (sessionId !== null) this.perNumber.set(sessionId, (this.perNumber.get(sessionId) ?? 1) - 1)
  }
}

// Walks one number's machine through events at given seconds.
import type { Failure } from '../../../src/shared/model/failure'
import type { NumberRecord } from '../../../src/shared/model/settings'
import { TIMINGS } from '../../../src/shared/timings'
import { nextTickAt, step } from '../../../src/main/core/session/session-machine'
import { initialState, type SessionEvent, type SessionHappening, type SessionState } from '../../../src/main/core/session/session-state'
import { viewOf } from '../../../src/main/core/session/session-view'
import { reading, type Says } from '../gateways/fake-gateway'
import { numberRecord } from '../views'

/** A code to scan. */
export const qr = (value: string, expiresAt?: number): Says => ({
  state: 'awaiting-scan',
  code: { kind: 'qr-text', value, ...(expiresAt === undefined ? {} : { expiresAt }) },
})
/** An answer that proves nothing. */
export const noAnswer = (code: Failure['code']): Says => ({ state: 'unknown', failure: { code } })
/** `last` of a number that was connected at this second. */
export const wasConnected = (second = -60): Partial<NumberRecord> => ({
  last: { phase: 'connected', cause: null, since: second * 1000, lastConfirmedAt: second * 1000 },
})

/** One number; times are seconds. */
export class MachineRig {
  state: SessionState
  readonly happenings: SessionHappening[] = []
  private readonly record: NumberRecord

  constructor(more: Partial<NumberRecord> = {}) {
    this.record = numberRecord('42', more)
    this.state = initialState(this.record, 0)
  }

  /** An event at a second; due ticks come first, as the watcher would send them. */
  at(second: number, event: SessionEvent | Says): this {
    for (let tick = nextTickAt(this.state, TIMINGS); tick !== null && tick < second * 1000; ) {
      this.take({ type: 'tick' }, tick)
      const next = nextTickAt(this.state, TIMINGS)
      tick = next !== null && next > tick ? next : null
    }
    this.take('type' in event ? event : { type: 'reading', reading: reading(event, second * 1000) }, second * 1000)
    return this
  }

  /** The same answer every `every` seconds, both ends included. */
  during(from: number, to: number, says: Says, every = 2): this {
    for (let second = from; second <= to; second += every) this.at(second, says)
    return this
  }

  /** What the window shows. */
  get view() {
    return viewOf(this.record, this.state, false, false)
  }

  /** Types of what happened so far. */
  get told(): string[] {
    return this.happenings.map((each) => each.type)
  }

  private take(event: SessionEvent, at: number): void {
    const result = step(this.state, event, at, TIMINGS)
    this.state = result.state
    this.happenings.push(...result.happenings)
  }
}

export const LINK = { type: 'link' } as const
export const CANCEL = { type: 'cancel' } as const
export const TICK = { type: 'tick' } as const

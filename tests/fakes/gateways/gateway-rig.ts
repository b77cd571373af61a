// What a gateway is built with in tests: Node's fetch, a clock that can be moved, secrets in memory.
import type { Clock, Gateway, GatewayEnvironment, HttpFetch, ListedNumber, SecretSlots } from '../../../src/main/core/ports'
import { realClock } from '../../../src/main/desktop/system/clock'
import type { ConnectionRecord } from '../../../src/shared/model/settings'
import { failed, success, type Failure, type FailureCode, type Outcome } from '../../../src/shared/model/failure'
import { TIMINGS, type Timings } from '../../../src/shared/timings'
import { SilentLog } from '../silent-log'

/** Real timers, and a time of day that a test moves. */
export class MovableClock implements Clock {
  private moved = 0
  now = (): number => Date.now() + this.moved
  after = realClock.after
  move(ms: number): void {
    this.moved += ms
  }
}

/** Secrets of one connection in memory; `fault` makes every call fail as a keyring would. */
export class MemorySlots implements SecretSlots {
  readonly kept = new Map<string, string>()
  readonly written: string[] = []
  fault: FailureCode | null = null
  reads = 0
  async read(slot: string): Promise<Outcome<string | null>> {
    this.reads += 1
    return this.fault ? failed(this.fault) : success(this.kept.get(slot) ?? null)
  }
  async write(slot: string, secret: string): Promise<Outcome> {
    if (this.fault) return failed(this.fault)
    this.written.push(secret)
    this.kept.set(slot, secret)
    return success()
  }
  async erase(slot: string): Promise<Outcome> {
    if (this.fault) return failed(this.fault)
    this.kept.delete(slot)
    return success()
  }
}

/** An environment over real HTTP. */
export function environment(more: { readonly clock?: Clock; readonly timings?: Partial<Timings>; readonly fetch?: HttpFetch } = {}): GatewayEnvironment {
  const { clock = realClock, timings, fetch = globalThis.fetch } = more
  return { fetch, clock, random: () => 0.5, log: new SilentLog(), timings: { ...TIMINGS, requestDeadline: 4_000, ...timings }, appVersion: '0.0.0' }
}

/** A connection's record as the settings keep it. */
export function connectionRecord(kind: ConnectionRecord['kind'], address: string): ConnectionRecord {
  return { id: 'c1', kind, name: '', address, facts: {}, signedIn: true, createdAt: 0, forgotten: [] }
}

/** A signal that is never aborted. */
export const patient = (): AbortSignal => new AbortController().signal

/** The value of an outcome that must have succeeded. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`failed: ${JSON.stringify(outcome.failure)}`)
  return outcome.value
}

/** The failure of an outcome that must have failed. */
export function failureOf(outcome: Outcome<unknown>): Failure {
  if (outcome.ok) throw new Error(`succeeded: ${JSON.stringify(outcome.value)}`)
  return outcome.failure
}

/** The numbers of a list that must be a full one. */
export async function fullListOf(gateway: Gateway): Promise<readonly ListedNumber[]> {
  const list = valueOf(await gateway.list(patient()))
  if (list === null || 'readable' in list) throw new Error(`no full list: ${JSON.stringify(list)}`)
  return list
}

// What the two flavours of functions have in common for the gateway: five questions, answered in each one's own way.
import type { Outcome } from '../../../shared/failure'
import type { Reading } from '../../../shared/session'
import type { Timings } from '../../../shared/timings'
import type { Clock, ListedNumber, LivePage, NumberRef, ProvisionRequest } from '../../core/ports'
import type { FunctionsClient } from './functions-client'

/** Flavours of the functions: ours, or the older ones deployed at AcademyOS. */
export type Flavour = 'own' | 'deployed'

/** One flavour's way to ask. */
export interface Dialect {
  /** The organisation's numbers, freshly listed. */
  rows(signal: AbortSignal): Promise<Outcome<readonly ListedNumber[]>>
  /** True if the new number must be asked for as a further one. */
  addsNew(before: readonly ListedNumber[], request: ProvisionRequest): boolean
  /** Live states of many numbers; value null = these functions have no such list. */
  live(cursor: string | null, signal: AbortSignal): Promise<Outcome<LivePage | null>>
  start(number: NumberRef, signal: AbortSignal): Promise<Reading>
  read(number: NumberRef, signal: AbortSignal): Promise<Reading>
  disconnect(number: NumberRef, signal: AbortSignal): Promise<Outcome>
}

/** What a dialect works with. */
export interface DialectTools {
  readonly call: FunctionsClient
  readonly timings: Timings
  readonly clock: Clock
}

/** wpp-start waits for a code by itself, up to 30 s; a bit more than that and than an ordinary request. ms. */
export function startDeadline(timings: Timings): number {
  return timings.requestDeadline * 2
}

// The interface that both flavours of the functions have for the gateway.
import type { Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { Timings } from '../../../shared/timings'
import type { Clock, LivePage, NumberRef, ProvisionRequest } from '../../core/ports'
import type { FunctionsClient } from './functions-client'
import type { NumberRows } from './rows'

/** Flavours of the functions: ours, or the older ones deployed at AcademyOS. */
export type Flavour = 'own' | 'deployed'

/** How the functions of one flavour are asked. */
export interface Dialect {
  /** The organisation's numbers, freshly listed. */
  rows(signal: AbortSignal): Promise<Outcome<NumberRows>>
  /** True if the new number must be asked for as a further one. */
  addsNew(before: NumberRows, request: ProvisionRequest): boolean
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

/** Deadline of wpp-start, ms. It waits up to 30 s for a code, so it needs more time than an ordinary request. */
export function startDeadline(timings: Timings): number {
  return timings.requestDeadline * 2
}

// The calls of one hosted gateway. Reads and acts have a function each: the watch is given only the one for reads.
import type { GatewayEnvironment } from '../../core/ports'
import { requestJson, type HttpAnswer } from '../http/http'
import type { Description, DescribedCall } from './description'
import { fill, type Values } from './templates'

type ReadName = keyof Description['reads']
type ActName = keyof Description['acts']

/** Sends what the description declares, to its host only. Never throws. Fails with `invalid-input` when a value is missing, else as {@link requestJson}. */
export interface DescribedClient {
  read(name: ReadName, values: Values, signal: AbortSignal): Promise<HttpAnswer>
  act(name: ActName, values: Values, signal: AbortSignal): Promise<HttpAnswer>
}

/** Builds the client. `address` is the base without a slash at its end. */
export function createDescribedClient(description: Description, address: string, environment: GatewayEnvironment): DescribedClient {
  const { fetch, clock, timings } = environment

  async function send(source: string, call: DescribedCall | undefined, values: Values, signal: AbortSignal): Promise<HttpAnswer> {
    const filled = call === undefined ? null : fill(call, description.headers, values)
    if (!filled) return { kind: 'failure', failure: { code: 'invalid-input', detail: `${source}: a value is missing` }, at: clock.now() }
    const { path, ...rest } = filled
    return requestJson({ ...rest, fetch, clock, source, url: address + path, signal, deadlineMs: timings.requestDeadline })
  }

  return {
    read: (name, values, signal) => send(name, description.reads[name]?.call, values, signal),
    act: (name, values, signal) => send(name, description.acts[name]?.call, values, signal),
  }
}

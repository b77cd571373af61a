// Calls of the platform with the token of one number: renewed once when refused.
import type { GatewayEnvironment } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import { failureOfStatus, requestJson, type HttpAnswer } from '../http/http'
import { createTokenSource, type IssuedToken } from './tokens'
import { tokenAnswer } from './wire'

/** Where the platform is right now. The sandbox's port may change while the app runs. */
export type AddressSource = () => Promise<Outcome<string>>

/** One call. `source` names it in evidence and details. */
interface PlatformCall {
  readonly source: string
  readonly method: 'GET' | 'POST'
  /** Below the address, starting with a slash. */
  readonly path: string
  readonly body?: unknown
}

/** The calls of one number. Never throws. */
export type PlatformClient = (call: PlatformCall, signal: AbortSignal) => Promise<HttpAnswer>

/**
 * Asks for a token with an API key. Fails with `key-rejected` (401, or 403 `Invalid API key`), what {@link requestJson} fails with, and
 * `not-understood` for an answer without a token.
 */
async function issueToken(address: string, apiKey: string, environment: GatewayEnvironment, signal: AbortSignal): Promise<Outcome<IssuedToken>> {
  const { fetch, clock, timings } = environment
  const source = 'auth/token'
  const answer = await requestJson({
    fetch,
    clock,
    source,
    method: 'POST',
    url: `${address}/auth/token`,
    body: { apiKey },
    signal,
    deadlineMs: timings.requestDeadline,
  })
  if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
  // A refusal in HTML comes from a proxy in between and says nothing about the key.
  if ((answer.status === 401 || answer.status === 403) && answer.content !== 'html') {
    return failed('key-rejected', { detail: `${source}: HTTP ${answer.status}`, field: 'apiKey' })
  }
  const parsed = tokenAnswer.safeParse(answer.json)
  if (answer.status >= 300 || !parsed.success) return { ok: false, failure: failureOfStatus(source, answer) }
  const seconds = parsed.data.expiresIn ?? null
  return success({ token: parsed.data.token, lifetimeMs: seconds === null ? null : seconds * 1000 })
}

/** Builds the client of one number. `readKey` gives its API key; `onRejected` hears that the platform refuses it. */
export function createPlatformClient(
  addressOf: AddressSource,
  readKey: () => Promise<Outcome<string>>,
  onRejected: () => void,
  environment: GatewayEnvironment,
): PlatformClient {
  const { fetch, clock, timings } = environment
  const tokens = createTokenSource(clock, async () => {
    const [key, address] = await Promise.all([readKey(), addressOf()])
    if (!key.ok) return key
    if (!address.ok) return address
    const issued = await issueToken(address.value, key.value, environment, new AbortController().signal)
    if (!issued.ok && issued.failure.code === 'key-rejected') onRejected()
    return issued
  })

  const send = async (call: PlatformCall, token: string, signal: AbortSignal): Promise<HttpAnswer> => {
    const address = await addressOf()
    if (!address.ok) return { kind: 'failure', failure: address.failure, at: clock.now() }
    const headers = { authorization: `Bearer ${token}` }
    return requestJson({ ...call, fetch, clock, url: address.value + call.path, headers, signal, deadlineMs: timings.requestDeadline })
  }

  return async (call, signal) => {
    const token = await tokens.get(signal)
    if (!token.ok) return { kind: 'failure', failure: token.failure, at: clock.now() }
    const answer = await send(call, token.value, signal)
    if (answer.kind === 'failure' || answer.status !== 401) return answer
    tokens.drop(token.value)
    const renewed = await tokens.get(signal)
    if (!renewed.ok) return { kind: 'failure', failure: renewed.failure, at: clock.now(), status: 401 }
    return send(call, renewed.value, signal)
  }
}

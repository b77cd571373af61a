// One call of an edge function: token, one renewal after a 401, and what a refusal means. Retries nothing else.
import { z } from 'zod'
import { hasTrait, type Failure } from '../../../shared/model/failure'
import type { GatewayEnvironment } from '../../core/ports'
import { failureOfStatus, requestJson, type HttpAnswer, type HttpReply } from '../http/http'
import { isAboutAccount, isRefused } from '../http/proof'
import { isKeyRefusal } from './auth/auth-failures'
import type { TokenKeeper } from './auth/token-keeper'

/** A call of one function. */
interface FunctionCall {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** ms; default: the request deadline. */
  readonly deadlineMs?: number
}

/** Calls functions of one backend as the signed-in person; never throws. */
export type FunctionsClient = (call: FunctionCall, signal: AbortSignal) => Promise<HttpAnswer>

/** Header our own functions send with every answer. */
export const COMPANION_HEADER = 'x-wpp-companion'

interface ClientOptions {
  readonly address: string
  readonly publicKey: string
  readonly tokens: Pick<TokenKeeper, 'access' | 'renew'>
  readonly environment: GatewayEnvironment
  /** Every answer that arrived, for telling the flavours apart. */
  readonly onAnswer?: (answer: HttpReply) => void
}

/** Builds the client of one connection. */
export function createFunctionsClient(options: ClientOptions): FunctionsClient {
  const { address, publicKey, tokens, environment } = options

  async function send(call: FunctionCall, token: string, signal: AbortSignal): Promise<HttpAnswer> {
    const query = call.query ? `?${new URLSearchParams(call.query).toString()}` : ''
    const answer = await requestJson({
      fetch: environment.fetch,
      clock: environment.clock,
      source: call.name,
      method: call.method,
      url: `${address}/functions/v1/${call.name}${query}`,
      headers: { apikey: publicKey, authorization: `Bearer ${token}`, 'x-client-info': `wpp-companion/${environment.appVersion}`, ...call.headers },
      ...(call.method === 'POST' ? { body: call.body ?? {} } : {}),
      signal,
      deadlineMs: call.deadlineMs ?? environment.timings.requestDeadline,
    })
    if (answer.kind === 'answer') options.onAnswer?.(answer)
    return answer
  }

  return async (call, signal) => {
    const noToken = (failure: Failure): HttpAnswer => ({ kind: 'failure', failure, at: environment.clock.now() })
    const token = await tokens.access(signal)
    if (!token.ok) return noToken(token.failure)
    const first = await send(call, token.value, signal)
    // A 401 comes before the function does any work, so even wpp-create may be sent again.
    if (first.kind === 'failure' || first.status !== 401 || isKeyRefusal(first)) return first
    const renewed = await tokens.renew(token.value, signal)
    return renewed.ok ? send(call, renewed.value, signal) : noToken(renewed.failure)
  }
}

const word = z.string().max(500).trim().optional().catch(undefined)
const refusalBody = z.object({ error: word, code: word, msg: word, message: word }).partial()

/** Codes of our own functions (supabase/functions/_shared/companion/request/errors.ts). */
const OWN_CODES: Readonly<Record<string, Failure['code']>> = {
  session_not_found: 'number-not-found',
  organization_not_found: 'no-organization',
  role_not_allowed: 'not-allowed',
  several_numbers: 'several-numbers',
  create_in_progress: 'provision-unclear',
  server_not_configured: 'server-not-configured',
  platform_secret_rejected: 'server-not-configured',
  platform_key_rejected: 'key-rejected',
  platform_timeout: 'timeout',
  auth_timeout: 'timeout',
}

/** Error sentences of the deployed functions. They may quote the platform's answer, so only the part that matches here goes into the detail. */
const SENTENCES: readonly (readonly [RegExp, Failure['code']])[] = [
  [/^Organization not found/i, 'no-organization'],
  [/^WPP_SECRET not configured/i, 'server-not-configured'],
  [/^WPP integration not (?:found|configured)|^Session not found for this organization/i, 'number-not-found'],
  [/^Failed to create WPP client|^Failed to get initial token|^INVALID_API_KEY|^Failed to (?:save|update) integration/i, 'provision-refused'],
]

/** Why an answer is no success; null if it is one (2xx with JSON). */
export function refusalIn(name: string, answer: HttpAnswer): Failure | null {
  if (answer.kind === 'failure') return answer.failure
  if (answer.status < 300 && answer.content === 'json') return null
  if (answer.content !== 'json') return failureOfStatus(name, answer)
  const parsed = refusalBody.safeParse(answer.json)
  const body = parsed.success ? parsed.data : {}
  const plain = (code: Failure['code'], said = ''): Failure => ({ code, detail: `${name}: HTTP ${answer.status}${said === '' ? '' : `, ${said}`}` })
  if (isKeyRefusal(answer)) return plain('public-key-rejected')
  if (isMissing(answer)) return plain('function-missing')
  const code = body.code !== undefined && /^[a-z][a-z0-9_]{1,40}$/i.test(body.code) ? body.code.toLowerCase() : ''
  const own = Object.hasOwn(OWN_CODES, code) ? OWN_CODES[code] : undefined
  if (own !== undefined) return plain(own, code)
  const said = SENTENCES.map(([pattern, meaning]) => [pattern.exec(body.error ?? '')?.[0], meaning] as const).find(([found]) => found !== undefined)
  if (said) return plain(said[1], said[0])
  const general = failureOfStatus(name, answer)
  return code === '' ? general : { ...general, detail: `${name}: HTTP ${answer.status}, ${code}` }
}

/** Why an answer to a disconnect is no success; null if it is one. A 200 whose body refuses, or is about another number, is no success. */
export function refusalToDisconnect(name: string, sessionId: string, answer: HttpAnswer): Failure | null {
  const refusal = refusalIn(name, answer)
  if (refusal || answer.kind === 'failure') return refusal
  const done = !isRefused(answer.json) && isAboutAccount(answer.json, sessionId)
  return !done ? { code: 'not-understood', detail: `${name}: HTTP ${answer.status}, no success` } : null
}

/** True if a router says that the function is not deployed or does not boot. Hosted, stock self-hosted and AcademyOS' own router each say it in their way. */
export function isMissing(answer: HttpReply): boolean {
  if (answer.content !== 'json' || answer.headers.has(COMPANION_HEADER)) return false
  const parsed = refusalBody.safeParse(answer.json)
  const { error, code, msg, message } = parsed.success ? parsed.data : {}
  if (answer.status === 404) return code?.toUpperCase() === 'NOT_FOUND' || /^no Route matched/i.test(message ?? '')
  if (answer.status === 503) return code?.toUpperCase() === 'BOOT_ERROR'
  return answer.status === 500 && (error?.toLowerCase() === 'main worker error' || /^InvalidWorkerCreation/i.test(msg ?? ''))
}

/** True if the function may have done its work although no answer says so: cut, timed out, a proxy's 5xx, or our function calling it unclear. */
export function isLost(answer: HttpAnswer): boolean {
  if (answer.kind === 'failure') return hasTrait(answer.failure.code, 'noConnection') || hasTrait(answer.failure.code, 'noReadableAnswer')
  if (answer.status < 300) return answer.content !== 'json'
  if (isMissing(answer)) return false
  const parsed = refusalBody.safeParse(answer.json)
  const { error, code } = parsed.success ? parsed.data : {}
  if (answer.headers.has(COMPANION_HEADER) && code !== undefined) return code === 'platform_timeout' || code === 'create_in_progress'
  if (answer.status === 408 || (answer.status >= 502 && answer.status <= 504)) return true
  return answer.status >= 500 && error === undefined
}

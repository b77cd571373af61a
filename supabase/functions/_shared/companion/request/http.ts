// The envelope around every function: methods, CORS, request id, version, one error shape, one log line.
import { ApiError } from './errors.ts'
import type { Log } from '../log.ts'
import type { Deps, Handler } from '../ports.ts'
import { VERSION } from '../version.ts'

/** Headers of every answer. */
const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type, idempotency-key, x-request-id',
  'access-control-expose-headers': 'x-wpp-companion, x-request-id, retry-after',
  'access-control-max-age': '86400',
}

/** A JSON answer that no cache keeps. */
export function answer(body: Readonly<Record<string, unknown>>, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

/** The one shape of errors. `error` is a sentence: old clients show it. */
function refusal(error: ApiError, requestId: string): Response {
  const headers: Record<string, string> = error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) }
  return answer({ success: false, error: error.message, code: error.code, request_id: requestId }, error.status, headers)
}

/** A handler with its name, methods, dependencies and log. */
export interface Envelope {
  readonly name: string
  readonly methods: readonly string[]
  readonly handler: Handler
  /** Fails with ApiError `server_not_configured` when a setting is missing. */
  readonly deps: (requestId: string, log: Log) => Deps
  readonly log: (facts: { request_id: string; function: string }) => Log
  /** Adds `x-wpp-db-queries` to answers, for tests and measurements. */
  readonly countQueries?: boolean
}

/** The caller's request id if it has a safe form, else a new one. */
function requestIdOf(request: Request): string {
  const sent = request.headers.get('x-request-id') ?? ''
  return /^[\w-]{8,64}$/.test(sent) ? sent : crypto.randomUUID()
}

/** The function as `Deno.serve` wants it. Never throws. */
export function wrap({ name, methods, handler, deps: makeDeps, log: makeLog, countQueries }: Envelope): (request: Request) => Promise<Response> {
  return async (request) => {
    const began = performance.now()
    const requestId = requestIdOf(request)
    const log = makeLog({ request_id: requestId, function: name })
    let deps: Deps | undefined
    let response: Response
    let code: string | undefined
    try {
      if (request.method === 'OPTIONS')
        response = new Response(null, { status: 200, headers: { 'access-control-allow-methods': [...methods, 'OPTIONS'].join(', ') } })
      else if (!methods.includes(request.method)) response = refusal(new ApiError('method_not_allowed'), requestId)
      else {
        deps = makeDeps(requestId, log)
        response = await handler(request, deps)
      }
    } catch (error) {
      const known = error instanceof ApiError ? error : new ApiError('internal')
      code = known.code
      if (known !== error) log.error('uncaught', { detail: error instanceof Error ? `${error.name}: ${error.message}` : 'not an error' })
      else if (known.detail !== undefined) log.warn('refused', { code, detail: known.detail })
      response = refusal(known, requestId)
    }
    if (response.status === 405) response.headers.set('allow', [...methods, 'OPTIONS'].join(', '))
    for (const [header, value] of Object.entries(CORS)) response.headers.set(header, value)
    response.headers.set('x-wpp-companion', VERSION)
    response.headers.set('x-request-id', requestId)
    if (countQueries && deps) response.headers.set('x-wpp-db-queries', String(deps.store.queries))
    if (request.method !== 'OPTIONS')
      log.info('answered', {
        method: request.method,
        status: response.status,
        code,
        ms: Math.round(performance.now() - began),
        db_queries: deps?.store.queries,
      })
    return response
  }
}

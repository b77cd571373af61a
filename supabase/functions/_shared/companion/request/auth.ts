// Finds out who sent a request. The auth service is asked each time, so that a revoked user is refused at once.
import { ApiError } from './errors.ts'
import { fieldsOf } from '../platform/words.ts'
import { retryAfter } from '../platform/client.ts'
import type { Authenticate } from '../ports.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The bearer token of the Authorization header, whatever the case and the spaces around it; null when there is none. */
function bearerOf(request: Request): string | null {
  return /^\s*bearer\s+([\x21-\x7e]{1,8192})\s*$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
}

/** Asks GoTrue's `/auth/v1/user`. Deadline in ms. */
export function createAuthenticate(options: { url: string; anonKey: string; deadlineMs: number; fetch?: typeof fetch }): Authenticate {
  const send = options.fetch ?? fetch
  return async (request) => {
    const token = bearerOf(request)
    if (token === null) throw new ApiError('missing_authorization')
    const signal = AbortSignal.timeout(options.deadlineMs)
    let answer: Response
    let body: unknown
    try {
      answer = await send(`${options.url.replace(/\/+$/, '')}/auth/v1/user`, {
        signal,
        redirect: 'error',
        headers: { authorization: `Bearer ${token}`, apikey: options.anonKey },
      })
      body = await answer.json().catch(() => null)
    } catch {
      throw new ApiError(signal.aborted ? 'auth_timeout' : 'auth_unreachable')
    }
    if (answer.status === 429) throw new ApiError('auth_rate_limited', { retryAfterSeconds: retryAfter(answer.headers.get('retry-after')) })
    // A gateway that refuses our own anon key answers 401 with `message` and no code; GoTrue always sends a code.
    if (answer.status >= 500) throw new ApiError('auth_unreachable', { detail: `HTTP ${answer.status}` })
    const { id, banned_until: bannedUntil } = fieldsOf(body)
    if (!answer.ok || typeof id !== 'string' || !UUID.test(id)) throw new ApiError('unauthorized')
    // GoTrue answers for a banned user until the access token expires.
    if (typeof bannedUntil === 'string' && Date.parse(bannedUntil) > Date.now()) throw new ApiError('unauthorized')
    return { userId: id.toLowerCase() }
  }
}

/** True for a uuid in any case. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

// Reads what callers send: bodies up to a size limit, JSON objects, session ids, booleans.
import { isUuid } from './auth.ts'
import { ApiError } from './errors.ts'
import { identifierOf } from '../platform/words.ts'
import type { NumberFilter } from '../ports.ts'

/** Largest body of a caller's request, bytes. */
const MAX_BODY = 64 * 1024

/** The body's text, at most `limit` bytes. Fails with `body_too_large`. */
export async function bodyText(request: Request, limit: number = MAX_BODY): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new ApiError('body_too_large')
  if (request.body === null) return ''
  const reader = (request.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let size = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > limit) {
      void reader.cancel().catch(() => undefined)
      throw new ApiError('body_too_large')
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** The body as an object; an empty one is `{}`. Fails with `invalid_json`, `body_too_large`. */
export async function bodyObject(request: Request, limit: number = MAX_BODY): Promise<Readonly<Record<string, unknown>>> {
  const text = await bodyText(request, limit)
  if (text.trim() === '') return {}
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ApiError('invalid_json')
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new ApiError('invalid_json', { sentence: 'The request body must be a JSON object' })
  return json as Record<string, unknown>
}

/** An optional boolean of the body; default false. Fails with `invalid_input`. */
export function switchOf(body: Readonly<Record<string, unknown>>, name: string): boolean {
  const value = body[name] ?? false
  if (typeof value !== 'boolean') throw new ApiError('invalid_input', { sentence: `${name} must be true or false` })
  return value
}

function textOf(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const text = identifierOf(value)
  if (typeof text !== 'string') throw new ApiError('invalid_input', { sentence: `${name} must be a string` })
  return text
}

/** Which number a request means: `session` in the query, or `session`, `session_name` (older clients), `integration_id` in the body. */
export function filterOf(request: Request, body: Readonly<Record<string, unknown>>): NumberFilter {
  const query = new URL(request.url).searchParams
  const session = textOf(query.get('session') ?? body['session'] ?? body['session_name'], 'session')
  const integrationId = textOf(query.get('integration_id') ?? body['integration_id'], 'integration_id')
  if (session !== undefined && !/^[\w.:@-]{1,100}$/.test(session)) throw new ApiError('invalid_input', { sentence: 'session is not a session id' })
  if (integrationId !== undefined && !isUuid(integrationId)) throw new ApiError('invalid_input', { sentence: 'integration_id must be a uuid' })
  return { ...(session === undefined ? {} : { session }), ...(integrationId === undefined ? {} : { integrationId: integrationId.toLowerCase() }) }
}

/** The Idempotency-Key header, 8 to 200 printable characters; null when there is none. */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get('idempotency-key')?.trim() ?? ''
  if (key === '') return null
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) throw new ApiError('invalid_input', { sentence: 'Idempotency-Key must have 8 to 200 printable characters' })
  return key
}

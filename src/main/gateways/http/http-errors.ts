// What a rejected fetch means. Node wraps the reason in `cause` (or an AggregateError per address), Electron's net puts `net::ERR_…` into the message.
import type { Failure, FailureCode } from '../../../shared/model/failure'

const MEANINGS: readonly (readonly [RegExp, FailureCode])[] = [
  [/^ERR_(CERT|SSL|TLS|BAD_SSL)_|^(CERT|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)|^EPROTO$/, 'tls'],
  [/TIMED_?OUT$|_TIMEOUT$/, 'timeout'],
  [/^HPE_|^Z_|^ERR_(INVALID_(HTTP|CHUNKED)|CONTENT_DECODING|RESPONSE_HEADERS|UNEXPECTED_REDIRECT|TOO_MANY_REDIRECTS)/, 'not-understood'],
  [/^ERR_INVALID_URL$|^ERR_DISALLOWED_URL_SCHEME$/, 'address-invalid'],
]

/** The failure of a rejected request. Only error codes get into the detail: a message may quote a header, and that a secret. */
export function failureOfError(source: string, error: unknown): Failure {
  const codes = codesOf(error, 0)
  for (const code of codes) {
    const meaning = MEANINGS.find(([pattern]) => pattern.test(code))
    if (meaning) return { code: meaning[1], detail: `${source}: ${code}` }
  }
  // Electron: `redirect: 'manual'` without a listener ends as Error('Redirect was cancelled').
  if (error instanceof Error && /^Redirect was cancelled|redirect mode/i.test(error.message)) {
    return { code: 'not-understood', detail: `${source}: redirect refused` }
  }
  return { code: 'unreachable', detail: `${source}: ${codes[0] ?? 'no connection'}` }
}

/** The failure of a sign-in: an answer that makes no sense most likely comes from something else at the address. */
export function failureAtSignIn(failure: Failure): Failure {
  return failure.code === 'not-understood' || failure.code === 'too-large' ? { ...failure, code: 'address-not-backend', field: 'address' } : failure
}

function codesOf(error: unknown, depth: number): string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return []
  const { code, message, cause, errors } = error as { code?: unknown; message?: unknown; cause?: unknown; errors?: unknown }
  const own = typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? [code] : []
  const net = typeof message === 'string' ? /net::(ERR_[A-Z0-9_]{2,60})/.exec(message)?.[1] : undefined
  const inner = Array.isArray(errors) ? errors.flatMap((each: unknown) => codesOf(each, depth + 1)) : []
  return [...own, ...(net === undefined ? [] : [net]), ...inner, ...codesOf(cause, depth + 1)]
}

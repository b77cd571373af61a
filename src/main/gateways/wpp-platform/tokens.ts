// The platform's short-lived token of one number: kept in memory, renewed before it expires, by one request however many ask.
import type { Clock } from '../../core/ports'
import { failed, success, type Outcome } from '../../../shared/model/failure'

/** A token and how long it lives, ms; null = the platform did not say. */
export interface IssuedToken {
  readonly token: string
  readonly lifetimeMs: number | null
}

/** Lifetime to assume when the platform tells none: real tokens live about 15 min, though callers of the platform assume 60. */
const ASSUMED_LIFETIME = 600_000
/** A token is renewed this long before its end, but never later than half-way. */
const SKEW = 60_000

/** The current token of one number. */
export interface TokenSource {
  /** A token that has not expired. Fails with what `issue` fails with, or `cancelled`. */
  get(signal: AbortSignal): Promise<Outcome<string>>
  /** The platform refused this token: the next `get` asks for another, unless that has happened already. */
  drop(token: string): void
}

/** Builds a token source. `issue` has a deadline of its own and takes no signal, because many callers wait for the same token. */
export function createTokenSource(clock: Clock, issue: () => Promise<Outcome<IssuedToken>>): TokenSource {
  let held: { readonly token: string; readonly renewAt: number } | null = null
  let issuing: Promise<Outcome<string>> | null = null

  const renew = async (): Promise<Outcome<string>> => {
    const askedAt = clock.now()
    const issued = await issue().finally(() => (issuing = null))
    if (!issued.ok) return issued
    const lifetime = issued.value.lifetimeMs ?? ASSUMED_LIFETIME
    held = { token: issued.value.token, renewAt: askedAt + Math.max(lifetime - SKEW, lifetime / 2) }
    return success(held.token)
  }

  return {
    async get(signal) {
      if (signal.aborted) return failed('cancelled')
      if (!issuing && held && clock.now() < held.renewAt) return success(held.token)
      issuing ??= renew()
      return orCancelled(issuing, signal)
    },
    drop(token) {
      if (held?.token === token) held = null
    },
  }
}

/** The same promise, or `cancelled` as soon as this caller's signal aborts. */
function orCancelled<T>(promise: Promise<Outcome<T>>, signal: AbortSignal): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const leave = (): void => resolve(failed('cancelled'))
    signal.addEventListener('abort', leave, { once: true })
    void promise.then((outcome) => {
      signal.removeEventListener('abort', leave)
      resolve(outcome)
    })
  })
}

// What may go wrong and cross IPC: a code that the window turns into a sentence and a next step. Never holds a secret.

/** Every failure a person can meet. Words for each live in i18n under `failure.<code>.what` and `failure.<code>.next`. */
export const FAILURE_CODES = [
  'unreachable', // no answer at all: DNS, refused, cut, offline
  'timeout', // no answer within the deadline
  'tls', // certificate refused
  'server-error', // 5xx
  'not-understood', // HTML, malformed JSON, wrong types
  'too-large', // answer over the size limit
  'rate-limited', // 429; retryAt says when
  'address-invalid', // not an address
  'address-insecure', // http:// to a host that is not loopback
  'address-not-backend', // answers, but not as this kind of backend
  'public-key-rejected', // the Supabase gateway refuses the anon key
  'sign-in-wrong', // login or password wrong
  'sign-in-expired', // refresh refused or session ended
  'signed-out', // the operator signed out
  'sign-in-unconfirmed', // e-mail or phone not confirmed
  'account-blocked', // user banned
  'captcha-required',
  'mfa-required',
  'key-rejected', // API key revoked or wrong
  'not-allowed', // 403: role or organisation forbids it
  'no-organization', // profile has no organisation
  'server-not-configured', // the server says that its own secrets are missing
  'function-missing', // edge function not deployed or crashing at boot
  'number-not-found', // the backend does not know this session
  'number-exists', // this session is already in the app
  'several-numbers', // an unqualified request would touch the wrong number
  'provision-unclear', // the answer to create was lost; the list does not show what happened
  'provision-refused', // the platform refused to create a client
  'webhook-refused', // a receiver of escalations answers 4xx
  'bot-token-wrong', // Telegram does not know the bot
  'bot-chat-unknown', // Telegram knows no such chat for the bot
  'bot-blocked', // the chat does not let the bot write
  'channel-secret-missing', // unlocked keyring without the channel's entry
  'keyring-none',
  'keyring-locked',
  'keyring-timeout',
  'secret-missing', // unlocked keyring without our entry
  'deadline-starting', // no code and no connection within 90 s
  'deadline-linking', // scanned, but not connected within 180 s
  'codes-exhausted', // six codes went by unscanned
  'history-unreachable', // the database of the history cannot be read
  'not-saved', // the file could not be written
  'invalid-input', // arguments refused by their schema; field says which
  'not-found', // connection or number no longer exists in the app
  'cancelled',
  'refused', // IPC call from a page that is not ours
  'internal', // a bug; details are in the log
] as const

/** One of {@link FAILURE_CODES}. */
export type FailureCode = (typeof FAILURE_CODES)[number]

/** A failure as a value: what, safe technical detail to copy, and when a retry makes sense. */
export interface Failure {
  readonly code: FailureCode
  /** Technical detail that is safe to show and copy, e.g. `wpp-status: HTTP 503`. Never a secret, never server HTML. */
  readonly detail?: string
  /** Epoch ms before which asking again is pointless (from Retry-After). */
  readonly retryAt?: number
  /** Name of the form field to correct. */
  readonly field?: string
}

/** Result of anything that can fail at a boundary. Exceptions are for bugs. */
export type Outcome<T = undefined> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

/** A successful outcome. */
export function success(): Outcome
export function success<T>(value: T): Outcome<T>
export function success<T>(value?: T): Outcome<T | undefined> {
  return { ok: true, value }
}

/** A failed outcome. */
export function failed(code: FailureCode, more: Omit<Failure, 'code'> = {}): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, ...more } }
}

// What the refusals of the sign-in service mean: its two error shapes, the older shape without codes, and refusals by the API gateway in front of it.
import { z } from 'zod'
import type { Failure, FailureCode } from '../../../../shared/model/failure'
import { failureOfStatus, type HttpAnswer, type HttpReply } from '../../http/http'
import { failureAtSignIn } from '../../http/http-errors'

/** Evidence name of a sign-in call. */
export type AuthCall = 'sign-in' | 'refresh' | 'logout'

/** A refusal, and whether it ends the sign-in for good (so that its refresh token may be erased). */
export interface AuthRefusal {
  readonly failure: Failure
  readonly fatal: boolean
}

const text = z.string().max(500).optional().catch(undefined)
const errorBody = z.object({ code: text, error_code: text, error: text, msg: text, message: text, error_description: text }).partial()

const MEANINGS: Readonly<Record<string, FailureCode>> = {
  invalid_credentials: 'sign-in-wrong',
  user_not_found: 'sign-in-wrong',
  email_not_confirmed: 'sign-in-unconfirmed',
  phone_not_confirmed: 'sign-in-unconfirmed',
  user_banned: 'account-blocked',
  captcha_failed: 'captcha-required',
  mfa_verification_rejected: 'mfa-required',
  insufficient_aal: 'mfa-required',
  email_provider_disabled: 'not-allowed',
  phone_provider_disabled: 'not-allowed',
  conflict: 'server-error', // 409: too many refreshes of one session at once
}

/** Codes after which a refresh token is worth nothing. `validation_failed` = malformed. */
const ENDED = new Set([
  'refresh_token_not_found',
  'refresh_token_already_used',
  'session_not_found',
  'session_expired',
  'user_not_found',
  'validation_failed',
  'invalid_grant', // servers from before error codes
])

/** Why a call to the sign-in service brought no tokens. A network failure, 5xx, 429 or nonsense never ends a sign-in. */
export function refusalOf(call: AuthCall, answer: HttpAnswer): AuthRefusal {
  if (answer.kind === 'failure') return { failure: call === 'sign-in' ? failureAtSignIn(answer.failure) : answer.failure, fatal: false }
  const { code, words } = errorIn(answer)
  const detail = `${call}: HTTP ${answer.status}${code === '' ? '' : `, ${code}`}`
  const plain = (failure: FailureCode, fatal = false): AuthRefusal => ({ failure: { code: failure, detail }, fatal })

  if (answer.status >= 500 || answer.status === 429) return { failure: failureOfStatus(call, answer), fatal: false }
  if (isKeyRefusal(answer)) return plain('public-key-rejected')
  if (call === 'sign-in' && answer.status === 404) return plain('address-not-backend')
  if (code === '') return { failure: call === 'sign-in' ? failureAtSignIn(failureOfStatus(call, answer)) : { code: 'not-understood', detail }, fatal: false }
  if (code === 'user_banned') return plain('account-blocked', true)
  if (call === 'sign-in') {
    if (code === 'invalid_grant') return plain(/not confirmed/i.test(words) ? 'sign-in-unconfirmed' : 'sign-in-wrong')
    if (code === 'validation_failed') return { failure: { code: 'invalid-input', detail, field: 'login' }, fatal: false }
    return plain(MEANINGS[code] ?? 'not-understood')
  }
  return ENDED.has(code) ? plain('sign-in-expired', true) : plain(MEANINGS[code] ?? 'not-understood')
}

/** True if the API gateway (Kong or Supabase's own) refuses the anon key: a 401 with a message but without an error code of the service behind it. */
export function isKeyRefusal(answer: HttpReply): boolean {
  if (answer.status !== 401 || answer.content !== 'json') return false
  const { code, words } = errorIn(answer)
  return code === '' && /api ?key|authentication credentials/i.test(words)
}

function errorIn(answer: HttpReply): { readonly code: string; readonly words: string } {
  const parsed = errorBody.safeParse(answer.json)
  const body = parsed.success ? parsed.data : {}
  const sent = answer.headers.get('x-sb-error-code') ?? body.error_code ?? body.code ?? body.error ?? ''
  return { code: /^[a-z][a-z0-9_]{1,60}$/.test(sent) ? sent : '', words: body.msg ?? body.message ?? body.error_description ?? body.error ?? '' }
}

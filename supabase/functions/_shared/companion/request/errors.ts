// Errors that a caller may see: one code, one sentence, one HTTP status. Everything else is a bug and answers 500.

/** Every error code of the functions with its HTTP status and its sentence (old clients show the sentence as it is). */
export const ERRORS = {
  invalid_json: [400, 'The request body is not valid JSON'],
  invalid_input: [400, 'The request is not understood'],
  session_required: [400, 'Session parameter required'],
  idempotency_key_required: [400, 'Adding another number needs an Idempotency-Key header'],
  missing_authorization: [401, 'Missing authorization'],
  unauthorized: [401, 'Unauthorized'],
  webhook_key_wrong: [401, 'The webhook key is missing or wrong'],
  role_not_allowed: [403, 'Your role does not allow this'],
  organization_not_found: [404, 'Organization not found'],
  session_not_found: [404, 'Session not found for this organization'],
  method_not_allowed: [405, 'Method not allowed'],
  create_in_progress: [409, 'This number is being created by another request'],
  several_numbers: [409, 'Several numbers exist: say which session is meant'],
  body_too_large: [413, 'The request body is too large'],
  rate_limited: [429, 'Too many requests to the messaging platform'],
  too_many_streams: [429, 'Too many event streams are open'],
  auth_rate_limited: [429, 'Too many requests to the auth service'],
  internal: [500, 'Internal error'],
  server_not_configured: [500, 'The server is not configured'],
  auth_unreachable: [502, 'The auth service cannot be reached'],
  platform_unreachable: [502, 'The messaging platform cannot be reached'],
  platform_error: [502, 'The messaging platform reports an error'],
  platform_not_understood: [502, 'The answer of the messaging platform is not understood'],
  platform_key_rejected: [502, 'The messaging platform rejects the key of this number'],
  platform_secret_rejected: [502, 'The messaging platform rejects the secret of this server'],
  events_unavailable: [503, 'Events are not available on this server'],
  auth_timeout: [504, 'The auth service did not answer in time'],
  platform_timeout: [504, 'The messaging platform did not answer in time'],
} as const satisfies Record<string, readonly [number, string]>

/** One of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS

/** An error for the caller. `detail` goes to the log only. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  readonly detail: string | undefined

  constructor(code: ErrorCode, more: { sentence?: string; retryAfterSeconds?: number | undefined; detail?: string | undefined } = {}) {
    super(more.sentence ?? ERRORS[code][1])
    this.name = 'ApiError'
    this.code = code
    this.status = ERRORS[code][0]
    this.retryAfterSeconds = more.retryAfterSeconds
    this.detail = more.detail
  }
}

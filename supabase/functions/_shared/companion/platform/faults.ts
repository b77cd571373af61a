// Turns a fault of the platform into an error for the caller.
import { ApiError, type ErrorCode } from '../request/errors.ts'
import { PlatformError, type PlatformFault } from './client.ts'

const CODES: Readonly<Record<PlatformFault, ErrorCode>> = {
  unreachable: 'platform_unreachable',
  timeout: 'platform_timeout',
  server_error: 'platform_error',
  unauthorized: 'platform_key_rejected',
  refused: 'platform_key_rejected',
  rate_limited: 'rate_limited',
  unknown_account: 'platform_not_understood',
  not_understood: 'platform_not_understood',
  key_unreadable: 'server_not_configured',
}

/** The error to answer with when a platform call threw; anything but a PlatformError is a bug and is returned unchanged. */
export function toApiError(error: unknown): unknown {
  if (!(error instanceof PlatformError)) return error
  const secret = error.call === 'create' && (error.fault === 'unauthorized' || error.fault === 'refused')
  return new ApiError(secret ? 'platform_secret_rejected' : CODES[error.fault], { retryAfterSeconds: error.retryAfterSeconds, detail: error.message })
}

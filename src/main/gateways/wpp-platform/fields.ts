// The two fields of a number: API key and session id.
import { failed, success, type Outcome } from '../../../shared/failure'

/** The fields as typed, trimmed and checked. Fails with `invalid-input` and the field's name. */
export function numberFields(fields: Readonly<Record<string, string>>): Outcome<{ readonly apiKey: string; readonly sessionId: string }> {
  const apiKey = fields['apiKey']?.trim() ?? ''
  const sessionId = fields['session']?.trim() ?? ''
  if (!/^[\x21-\x7e]{4,4096}$/.test(apiKey)) return failed('invalid-input', { field: 'apiKey' })
  // 13 digits, `client_…` or `org_…`. Dots alone would climb out of the path.
  if (!/^[\w.@+-]{1,128}$/.test(sessionId) || /^\.+$/.test(sessionId)) return failed('invalid-input', { field: 'session' })
  return success({ apiKey, sessionId })
}

/** The key as the server masks it: first six, six bullets, last four; three stars when it is shorter than twelve. */
export function maskOf(apiKey: string): string {
  return apiKey.length < 12 ? '***' : `${apiKey.slice(0, 6)}••••••${apiKey.slice(-4)}`
}

// The two fields of a number: API key and session id.
import { failed, success, type Outcome } from '../../../shared/model/failure'
import { cleanPasted, cleanPastedKey, faultOfPasted } from '../http/pasted'

/** The fields as typed or pasted, cleaned and checked. Fails with `pasted-space`, `pasted-characters`, `invalid-input` and the field's name. */
export function numberFields(fields: Readonly<Record<string, string>>): Outcome<{ readonly apiKey: string; readonly sessionId: string }> {
  const apiKey = cleanPastedKey(fields['apiKey'] ?? '')
  const sessionId = cleanPasted(fields['session'] ?? '')
  const fault = faultOfPasted(apiKey, 'apiKey') ?? faultOfPasted(sessionId, 'session')
  if (fault) return { ok: false, failure: fault }
  if (apiKey.length < 4 || apiKey.length > 4096) return failed('invalid-input', { field: 'apiKey' })
  // 13 digits, `client_…` or `org_…`. Dots alone would leave the path of the request.
  if (sessionId === '' || sessionId.length > 128 || /^\.+$/.test(sessionId)) return failed('invalid-input', { field: 'session' })
  return /^[\w.@+-]+$/.test(sessionId) ? success({ apiKey, sessionId }) : failed('pasted-characters', { field: 'session' })
}

/** The key as the server masks it: first six, six bullets, last four; three stars when it is shorter than twelve. */
export function maskOf(apiKey: string): string {
  return apiKey.length < 12 ? '***' : `${apiKey.slice(0, 6)}••••••${apiKey.slice(-4)}`
}

// wpp-status: the live state of one number, with its code, in one answer. Two queries at most.
import { organizationOf } from '../_shared/companion/request/access.ts'
import { readingFields } from '../_shared/companion/request/answers.ts'
import { ApiError } from '../_shared/companion/request/errors.ts'
import { answer } from '../_shared/companion/request/http.ts'
import { bodyObject, filterOf } from '../_shared/companion/request/input.ts'
import type { Handler } from '../_shared/companion/ports.ts'
import { readLive, settlementOf } from '../_shared/companion/platform/reading.ts'

/** GET `?session=`, or POST `{session|session_name|integration_id, force}`; every answer is live, so `force` changes nothing. */
export const handle: Handler = async (request, deps) => {
  const { userId } = await deps.authenticate(request)
  const body = request.method === 'POST' ? await bodyObject(request) : {}
  const filter = filterOf(request, body)
  const { member, row } = await deps.store.number(userId, filter, deps.newId())
  organizationOf(member)
  if (row === null) {
    if (filter.session !== undefined || filter.integrationId !== undefined) throw new ApiError('session_not_found')
    // The older function's answer when the organisation has no number.
    return answer({ success: true, status: 'disconnected', message: 'WPP integration not configured' })
  }
  const reading = await readLive(row, deps, AbortSignal.timeout(deps.config.platformDeadlineMs))
  const settlement = settlementOf(row, reading, 'status', deps.now())
  if (settlement) await deps.store.settle([settlement])
  if (reading.fault) deps.log.warn('platform fault', { detail: reading.fault.message, session: row.session })
  // The platform asked for a pause. The answer asks the caller for the same pause.
  const fault = reading.fault
  if (fault?.fault === 'rate_limited') throw new ApiError('rate_limited', { retryAfterSeconds: fault.retryAfterSeconds })
  return answer({ success: true, session: row.session, integration_id: row.id, ...readingFields(row, reading) })
}

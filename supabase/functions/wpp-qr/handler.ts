// wpp-qr: the current code, for older clients. wpp-status answers it together with the state.
import { organizationOf } from '../_shared/companion/request/access.ts'
import { ApiError } from '../_shared/companion/request/errors.ts'
import { toApiError } from '../_shared/companion/platform/faults.ts'
import { answer } from '../_shared/companion/request/http.ts'
import { bodyObject, filterOf } from '../_shared/companion/request/input.ts'
import type { Handler } from '../_shared/companion/ports.ts'
import { readLive, settlementOf } from '../_shared/companion/platform/reading.ts'

/** GET `?session=` or POST `{session}`. When the platform cannot be asked the answer is an error: "no code" would be a claim about the number. */
export const handle: Handler = async (request, deps) => {
  const { userId } = await deps.authenticate(request)
  const filter = filterOf(request, request.method === 'POST' ? await bodyObject(request) : {})
  if (filter.session === undefined && filter.integrationId === undefined) throw new ApiError('session_required')
  const { member, row } = await deps.store.number(userId, filter, deps.newId())
  organizationOf(member)
  if (row === null) throw new ApiError('session_not_found')
  const reading = await readLive(row, deps, AbortSignal.timeout(deps.config.platformDeadlineMs))
  const settlement = settlementOf(row, reading, 'status', deps.now())
  if (settlement) await deps.store.settle([settlement])
  if (reading.fault) throw toApiError(reading.fault)
  return answer({ success: true, qr: reading.qr ?? null, ...(reading.expiresAt === undefined ? {} : { expires_at: reading.expiresAt }) })
}

// wpp-start: asks for a new code for a number that exists. Older clients call it, and the app calls it when no more codes come.
import { requireManager } from '../_shared/companion/request/access.ts'
import { createdAnswer } from '../_shared/companion/request/answers.ts'
import { ApiError } from '../_shared/companion/request/errors.ts'
import { bodyObject, filterOf } from '../_shared/companion/request/input.ts'
import type { Handler } from '../_shared/companion/ports.ts'
import { startAccount } from '../_shared/companion/platform/starting.ts'

/** POST `{session}` or `{integration_id}`; without either the primary number, as before. */
export const handle: Handler = async (request, deps) => {
  const { userId } = await deps.authenticate(request)
  const filter = filterOf(request, await bodyObject(request))
  const { member, row } = await deps.store.number(userId, filter, deps.newId())
  requireManager(member, deps.config)
  if (row === null || row.session === null) throw new ApiError('session_not_found')
  return createdAnswer(row, row.session, row.apiKeyMask ?? '***', await startAccount(row, row.session, deps))
}

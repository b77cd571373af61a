// wpp-disconnect: stops one number's session. The row and its history stay; no other number is touched.
import { requireManager } from '../_shared/companion/request/access.ts'
import { ApiError } from '../_shared/companion/request/errors.ts'
import { toApiError } from '../_shared/companion/platform/faults.ts'
import { answer } from '../_shared/companion/request/http.ts'
import { bodyObject, filterOf } from '../_shared/companion/request/input.ts'
import { PlatformError } from '../_shared/companion/platform/client.ts'
import type { Deps, Handler, NumberFilter, NumberRow, SealedToken } from '../_shared/companion/ports.ts'
import { withToken } from '../_shared/companion/platform/tokens.ts'

/** POST `{session}` (older clients: `integration_id`, or nothing when there is only one number). */
export const handle: Handler = async (request, deps) => {
  const { userId } = await deps.authenticate(request)
  const filter = filterOf(request, await bodyObject(request))
  const row = await meant(userId, filter, deps)
  let token: SealedToken | undefined
  try {
    await stop(row, deps, (fresh) => {
      token = fresh
    })
  } catch (error) {
    await deps.store.settle([{ integrationId: row.id, token, releaseToken: row.mayRenewToken && token === undefined }])
    throw toApiError(error)
  }
  const now = new Date(deps.now()).toISOString()
  await deps.store.settle([{ integrationId: row.id, token, record: { status: 'disconnected', cause: 'by-operator', source: 'disconnect', occurredAt: now } }])
  deps.log.info('disconnected', { organization_id: row.organizationId, session: row.session, user_id: userId })
  return answer({ success: true, ok: true, status: 'disconnected', session: row.session, integration_id: row.id })
}

async function meant(userId: string, filter: NumberFilter, { store, config, newId }: Deps): Promise<NumberRow> {
  const named = filter.session !== undefined || filter.integrationId !== undefined
  if (!named) {
    // A request that names no number can only mean the single one. The older function took the primary number, which may be the wrong one.
    const { member, rows } = await store.numbers(userId, { limit: 2 })
    requireManager(member, config)
    if (rows.length > 1) throw new ApiError('several_numbers')
  }
  const { member, row } = await store.number(userId, filter, newId())
  requireManager(member, config)
  if (row === null) throw new ApiError('session_not_found', named ? {} : { sentence: 'WPP integration not found' })
  return row
}

async function stop(row: NumberRow, deps: Deps, keep: (fresh: SealedToken) => void): Promise<void> {
  const session = row.session
  if (session === null) return
  const signal = AbortSignal.timeout(deps.config.platformDeadlineMs)
  try {
    await withToken(row, deps, signal, (bearer) => deps.platform.stopSession(bearer, session, signal), keep)
  } catch (error) {
    // The platform does not know the session any more: there is nothing to stop.
    if (!(error instanceof PlatformError && error.fault === 'unknown_account')) throw error
  }
}

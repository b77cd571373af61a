// wpp-events: recorded changes of state of the caller's organisation, as server-sent events.
import { openEventStream } from '../_shared/companion/events/stream.ts'
import type { Handler } from '../_shared/companion/ports.ts'
import { organizationOf } from '../_shared/companion/request/access.ts'
import { ApiError } from '../_shared/companion/request/errors.ts'

/** How often a caller is checked while a stream is open, ms: one who may not listen any more is gone within a minute. */
const CHECK = 30_000
/** A reader that reads nothing for so long is cut off, ms. */
const SLOW = 30_000

/** GET, with `Last-Event-ID` (or `?last_event_id=`) what was missed since. */
export const handle: Handler = async (request, deps) => {
  // Kept for the checks: the request itself is over when its answer begins.
  const credentials = new Request('http://caller/', { headers: { authorization: request.headers.get('authorization') ?? '' } })
  const { userId } = await deps.authenticate(credentials)
  const organizationId = organizationOf(await deps.store.membership(userId))
  const lastEventId = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('last_event_id')
  if (lastEventId !== null && !/^\d{1,18}$/.test(lastEventId)) throw new ApiError('invalid_input', { sentence: 'Last-Event-ID is not understood' })
  const { feed, limits, lifeMs } = deps.events
  const giveBack = limits.take(userId, organizationId)
  try {
    const stream = await openEventStream({
      organizationId,
      lastEventId,
      feed,
      changes: deps.store.changes,
      // Streams that were opened together do not end together.
      lifeMs: lifeMs * (0.8 + 0.2 * Math.random()),
      slowMs: SLOW,
      checkMs: CHECK,
      async check() {
        await deps.authenticate(credentials)
        if (organizationOf(await deps.store.membership(userId)) !== organizationId) throw new ApiError('unauthorized')
      },
      onEnd(reason) {
        giveBack()
        deps.log.info('stream ended', { reason })
      },
    })
    return new Response(stream, {
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
    })
  } catch (error) {
    giveBack()
    throw error
  }
}

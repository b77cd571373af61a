// One caller's stream of server-sent events: what was missed, read from the database; then each change as it is recorded.
import { ApiError } from '../request/errors.ts'
import type { ChangeFeed, StateChange } from './feed.ts'

/** Events that may wait for a reader. More are read from the database later, when it has read these. */
const ROOM = 256
/** Rows read at once. */
const PAGE = 200
/** A caller who missed more than this is told to ask for everything instead. */
const MOST_MISSED = 1_000
/** How soon the caller should come back after a planned end, ms. */
const RETRY = 1_000

/** Changes as the database keeps them. */
export interface Changes {
  /** Changes of the organisation after an id, oldest first. */
  after(organizationId: string, id: string, limit: number): Promise<readonly StateChange[]>
  /** The newest id of the organisation ('0' = it has none), how many came after `id`, and whether the platform's webhook told of any state in the last week. */
  head(organizationId: string, id: string | null): Promise<{ newest: string; missed: number; webhook: boolean }>
}

interface StreamOptions {
  readonly organizationId: string
  /** The last event that the caller has; null = begin now. */
  readonly lastEventId: string | null
  readonly feed: ChangeFeed
  readonly changes: Changes
  /** The stream ends by itself after this, ms. */
  readonly lifeMs: number
  /** A reader that makes no room for so long is cut off, ms. */
  readonly slowMs: number
  /** How often the caller is checked, ms, and how. Rejects with ApiError `unauthorized` or `organization_not_found` = the stream ends at once. */
  readonly checkMs: number
  check(): Promise<void>
  /** Called once, whatever the end. */
  onEnd(reason: string): void
}

/** Opens the stream; rejects with ApiError `events_unavailable`. */
export async function openEventStream(options: StreamOptions): Promise<ReadableStream<Uint8Array>> {
  const { organizationId, feed, changes } = options
  const encoder = new TextEncoder()
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null
  let position = 0n
  /** There may be rows after `position` that nobody notified of, or for which there was no room. */
  let behind = true
  let reading = false
  let ended = false
  let hadRoomAt = Date.now()
  let failedChecks = 0
  const timers: ReturnType<typeof setInterval>[] = []
  let unsubscribe = (): void => undefined

  const isOver = (): boolean => ended
  const room = (): number => controller?.desiredSize ?? 0
  const write = (text: string): void => controller?.enqueue(encoder.encode(text))

  function end(reason: string): void {
    if (ended) return
    ended = true
    for (const timer of timers) clearInterval(timer)
    unsubscribe()
    try {
      // What waits for a reader that does not read is thrown away; to others it is still handed out.
      if (reason === 'slow reader') controller?.error(new Error(reason))
      else controller?.close()
    } catch {
      // The caller has closed it already.
    }
    options.onEnd(reason)
  }

  function tell(change: StateChange): void {
    position = BigInt(change.id)
    const { session, integrationId, status, cause, source, occurredAt } = change
    const data = { session, integration_id: integrationId, status, ...(cause === null ? {} : { cause }), source, occurred_at: occurredAt }
    write(`id: ${change.id}\nevent: state\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** Reads what is missing, as far as the reader has room. Notifications that come meanwhile make it read again, so that nothing is told twice or left out. */
  async function catchUp(): Promise<void> {
    if (reading || controller === null) return
    reading = true
    try {
      while (behind && room() > 0 && !ended) {
        behind = false
        const rows = await changes.after(organizationId, String(position), PAGE)
        if (isOver()) return
        rows.forEach(tell)
        if (rows.length === PAGE) behind = true
      }
    } catch {
      end('database')
    } finally {
      reading = false
    }
  }

  unsubscribe = await feed.subscribe(organizationId, {
    onChange(change) {
      if (ended || BigInt(change.id) <= position) return
      if (!behind && !reading && room() > 0) return tell(change)
      behind = true
      void catchUp()
    },
    onBeat() {
      if (ended) return
      if (room() > 0) hadRoomAt = Date.now()
      else if (Date.now() - hadRoomAt > options.slowMs) return end('slow reader')
      if (room() > 0) write(':\n\n')
    },
    onGap() {
      behind = true
      void catchUp()
    },
    onLost: () => end('database'),
  })

  let head: Awaited<ReturnType<Changes['head']>>
  try {
    head = await changes.head(organizationId, options.lastEventId)
  } catch (error) {
    unsubscribe()
    throw error
  }
  if (isOver()) throw new ApiError('events_unavailable')
  const { lastEventId } = options
  // An id beyond the newest is not of this database: a restored one, for instance.
  const resumes = lastEventId !== null && BigInt(lastEventId) <= BigInt(head.newest) && head.missed <= MOST_MISSED
  position = BigInt(resumes ? lastEventId : head.newest)

  timers.push(
    setTimeout(() => end('planned'), options.lifeMs),
    setInterval(() => {
      options.check().then(
        () => (failedChecks = 0),
        (error: unknown) => {
          failedChecks += 1
          const refused = error instanceof ApiError && (error.code === 'unauthorized' || error.code === 'organization_not_found')
          // An auth service that does not answer says nothing about the caller; but nobody listens unchecked for long.
          if (refused || failedChecks > 1) end('caller')
        },
      )
    }, options.checkMs),
  )

  return new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given
        write(`retry: ${RETRY}\n\n`)
        write(`id: ${position}\nevent: open\ndata: ${JSON.stringify({ webhook: head.webhook })}\n\n`)
        if (lastEventId !== null && !resumes) write(`event: all\ndata: {}\n\n`)
        void catchUp()
      },
      pull: () => void (behind && catchUp()),
      cancel: () => end('caller left'),
    },
    { highWaterMark: ROOM },
  )
}

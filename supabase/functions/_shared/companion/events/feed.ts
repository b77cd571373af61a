// What PostgreSQL tells of recorded changes: one listening connection a worker, shared by all its streams.
import { ApiError } from '../request/errors.ts'
import { fieldsOf } from '../platform/words.ts'

/** The channel of `wpp_record_state`. */
const CHANNEL = 'wpp_session_events'
/** A connection on which so many beats were missed is dead. */
const BEATS_MISSED = 2.5
const SILENT = 'LISTEN succeeds, but no notification arrives: is there a transaction pooler in between?'

/** One recorded change of a number's state: a row of `wpp_session_events`. */
export interface StateChange {
  /** Decimal digits; within an organisation larger ones are newer. */
  readonly id: string
  readonly organizationId: string
  readonly integrationId: string | null
  readonly session: string
  readonly status: string
  readonly cause: string | null
  /** What told it: `webhook` = the platform by itself, all else = somebody asked. */
  readonly source: string
  /** ISO. */
  readonly occurredAt: string
}

/** A stream, as the feed sees it. */
export interface FeedReader {
  onChange(change: StateChange): void
  /** The database delivers notifications: a sign of life that went all the way. */
  onBeat(): void
  /** Notifications may have been missed: the connection is a new one. */
  onGap(): void
  /** The connection is dead, and the subscription with it. */
  onLost(): void
}

/** Tells of changes as they are recorded. */
export interface ChangeFeed {
  /** Resolves when notifications arrive for sure. Fails with `events_unavailable` when none does. The answer ends the subscription. */
  subscribe(organizationId: string, reader: FeedReader): Promise<() => void>
}

/** The part of npm:postgres that is needed. */
export interface Notifications {
  listen(channel: string, onNotify: (payload: string) => void, onListen: () => void): Promise<{ unlisten(): Promise<void> }>
  notify(channel: string, payload: string): Promise<unknown>
}

interface FeedOptions {
  readonly database: Notifications
  /** The feed's own name among those of other workers, for its beats. */
  readonly name: string
  /** Time between beats, ms. */
  readonly beatMs: number
  /** How long the first beat may take, ms. */
  readonly firstBeatMs: number
}

/** A feed that is listening. */
interface Listening {
  readonly ready: Promise<{ unlisten(): Promise<void> }>
  readonly beats: ReturnType<typeof setInterval>
}

/** Creates the feed of a worker; it listens while it has a subscriber. */
export function createChangeFeed({ database, name, beatMs, firstBeatMs }: FeedOptions): ChangeFeed {
  const readers = new Map<string, Set<FeedReader>>()
  const waitingForBeat = new Set<() => void>()
  let listening: Listening | null = null
  let lastBeatAt = 0
  let proof: Promise<boolean> | null = null

  const all = (): FeedReader[] => [...readers.values()].flatMap((each) => [...each])
  // A beat that cannot be sent is a beat that does not come back, which is noticed.
  const beat = (): void => void database.notify(CHANNEL, JSON.stringify({ beat: name })).catch(() => undefined)

  function heard(payload: string): void {
    const fields = fieldsOf(parsed(payload))
    if (fields['beat'] === name) {
      lastBeatAt = Date.now()
      for (const resolve of waitingForBeat) resolve()
      waitingForBeat.clear()
      for (const reader of all()) reader.onBeat()
      return
    }
    const change = changeOf(fields)
    if (change) for (const reader of readers.get(change.organizationId) ?? []) reader.onChange(change)
  }

  function listen(): Listening {
    let isFirst = true
    lastBeatAt = Date.now()
    const beats = setInterval(() => {
      if (Date.now() - lastBeatAt > BEATS_MISSED * beatMs) lose()
      else beat()
    }, beatMs)
    const ready = database.listen(CHANNEL, heard, () => {
      if (!isFirst) for (const reader of all()) reader.onGap()
      isFirst = false
    })
    return { ready, beats }
  }

  function stop(): void {
    if (listening === null) return
    clearInterval(listening.beats)
    void listening.ready.then(({ unlisten }) => unlisten()).catch(() => undefined)
    listening = null
  }

  /** The connection is dead: the next subscriber opens another one. */
  function lose(): void {
    const lost = all()
    readers.clear()
    stop()
    for (const reader of lost) reader.onLost()
  }

  /** True = notifications arrive. Asked once for all who wait. */
  function proved(): Promise<boolean> {
    proof ??= new Promise<boolean>((resolve) => {
      const came = (): void => {
        clearTimeout(timer)
        resolve(true)
      }
      const timer = setTimeout(() => {
        waitingForBeat.delete(came)
        resolve(false)
      }, firstBeatMs)
      waitingForBeat.add(came)
      beat()
    }).finally(() => (proof = null))
    return proof
  }

  return {
    async subscribe(organizationId, reader) {
      const own = readers.get(organizationId) ?? new Set<FeedReader>()
      readers.set(organizationId, own.add(reader))
      const end = (): void => {
        own.delete(reader)
        if (own.size === 0 && readers.get(organizationId) === own) readers.delete(organizationId)
        if (readers.size === 0) stop()
      }
      listening ??= listen()
      const mine = listening
      const failure = await mine.ready.then(
        async () => ((await proved()) ? null : SILENT),
        (error: unknown) => (error instanceof Error ? error.message : 'LISTEN failed'),
      )
      if (failure === null) return end
      end()
      if (listening === mine) stop()
      throw new ApiError('events_unavailable', { detail: failure })
    },
  }
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return null
  }
}

function changeOf(fields: Readonly<Record<string, unknown>>): StateChange | null {
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null)
  const [id, organizationId, session, status, source, occurredAt] = ['id', 'organization_id', 'session', 'status', 'source', 'occurred_at'].map(text)
  if (!id || !/^\d+$/.test(id) || !organizationId || !session || !status) return null
  return {
    id,
    organizationId,
    integrationId: text('integration_id'),
    session,
    status,
    cause: text('cause'),
    source: source ?? '',
    occurredAt: occurredAt ?? '',
  }
}

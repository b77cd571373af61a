// Takes the events of a backend to the numbers that they name: such a number is asked at once, but at most once a second.
import type { Timings } from '../../../shared/timings'
import type { Cancel, Clock, Gateway, GatewayEvent, Log, Random } from '../ports'
import type { Failure } from '../../../shared/model/failure'
import type { PhaseChange } from '../session'
import { createTimerQueue } from '../time'
import { createEventStreams } from './event-streams'
import type { PollScheduler } from './schedule/poll-scheduler'
import type { SessionRegistry } from './session-registry'
import type { WatchedSession } from './watched-session'

/** Events without a session make all numbers of the connection be asked, at most so often, ms. */
const ALL_PAUSE = 10_000
/** So many numbers with events are asked one by one; more are read from the live list, where there is one. */
const MOST_ALONE = 10
/** An event may come so long before the first sign of the drop that it announces, ms. */
const LAG = 15_000

interface PushOptions {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly registry: Pick<SessionRegistry, 'get' | 'of' | 'cadence'>
  readonly scheduler: Pick<PollScheduler, 'askNow' | 'bringForward'>
  timingsFor(connectionId: string): Timings
  gatewayOf(connectionId: string): Gateway | Failure
}

/** Listens to the backends of all connections. */
export interface Push {
  /** The connection has a number: its backend is listened to, if it says anything by itself. */
  listen(connectionId: string): void
  /** True while the connection's events are trusted to tell of drops: then its numbers that are well are asked less often. */
  isReliedOn(connectionId: string): boolean
  /** A number changed its phase. After a drop of which no event told, the connection's events are not relied on for an hour. */
  changed(change: PhaseChange): void
  /** The connection was signed in or out: its stream is opened anew. */
  renew(connectionId: string): void
  forget(connectionId: string): void
  suspend(): void
  resume(): void
  dispose(): void
}

/** Creates the push of all connections; nobody is listened to yet. */
export function createPush(options: PushOptions): Push {
  const { clock, registry, scheduler, timingsFor } = options
  /** Numbers whose next event-made request has to wait its turn. */
  const waiting = createTimerQueue({ clock, onDue: askInTurn })
  /** By connection: when an event named no session, epoch ms. */
  const toldAllAt = new Map<string, number>()
  const laterAll = new Map<string, Cancel>()
  const streams = createEventStreams({ ...options, onEvent: heard, onReliance })

  function heard(connectionId: string, { sessionId, secondHand = false }: GatewayEvent): void {
    const now = clock.now()
    if (sessionId === null) return heardOfAll(connectionId, now)
    for (const session of registry.of(connectionId)) {
      if (session.record.sessionId !== sessionId) continue
      if (!secondHand) session.announcedAt = now
      askInTurn(session.record.key)
    }
  }

  /** Asks now, or as soon as the last request is not too young any more. */
  function askInTurn(key: string): void {
    const session = registry.get(key)
    if (!session) return waiting.delete(key)
    const now = clock.now()
    const { connectionId } = session.record
    const { pushPause, troublePoll } = timingsFor(connectionId)
    // A backend that gives no answers gets hardly more requests for all that it says.
    const [last, pause] =
      session.state.phase === 'unknown' ? [Math.max(session.askedForEventAt, session.touchedAt), troublePoll] : [session.askedForEventAt, pushPause]
    const next = last + pause
    if (next <= now || last > now) askNow(session)
    else if (waiting.at(key) === undefined) waiting.set(key, next)
  }

  function askNow(session: WatchedSession): void {
    const { key, connectionId } = session.record
    waiting.delete(key)
    session.askedForEventAt = clock.now()
    session.askAlone = isOneOfFew(connectionId)
    scheduler.askNow(key, false)
  }

  /** One number is asked by itself, because that is cheap and brings a code along; a storm is read from the list. */
  function isOneOfFew(connectionId: string): boolean {
    const since = clock.now() - timingsFor(connectionId).pushPause
    let many = 0
    for (const { askedForEventAt } of registry.of(connectionId)) if (askedForEventAt > since && ++many > MOST_ALONE) return false
    return true
  }

  function heardOfAll(connectionId: string, now: number): void {
    const before = toldAllAt.get(connectionId) ?? -Infinity
    toldAllAt.set(connectionId, now)
    if (laterAll.has(connectionId)) return
    const wait = Math.min(ALL_PAUSE, Math.max(0, before + ALL_PAUSE - now))
    laterAll.set(
      connectionId,
      clock.after(wait, () => {
        laterAll.delete(connectionId)
        toldAllAt.set(connectionId, clock.now())
        for (const { record } of registry.of(connectionId)) scheduler.bringForward(record.key, timingsFor(connectionId).pushPause)
      }),
    )
  }

  /** Without its stream a connection is asked as usual, from now on and not from the next answer on. */
  function onReliance(connectionId: string): void {
    for (const session of registry.of(connectionId)) {
      registry.cadence(session)
      scheduler.bringForward(session.record.key, session.everyMs)
    }
  }

  function stopWaiting(connectionId?: string): void {
    if (connectionId === undefined) waiting.clear()
    for (const [id, cancel] of laterAll) {
      if (connectionId !== undefined && id !== connectionId) continue
      cancel()
      laterAll.delete(id)
    }
  }

  return {
    listen: streams.listen,
    isReliedOn: streams.isReliedOn,
    changed({ key, connectionId, from, to, cause }) {
      if (from !== 'connected' || to !== 'disconnected' || cause === 'by-operator' || cause === 'removed') return
      const session = registry.get(key)
      if (!session) return
      const announcedAt = Math.max(session.announcedAt, toldAllAt.get(connectionId) ?? -Infinity)
      const since = session.state.since - LAG
      if (announcedAt < since) streams.missed(connectionId, since)
    },
    renew: streams.renew,
    forget(connectionId) {
      streams.forget(connectionId)
      stopWaiting(connectionId)
      toldAllAt.delete(connectionId)
    },
    suspend() {
      streams.suspend()
      stopWaiting()
    },
    resume: streams.resume,
    dispose() {
      streams.dispose()
      stopWaiting()
    },
  }
}

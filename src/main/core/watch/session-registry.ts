// The watched numbers, each with its state, view and schedule. Takes an event into the number's machine, then shows, saves and tells what changed.
import type { Failure } from '../../../shared/model/failure'
import type { NumberRecord } from '../../../shared/model/settings'
import { initialState, nextTickAt, recordOf, sameView, type SessionEvent, step, viewOf } from '../session'
import { createTimerQueue } from '../time'
import { cadenceOf, staleAt, type Cadence, type WatchConditions } from './schedule/cadence'
import type { Pace } from './schedule/request-times'
import { worthSaving, type SessionWatcherOptions, type WatchedSession } from './watched-session'

/** Holds the watched numbers; asks nothing. */
export interface SessionRegistry {
  get(key: string): WatchedSession | undefined
  all(): Iterable<WatchedSession>
  /** Numbers of one connection. */
  of(connectionId: string): Iterable<WatchedSession>
  /** How many numbers a connection has. */
  count(connectionId: string): number
  /** Keys of a connection's numbers that are connected as far as known. */
  connectedPeers(connectionId: string, except: ReadonlySet<string>): string[]
  /** Whether more than so many numbers of a connection are asked hurriedly. */
  hasHurried(connectionId: string, many: number): boolean
  /** Takes a number in, as the settings know it, and shows it. */
  put(record: NumberRecord): WatchedSession
  /** False = it was not there. */
  delete(key: string): boolean
  /** No number and no timer is left. */
  clear(): void
  /** The window became visible or hidden, or the power changed: every number may have another pace. False = nothing changed. */
  setConditions(change: Partial<WatchConditions>): boolean
  /** Works out how often the number is to be asked from now on. */
  cadence(session: WatchedSession): Cadence
  /** The pace after an answer; `failure` = it proved nothing. */
  paceOf(session: WatchedSession, failure: Failure | null): Pace
  /** The pace after a request that says nothing about the backend: it was dropped, or a list brings the answer. */
  unanswered(session: WatchedSession): Pace
  /** Takes an event into the number's machine, then shows, saves and tells what changed. */
  take(key: string, event: SessionEvent): void
  /** Draws the number anew, tells when it looks different, and plans the moment at which it will change by time alone. */
  show(session: WatchedSession): void
  /** Entries of the timer queue: for tests that prove that nothing piles up. */
  timers(): number
}

interface SessionRegistryOptions extends SessionWatcherOptions {
  /** The connection's backend tells of drops by itself: its numbers that are well are asked less often. */
  isPushed(connectionId: string): boolean
}

/** Creates a registry without numbers. */
export function createSessionRegistry(options: SessionRegistryOptions): SessionRegistry {
  const { clock, log, timingsFor } = options
  const sessions = new Map<string, WatchedSession>()
  const byConnection = new Map<string, Map<string, WatchedSession>>()
  const ticks = createTimerQueue({ clock, onDue: (key) => take(key, { type: 'tick' }) })
  let conditions: WatchConditions = { visible: false, onBattery: false }

  const of = (connectionId: string): Iterable<WatchedSession> => byConnection.get(connectionId)?.values() ?? []
  const count = (connectionId: string): number => byConnection.get(connectionId)?.size ?? 0

  function cadence(session: WatchedSession): Cadence {
    const { connectionId } = session.record
    const found = cadenceOf(session.state, { ...conditions, pushed: options.isPushed(connectionId) }, clock.now(), timingsFor(connectionId))
    session.everyMs = found.urgent ? found.everyMs : Math.max(found.everyMs, session.listRestMs)
    return found
  }

  function paceOf(session: WatchedSession, failure: Failure | null): Pace {
    const { urgent } = cadence(session)
    return { everyMs: session.everyMs, urgent, troubled: failure !== null, ...(failure?.retryAt === undefined ? {} : { retryAt: failure.retryAt }) }
  }

  function take(key: string, event: SessionEvent): void {
    const session = sessions.get(key)
    if (!session) return
    const { connectionId, sessionId } = session.record
    const now = clock.now()
    const before = session.state
    const { state, happenings } = step(before, event, now, timingsFor(connectionId))
    const { phase, cause, failure, evidence } = state
    session.state = state
    cadence(session)
    if (phase !== before.phase) {
      const words = { cause, failure: failure?.code ?? null, word: evidence?.word ?? null }
      log.info('number changed', { session: sessionId, from: before.phase, to: phase, ...words })
    }
    show(session)
    save(session)
    if (phase !== before.phase || cause !== before.cause) {
      options.onPhase?.({ key, connectionId, at: now, from: before.phase, to: phase, cause, failure, evidence })
    }
    for (const happening of happenings) options.onHappening({ ...happening, key, connectionId, at: now })
  }

  function save(session: WatchedSession): void {
    const change = recordOf(session.state)
    if (!worthSaving(session.saved, change)) return
    session.saved = change
    options.onRecord(session.record.key, change)
  }

  function show(session: WatchedSession): void {
    const { record, state, everyMs } = session
    if (sessions.get(record.key) !== session) return
    const timings = timingsFor(record.connectionId)
    const stale = staleAt(state, everyMs, timings)
    const now = clock.now()
    const view = viewOf(record, state, stale !== null && stale <= now, session.checking)
    const times = [nextTickAt(state, timings), stale].filter((at): at is number => at !== null && at > now)
    if (times.length > 0 && state.suspendedAt === null) ticks.set(record.key, Math.min(...times))
    else ticks.delete(record.key)
    if (sameView(view, session.view)) return
    session.view = view
    options.onChange(view)
  }

  return {
    get: (key) => sessions.get(key),
    all: () => sessions.values(),
    of,
    count,
    connectedPeers: (connectionId, except) =>
      [...of(connectionId)].filter(({ state, record }) => state.monitored !== null && !except.has(record.key)).map(({ record }) => record.key),
    hasHurried(connectionId, many) {
      let hurried = 0
      for (const each of of(connectionId)) if (cadence(each).hurried && ++hurried > many) return true
      return false
    },
    put(record) {
      const { key, connectionId, phone, stoppedByOperator, last } = record
      const now = clock.now()
      const state = initialState(record, now)
      const view = viewOf(record, state, staleAt(state, 0, timingsFor(connectionId)) !== null, false)
      const polling = { everyMs: 0, listRestMs: 0, askAlone: false, announcedAt: -Infinity, askedForEventAt: -Infinity, listedAt: -Infinity }
      const session: WatchedSession = { record, state, view, ...polling, saved: { phone, stoppedByOperator, last }, checking: false, touchedAt: now }
      sessions.set(key, session)
      const others = byConnection.get(connectionId) ?? new Map<string, WatchedSession>()
      byConnection.set(connectionId, others.set(key, session))
      options.onChange(view)
      return session
    },
    delete(key) {
      const connectionId = sessions.get(key)?.record.connectionId
      if (connectionId === undefined) return false
      ticks.delete(key)
      byConnection.get(connectionId)?.delete(key)
      if (count(connectionId) === 0) byConnection.delete(connectionId)
      return sessions.delete(key)
    },
    clear() {
      ticks.clear()
      sessions.clear()
      byConnection.clear()
    },
    setConditions(change) {
      const { visible, onBattery } = conditions
      conditions = { ...conditions, ...change }
      if (conditions.visible === visible && conditions.onBattery === onBattery) return false
      for (const session of sessions.values()) {
        cadence(session)
        show(session)
      }
      return true
    },
    cadence,
    paceOf,
    unanswered: (session) => ({ ...paceOf(session, null), unanswered: true }),
    take,
    show,
    timers: () => ticks.entries(),
  }
}

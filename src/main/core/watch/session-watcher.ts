// Watches all numbers: connects the parts of this folder, sends a number's request or command when it is due, and reacts to lists, sleep and network.
import type { Reading } from '../../../shared/model/session'
import type { WatchConditions } from './schedule/cadence'
import { createCommandRunner } from './command-runner'
import { createCommands } from './commands'
import { createListPolling } from './list-polling'
import { createNumberEvents } from './number-events'
import { createNumberPolling } from './number-polling'
import { createPeerChecks, MOST_CHECKED } from './peer-checks'
import { createPollScheduler } from './schedule/poll-scheduler'
import type { Pace } from './schedule/request-times'
import { createPush } from './push'
import { createRequests } from './requests'
import { createSessionRegistry } from './session-registry'
import type { SessionWatcherOptions } from './watched-session'
import type { SessionWatcher } from './watcher'

/** Creates a watcher without numbers. */
export function createSessionWatcher(options: SessionWatcherOptions): SessionWatcher {
  const { clock, random, limits, log, timingsFor, gatewayOf } = options
  const registry = createSessionRegistry({
    ...options,
    isPushed: (id) => push.isReliedOn(id),
    onPhase(change) {
      options.onPhase?.(change)
      push.changed(change)
    },
  })
  const scheduler = createPollScheduler({ clock, random, ...(limits ? { limits } : {}), timingsFor, isDoubted, ask })
  const push = createPush({ clock, random, log, registry, scheduler, timingsFor, gatewayOf })
  const requests = createRequests({ clock, log, timingsFor, gatewayOf })
  const commands = createCommands()
  const peers = createPeerChecks()
  const lists = createListPolling({
    clock,
    log,
    timingsFor,
    gatewayOf,
    membersOf: (id) => [...registry.of(id)].filter((each) => polling.waitsForState(each)).map(({ record }) => record),
    onBegin: (key) => scheduler.cancelRoutine(key, registry.get(key)?.everyMs ?? 0),
    onReading: feed,
    onLeftOut(key) {
      const session = registry.get(key)
      if (session) session.askAlone = true
      scheduler.bringForward(key, 0)
    },
    onEnd(id, failure) {
      if (failure?.retryAt !== undefined) scheduler.close(id, failure.retryAt)
      options.onAnswer?.(id, failure)
    },
  })
  const polling = createNumberPolling({
    clock,
    registry,
    requests,
    commands,
    lists,
    peers,
    isAsleep: () => scheduler.state() === 'asleep',
    onAnswer: (id, failure) => options.onAnswer?.(id, failure),
  })
  const runner = createCommandRunner({ clock, registry, requests, commands, polling })
  const { dropRequests, ...events } = createNumberEvents({ clock, registry, scheduler, requests, commands, lists })

  /** One answer of the backend was against it, or its session restarts, and the next answer decides. */
  function isDoubted(key: string): boolean {
    const state = registry.get(key)?.state
    return state !== undefined && (state.suspectSince !== null || state.startingSince !== null)
  }

  /** A number's turn: its command, or else its state. */
  function ask(key: string, urgent: boolean): Promise<Pace> {
    const session = registry.get(key)
    if (!session) return Promise.resolve({ everyMs: 0, urgent: false, troubled: false })
    const command = commands.of(key)
    return command ? runner.run(session, command) : polling.ask(session, urgent)
  }

  function feed(key: string, reading: Reading, askedAt: number, restMs: number): void {
    const session = registry.get(key)
    if (!session || session.touchedAt > askedAt || !polling.waitsForState(session)) return
    session.touchedAt = clock.now()
    session.listedAt = session.touchedAt
    session.listRestMs = restMs
    session.askAlone = false
    registry.take(key, { type: 'reading', reading })
    if (session.state.suspectSince === null) peers.done(key)
    const pace = registry.paceOf(session, null)
    // After a list run that failed, the next one waits out its back-off, even when somebody waits for the answer.
    scheduler.answeredElsewhere(key, reading.state === 'unknown' ? { ...pace, everyMs: Math.max(pace.everyMs, restMs), urgent: false } : pace)
  }

  function checkNumbers(keys: readonly string[]): Promise<void> {
    const some = keys.filter((key) => registry.get(key)).slice(0, MOST_CHECKED)
    const checked = peers.begin(some)
    for (const key of some) scheduler.askNow(key, false)
    return checked
  }

  function setConditions(change: Partial<WatchConditions>): void {
    if (!registry.setConditions(change)) return
    for (const { record, everyMs } of registry.all()) scheduler.bringForward(record.key, everyMs)
  }

  return {
    add(record, first, inMs = 0) {
      if (scheduler.state() === 'disposed' || registry.get(record.key)) return
      const session = registry.put(record)
      if (first) registry.take(record.key, { type: 'reading', reading: first })
      scheduler.add(record.key, record.connectionId, first ? session.everyMs : inMs)
      push.listen(record.connectionId)
    },
    remove(key) {
      const connectionId = registry.get(key)?.record.connectionId
      if (connectionId === undefined || !registry.delete(key)) return
      dropRequests(key)
      lists.leave(key)
      scheduler.remove(key)
      peers.done(key)
      if (registry.count(connectionId) > 0) return
      lists.forget(connectionId)
      push.forget(connectionId)
    },
    views: () => [...registry.all()].map(({ view }) => view),
    view: (key) => registry.get(key)?.view,
    update(record) {
      const session = registry.get(record.key)
      if (!session) return
      session.record = record
      if (record.phone !== null && session.state.phone === null) session.state = { ...session.state, phone: record.phone }
      registry.show(session)
    },
    ...events,
    feed,
    suspend() {
      if (scheduler.state() !== 'running') return
      scheduler.suspend()
      push.suspend()
      lists.drop()
      for (const session of registry.all()) {
        const { key } = session.record
        dropRequests(key)
        session.checking = false
        registry.take(key, { type: 'suspended' })
      }
    },
    resume() {
      if (scheduler.state() === 'disposed') return
      const now = clock.now()
      for (const session of registry.all()) {
        // The wall clock may have been set back.
        session.touchedAt = Math.min(session.touchedAt, now)
        registry.take(session.record.key, { type: 'resumed' })
      }
      // Also without a suspend before: some systems report the wake only.
      scheduler.resume()
      push.resume()
    },
    setVisible: (visible) => setConditions({ visible }),
    setOnBattery: (onBattery) => setConditions({ onBattery }),
    setOnline(online) {
      if (online) scheduler.askAllSoon()
    },
    recheckConnection(connectionId) {
      lists.drop(connectionId)
      push.renew(connectionId)
      for (const {
        record: { key },
      } of registry.of(connectionId)) {
        // A command is kept, under way or not: the click must not get lost.
        if (!commands.of(key)) requests.drop(key)
        scheduler.askNow(key, false)
      }
    },
    peersOf: (connectionId, except) => registry.connectedPeers(connectionId, new Set([except])).length,
    checkConnection: (connectionId, except) => checkNumbers(registry.connectedPeers(connectionId, except)),
    checkNumbers,
    dispose() {
      scheduler.dispose()
      push.dispose()
      lists.drop()
      registry.clear()
      commands.withdrawAll()
      requests.dispose()
      peers.clear()
    },
    inspect: () => ({
      waiting: scheduler.inspect().waiting,
      commands: commands.count(),
      peerChecks: peers.count(),
      timers: Math.max(scheduler.inspect().timers, registry.timers()),
      stateOf: (key) => registry.get(key)?.state,
    }),
  }
}

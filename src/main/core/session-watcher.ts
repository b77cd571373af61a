// Asks the gateways, feeds each answer to its number's machine, drops answers nobody waits for any more, and shows what came of it.
import type { SessionView } from '../../shared/app-snapshot'
import { failed, type Failure, type Outcome } from '../../shared/failure'
import type { Reading } from '../../shared/session'
import type { NumberRecord } from '../../shared/settings'
import { Agenda } from './agenda'
import { cadenceOf, staleAt } from './cadence'
import { MOST_CHECKED, PeerChecks } from './peer-checks'
import { PollScheduler, type Pace } from './poll-scheduler'
import { Questions, type Job } from './questions'
import { nextTickAt, step } from './session-machine'
import { initialState, recordOf, type SessionEvent } from './session-state'
import { sameView, viewOf } from './session-view'
import { worthSaving, type SessionWatcherOptions, type Watched } from './watched'

export type { SessionWatcherOptions } from './watched'

/** Watches all numbers. */
export class SessionWatcher {
  private readonly watched = new Map<string, Watched>()
  private readonly scheduler: PollScheduler
  private readonly ticks: Agenda
  private readonly questions: Questions
  private readonly peers = new PeerChecks()
  private visible = false
  private asleep = false
  private disposed = false

  constructor(private readonly options: SessionWatcherOptions) {
    const { clock, random, limits } = options
    this.scheduler = new PollScheduler({
      clock, random, ...(limits ? { limits } : {}), timingsFor: (id) => options.timingsFor(id), ask: (key) => this.ask(key),
    })
    this.ticks = new Agenda(clock, (key) => this.take(key, { type: 'tick' }))
    this.questions = new Questions(options)
  }

  /** Begins to watch a number: asked at once, or at its cadence when `first` already tells where it stands. */
  add(record: NumberRecord, first?: Reading): void {
    if (this.disposed || this.watched.has(record.key)) return
    const now = this.options.clock.now()
    const state = initialState(record, now)
    const view = viewOf(record, state, staleAt(state, 0, this.options.timingsFor(record.connectionId)) !== null, false)
    const saved = { phone: record.phone, stoppedByOperator: record.stoppedByOperator, last: record.last }
    const entry: Watched = { record, state, view, everyMs: 0, saved, checking: false, touchedAt: now }
    this.watched.set(record.key, entry)
    this.options.onChange(view)
    if (first) this.take(record.key, { type: 'reading', reading: first })
    this.scheduler.add(record.key, record.connectionId, first ? entry.everyMs : 0)
  }

  /** Stops watching a number; an answer under way is dropped, a disconnect under way fails with `cancelled`. */
  remove(key: string): void {
    if (!this.watched.delete(key)) return
    this.questions.drop(key)
    this.scheduler.remove(key)
    this.ticks.delete(key)
    this.peers.done(key)
  }

  /** All numbers as shown now. */
  views(): SessionView[] {
    return [...this.watched.values()].map((each) => each.view)
  }

  /** One number as shown now. */
  view(key: string): SessionView | undefined {
    return this.watched.get(key)?.view
  }

  /** The record changed: name, phone, mask, facts. */
  update(record: NumberRecord): void {
    const entry = this.watched.get(record.key)
    if (!entry) return
    entry.record = record
    if (record.phone !== null && entry.state.phone === null) entry.state = { ...entry.state, phone: record.phone }
    this.show(entry)
  }

  /** Links a phone to the number: asks the backend for a code, or goes on from `first` when a provisioning brought it. */
  connect(key: string, first?: Reading): void {
    const entry = this.begin(key, { type: 'link' })
    if (!entry) return
    if (first) {
      this.take(key, { type: 'reading', reading: first })
      this.scheduler.relax(key, entry.everyMs)
    } else this.demand(entry, { type: 'start' })
  }

  /** Gives the attempt up. Nothing is sent; the number is watched on at its slow cadence. */
  cancel(key: string): void {
    const entry = this.watched.get(key)
    if (!entry?.state.attempt) return
    this.begin(key, { type: 'cancel' })
    this.scheduler.relax(key, entry.everyMs)
  }

  /** Asks for a new code: a new attempt in place of the old one. */
  newCode(key: string): void {
    this.connect(key)
  }

  /** Asks at once because a person wants to know. */
  check(key: string): void {
    const entry = this.watched.get(key)
    if (!entry || this.disposed) return
    entry.checking = true
    this.show(entry)
    this.scheduler.askNow(key, true)
  }

  /** Stops the number's session on the backend. No alarm follows, even when the answer is lost. Fails as the gateway does, or `cancelled`. */
  disconnect(key: string): Promise<Outcome> {
    const entry = this.begin(key, { type: 'stop-asked' })
    if (!entry) return Promise.resolve(failed('not-found'))
    return new Promise((resolve) => this.demand(entry, { type: 'disconnect', resolve }))
  }

  /** A successful full list of the connection does not have the number. */
  vanished(key: string): void {
    this.begin(key, { type: 'vanished' })
  }

  /** Takes live state from a list, asked for at `askedAt` (epoch ms); ignored when the number was touched or asked since. */
  feed(key: string, reading: Reading, askedAt: number): void {
    const entry = this.watched.get(key)
    if (!entry || entry.touchedAt > askedAt || this.questions.busy(key) || entry.state.attempt) return
    entry.touchedAt = this.options.clock.now()
    this.take(key, { type: 'reading', reading })
    this.scheduler.hasten(key, entry.everyMs)
  }

  /** The computer goes to sleep: nothing is asked, requests under way are aborted. */
  suspend(): void {
    if (this.disposed || this.asleep) return
    this.asleep = true
    this.scheduler.suspend()
    for (const [key, entry] of this.watched) {
      this.questions.drop(key)
      entry.checking = false
      this.take(key, { type: 'suspended' })
    }
  }

  /** The computer is awake: everything is asked after 1-3 s, nothing shown counts as proven until then. */
  resume(): void {
    if (this.disposed) return
    const now = this.options.clock.now()
    for (const [key, entry] of this.watched) {
      entry.touchedAt = Math.min(entry.touchedAt, now) // the clock may have been set back
      this.take(key, { type: 'resumed' })
    }
    // Some systems tell of waking without having told of sleep.
    this.asleep = false
    this.scheduler.resume()
  }

  /** Somebody looks at the window, or no longer does: connected numbers are asked more, or less, often. */
  setVisible(visible: boolean): void {
    if (this.visible === visible) return
    this.visible = visible
    for (const [key, entry] of this.watched) {
      this.pace(entry)
      if (visible) this.scheduler.hasten(key, entry.everyMs)
      this.show(entry)
    }
  }

  /** "Online" asks everything soon. "Offline" stops nothing: loopback and office networks work without the internet. */
  setOnline(online: boolean): void {
    if (online) this.scheduler.askAllSoon()
  }

  /** The connection was signed in or out, or the keyring opened: ask all its numbers now, drop answers to the old sign-in. */
  recheckConnection(connectionId: string): void {
    for (const [key, entry] of this.watched) {
      if (entry.record.connectionId !== connectionId) continue
      if (!this.questions.pending(key)) this.questions.drop(key)
      this.scheduler.askNow(key, false)
    }
  }

  /** How many other numbers of a connection are connected as far as known: those an outage would take along. */
  peersOf(connectionId: string, except: string): number {
    return this.connectedPeers(connectionId, new Set([except])).length
  }

  /** Asks the connected numbers of a connection now (a bounded many); settles when each has answered and none waits for a second reading. */
  checkConnection(connectionId: string, except: ReadonlySet<string>): Promise<void> {
    const keys = this.connectedPeers(connectionId, except).slice(0, MOST_CHECKED)
    const checked = this.peers.begin(keys)
    for (const key of keys) this.scheduler.askNow(key, false)
    return checked
  }

  /** Stops everything: no timer and no request is left. */
  dispose(): void {
    this.disposed = true
    this.scheduler.dispose()
    this.ticks.clear()
    this.watched.clear()
    this.questions.dispose()
    this.peers.clear()
  }

  private connectedPeers(connectionId: string, except: ReadonlySet<string>): string[] {
    const held = [...this.watched.values()].filter(({ record, state }) => record.connectionId === connectionId && state.held !== null)
    return held.map(({ record }) => record.key).filter((key) => !except.has(key))
  }

  /** An event that makes answers under way answers about the past. */
  private begin(key: string, event: SessionEvent): Watched | null {
    const entry = this.watched.get(key)
    if (!entry || this.disposed) return null
    this.questions.drop(key)
    entry.touchedAt = this.options.clock.now()
    entry.checking = false
    this.take(key, event)
    return entry
  }

  private demand(entry: Watched, job: Job): void {
    const { key } = entry.record
    this.questions.queue(key, job)
    entry.checking = true
    this.show(entry)
    this.scheduler.askNow(key, true)
  }

  private async ask(key: string): Promise<Pace> {
    const entry = this.watched.get(key)
    if (!entry) return { everyMs: 0, urgent: false, troubled: false }
    const answer = await this.questions.ask(key, entry.record)
    // Removed, cancelled, asked for something else, or asleep meanwhile: the answer is about the past.
    if (answer === null) return this.paceOf(entry, null)
    entry.checking = false
    entry.touchedAt = this.options.clock.now()
    if (answer.type === 'reading') {
      this.take(key, { type: 'reading', reading: answer.reading })
      const failure = answer.reading.state === 'unknown' ? (answer.reading.failure ?? { code: 'not-understood' as const }) : null
      this.options.onAnswer?.(entry.record.connectionId, failure)
      if (entry.state.suspectSince === null) this.peers.done(key)
      return this.paceOf(entry, failure)
    }
    if (answer.outcome.ok) this.take(key, { type: 'stopped' })
    else if (!answer.lost) this.take(key, { type: 'stop-refused' })
    this.show(entry)
    answer.resolve(answer.outcome)
    return this.paceOf(entry, null)
  }

  private paceOf(entry: Watched, failure: Failure | null): Pace {
    const { everyMs, urgent } = this.pace(entry)
    return { everyMs, urgent, troubled: failure !== null, ...(failure?.retryAt === undefined ? {} : { retryAt: failure.retryAt }) }
  }

  private pace(entry: Watched) {
    const cadence = cadenceOf(entry.state, this.visible, this.options.clock.now(), this.options.timingsFor(entry.record.connectionId))
    entry.everyMs = cadence.everyMs
    return cadence
  }

  /** Feeds the machine, then shows, saves and tells. */
  private take(key: string, event: SessionEvent): void {
    const entry = this.watched.get(key)
    if (!entry) return
    const { clock, log, onHappening, onPhase, onRecord } = this.options
    const now = clock.now()
    const timings = this.options.timingsFor(entry.record.connectionId)
    const before = entry.state
    const { state, happenings } = step(before, event, now, timings)
    entry.state = state
    this.pace(entry)
    if (state.phase !== before.phase) {
      const { cause, failure, evidence } = state
      log.info('number changed', { session: entry.record.sessionId, from: before.phase, to: state.phase, cause, failure: failure?.code ?? null, word: evidence?.word ?? null })
    }
    this.show(entry)
    const change = recordOf(state)
    if (worthSaving(entry.saved, change)) {
      entry.saved = change
      onRecord(key, change)
    }
    const { phase, cause, failure, evidence } = state
    if (phase !== before.phase || cause !== before.cause) {
      onPhase?.({ key, connectionId: entry.record.connectionId, at: now, from: before.phase, to: phase, cause, failure, evidence })
    }
    for (const happening of happenings) onHappening({ ...happening, key, connectionId: entry.record.connectionId, at: now })
  }

  /** Draws the number anew, tells if it looks different, and plans the moment at which time alone will change it. */
  private show(entry: Watched): void {
    const { record, state, everyMs } = entry
    if (this.watched.get(record.key) !== entry) return
    const timings = this.options.timingsFor(record.connectionId)
    const stale = staleAt(state, everyMs, timings)
    const now = this.options.clock.now()
    const view = viewOf(record, state, stale !== null && stale <= now, entry.checking)
    const times = [nextTickAt(state, timings), stale].filter((at): at is number => at !== null && at > now)
    if (times.length > 0 && state.suspendedAt === null) this.ticks.set(record.key, Math.min(...times))
    else this.ticks.delete(record.key)
    if (sameView(view, entry.view)) return
    entry.view = view
    this.options.onChange(view)
  }
}

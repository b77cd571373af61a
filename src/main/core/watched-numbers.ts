// The numbers that are watched: each with its machine's state, its view and its pace. An event goes in, what it changed is shown, saved and told.
import type { SessionView } from '../../shared/app-snapshot'
import type { Failure } from '../../shared/failure'
import type { NumberRecord } from '../../shared/settings'
import { Agenda } from './agenda'
import { cadenceOf, staleAt, type Cadence, type Watch } from './cadence'
import type { Pace } from './poll-scheduler'
import { nextTickAt, step } from './session-machine'
import { initialState, recordOf, type SessionEvent } from './session-state'
import { sameView, viewOf } from './session-view'
import { worthSaving, type SessionWatcherOptions, type Watched } from './watched'

/** Holds them; asks nothing. */
export class WatchedNumbers {
  private readonly numbers = new Map<string, Watched>()
  private readonly byConnection = new Map<string, Map<string, Watched>>()
  private readonly ticks: Agenda
  private watch: Watch = { visible: false, onBattery: false }

  constructor(private readonly options: SessionWatcherOptions) {
    this.ticks = new Agenda(options.clock, (key) => this.take(key, { type: 'tick' }))
  }

  get(key: string): Watched | undefined {
    return this.numbers.get(key)
  }

  all(): IterableIterator<Watched> {
    return this.numbers.values()
  }

  /** Numbers of one connection. */
  of(connectionId: string): Iterable<Watched> {
    return this.byConnection.get(connectionId)?.values() ?? []
  }

  /** The pace after a question that nobody wanted the answer of, or that a list answers. */
  unanswered(entry: Watched): Pace {
    return { ...this.paceOf(entry, null), unanswered: true }
  }

  /** Keys of a connection's numbers that are connected as far as known. */
  connectedPeers(connectionId: string, except: ReadonlySet<string>): string[] {
    return [...this.of(connectionId)].filter(({ state, record }) => state.held !== null && !except.has(record.key)).map(({ record }) => record.key)
  }

  /** How many numbers a connection has. */
  count(connectionId: string): number {
    return this.byConnection.get(connectionId)?.size ?? 0
  }

  /** Takes a number in, as the settings know it, and shows it. */
  put(record: NumberRecord): Watched {
    const now = this.options.clock.now()
    const state = initialState(record, now)
    const view = viewOf(record, state, staleAt(state, 0, this.options.timingsFor(record.connectionId)) !== null, false)
    const saved = { phone: record.phone, stoppedByOperator: record.stoppedByOperator, last: record.last }
    const entry: Watched = { record, state, view, everyMs: 0, restMs: 0, unheard: false, heardAt: -Infinity, saved, checking: false, touchedAt: now }
    this.numbers.set(record.key, entry)
    const others = this.byConnection.get(record.connectionId) ?? new Map<string, Watched>()
    this.byConnection.set(record.connectionId, others.set(record.key, entry))
    this.options.onChange(view)
    return entry
  }

  /** False = it was not there. */
  delete(key: string): boolean {
    const connectionId = this.numbers.get(key)?.record.connectionId
    if (connectionId === undefined) return false
    this.ticks.delete(key)
    this.byConnection.get(connectionId)?.delete(key)
    if (this.count(connectionId) === 0) this.byConnection.delete(connectionId)
    return this.numbers.delete(key)
  }

  /** No number and no timer is left. */
  clear(): void {
    this.ticks.clear()
    this.numbers.clear()
    this.byConnection.clear()
  }

  views(): SessionView[] {
    return [...this.numbers.values()].map(({ view }) => view)
  }

  /** Who looks, or what power there is, changed: every number has another pace. False = nothing changed. */
  setWatch(change: Partial<Watch>): boolean {
    const watch = { ...this.watch, ...change }
    if (watch.visible === this.watch.visible && watch.onBattery === this.watch.onBattery) return false
    this.watch = watch
    for (const entry of this.numbers.values()) {
      this.pace(entry)
      this.show(entry)
    }
    return true
  }

  /** The pace after an answer; `failure` = it proved nothing. */
  paceOf(entry: Watched, failure: Failure | null): Pace {
    const { urgent } = this.pace(entry)
    return { everyMs: entry.everyMs, urgent, troubled: failure !== null, ...(failure?.retryAt === undefined ? {} : { retryAt: failure.retryAt }) }
  }

  /** Whether more than so many numbers of a connection are in trouble. */
  hurries(connectionId: string, many: number): boolean {
    let hurried = 0
    for (const each of this.of(connectionId)) if (this.pace(each).hurried && ++hurried > many) return true
    return false
  }

  /** How often the number is to be asked from now on. */
  pace(entry: Watched): Cadence {
    const cadence = cadenceOf(entry.state, this.watch, this.options.clock.now(), this.options.timingsFor(entry.record.connectionId))
    entry.everyMs = cadence.urgent ? cadence.everyMs : Math.max(cadence.everyMs, entry.restMs)
    return cadence
  }

  /** Feeds the machine, then shows, saves and tells. */
  take(key: string, event: SessionEvent): void {
    const entry = this.numbers.get(key)
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
  show(entry: Watched): void {
    const { record, state, everyMs } = entry
    if (this.numbers.get(record.key) !== entry) return
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

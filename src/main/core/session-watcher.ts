// Asks the gateways, feeds each answer to its number's machine, drops answers nobody waits for any more, and shows what came of it.
import type { SessionView } from '../../shared/app-snapshot'
import { failed, type Outcome } from '../../shared/failure'
import type { Reading } from '../../shared/session'
import type { NumberRecord } from '../../shared/settings'
import type { Watch } from './cadence'
import { LiveRounds } from './live-rounds'
import { MOST_CHECKED, PeerChecks } from './peer-checks'
import { PollScheduler, type Pace } from './poll-scheduler'
import { Questions, type Job } from './questions'
import type { SessionEvent } from './session-state'
import type { SessionWatcherOptions, Watched } from './watched'
import { WatchedNumbers } from './watched-numbers'

export type { SessionWatcherOptions } from './watched'

/** So many numbers in trouble are asked one by one; more are read from the live list, where there is one. */
const MOST_HURRIED = 10

/** Watches all numbers. */
export class SessionWatcher {
  private readonly watched: WatchedNumbers
  private readonly scheduler: PollScheduler
  private readonly questions: Questions
  private readonly peers = new PeerChecks()
  private readonly rounds: LiveRounds
  /** Numbers whose question waits for the end of a round, and what ends the wait. */
  private readonly waits = new Map<string, () => void>()
  private asleep = false
  private disposed = false

  constructor(private readonly options: SessionWatcherOptions) {
    const { clock, random, limits } = options
    this.watched = new WatchedNumbers(options)
    this.scheduler = new PollScheduler({
      clock, random, ...(limits ? { limits } : {}), timingsFor: (id) => options.timingsFor(id), ask: (key, urgent) => this.ask(key, urgent),
    })
    this.questions = new Questions(options)
    this.rounds = new LiveRounds({
      clock, log: options.log, timingsFor: (id) => options.timingsFor(id), gatewayOf: (id) => options.gatewayOf(id),
      membersOf: (id) => [...this.watched.of(id)].filter((each) => this.waitsForState(each)).map(({ record }) => record),
      onBegun: (key) => this.scheduler.spare(key, this.watched.get(key)?.everyMs ?? 0),
      onReading: (key, reading, askedAt, restMs) => this.feed(key, reading, askedAt, restMs),
      onUnheard: (key) => this.unheard(key),
      onEnd: (id, failure) => {
        if (failure?.retryAt !== undefined) this.scheduler.close(id, failure.retryAt)
        options.onAnswer?.(id, failure)
      },
    })
  }

  /** Begins to watch a number: asked after `inMs`, or at its cadence when `first` already tells where it stands. */
  add(record: NumberRecord, first?: Reading, inMs = 0): void {
    if (this.disposed || this.watched.get(record.key)) return
    const entry = this.watched.put(record)
    if (first) this.watched.take(record.key, { type: 'reading', reading: first })
    this.scheduler.add(record.key, record.connectionId, first ? entry.everyMs : inMs)
  }

  /** Stops watching a number; an answer under way is dropped, a disconnect under way fails with `cancelled`. */
  remove(key: string): void {
    const connectionId = this.watched.get(key)?.record.connectionId
    if (connectionId === undefined || !this.watched.delete(key)) return
    this.questions.drop(key)
    this.waits.get(key)?.()
    this.scheduler.remove(key)
    this.peers.done(key)
    if (this.watched.count(connectionId) === 0) this.rounds.forget(connectionId)
  }

  /** All numbers as shown now. */
  views(): SessionView[] {
    return this.watched.views()
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
    this.watched.show(entry)
  }

  /** Links a phone to the number: asks the backend for a code, or goes on from `first` when a provisioning brought it. */
  connect(key: string, first?: Reading): void {
    const entry = this.begin(key, { type: 'link' })
    if (!entry) return
    if (first) {
      this.watched.take(key, { type: 'reading', reading: first })
      this.scheduler.relax(key, entry.everyMs)
    } else this.demand(entry, { type: 'start' })
  }

  /** Starts the session by itself: nobody waits, no code is shown. False = not now: the number is not disconnected. */
  heal(key: string): boolean {
    if (this.watched.get(key)?.state.phase !== 'disconnected' || !this.begin(key, { type: 'heal' })) return false
    this.questions.queue(key, { type: 'start' })
    this.scheduler.askNow(key, false)
    return true
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
    this.waits.get(key)?.()
    this.watched.show(entry)
    this.scheduler.askNow(key, true)
  }

  /** Stops the number's session on the backend. No alarm follows, even when the answer is lost. Fails as the gateway does, or `cancelled`. */
  disconnect(key: string): Promise<Outcome> {
    const entry = this.begin(key, { type: 'stop-asked' })
    if (!entry) return Promise.resolve(failed('not-found'))
    return new Promise((resolve) => this.demand(entry, { type: 'disconnect', resolve }))
  }

  /** The phone that is linked becomes the one on record. */
  keepPhone(key: string): void {
    this.watched.take(key, { type: 'keep-phone' })
  }

  /** A successful full list of the connection does not have the number. */
  vanished(key: string): void {
    this.begin(key, { type: 'vanished' })
  }

  /** Takes live state from a list, asked for at `askedAt` (epoch ms); ignored when the number was touched or asked since. The list comes again after `restMs` at the earliest. */
  feed(key: string, reading: Reading, askedAt: number, restMs: number): void {
    const entry = this.watched.get(key)
    if (!entry || entry.touchedAt > askedAt || !this.waitsForState(entry)) return
    entry.touchedAt = this.options.clock.now()
    entry.heardAt = entry.touchedAt
    entry.restMs = restMs
    this.watched.take(key, { type: 'reading', reading })
    if (entry.state.suspectSince === null) this.peers.done(key)
    const pace = this.watched.paceOf(entry, null)
    // A round that failed proved nothing, and the next one backs off whoever waits for it.
    this.scheduler.heard(key, reading.state === 'unknown' ? { ...pace, everyMs: Math.max(pace.everyMs, restMs), urgent: false } : pace)
  }

  /** The computer goes to sleep: nothing is asked, requests under way are aborted. */
  suspend(): void {
    if (this.disposed || this.asleep) return
    this.asleep = true
    this.scheduler.suspend()
    this.rounds.drop()
    for (const entry of this.watched.all()) {
      const { key } = entry.record
      this.questions.drop(key)
      entry.checking = false
      this.watched.take(key, { type: 'suspended' })
    }
  }

  /** The computer is awake: everything is asked after 1-3 s, nothing shown counts as proven until then. */
  resume(): void {
    if (this.disposed) return
    const now = this.options.clock.now()
    for (const entry of this.watched.all()) {
      const { key } = entry.record
      entry.touchedAt = Math.min(entry.touchedAt, now) // the clock may have been set back
      this.watched.take(key, { type: 'resumed' })
    }
    // Some systems tell of waking without having told of sleep.
    this.asleep = false
    this.scheduler.resume()
  }

  /** Somebody looks at the window, or no longer does: connected numbers are asked more, or less, often. */
  setVisible(visible: boolean): void {
    this.repace({ visible })
  }

  /** On battery what is well is asked half as often. */
  setOnBattery(onBattery: boolean): void {
    this.repace({ onBattery })
  }

  /** "Online" asks everything soon. "Offline" stops nothing: loopback and office networks work without the internet. */
  setOnline(online: boolean): void {
    if (online) this.scheduler.askAllSoon()
  }

  /** The connection was signed in or out, or the keyring opened: ask all its numbers now, drop answers to the old sign-in. */
  recheckConnection(connectionId: string): void {
    this.rounds.drop(connectionId)
    for (const { record: { key } } of this.watched.of(connectionId)) {
      if (!this.questions.pending(key)) this.questions.drop(key)
      this.scheduler.askNow(key, false)
    }
  }

  /** How many other numbers of a connection are connected as far as known: those an outage would take along. */
  peersOf(connectionId: string, except: string): number {
    return this.watched.connectedPeers(connectionId, new Set([except])).length
  }

  /** Asks the connected numbers of a connection now (a bounded many); settles when each has answered and none waits for a second reading. */
  checkConnection(connectionId: string, except: ReadonlySet<string>): Promise<void> {
    return this.checkNumbers(this.watched.connectedPeers(connectionId, except))
  }

  /** Asks these numbers now (a bounded many); settles when each has answered and none waits for a second reading. */
  checkNumbers(keys: readonly string[]): Promise<void> {
    const some = keys.filter((key) => this.watched.get(key)).slice(0, MOST_CHECKED)
    const checked = this.peers.begin(some)
    for (const key of some) this.scheduler.askNow(key, false)
    return checked
  }

  /** Stops everything: no timer and no request is left. */
  dispose(): void {
    this.disposed = true
    this.scheduler.dispose()
    this.rounds.drop()
    this.watched.clear()
    this.questions.dispose()
    this.peers.clear()
  }

  private repace(change: Partial<Watch>): void {
    if (!this.watched.setWatch(change)) return
    for (const { record, everyMs } of this.watched.all()) this.scheduler.hasten(record.key, everyMs)
  }

  private unheard(key: string): void {
    const entry = this.watched.get(key)
    if (entry) entry.unheard = true
    this.scheduler.hasten(key, 0)
  }

  /** Nobody links or stops it, and no question of its own is under way. */
  private waitsForState({ record: { key }, state }: Watched): boolean {
    return !state.attempt && !this.questions.pending(key) && !this.questions.busy(key)
  }

  /** A live list may answer instead. One number in trouble is asked by itself, many are not. */
  private mayJoin(entry: Watched): boolean {
    if (entry.checking || entry.unheard || !this.waitsForState(entry)) return false
    return !this.watched.pace(entry).hurried || this.watched.hurries(entry.record.connectionId, MOST_HURRIED)
  }

  /** An event that makes answers under way answers about the past. */
  private begin(key: string, event: SessionEvent): Watched | null {
    const entry = this.watched.get(key)
    if (!entry || this.disposed) return null
    this.questions.drop(key)
    this.waits.get(key)?.()
    entry.touchedAt = this.options.clock.now()
    entry.checking = false
    this.watched.take(key, event)
    return entry
  }

  private demand(entry: Watched, job: Job): void {
    const { key } = entry.record
    this.questions.queue(key, job)
    entry.checking = true
    this.watched.show(entry)
    this.scheduler.askNow(key, true)
  }

  private async ask(key: string, urgent: boolean): Promise<Pace> {
    const entry = this.watched.get(key)
    if (!entry) return { everyMs: 0, urgent: false, troubled: false }
    const askedAt = this.options.clock.now()
    const round = this.mayJoin(entry) ? this.rounds.join(entry.record.connectionId, entry.record.sessionId) : null
    // The round under way brings the answer or has it asked for; a place held meanwhile would be one too few for the others.
    if (round === 'coming' || (round === 'heard' && !urgent)) return this.watched.unanswered(entry)
    if (round !== null && round !== 'heard') {
      // A click on this very number must not wait for the last page.
      const end = await Promise.race([round, new Promise<'wanted'>((resolve) => void this.waits.set(key, () => resolve('wanted')))])
      this.waits.delete(key)
      if (end === 'wanted' || this.asleep || this.watched.get(key) !== entry || entry.heardAt >= askedAt) {
        return end === 'wanted' ? this.watched.unanswered(entry) : this.watched.paceOf(entry, end?.failure ?? null)
      }
    }
    entry.restMs = 0
    entry.unheard = false
    const answer = await this.questions.ask(key, entry.record)
    // Removed, cancelled, asked for something else, or asleep meanwhile: the answer is about the past.
    if (answer === null) return this.watched.unanswered(entry)
    entry.checking = false
    entry.touchedAt = this.options.clock.now()
    if (answer.type === 'reading') {
      this.watched.take(key, { type: 'reading', reading: answer.reading })
      const failure = answer.reading.state === 'unknown' ? (answer.reading.failure ?? { code: 'not-understood' as const }) : null
      this.options.onAnswer?.(entry.record.connectionId, failure)
      if (entry.state.suspectSince === null) this.peers.done(key)
      return this.watched.paceOf(entry, failure)
    }
    if (answer.outcome.ok) this.watched.take(key, { type: 'stopped' })
    else if (!answer.lost) this.watched.take(key, { type: 'stop-refused' })
    this.watched.show(entry)
    answer.resolve(answer.outcome)
    return this.watched.paceOf(entry, null)
  }
}

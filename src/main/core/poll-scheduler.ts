// When to ask next. One request in flight per number, a bound over all, turns between connections, back-off with jitter, Retry-After obeyed.
import type { Timings } from '../../shared/timings'
import { Agenda } from './agenda'
import { openLane, QUEUES, type Entry, type Lane } from './poll-lanes'
import type { Clock, Random } from './ports'

/** How often a number is to be asked, and how the last answer went. */
export interface Pace {
  /** ms between questions while answers come. */
  readonly everyMs: number
  /** Somebody waits for this answer: before the routine ones, and on the dot. */
  readonly urgent: boolean
  /** The last question brought no answer: back off. */
  readonly troubled: boolean
  /** Nothing is learned of the backend from it: nobody wanted the answer any more, or a list brings it. */
  readonly unanswered?: boolean
  /** Epoch ms before which the backend does not want to be asked (Retry-After). */
  readonly retryAt?: number
}

/** Most requests at once: for one connection, over all, and how many more an operator's click may add to each. */
export interface PollLimits {
  readonly perConnection: number
  readonly overall: number
  readonly extra: number
}

/** Six is what browsers allow a host; a click never waits behind hanging routine requests. */
export const POLL_LIMITS: PollLimits = { perConnection: 6, overall: 12, extra: 2 }

/** A backend that answers after it gave no answer for so long is back, ms: nobody waits for the end of a pause. */
const BACK_AFTER = 60_000
/** A server that asks for more is asked again after this all the same, ms. */
const LONGEST_RETRY_AFTER = 900_000

interface PollSchedulerOptions {
  readonly clock: Clock
  readonly random: Random
  readonly limits?: PollLimits
  timingsFor(connectionId: string): Timings
  /** Asks the backend once. Never rejects; settles at the latest when its own deadline passes. `urgent` = somebody waits for the answer. */
  ask(key: string, urgent: boolean): Promise<Pace>
}

/** Who is next: clicks, then one question for each connection that has none under way (however much others have to ask), then the rest. */
const TURNS = [
  { queue: 'demanded', first: false }, { queue: 'urgent', first: true }, { queue: 'routine', first: true }, { queue: 'urgent', first: false }, { queue: 'routine', first: false },
] as const

/** Plans the questions of all numbers. */
export class PollScheduler {
  private readonly entries = new Map<string, Entry>()
  /** Outlives a removed entry: a number that is added again waits for its old question. */
  private readonly inFlight = new Set<string>()
  private readonly lanes = new Map<string, Lane>()
  private readonly agenda: Agenda
  private readonly limits: PollLimits
  private order: Lane[] = []
  private turn = 0
  private paused = false
  private disposed = false

  constructor(private readonly options: PollSchedulerOptions) {
    this.limits = options.limits ?? POLL_LIMITS
    this.agenda = new Agenda(options.clock, (key) => this.ready(key))
  }

  /** Begins to ask a number, for the first time after `inMs`. */
  add(key: string, connectionId: string, inMs: number): void {
    if (this.disposed || this.entries.has(key)) return
    const lane = this.lanes.get(connectionId) ?? this.openLane(connectionId)
    lane.size++
    this.entries.set(key, { key, lane, again: false, demanded: false, planned: false, failed: false, troubles: 0, urgent: false, askedAt: -Infinity })
    if (!this.paused) this.agenda.set(key, this.options.clock.now() + inMs)
  }

  /** Stops asking a number. A request in flight keeps its place until it settles. */
  remove(key: string): void {
    const entry = this.entries.get(key)
    if (!entry) return
    this.entries.delete(key)
    this.agenda.delete(key)
    for (const queue of QUEUES) entry.lane[queue].delete(entry)
    entry.lane.size--
    this.closeLane(entry.lane)
  }

  /** Asks as soon as a place is free; a request in flight is followed by another. `demanded` = a person asked, so Retry-After may be passed. */
  askNow(key: string, demanded: boolean): void {
    const entry = this.entries.get(key)
    if (!entry || this.disposed) return
    entry.urgent = true
    entry.troubles = 0
    if (demanded) entry.demanded = true
    if (this.paused) return
    if (this.inFlight.has(key)) entry.again = true
    else this.ready(key)
  }

  /** Moves the next question to at most `everyMs` (with jitter) after the last one; never later than planned. */
  hasten(key: string, everyMs: number): void {
    const entry = this.entries.get(key)
    const planned = this.agenda.at(key)
    if (!entry || planned === undefined || entry.troubles > 0) return
    const wanted = Math.max(this.options.clock.now(), entry.askedAt + this.spread(everyMs))
    if (wanted < planned) this.agenda.set(key, wanted)
  }

  /** The next question in `everyMs` at the earliest: somebody no longer waits. */
  relax(key: string, everyMs: number): void {
    const entry = this.entries.get(key)
    if (!entry || this.paused) return
    entry.urgent = false
    entry.demanded = false
    entry.again = false
    for (const queue of QUEUES) entry.lane[queue].delete(entry)
    this.agenda.set(key, this.options.clock.now() + this.spread(everyMs))
  }

  /** Takes back a routine question: another one answers for it. Planned anew in `everyMs`, should that fail to come. */
  spare(key: string, everyMs: number): void {
    const entry = this.entries.get(key)
    if (!entry || this.paused || entry.demanded || entry.urgent || this.inFlight.has(key)) return
    entry.lane.routine.delete(entry)
    this.agenda.set(key, this.options.clock.now() + this.spread(everyMs))
  }

  /** An answer came by another way: the next question is planned as after one of its own. */
  heard(key: string, pace: Pace): void {
    const entry = this.entries.get(key)
    if (!entry || this.paused || entry.demanded || entry.again) return
    for (const queue of QUEUES) entry.lane[queue].delete(entry)
    entry.askedAt = this.options.clock.now()
    entry.planned = true
    entry.troubles = 0
    entry.urgent = pace.urgent
    this.agenda.set(key, entry.askedAt + (pace.urgent ? pace.everyMs : this.spread(pace.everyMs)))
  }

  /** The connection's backend does not want to be asked before `until` (epoch ms): only clicks pass. What waits for a place waits for that. */
  close(connectionId: string, until: number): void {
    const lane = this.lanes.get(connectionId)
    if (!lane) return
    lane.closedUntil = Math.max(lane.closedUntil, Math.min(until, this.options.clock.now() + LONGEST_RETRY_AFTER))
    for (const queue of [lane.urgent, lane.routine]) {
      for (const { key } of queue) this.agenda.set(key, lane.closedUntil + this.options.random() * 1_000)
      queue.clear()
    }
  }

  /** Forgets earlier errors and asks every number within seconds, at random: after waking, on coming online. */
  askAllSoon(): void {
    if (this.paused || this.disposed) return
    const now = this.options.clock.now()
    for (const entry of this.entries.values()) {
      const { wakeAskMin, wakeAskMax } = this.options.timingsFor(entry.lane.id)
      entry.troubles = 0
      this.agenda.set(entry.key, now + wakeAskMin + this.options.random() * (wakeAskMax - wakeAskMin))
    }
  }

  /** Asks nothing until {@link resume}. Requests in flight are the caller's to abort. */
  suspend(): void {
    this.paused = true
    this.agenda.clear()
    for (const lane of this.lanes.values()) for (const queue of QUEUES) lane[queue].clear()
  }

  /** Goes on: every number is asked within seconds. */
  resume(): void {
    this.paused = false
    // A wall clock that was set back leaves times behind that lie hours ahead.
    const now = this.options.clock.now()
    for (const lane of this.lanes.values()) {
      if (lane.closedUntil > now + LONGEST_RETRY_AFTER) lane.closedUntil = -Infinity
      lane.answeredAt = Math.min(lane.answeredAt, now)
    }
    for (const entry of this.entries.values()) entry.askedAt = Math.min(entry.askedAt, now)
    this.askAllSoon()
  }

  /** Stops for good; no timer is left. */
  dispose(): void {
    this.disposed = true
    this.suspend()
    this.entries.clear()
  }

  private openLane(id: string): Lane {
    const lane = openLane(id)
    this.lanes.set(id, lane)
    this.order.push(lane)
    return lane
  }

  private closeLane(lane: Lane): void {
    if (lane.size > 0 || lane.flying > 0) return
    this.lanes.delete(lane.id)
    this.order = this.order.filter((each) => each !== lane)
  }

  /** A number is due. */
  private ready(key: string): void {
    const entry = this.entries.get(key)
    if (!entry || this.inFlight.has(key) || this.paused || this.disposed) return
    this.agenda.delete(key)
    const { lane } = entry
    if (!entry.demanded && lane.closedUntil > this.options.clock.now()) {
      this.agenda.set(key, lane.closedUntil + this.options.random() * 1_000)
      return
    }
    for (const queue of QUEUES) lane[queue].delete(entry)
    lane[entry.demanded ? 'demanded' : entry.urgent ? 'urgent' : 'routine'].add(entry)
    this.pump()
  }

  private pump(): void {
    for (let next = this.pick(); next; next = this.pick()) void this.launch(next)
  }

  /** The next number to ask: what people wait for first, and one connection after the other. */
  private pick(): Entry | null {
    if (this.paused || this.disposed) return null
    for (const { queue, first } of TURNS) {
      const extra = queue === 'demanded' ? this.limits.extra : 0
      if (this.inFlight.size >= this.limits.overall + extra) continue
      const most = first ? 1 : this.limits.perConnection + extra
      for (let step = 0; step < this.order.length; step++) {
        const index = (this.turn + step) % this.order.length
        const lane = this.order[index]
        if (!lane || lane.flying >= most) continue
        const [entry] = lane[queue]
        if (!entry) continue
        lane[queue].delete(entry)
        this.turn = index + 1
        return entry
      }
    }
    return null
  }

  private async launch(entry: Entry): Promise<void> {
    const { lane } = entry
    this.inFlight.add(entry.key)
    entry.demanded = false
    entry.again = false
    entry.planned = false
    entry.askedAt = this.options.clock.now()
    lane.flying++
    const pace = await this.options.ask(entry.key, entry.urgent)
    this.inFlight.delete(entry.key)
    // Said of the backend: it holds whatever has become of the number meanwhile.
    if (pace.retryAt !== undefined) this.close(lane.id, pace.retryAt)
    lane.flying--
    if (this.entries.get(entry.key) === entry) this.plan(entry, pace)
    else if (this.entries.has(entry.key)) this.agenda.set(entry.key, this.options.clock.now())
    this.closeLane(lane)
    this.pump()
  }

  private plan(entry: Entry, pace: Pace): void {
    if (this.paused || this.disposed) return
    const now = this.options.clock.now()
    entry.troubles = pace.troubled ? entry.troubles + 1 : 0
    if (pace.unanswered !== true) this.learn(entry, pace.troubled, now)
    // Asked for again while this answer was under way.
    if (entry.demanded || entry.again) return this.ready(entry.key)
    if (entry.planned && this.agenda.at(entry.key) !== undefined) return
    entry.urgent = pace.urgent
    this.agenda.set(entry.key, Math.min(this.agenda.at(entry.key) ?? Infinity, this.nextAt(entry, pace, now)))
  }

  /** A backend that answers where it did not, after a while without any answer: whoever waits for the end of a long pause is asked within seconds. */
  private learn(answered: Entry, troubled: boolean, now: number): void {
    const { lane, failed } = answered
    answered.failed = troubled
    if (troubled) return
    const isBack = failed && now - lane.answeredAt > BACK_AFTER
    lane.answeredAt = now
    if (!isBack) return
    const { wakeAskMax } = this.options.timingsFor(lane.id)
    for (const entry of this.entries.values()) {
      const planned = entry.lane === lane && entry.troubles > 0 ? this.agenda.at(entry.key) : undefined
      if (planned !== undefined) this.agenda.set(entry.key, Math.min(planned, now + this.options.random() * wakeAskMax))
    }
  }

  private nextAt(entry: Entry, pace: Pace, now: number): number {
    if (pace.troubled) {
      const { backoffMax } = this.options.timingsFor(entry.lane.id)
      const wait = Math.min(backoffMax, pace.everyMs * 2 ** Math.min(entry.troubles - 1, 16))
      const next = now + wait * (0.75 + 0.25 * this.options.random())
      return pace.retryAt === undefined ? next : Math.max(next, entry.lane.closedUntil + this.options.random() * 1_000)
    }
    const every = pace.urgent ? pace.everyMs : this.spread(pace.everyMs)
    // Counted from question to question, but a slow server gets a pause too.
    return Math.max(Math.min(entry.askedAt, now) + every, now + every / 4)
  }

  /** ±10 %: numbers added together drift apart. */
  private spread(ms: number): number {
    return ms * (0.9 + 0.2 * this.options.random())
  }
}

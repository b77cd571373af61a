// Compares what the app told with what was so. Times are epoch ms.
import type { Decision } from '../../../src/main/core/notice'
import type { Happening } from '../../../src/main/core/session-state'

/** A decision so long after the end of a fault still belongs to it, ms: gathered drops wait for their neighbours. */
const GRACE = 15_000
/** A backend out of reach for so long is told, once, ms … */
const WORTH_TELLING = 300_000
/** … and found out as late as this: numbers are asked every so often. */
const FOUND = 60_000
/** An outage so soon after another is the same one to the app: it has not asked all numbers yet, ms. */
const SAME = 150_000

/** A time in which a number was really down. */
export interface Truth {
  readonly key: string
  readonly kind: string
  readonly from: number
  to: number
  /** Since when it could be seen: its backend answers and the computer is awake. */
  seenFrom: number
  /** The backend was out of reach or the computer asleep about that time. */
  blurred: boolean
  told: boolean
  back: boolean
}

/** A time in which nothing could be asked of a connection. */
interface Blind {
  readonly connectionId: string
  readonly from: number
  to: number
  told: number
  /** The computer slept meanwhile: the five minutes begin anew when it wakes. */
  slept: boolean
}

/** A time in which a backend lied about a number, and a while after it. */
export interface Lie {
  readonly key: string
  readonly from: number
  to: number
}

/** Times of one kind of fault from the moment it could be seen to the decision, ms. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** What the judge found. */
export interface Verdict {
  readonly missed: readonly string[]
  /** Drops, recoveries, reminders and "cannot check" that were told and not so, or told twice; whether or not a named silence hid them. */
  readonly falseAlarms: readonly string[]
  /** Drops told because a backend lied. */
  readonly liesTold: number
  readonly latency: Readonly<Record<string, Spread>>
  readonly latencyBlurred: Spread
  readonly notices: Readonly<Record<string, number>>
  readonly silences: Readonly<Record<string, number>>
}

/** Hears everything; times of decisions are given by the caller. */
export class Judge {
  readonly truths: Truth[] = []
  readonly lies: Lie[] = []
  private readonly blinds: Blind[] = []
  private readonly falseAlarms: string[] = []
  private readonly latencies = new Map<string, number[]>()
  private readonly blurred: number[] = []
  private readonly notices: Record<string, number> = {}
  private readonly silences: Record<string, number> = {}
  private liesTold = 0

  constructor(private readonly start: number) {}

  /** A backend is out of reach from now on. */
  blind(connectionId: string, from: number, slept: boolean): Blind {
    const last = this.blinds.findLast((each) => each.connectionId === connectionId)
    if (last && from - last.to < SAME) return Object.assign(last, { to: Infinity, slept: last.slept || slept })
    const blind = { connectionId, from, to: Infinity, told: 0, slept }
    this.blinds.push(blind)
    return blind
  }

  /** The computer falls asleep. */
  asleep(): void {
    for (const blind of this.blinds) if (blind.to === Infinity) blind.slept = true
  }

  decided(decision: Decision, at: number): void {
    if ('notice' in decision) count(this.notices, decision.notice.category)
    else count(this.silences, decision.silent)
    for (const happening of decision.about) {
      if (happening.type === 'dropped') this.dropped(happening, decision, at)
      else if (happening.type === 'recovered') this.recovered(happening, decision, at)
    }
    if ('notice' in decision && decision.notice.category === 'cannot-check') this.cannotCheck(decision.notice.connectionId, at)
  }

  /** A number that is back may be taken for down until it is asked again. */
  reminded(keys: readonly string[], at: number): void {
    for (const key of keys) if (!this.downAt(key, at, SAME)) this.wrong(`reminded of ${key}`, at)
  }

  verdict(): Verdict {
    const late = this.truths.filter(({ told, back, to }) => told && !back && to !== Infinity).map(({ key, kind, to }) => `${key} ${kind}: its end at ${this.second(to)} s`)
    const blind = this.blinds.filter(({ from, to, told, slept }) => told === 0 && !slept && to - from > WORTH_TELLING + FOUND).map(({ connectionId, from }) => `${connectionId}: out of reach at ${this.second(from)} s`)
    const missed = this.truths.filter(({ told }) => !told).map(({ key, kind, from }) => `${key} ${kind} at ${this.second(from)} s`)
    return {
      missed: [...missed, ...late, ...blind], falseAlarms: this.falseAlarms, liesTold: this.liesTold, notices: this.notices, silences: this.silences,
      latency: Object.fromEntries([...this.latencies].map(([kind, values]) => [kind, spread(values)])), latencyBlurred: spread(this.blurred),
    }
  }

  private dropped({ key }: Happening, decision: Decision, at: number): void {
    const truth = this.downAt(key, at)
    const known = 'notice' in decision || decision.silent === 'joined-outage'
    if (!truth) {
      if (this.lies.some((each) => each.key === key && each.from <= at && at <= each.to)) this.liesTold += 1
      else this.wrong(`drop of ${key}`, at)
    } else if (truth.told) this.wrong(`second drop of ${key} (${truth.kind})`, at)
    else if (known) {
      truth.told = true
      if (truth.blurred) this.blurred.push(at - truth.seenFrom)
      else this.latencies.set(truth.kind, [...(this.latencies.get(truth.kind) ?? []), at - truth.seenFrom])
    }
  }

  /** "It is back" needs a drop that was told and is over. */
  private recovered({ key, at: seenAt }: Happening, decision: Decision, at: number): void {
    if (!('notice' in decision)) return
    if (this.lies.some((each) => each.key === key && each.from <= at && at <= each.to)) return
    const truth = this.truths.findLast((each) => each.key === key && each.to <= seenAt)
    if (!truth?.told || truth.back || this.truths.some((each) => each.key === key && each.from < seenAt && seenAt < each.to)) this.wrong(`recovery of ${key}`, at)
    else truth.back = true
  }

  private cannotCheck(connectionId: string, at: number): void {
    const blind = this.blinds.findLast((each) => each.connectionId === connectionId && each.from + WORTH_TELLING <= at && at <= each.to + GRACE)
    if (!blind || blind.told++ > 0) this.wrong(`"cannot check" of ${connectionId}`, at)
  }

  /** `grace` = its end may be so old, ms. */
  private downAt(key: string, at: number, grace = GRACE): Truth | undefined {
    return this.truths.findLast((each) => each.key === key && each.from <= at && at <= each.to + grace)
  }

  private wrong(what: string, at: number): void {
    this.falseAlarms.push(`${what} at ${this.second(at)} s`)
  }

  private second(at: number): number {
    return Math.round((at - this.start) / 1000)
  }
}

function count(into: Record<string, number>, what: string): void {
  into[what] = (into[what] ?? 0) + 1
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

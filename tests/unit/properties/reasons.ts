// Every happening ends in exactly one decision, in time; and a reason for silence has to be true.
import { severityOf } from '../../../src/shared/model/severity'
import { TIMINGS } from '../../../src/shared/timings'
import type { Decision, NoticeCategory, Silence } from '../../../src/main/core/notices/notice'
import type { Happening } from '../../../src/main/core/session/session-state'
import type { FakeClock } from '../../fakes/fake-clock'
import type { monitorRig } from '../../fakes/rigs/monitor-rig'
import { must } from './runs'

type World = ReturnType<typeof monitorRig>['world']
type Counted = 'dropped' | 'recovered' | 'cannot-check' | 'unstable'

/** What may tell of what: a drop is never told as a recovery, nor twice. */
const CATEGORIES: Readonly<Record<Counted, readonly NoticeCategory[]>> = {
  dropped: ['drop', 'outage'],
  recovered: ['recovery'],
  'cannot-check': ['cannot-check', 'sign-in'],
  unstable: ['unstable'],
}
const counts = (type: Happening['type']): type is Counted => type in CATEGORIES

interface Open {
  /** Ms of the clock's own time. */
  readonly at: number
  /** The operator had muted the number. */
  readonly muted: boolean
  /** An outage of its connection was told within the last minute. */
  readonly joins: boolean
}

/** Keeps account of what waits for a decision, and why what was not told was not. Times are ms of the clock's own time. */
export class Reasons {
  private readonly open = new Map<Happening, Open>()
  /** When each thing last happened to a number: `recovered a1`. */
  private readonly last = new Map<string, number>()
  private readonly newest = new Map<string, Happening>()
  private readonly clicks = new Map<string, number>()
  /** When each connection's last outage was told, by both clocks. */
  private readonly outages = new Map<string, { readonly at: number; readonly wall: number }>()
  private readonly toldDrops = new Set<string>()
  /** Said, or to be said as soon as the silence ends. */
  private readonly toldTrouble = new Set<string>()
  private readonly toldUnstable = new Set<string>()
  private wokeAt: number

  constructor(
    private readonly clock: FakeClock,
    private readonly isPresent: (key: string) => boolean,
    private readonly world: () => World,
  ) {
    this.wokeAt = clock.elapsed
  }

  happened(happening: Happening): void {
    const { type, key } = happening
    this.last.set(`${type} ${key}`, this.clock.elapsed)
    this.newest.set(`${type} ${key}`, happening)
    if (type === 'steady') this.toldUnstable.delete(key)
    const outage = this.outages.get(happening.connectionId)
    const joins =
      outage !== undefined &&
      this.clock.now() >= outage.wall &&
      this.clock.now() - outage.wall <= TIMINGS.outageJoin &&
      this.clock.elapsed - outage.at <= TIMINGS.outageJoin
    if (counts(type)) this.open.set(happening, { at: this.clock.elapsed, muted: this.world().mutedNumbers.has(key), joins })
  }

  /** The operator linked or stopped the number. */
  clicked(key: string): void {
    this.clicks.set(key, this.clock.elapsed)
  }

  /** The computer sleeps: nothing can be told. */
  slept(): void {
    this.wokeAt = Infinity
  }

  woke(): void {
    this.wokeAt = this.clock.elapsed
  }

  /** Takes a decision; returns what is wrong with it. */
  decided(decision: Decision): string[] {
    return decision.about.flatMap((happening) => {
      const { key, type, connectionId } = happening
      const open = this.open.get(happening)
      if (!open || !counts(type)) return [`${type} ${key} is decided twice`]
      this.open.delete(happening)
      if (type === 'dropped' && this.clock.elapsed > this.latest(open)) return [`the drop of ${key} is told too late`]
      const silent = 'silent' in decision ? decision.silent : null
      const wasTold = this.toldTrouble.has(connectionId)
      if (type === 'cannot-check' && (silent === null || silent === 'notices-off' || silent === 'muted')) this.toldTrouble.add(connectionId)
      if (type === 'dropped' && (silent === null || silent === 'joined-outage')) this.toldDrops.add(key)
      if ('notice' in decision) {
        const { category, keys } = decision.notice
        if (category === 'outage') this.outages.set(connectionId, { at: this.clock.elapsed, wall: this.clock.now() })
        if (type === 'unstable') this.toldUnstable.add(key)
        const right =
          CATEGORIES[type].includes(category) &&
          keys.includes(key) &&
          (category !== 'drop' || keys.length === 1) &&
          !this.mustBeSilent(type, open) &&
          !(type === 'dropped' && open.joins)
        return right ? [] : [`${type} ${key} is told as ${category} of ${keys.join()}`]
      }
      return silent !== null && this.holds(silent, happening, type, open, wasTold) ? [] : [`${type} ${key} is not told, allegedly because ${String(silent)}`]
    })
  }

  /** Nothing waits longer than it may. */
  look(): void {
    for (const [{ type, key }, open] of this.open)
      must(type !== 'dropped' || this.clock.elapsed <= this.latest(open), () => `the drop of ${key} waits too long`)
  }

  /** A drop waits five seconds, or until the quiet time after a wake is over. */
  private latest({ at }: Open): number {
    return Math.max(at + TIMINGS.outageCheck, this.wokeAt + TIMINGS.wakeQuiet) + 1
  }

  /** Nothing waits any more. */
  allDecided(): void {
    must(this.open.size === 0, () => `without a notice or a named silence: ${[...this.open.keys()].map(({ type, key }) => `${type} ${key}`).join()}`)
  }

  private mustBeSilent(type: Counted, { muted }: Open): boolean {
    const { notices, mutedUntil } = this.world()
    return !notices || (mutedUntil !== null && mutedUntil > this.clock.now()) || (muted && type !== 'recovered')
  }

  private holds(silent: Silence, happening: Happening, type: Counted, open: Open, wasTold: boolean): boolean {
    const { key, connectionId } = happening
    const { notices, mutedUntil, quietHours } = this.world()
    const since = (what: Happening['type']): boolean => (this.last.get(`${what} ${key}`) ?? -Infinity) >= open.at
    switch (silent) {
      case 'notices-off':
        return !notices
      case 'muted':
        return mutedUntil !== null && mutedUntil > this.clock.now()
      case 'quiet-hours':
        return quietHours.on
      case 'muted-number':
        return open.muted
      case 'removed':
        return !this.isPresent(key)
      case 'by-operator':
        return since('stopped') || (this.clicks.get(key) ?? -Infinity) >= open.at
      case 'recovered-meanwhile':
        return (type === 'dropped' && since('recovered')) || (type === 'unstable' && since('steady'))
      case 'unstable':
        return happening.type === 'dropped' && severityOf(happening.cause) === 'warning' && this.toldUnstable.has(key)
      case 'joined-outage':
        return type === 'dropped' && this.clock.elapsed - (this.outages.get(connectionId)?.at ?? -Infinity) <= TIMINGS.outageJoin
      case 'dropped-again':
        return type === 'recovered' && since('dropped')
      case 'drop-untold':
        return type === 'recovered' && !this.toldDrops.has(key)
      case 'checked-again':
        return type === 'cannot-check' && since('can-check')
      case 'already-told':
        // A newer one of the same number answers for both.
        return (type === 'cannot-check' && wasTold) || this.newest.get(`${type} ${key}`) !== happening
    }
  }
}

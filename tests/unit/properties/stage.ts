// The whole monitor over two backends with random answers. Records every answer and every click, and checks what must follow from them.
import type { SessionView } from '../../../src/shared/ipc/snapshot'
import type { Evidence } from '../../../src/shared/model/session'
import { TIMINGS } from '../../../src/shared/timings'
import type { Decision } from '../../../src/main/core/notices/notice'
import type { PollLimits } from '../../../src/main/core/watch/schedule/connection-queues'
import type { Happening } from '../../../src/main/core/session/session-state'
import { FakeClock } from '../../fakes/fake-clock'
import { monitorRig } from '../../fakes/rigs/monitor-rig'
import { numberRecord } from '../../fakes/views'
import { seededRandom } from '../../fakes/rigs/watch-rig'
import { WildGateway, type Given } from '../../fakes/gateways/wild-gateway'
import { DropModel, healingOf, type Healing } from './drop-model'
import { Reasons } from './reasons'
import { must } from './runs'

/** Two connections; the first has enough numbers for live lists. */
export const KEYS = ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2'] as const
/** Fewer than there are numbers, so that the bounds bind. */
const LIMITS: PollLimits = { perConnection: 2, overall: 3, extra: 1 }
/** A live list rests so long at most: its pause and how long a whole one took, ms. */
const LIST_REST = 1_200 + TIMINGS.requestDeadline

export const connectionOf = (key: string): string => key.slice(0, 1)

/** Runs the monitor for a property. The property makes the moves; `look` checks what must hold at any time, `faults` holds what was found in between. */
export class Stage {
  readonly clock = new FakeClock()
  readonly faults: string[] = []
  readonly gateways = new Map(['a', 'b'].map((id) => [id, new WildGateway(this.clock, () => KEYS.filter((each) => connectionOf(each) === id))]))
  readonly present = new Map<string, DropModel>()
  readonly all: ReturnType<typeof monitorRig>
  away = false
  asleep = false
  visible = false
  onBattery = false
  readonly reasons: Reasons
  /** Nothing from before counts after this, epoch ms: the last wake, or a clock set by hand. */
  private provenFrom = 0
  private readonly given = new Map<Evidence, Given & { readonly healing: Healing | null }>()
  /** Answers to requests that nobody dropped: they have to be taken. */
  private readonly owed = new Map<string, Evidence>()
  private readonly seen = new Map<string, Evidence>()
  /** The newest answer that was taken, when, and whether by a request of its own, by number. */
  private readonly newest = new Map<string, { readonly state: string; readonly at: number; readonly own: boolean }>()
  /** When something else than a list last spoke for a number, ms of the clock's own time. */
  private readonly touched = new Map<string, number>()
  private readonly told = new Map<string, string[]>()

  constructor(seed: number) {
    for (const each of this.gateways.values()) {
      each.onGiven = (given) => this.onGiven(given)
      each.lists = seed % 2 === 1
      each.latency = seed % 4 < 2 ? 20 : 3_000
    }
    this.reasons = new Reasons(
      this.clock,
      (key) => this.present.has(key),
      () => this.all.world,
    )
    this.all = monitorRig({
      clock: this.clock,
      random: seededRandom(seed),
      heals: true,
      limits: LIMITS,
      gatewayOf: (id) => (this.away ? { code: 'signed-out' } : (this.gateways.get(id) ?? { code: 'not-found' })),
      onChange: (view) => this.onChange(view),
      onHappening: (happening) => this.onHappening(happening),
      onDecision: (decision) => this.onDecision(decision),
      onRemind: (keys) => this.faults.push(...keys.filter((key) => !this.present.get(key)?.down).map((key) => `reminded of ${key}, which is not down`)),
      onHeal: (key) => this.heals(key),
    })
    for (const key of KEYS) this.add(key)
  }

  gateway(key: string): WildGateway {
    const found = this.gateways.get(connectionOf(key))
    if (!found) throw new Error('no gateway')
    return found
  }

  add(key: string): void {
    if (this.present.has(key)) return
    this.present.set(key, new DropModel(false))
    this.told.set(key, [])
    this.touched.set(key, this.clock.elapsed)
    this.all.watcher.add(numberRecord(key, { connectionId: connectionOf(key) }))
  }

  remove(key: string): void {
    if (!this.present.has(key)) return
    this.compare(key)
    this.present.delete(key)
    this.newest.delete(key)
    this.seen.delete(key)
    this.owed.delete(key)
    this.all.remove(key, connectionOf(key))
  }

  /** A click, a list or the app's own start: the model hears of it first, and answers under way are about the past. */
  touch(key: string, what: (model: DropModel) => void): void {
    const model = this.present.get(key)
    if (!model) return
    this.touched.set(key, this.clock.elapsed)
    this.reasons.clicked(key)
    what(model)
  }

  disconnect(key: string): void {
    const model = this.present.get(key)
    this.touch(key, () => model?.stopAsked(this.clock.now()))
    void this.all.watcher.disconnect(key).then((outcome) => {
      if (this.present.get(key) !== model) return
      if (outcome.ok) {
        this.touched.set(key, this.clock.elapsed)
        model?.stopDone(this.clock.now())
      } else if (outcome.failure.code === 'signed-out') model?.stopRefused()
    })
  }

  suspend(): void {
    if (!this.asleep) for (const model of this.present.values()) model.suspended(this.clock.now())
    this.asleep = true
    this.reasons.slept()
    this.all.suspend()
  }

  resume(): void {
    this.asleep = false
    this.provenFrom = this.clock.now()
    this.reasons.woke()
    for (const model of this.present.values()) model.resumed(this.clock.now())
    this.all.resume()
  }

  /** Only a session that the server lost is started by the app: never after a ban, a logout, a removal. */
  private heals(key: string): void {
    const drop = this.told.get(key)?.findLast((each) => each.startsWith('dropped'))
    if (drop !== 'dropped unspecified' && drop !== 'dropped stuck-starting') this.faults.push(`${key} is started although ${drop}`)
    if (this.all.watcher.view(key)?.phase === 'disconnected') this.touch(key, (model) => model.heal())
  }

  /** What must hold at any moment awake. */
  look(): void {
    must(this.faults.length === 0, () => this.faults.join('; '))
    must(this.owed.size === 0, () => `an answer was not taken: ${[...this.owed.keys()].join()}`)
    for (const view of this.all.watcher.views()) this.greenIsEarned(view)
    for (const key of this.present.keys()) this.compare(key)
    const down = [...this.present].filter(([, model]) => model.down).map(([key]) => key)
    const alarms = this.all.alarms.open().map(({ key }) => key)
    must(alarms.sort().join() === down.sort().join(), () => `alarms of ${alarms.join()}, down are ${down.join()}`)
    this.reasons.look()
    this.bounds()
  }

  /** Never green without the newest answer saying so, inside the window of the cadence that holds now. */
  private greenIsEarned(view: SessionView): void {
    if (view.phase !== 'connected' || view.stale) return
    const { state, at, own } = this.newest.get(view.key) ?? { state: 'nothing', at: -Infinity, own: true }
    const everyMs = (this.visible ? TIMINGS.watchVisible : TIMINGS.watchHidden) * (this.onBattery ? TIMINGS.batteryFactor : 1)
    // A list rests, also one that is gone by now: until the number is asked by itself.
    const window = TIMINGS.staleFactor * (own ? everyMs : Math.max(everyMs, LIST_REST))
    must(state === 'connected', () => `${view.key} is green, its newest answer is ${state}`)
    must(this.clock.now() - at <= window, () => `${view.key} is green by an answer ${this.clock.now() - at} ms old`)
    must(at >= this.provenFrom, () => `${view.key} is green by an answer from before the sleep`)
  }

  /** Exactly the drops, recoveries and stops of the rules were told. */
  private compare(key: string): void {
    const [told, right] = [this.told.get(key)?.join(), this.present.get(key)?.told.join()]
    must(told === right, () => `of ${key} is told: ${told}; right is: ${right}`)
  }

  /** Looks in between: what is found is kept for the next look, because the monitor would catch the exception. */
  private check(look: () => void): void {
    try {
      look()
    } catch (error) {
      this.faults.push(String(error))
    }
  }

  private bounds(): void {
    const gateways = [...this.gateways.values()]
    for (const each of gateways) {
      must(each.mostPerNumber <= 1, () => 'two requests in flight for one number')
      must(each.most <= LIMITS.perConnection + LIMITS.extra, () => 'more requests of one connection than allowed')
      must(each.mostListing <= 1, () => 'two pages of one list at once')
    }
    must(gateways.reduce((sum, each) => sum + each.inFlight, 0) <= LIMITS.overall + LIMITS.extra, () => 'more requests than allowed')
    const { waiting, commands, peerChecks, timers } = this.all.watcher.inspect()
    must(waiting.length <= this.present.size, () => 'the queue grows')
    must(commands <= this.present.size, () => 'commands pile up')
    must(peerChecks <= KEYS.length, () => 'checks pile up')
    must(timers <= 4 * KEYS.length + 64, () => 'a timer queue grows')
    // Scheduler, ticks, policy, alarms; one for each patient; two for each request: its deadline and the backend's own.
    const late = gateways.some((each) => each.deaf) ? Infinity : 0
    must(this.clock.pending <= 4 + KEYS.length + 4 * (LIMITS.overall + LIMITS.extra) + late, () => 'timers pile up')
  }

  private onGiven(given: Given): void {
    const state = this.all.watcher.inspect().stateOf(given.sessionId)
    this.given.set(given.reading.evidence, { ...given, healing: state ? healingOf(state, this.clock.now()) : null })
    if (given.own && !given.late) this.owed.set(given.sessionId, given.reading.evidence)
  }

  /** A view with new evidence is how the taking of an answer shows from outside. */
  private onChange(view: SessionView): void {
    const { key, evidence } = view
    const model = this.present.get(key)
    if (!model) return void this.faults.push(`${key} is drawn although removed`)
    if (evidence === null || evidence === this.seen.get(key)) return
    // Signed out needs no answer.
    if (this.asleep && !this.away) this.faults.push(`an answer of ${key} counts in its sleep`)
    this.check(() => this.compare(key))
    this.seen.set(key, evidence)
    if (this.owed.get(key) === evidence) this.owed.delete(key)
    const given = this.given.get(evidence)
    const reading = given?.reading ?? { state: 'unknown' as const }
    if (given?.late) this.faults.push(`an answer of ${key} came too late and counts`)
    if (given && !given.own && given.askedAt < (this.touched.get(key) ?? 0)) this.faults.push(`a list from before the last touch counts for ${key}`)
    if (given?.own) this.touched.set(key, this.clock.elapsed)
    this.newest.set(key, { state: reading.state, at: this.clock.now(), own: given?.own ?? true })
    model.answer(reading, this.clock.now(), given?.healing ?? null)
    this.check(() => this.greenIsEarned(view))
  }

  private onHappening(happening: Happening): void {
    const { type, key } = happening
    this.reasons.happened(happening)
    if (type === 'dropped' || type === 'recovered' || type === 'stopped') this.told.get(key)?.push(type === 'dropped' ? `dropped ${happening.cause}` : type)
  }

  private onDecision(decision: Decision): void {
    this.faults.push(...this.reasons.decided(decision))
  }
}

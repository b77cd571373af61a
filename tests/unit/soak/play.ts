// Plays a plan: the monitor as the app builds it, over backends that follow the plan. Records what was told and judges nothing.
import type { Decision } from '../../../src/main/core/notices/notice'
import { FakeClock } from '../../fakes/fake-clock'
import { monitorRig } from '../../fakes/rigs/monitor-rig'
import { repeat } from '../../../src/main/core/time'
import { createNumberList } from '../../../src/main/core/registry/number-list'
import { TIMINGS } from '../../../src/shared/timings'
import { CONNECTION } from '../../fakes/rigs/registry-rig'
import { numberRecord } from '../../fakes/views'
import { seededRandom } from '../../fakes/rigs/watch-rig'
import { WildGateway } from '../../fakes/gateways/wild-gateway'
import type { Fault, Plan } from './plan'

const HOUR = 3_600_000

/** Something told, ms from the beginning: a decision of the policy, or a reminder of these numbers. */
export type Told = { readonly at: number } & ({ readonly decision: Decision } | { readonly reminded: readonly string[] })

/** What came of it. */
export interface Played {
  readonly told: readonly Told[]
  /** Blips that the app came to see. */
  readonly blipsSeen: number
  /** Times the app started a session by itself. */
  readonly healed: number
  readonly questions: number
  /** The most requests under way at once for one number. */
  readonly mostPerNumber: number
  readonly timersLeft: number
}

/** Plays the plan to its end, then disposes of the monitor. */
export async function play({ hours, connections, faults }: Plan, seed: number): Promise<Played> {
  const clock = new FakeClock()
  const start = clock.now()
  const told: Told[] = []
  let healed = 0
  const gateways = new Map(
    [...connections].map(([id, keys], index) => {
      const gateway = new WildGateway(clock, () => keys)
      gateway.lists = index < 2
      gateway.names = true
      return [id, gateway]
    }),
  )
  const gatewayOf = (id: string): WildGateway => gateways.get(id) as WildGateway
  const all = monitorRig({
    clock,
    random: seededRandom(seed),
    heals: true,
    gatewayOf,
    onDecision: (decision) => told.push({ at: clock.now() - start, decision }),
    onRemind: (reminded) => told.push({ at: clock.now() - start, reminded }),
    onHeal: () => void healed++,
  })
  const records = [...connections].flatMap(([connectionId, keys]) => keys.map((key) => numberRecord(key, { connectionId })))
  all.settings.set({ connections: [...connections.keys()].map((id) => ({ ...CONNECTION, id, forgotten: [] })), numbers: records })
  for (const record of records) all.watcher.add(record)
  // Lists of numbers are read as the app reads them: every five minutes, after a wake, and when the operator asks.
  const lists = createNumberList({
    settings: all.settings,
    connections: { gatewayOf, patch: () => undefined, learn: () => undefined },
    watcher: all.watcher,
    clock,
    timingsFor: () => TIMINGS,
    newId: () => 'nobody',
    onDoubt: (id, doubt) => all.monitor.listDoubted(id, doubt),
  })
  let asleep = false
  const readLists = (): void => {
    if (!asleep) for (const id of connections.keys()) void lists.refresh(id)
  }
  const stopLists = repeat(clock, () => TIMINGS.listRefresh, readLists)

  const blips = new Map<string, { seen: boolean; readonly state: string }>()
  for (const gateway of gateways.values()) {
    gateway.onGiven = ({ sessionId, reading, late }) => {
      const blip = blips.get(sessionId)
      if (blip && !late && reading.state === blip.state) blip.seen = true
    }
  }
  let blipsSeen = 0
  const begin = (fault: Fault): void => {
    if (fault.what === 'sleep') {
      asleep = true
      return all.suspend()
    }
    const gateway = gatewayOf(fault.connectionId)
    if (fault.what === 'list') {
      gateway.lacks = { keys: new Set(fault.lost), once: fault.once }
      // The operator asks for the list, so that each fault is in one.
      if (!asleep) void lists.refresh(fault.connectionId)
      return
    }
    if (fault.what === 'outage') {
      gateway.fault = fault.failure
      return
    }
    for (const key of fault.keys) {
      if (fault.says) (fault.what === 'blip' && fault.once ? gateway.once : gateway.says).set(key, fault.says)
      if (fault.what === 'blip') blips.set(key, { seen: false, state: fault.says.state })
    }
  }
  const end = (fault: Fault): void => {
    if (fault.what === 'sleep') {
      asleep = false
      all.resume()
      return readLists()
    }
    const gateway = gatewayOf(fault.connectionId)
    if (fault.what === 'outage') {
      gateway.fault = null
      return
    }
    if (fault.what === 'list') {
      gateway.lacks = null
      return
    }
    for (const key of fault.keys) {
      gateway.says.delete(key)
      gateway.once.delete(key)
      if (blips.get(key)?.seen) blipsSeen += 1
      blips.delete(key)
    }
  }
  for (const fault of faults) {
    clock.after(fault.from, () => begin(fault))
    clock.after(fault.to, () => end(fault))
  }

  await clock.advance(hours * HOUR)
  const flown = [...gateways.values()]
  const questions = flown.reduce((sum, each) => sum + each.requests, 0)
  stopLists()
  all.dispose()
  await clock.advance(HOUR)
  return { told, blipsSeen, healed, questions, mostPerNumber: Math.max(...flown.map((each) => each.mostPerNumber)), timersLeft: clock.pending }
}

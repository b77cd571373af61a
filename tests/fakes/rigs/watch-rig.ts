// A session watcher over fake gateways and a fake clock, with everything it told.
import type { SessionView } from '../../../src/shared/ipc/snapshot'
import type { Failure } from '../../../src/shared/model/failure'
import { TIMINGS, type Timings } from '../../../src/shared/timings'
import type { PollLimits } from '../../../src/main/core/watch/schedule/connection-queues'
import type { Gateway } from '../../../src/main/core/ports'
import type { Happening, PhaseChange, RecordChange } from '../../../src/main/core/session/session-state'
import { createSessionWatcher } from '../../../src/main/core/watch/session-watcher'
import { FakeClock } from '../fake-clock'
import { FakeGateway } from '../gateways/fake-gateway'
import { SilentLog } from '../silent-log'

/** Repeatable random numbers in [0, 1). */
export function seededRandom(seed = 1): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

interface RigOptions {
  readonly clock?: FakeClock
  readonly timings?: Partial<Timings>
  readonly limits?: PollLimits
  readonly onHappening?: (happening: Happening) => void
  readonly onPhase?: (change: PhaseChange) => void
}

/** A watcher and what it told. */
export function watchRig(options: RigOptions = {}) {
  const clock = options.clock ?? new FakeClock()
  const log = new SilentLog()
  const timings = { ...TIMINGS, ...options.timings }
  const gateways = new Map<string, Gateway | Failure>()
  const first = new FakeGateway(clock)
  gateways.set('c1', first)
  const views: SessionView[] = []
  const happenings: Happening[] = []
  const records: { key: string; change: RecordChange }[] = []
  const answers: (Failure | null)[] = []
  const watcher = createSessionWatcher({
    clock,
    random: seededRandom(),
    log,
    ...(options.limits ? { limits: options.limits } : {}),
    timingsFor: () => timings,
    gatewayOf: (id) => gateways.get(id) ?? { code: 'not-found' },
    onChange: (view) => void views.push(view),
    onHappening: (happening) => {
      happenings.push(happening)
      options.onHappening?.(happening)
    },
    ...(options.onPhase ? { onPhase: options.onPhase } : {}),
    onRecord: (key, change) => void records.push({ key, change }),
    onAnswer: (_id, failure) => void answers.push(failure),
  })
  const view = (key: string): SessionView => {
    const found = watcher.view(key)
    if (!found) throw new Error(`No view of ${key}`)
    return found
  }
  const told = (type: Happening['type']): Happening[] => happenings.filter((each) => each.type === type)
  return { clock, log, timings, gateway: first, gateways, watcher, view, views, happenings, told, records, answers }
}

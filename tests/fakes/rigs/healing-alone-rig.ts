// The healing without a watcher: a test tells it what happens to a number, and sees what it makes of it.
import { createHealing, PAUSES } from '../../../src/main/core/healing/healing'
import type { HealingView } from '../../../src/shared/model/healing'
import type { Cause, Phase } from '../../../src/shared/model/session'
import { FakeClock } from '../fake-clock'

/** The first two pauses, ms. */
export const [FIRST = 0, SECOND = 0] = PAUSES

/** The healing with a fake clock. `world` is what it is told of its surroundings. */
export function healingAlone({ pace = 1 }: { readonly pace?: number } = {}) {
  const clock = new FakeClock()
  const world = { on: true, can: true, starts: true }
  const started: string[] = []
  const cancelled: string[] = []
  const views = new Map<string, HealingView | null>()
  const healing = createHealing({
    clock,
    pace: () => pace,
    on: () => world.on,
    canHeal: () => world.can,
    start: (key) => (world.starts ? started.push(key) > 0 : false),
    cancel: (key) => void cancelled.push(key),
    onChange: (key, view) => void views.set(key, view),
  })
  const about = (key: string) => ({ key, connectionId: 'c1', at: clock.now() })
  const drop = (cause: Cause = 'unspecified', key = 'a', mayBeServer = false): void =>
    healing.happened({ ...about(key), type: 'dropped', cause, since: clock.now(), lastConnectedAt: null, mayBeServer })
  const become = (to: Phase, cause: Cause | null = to === 'disconnected' ? 'unspecified' : null, key = 'a'): void =>
    healing.changed({ ...about(key), from: 'disconnected', to, cause, failure: null, evidence: null })
  /** One drop and a start that brings the number back at once. */
  const healed = async (): Promise<void> => {
    drop()
    await clock.advance(FIRST)
    become('connected')
  }
  const view = (key = 'a'): HealingView | null | undefined => views.get(key)
  const trail = (): readonly string[] => view()?.trail.map(({ what }) => what) ?? []
  return { clock, world, started, cancelled, views, healing, drop, become, healed, view, trail }
}

// One connected number with healing: real watcher and machine, fake clock and backend.
import { createHealing, type Healing } from '../../../src/main/core/healing/healing'
import type { HealingView } from '../../../src/shared/model/healing'
import { expect } from 'vitest'
import { FakeClock } from '../fake-clock'
import { numberRecord } from '../views'
import { watchRig } from './watch-rig'

/** The number's key. */
export const KEY = '42'
const MINUTE = 60_000

/** One connected number with healing. */
export async function healingRig(settings: { on?: boolean; can?: boolean } = {}) {
  const clock = new FakeClock()
  const state = { on: settings.on ?? true, can: settings.can ?? true }
  const views: (HealingView | null)[] = []
  const box: { healer: Healing | null } = { healer: null }
  const base = watchRig({ clock, onHappening: (each) => box.healer?.happened(each), onPhase: (each) => box.healer?.changed(each) })
  const { watcher, gateway, view } = base
  const healer = createHealing({
    clock,
    pace: () => 1,
    on: () => state.on,
    canHeal: () => state.can,
    start: (key) => watcher.heal(key),
    cancel: (key) => watcher.cancel(key),
    onChange: (_key, next) => void views.push(next),
  })
  box.healer = healer
  watcher.add(numberRecord(KEY))
  await clock.advance(MINUTE)
  expect(view(KEY).phase).toBe('connected')
  const starts = (): number => gateway.count('start')
  const trail = (): string[] => (views.at(-1)?.trail ?? []).map(({ what }) => what)
  const drop = async (says: Parameters<typeof gateway.say>[0] = { state: 'disconnected' }): Promise<void> => {
    gateway.say(says)
    await clock.advance(50_000)
  }
  /** Lets time pass until the condition holds. */
  const until = async (so: () => boolean): Promise<void> => {
    for (let second = 0; !so(); second += 1) {
      if (second > 7_200) throw new Error('did not come about within two hours')
      await clock.advance(1_000)
    }
  }
  return { ...base, state, views, healer, starts, trail, drop, until }
}

// One connected number with healing, in the monitor as the app builds it: a fake clock, a fake backend that counts what it was asked.
import { expect } from 'vitest'
import type { SessionView } from '../../../src/shared/ipc/snapshot'
import type { HealingView } from '../../../src/shared/model/healing'
import type { Happening } from '../../../src/main/core/session/session-state'
import { FakeClock } from '../fake-clock'
import { FakeGateway, type Says } from '../gateways/fake-gateway'
import { numberRecord } from '../views'
import { monitorRig } from './monitor-rig'
import { seededRandom } from './watch-rig'

/** The number's key. */
export const KEY = '42'
const MINUTE = 60_000
const TWO_HOURS = 120 * MINUTE

/** One connected number with healing. `on`: the operator wants it; `can`: a start does no harm on its backend. */
export async function healingRig({ on = true, can = true }: { readonly on?: boolean; readonly can?: boolean } = {}) {
  const clock = new FakeClock()
  const gateway = new FakeGateway(clock)
  gateway.mayRestart = () => can
  const base = monitorRig({ clock, random: seededRandom(), gatewayOf: () => gateway, heals: on })
  const { monitor, watcher } = base
  const view = (key: string): SessionView => {
    const found = watcher.view(key)
    if (!found) throw new Error(`No view of ${key}`)
    return found
  }
  watcher.add(numberRecord(KEY))
  await clock.advance(MINUTE)
  expect(view(KEY).phase).toBe('connected')
  /** What the window is shown of the healing; null = nothing. */
  const healing = (): HealingView | null => base.view().healing?.[KEY] ?? null
  const starts = (): number => gateway.count('start')
  const trail = (): string[] => (healing()?.trail ?? []).map(({ what }) => what)
  const told = (type: Happening['type']): Happening[] => base.happenings.filter((each) => each.type === type)
  const drop = async (says: Says = { state: 'disconnected' }): Promise<void> => {
    gateway.say(says)
    await clock.advance(50_000)
  }
  /** Lets time pass until the condition holds. */
  const until = (so: () => boolean): Promise<void> => clock.advanceUntil(so, TWO_HOURS)
  return { clock, gateway, monitor, watcher, view, healing, starts, trail, told, drop, until }
}

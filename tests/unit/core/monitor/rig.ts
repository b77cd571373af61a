// A monitor with connected numbers, for the tests of how its parts are connected.
import type { Settings } from '../../../../src/shared/model/settings'
import { FakeClock } from '../../../fakes/fake-clock'
import { FakeGateway } from '../../../fakes/gateways/fake-gateway'
import { monitorRig } from '../../../fakes/rigs/monitor-rig'
import { numberRecord } from '../../../fakes/views'
import { seededRandom } from '../../../fakes/rigs/watch-rig'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
/** Escalation through a webhook, after a quarter of an hour. */
export const WEBHOOK = {
  on: true,
  afterMinutes: 15,
  webhook: { origin: 'http://127.0.0.1:1', signed: false, service: 'plain' as const },
  telegram: null,
  email: null,
}

/** Connected numbers, the quiet time after the start over. */
export async function monitored(keys: readonly string[], more: { readonly heals?: boolean; readonly settings?: Partial<Settings> } = {}) {
  const clock = new FakeClock()
  const gateway = new FakeGateway(clock)
  const numbers = keys.map((key) => numberRecord(key, { name: `Number ${key}`, phone: '+5511987654321' }))
  const all = monitorRig({ clock, random: seededRandom(), gatewayOf: () => gateway, ...more, settings: { numbers, ...more.settings } })
  for (const number of numbers) all.watcher.add(number)
  await clock.advance(MINUTE)
  const categories = (): string[] => all.notices.map(({ category }) => category)
  return { ...all, clock, gateway, categories }
}

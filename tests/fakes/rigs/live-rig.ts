// A session watcher over a backend with live lists.
import { LiveGateway } from '../gateways/live-gateway'
import { numberRecord } from '../views'
import { watchRig } from './watch-rig'

/** A watcher of `count` numbers, connected as far as the settings know, on a backend with live lists. */
export function liveRig(count: number) {
  const base = watchRig()
  const gateway = new LiveGateway(base.clock)
  base.gateways.set('c1', gateway)
  const keys = Array.from({ length: count }, (_, index) => `n${index}`)
  gateway.sessions = keys
  const last = { phase: 'connected' as const, cause: null, since: 0, lastConfirmedAt: base.clock.now() }
  const begin = (): void => {
    for (const key of keys) base.watcher.add(numberRecord(key, { last }))
  }
  const phases = (): Record<string, number> => {
    const found: Record<string, number> = {}
    for (const { phase, stale } of base.watcher.views()) found[stale ? `${phase} stale` : phase] = (found[stale ? `${phase} stale` : phase] ?? 0) + 1
    return found
  }
  return { ...base, gateway, keys, begin, phases }
}

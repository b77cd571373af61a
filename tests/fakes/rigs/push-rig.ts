// A session watcher over a backend with push.
import { PushGateway } from '../gateways/push-gateway'
import { numberRecord } from '../views'
import { watchRig } from './watch-rig'

/** A watcher over a backend with push; its numbers are connected, and the first answers are in. */
export async function pushed(keys: readonly string[] = ['a']) {
  const rig = watchRig()
  const gateway = new PushGateway(rig.clock)
  rig.gateways.set('c1', gateway)
  for (const key of keys) rig.watcher.add(numberRecord(key))
  await rig.clock.advance(1_000)
  return { ...rig, gateway, asked: () => gateway.count('read') }
}

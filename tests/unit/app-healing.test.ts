import { expect, it } from 'vitest'
import { appHealing } from '../../src/main/app-healing'
import { SnapshotStore } from '../../src/main/core/snapshot-store'
import { settle } from '../fakes/fake-clock'
import { CONNECTION, numberRecord, Office } from '../fakes/office'
import { SilentLog } from '../fakes/silent-log'
import { emptySnapshot } from '../fakes/views'

it('a thousand numbers that drop together travel to the window together', async () => {
  const numbers = Array.from({ length: 1_000 }, (_, index) => numberRecord(String(index)))
  const office = await Office.open({ connections: [{ ...CONNECTION, forgotten: [] }], numbers, healing: true })
  const { book, clock, connections } = office
  const snapshots = new SnapshotStore(emptySnapshot())
  let patches = 0
  snapshots.subscribe(() => void patches++)
  const { healing } = appHealing({ clock, book, connections, snapshots, log: new SilentLog(), pace: () => 1, watcher: { heal: () => true, cancel: () => undefined } })
  const drop = (key: string): void => healing.happened({ type: 'dropped', key, connectionId: 'c1', at: clock.now(), cause: 'unspecified', since: clock.now(), lastConnectedAt: null, mayBeServer: false })
  for (const { key } of numbers) drop(key)
  await settle()
  expect(patches).toBe(1)
  expect(Object.keys(snapshots.current().healing)).toHaveLength(1_000)
  for (const { key } of numbers) healing.removed(key)
  await settle()
  expect(patches).toBe(2)
  expect(snapshots.current().healing).toEqual({})
  healing.dispose()
})

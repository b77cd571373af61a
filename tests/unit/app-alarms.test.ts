import { expect, it } from 'vitest'
import { appAlarms } from '../../src/main/app-alarms'
import type { Notice } from '../../src/main/core/notice'
import { settingsBook } from '../../src/main/core/settings-book'
import { SnapshotStore } from '../../src/main/core/snapshot-store'
import { DEFAULT_SETTINGS } from '../../src/shared/settings'
import { TIMINGS } from '../../src/shared/timings'
import { FakeClock } from '../fakes/fake-clock'
import { wordingOf } from '../fakes/policy-rig'
import { SilentLog } from '../fakes/silent-log'
import { emptySnapshot, sessionView } from '../fakes/views'

const HOUR = 3_600_000

/** Alarms of so many numbers that fell together; their first reminder is on show. */
async function reminded(...keys: string[]) {
  const clock = new FakeClock()
  const shown = new Map<string, Notice>()
  const snapshots = new SnapshotStore({ ...emptySnapshot(), sessions: keys.map((key) => sessionView(key, { name: `Номер ${key}` })) })
  const { alarms } = appAlarms({
    clock, snapshots, log: new SilentLog(), book: settingsBook({ current: DEFAULT_SETTINGS, save: () => undefined }), timingsFor: () => TIMINGS, wording: () => wordingOf('ru'),
    show: (notice) => void shown.set(notice.id, notice), close: (id) => void shown.delete(id), onShown: () => undefined,
  })
  for (const key of keys) alarms.happened({ type: 'dropped', key, connectionId: 'c1', at: clock.now(), cause: 'logged-out', since: clock.now(), lastConnectedAt: null, mayBeServer: false })
  await clock.advance(HOUR / 2)
  return { alarms, clock, shown: () => [...shown.keys()] }
}

it('a reminder about several numbers stays while one of them is down and nobody knows, and no longer', async () => {
  const { alarms, clock, shown } = await reminded('a', 'b', 'c')
  expect(shown()).toEqual(['reminder:all'])
  alarms.acknowledge(['a'], 'window')
  alarms.happened({ type: 'recovered', key: 'b', connectionId: 'c1', at: clock.now(), downMs: 1 })
  expect(shown()).toEqual(['reminder:all'])
  alarms.removed('c')
  expect(shown()).toEqual([])
})

it('a reminder about one number goes when somebody knows', async () => {
  const { alarms, shown } = await reminded('a')
  expect(shown()).toEqual(['reminder:a'])
  alarms.acknowledge(['a'], 'tray')
  expect(shown()).toEqual([])
})

import { act, screen } from '@testing-library/react'
import { expect, it, onTestFinished, vi } from 'vitest'
import { availabilityOf } from '../../src/main/core/history/availability'
import { success } from '../../src/shared/model/failure'
import type { HistoryEntry } from '../../src/shared/model/history'
import { makeSession } from './make'
import { show } from './show'

it('reads the history again when the number is confirmed for the first time: what happened while the app was closed is noted then', async () => {
  // The history is read again each minute too: no minute may end meanwhile.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  onTestFinished(() => void vi.useRealTimers())
  const session = makeSession({ lastConfirmedAt: Date.now() - 3_600_000 })
  let entries: readonly HistoryEntry[] = []
  const { bridge } = await show(
    { sessions: [session] },
    {
      bridge: (each) =>
        each.answer('history.read', () => success({ availability: availabilityOf({ changes: entries, watched: [], from: 0, to: 1 }), entries, more: false })),
    },
  )
  await screen.findByText('0 событий')
  entries = [{ key: 'n1', connectionId: 'c1', at: Date.now(), from: null, to: 'connected', cause: null, failure: null, evidence: null }]
  bridge.emit({ from: 1, to: 2, upsert: [{ ...session, lastConfirmedAt: Date.now() }] })
  await screen.findByText('1 событие')
  const before = bridge.argsOf('history.read').length
  // Each later confirmation alone is no news to the history.
  await act(async () => bridge.emit({ from: 2, to: 3, upsert: [{ ...session, lastConfirmedAt: Date.now() + 30_000 }] }))
  expect(bridge.argsOf('history.read')).toHaveLength(before)
})

it('puts a mark between the facts of the summary', async () => {
  const changes: readonly HistoryEntry[] = [{ key: 'n1', connectionId: 'c1', at: 10, from: null, to: 'connected', cause: null, failure: null, evidence: null }]
  const availability = availabilityOf({ changes, watched: [{ from: 10, to: 11 }], from: 0, to: 1_000 })
  await show({ sessions: [makeSession()] }, { bridge: (each) => each.answer('history.read', () => success({ availability, entries: changes, more: false })) })
  const little = await screen.findByText(/^слишком мало данных/)
  expect(little.parentElement?.textContent).toMatch(/ времени ?· без отключений$/)
})

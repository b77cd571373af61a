import { expect, it } from 'vitest'
import { toneOf } from '../../../../src/shared/ipc/condition'
import { applyPatch, type AppSnapshot, type ConnectionView } from '../../../../src/shared/ipc/snapshot'
import { CAUSES, PHASES } from '../../../../src/shared/model/session'
import { pageSnapshot, startSnapshot } from '../../../../src/main/core/view/start-snapshot'
import { emptySnapshot, numberRecord, sessionView } from '../../../fakes/views'

const NOW = Date.parse('2026-01-12T12:00:00Z')
const CONNECTION: ConnectionView = {
  ...{ id: 'c1', kind: 'academyos', name: 'Shop', address: 'https://shop.example', account: 'olga', unencrypted: false, deliveredKey: false, pairs: false },
  ...{ signIn: 'keyring', failure: { code: 'timeout' }, provisioningSince: NOW, provisionFailure: { code: 'timeout' }, listing: true },
}
const LAST: AppSnapshot = {
  ...emptySnapshot(),
  revision: 57,
  keyring: 'locked',
  tray: 'absent',
  online: false,
  banners: ['no-tray', 'settings-unread', 'history-not-saved'],
  focus: { key: 'n1', view: 'number', at: NOW },
  connections: [CONNECTION],
  sessions: [sessionView('n1', { phase: 'awaiting-scan', code: { kind: 'text', text: '2@secret-code', shownAt: NOW, expiresAt: NOW + 20_000 } as never })],
}

it('is never green, whatever was saved of a number', () => {
  const records = PHASES.flatMap((phase) =>
    [null, ...CAUSES].map((cause, at) => numberRecord(`${phase}-${at}`, { last: { phase, cause, since: NOW - 9_000, lastConfirmedAt: NOW - 1_000 } })),
  )
  const { sessions } = startSnapshot(LAST, [...records, numberRecord('never', { last: null })], NOW)
  expect(sessions).toHaveLength(records.length + 1)
  const green = toneOf(sessionView('well', { phase: 'connected' }))
  expect(sessions.filter((each) => toneOf(each) === green)).toEqual([])
})

it('shows a number as it was last proved: connected but unconfirmed, or down with its cause since then', () => {
  const up = numberRecord('up', { last: { phase: 'connected', cause: null, since: NOW - 9_000, lastConfirmedAt: NOW - 1_000 } })
  const down = numberRecord('down', { last: { phase: 'disconnected', cause: 'banned', since: NOW - 9_000, lastConfirmedAt: NOW - 1_000 } })
  expect(startSnapshot(LAST, [up, down], NOW).sessions).toMatchObject([
    { key: 'down', phase: 'disconnected', cause: 'banned', since: NOW - 9_000 },
    { key: 'up', phase: 'connected', stale: true, lastConfirmedAt: NOW - 1_000 },
  ])
})

it('carries no code, no failure and nothing else that the next run has to find out', () => {
  const next = startSnapshot(LAST, [numberRecord('n1')], NOW)
  expect(JSON.stringify(next)).not.toContain('secret-code')
  expect(next).toMatchObject({ revision: -1, keyring: 'unlocked', tray: 'unknown', online: true, banners: ['settings-unread'], focus: null, sandbox: null })
  expect(next.connections).toEqual([{ ...CONNECTION, signIn: 'signed-in', failure: null, provisioningSince: null, provisionFailure: null, listing: false }])
  expect(startSnapshot({ ...LAST, connections: [{ ...CONNECTION, signIn: 'signed-out' }] }, [], NOW).connections[0]?.signIn).toBe('signed-out')
})

it('has its numbers in the order of their names, whether the app runs or starts, until a number changes', () => {
  const names = ['Касса 10', 'касса 2', '', 'Аптека']
  const keys = ['3', '1', '2', '0']
  const sorted = ['Аптека', 'касса 2', 'Касса 10']
  const start = startSnapshot(
    LAST,
    names.map((name, at) => numberRecord(keys[at] ?? '', { name })),
    NOW,
  )
  const page = pageSnapshot({ ...LAST, sessions: names.map((name, at) => sessionView(keys[at] ?? '', { name })) })
  for (const snapshot of [start, page]) {
    expect(snapshot.sorted).toBe(true)
    expect(snapshot.sessions.map((each) => each.name).filter((each) => each !== '')).toEqual(sorted)
    const { revision } = snapshot
    expect(applyPatch(snapshot, { from: revision, to: revision + 1, set: {}, upsert: [sessionView('9', { name: 'А' })], remove: [] })?.sorted).toBe(false)
  }
})

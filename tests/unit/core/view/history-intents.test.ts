import { beforeEach, expect, it } from 'vitest'
import { createHistoryHandlers } from '../../../../src/main/core/view/history-intents'
import type { HistoryReader } from '../../../../src/main/core/history/history-reader'
import { createSettingsRepository } from '../../../../src/main/core/registry/settings-repository'
import type { HistoryEntry } from '../../../../src/shared/model/history'
import { translator } from '../../../../src/shared/words/i18n'
import { DEFAULT_SETTINGS } from '../../../../src/shared/model/settings'
import { FakeClock } from '../../../fakes/fake-clock'
import { numberRecord } from '../../../fakes/views'

const clock = new FakeClock(Date.UTC(2026, 6, 30, 12))
const entry = (key: string, minutesAgo: number, to: HistoryEntry['to']): HistoryEntry => ({
  key,
  connectionId: 'c1',
  at: clock.now() - minutesAgo * 60_000,
  from: null,
  to,
  cause: null,
  failure: null,
  evidence: null,
})
const rows = [entry('k1', 60, 'connected'), entry('k2', 50, 'connected'), entry('k2', 30, 'disconnected'), entry('gone', 10, 'connected')]

let saved: Map<string, string>
let breaks: boolean
beforeEach(() => {
  saved = new Map()
  breaks = false
})

/** A history that comes in pages of one, and may break after the second. */
const history: Pick<HistoryReader, 'pages' | 'changes'> = {
  async *pages(key) {
    for (const [at, row] of rows.entries()) {
      if (breaks && at === 2) throw new Error('out of reach')
      if (key === null || row.key === key) yield [row]
    }
  },
  changes: async (key) => (breaks ? null : { entries: rows.filter((row) => row.key === key), watched: [{ from: 0, to: clock.now() }] }),
}
const number = (key: string, name: string) => numberRecord(key, { sessionId: `00${key}`, name })
const calls = createHistoryHandlers({
  clock,
  settings: createSettingsRepository({
    current: {
      ...DEFAULT_SETTINGS,
      connections: [{ id: 'c1', kind: 'sandbox', name: 'Платформа', address: '', facts: {}, signedIn: true, createdAt: 0, forgotten: [] }],
      numbers: [number('k1', 'Склад'), number('k2', 'Касса')],
    },
    save: () => undefined,
  }),
  history: {
    ...history,
    view: async () => null,
    newest: async () => null,
    ready: Promise.resolve(),
    add: () => undefined,
    seen: () => undefined,
    watching: () => undefined,
    close: () => undefined,
  },
  wording: () => ({ language: 'ru', t: translator('ru'), time: () => '12:00' }),
  language: () => 'ru',
  async save(name, content) {
    let text = ''
    try {
      if (typeof content === 'string') text = content
      else for await (const part of content) text += part
    } catch {
      return null
    }
    saved.set(name, text)
    return `/downloads/${name}`
  },
  reveal: () => true,
})

it('writes the table of all numbers while it is read, each change with the name of its number', async () => {
  expect(await calls['history.export']({ key: null, format: 'csv', period: 'quarter' })).toEqual({
    ok: true,
    value: { path: '/downloads/wpp-history-2026-07-30.csv' },
  })
  const lines = saved.get('wpp-history-2026-07-30.csv')?.trim().split('\r\n') ?? []
  expect(lines.slice(1).map((each) => each.split(';').slice(1, 4))).toEqual([
    ['Склад', '00k1', 'Платформа'],
    ['Касса', '00k2', 'Платформа'],
    ['Касса', '00k2', 'Платформа'],
    ['gone', '', 'Платформа'],
  ])
})

it('reckons the report of each number from its own changes', async () => {
  await calls['history.export']({ key: null, format: 'report', period: 'month' })
  const page = saved.get('wpp-history-2026-07-30.html')?.replaceAll('\u00A0', ' ') ?? ''
  expect(page).toMatch(/Касса.*40 %.*Склад.*100 %/s)
})

it.each(['csv', 'report'] as const)('says that the history is out of reach, not that the disk refuses, when it breaks under a %s', async (format) => {
  breaks = true
  expect(await calls['history.export']({ key: null, format, period: 'week' })).toMatchObject({ ok: false, failure: { code: 'history-unreachable' } })
  expect(saved.size).toBe(0)
})

// Settings of which some cannot be read, and the last good copy that stands in for a file that is none.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../../../../src/main/core/ports'
import { createSettingsFile, type OpenedSettings } from '../../../../src/main/desktop/settings/settings-file'
import { DEFAULT_SETTINGS, type AlarmRecord, type ConnectionRecord, type Settings } from '../../../../src/shared/model/settings'
import { unreadView } from '../../../../src/shared/model/settings-reading'
import { numberRecord } from '../../../fakes/views'
import { openConf } from './stores'

const clock = { now: () => Date.UTC(2026, 6, 30, 12, 0, 0), after: () => () => undefined }
const CONNECTION: ConnectionRecord = {
  id: 'c1',
  kind: 'academyos',
  name: 'Office',
  address: 'https://a.example',
  facts: {},
  signedIn: true,
  createdAt: 1,
  forgotten: [],
}
const NUMBER = numberRecord('n1', { sessionId: 's1', addedAt: 1 })
/** As a newer app may write it. */
const WEIRD = { ...NUMBER, key: 'n2', sessionId: 's2', last: { phase: 'disconnected', cause: 'solar flare', since: 1, lastConfirmedAt: null } }
const ALARM: AlarmRecord = {
  key: 'n1',
  connectionId: 'c1',
  cause: 'banned',
  severity: 'critical',
  since: 1,
  openedAt: 1,
  acknowledgedAt: null,
  told: true,
  remindedAt: null,
  reminders: 0,
}
const CHANGED: Settings = { ...DEFAULT_SETTINGS, language: 'ru', sound: false }

describe('settings of which some cannot be read', () => {
  let folder: string
  let errors: string[]
  let log: Log
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'))
    errors = []
    log = { info: () => undefined, warn: () => undefined, error: (message) => void errors.push(message) }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const file = (): string => join(folder, 'settings.json')
  const open = async (): Promise<OpenedSettings> => {
    const settings = createSettingsFile({ folder, loadStore: async () => openConf, clock, log })
    await settings.ready()
    return settings
  }
  const onDisk = (): unknown => JSON.parse(readFileSync(file(), 'utf8'))

  it.each([
    ['a field of a newer app', { extra: { of: 'a newer app' } }, {}],
    ['a newer version', { version: 2 }, {}],
    ['a wrong type', { sound: 'yes' }, { sound: true }],
    ['a window without a width', { window: { width: null, height: 600, x: 1, y: 1, maximized: false } }, {}],
    [
      'an escalation channel',
      { escalation: { on: true, afterMinutes: 5, webhook: 7, telegram: { chat: '1' }, email: null } },
      { escalation: { on: true, afterMinutes: 5, webhook: null, telegram: { chat: '1' }, email: null } },
    ],
    ['a list of connections that is none', { connections: { a: CONNECTION } }, {}],
    [
      'a connection of an unknown kind',
      {
        connections: [
          { ...CONNECTION, kind: 'wuzapi' },
          { ...CONNECTION, id: 'c2' },
        ],
      },
      { connections: [{ ...CONNECTION, id: 'c2' }] },
    ],
    ['a connection twice', { connections: [CONNECTION, { ...CONNECTION, name: 'again' }] }, { connections: [CONNECTION] }],
    ['a number of an unknown cause', { connections: [CONNECTION], numbers: [WEIRD, NUMBER] }, { connections: [CONNECTION], numbers: [NUMBER] }],
    ['a number of an unreadable connection', { connections: [{ ...CONNECTION, kind: 'wuzapi' }], numbers: [NUMBER] }, {}],
    ['a number that is null', { connections: [CONNECTION], numbers: [null, NUMBER] }, { connections: [CONNECTION], numbers: [NUMBER] }],
  ])('reads all but %s, and writes it back as it was', async (_name, odd, shown) => {
    const content = { ...CHANGED, ...odd }
    writeFileSync(file(), JSON.stringify(content))
    const settings = await open()
    expect([settings.setAside, settings.current]).toEqual([null, { ...CHANGED, ...('sound' in odd ? { sound: true } : {}), ...shown }])
    settings.save({ ...settings.current, mutedUntil: 5 })
    const written = onDisk() as Settings
    const inOrder = (each: unknown) => (Array.isArray(each) ? each.map((one) => JSON.stringify(one)).sort() : each)
    for (const [name, value] of Object.entries({ ...content, mutedUntil: 5 })) expect(inOrder(written[name as keyof Settings])).toEqual(inOrder(value))
    expect((await open()).unread).toEqual(settings.unread)
  })

  it('skips and counts alarms, messages and mutes that it cannot read', async () => {
    const mutedNumbers = JSON.parse('{"a": 5, "b": "soon", "__proto__": 7}') as Record<string, number>
    const content = { ...CHANGED, alarms: [null, ALARM, { ...ALARM, cause: 'solar flare' }], escalationState: { records: 7, outbox: [{}] }, mutedNumbers }
    writeFileSync(file(), JSON.stringify(content))
    const { current, unread } = await open()
    expect(current).toEqual({ ...CHANGED, alarms: [ALARM], mutedNumbers: { a: 5 } })
    expect(unreadView(unread)).toEqual({ connections: [], numbers: [], preferences: 0, skipped: 6 })
  })

  it('names what it cannot read', async () => {
    writeFileSync(
      file(),
      JSON.stringify({ ...CHANGED, sound: 1, connections: [{ ...CONNECTION, kind: 'wuzapi' }, 7], numbers: [{ ...NUMBER, name: 'x'.repeat(50) }] }),
    )
    expect(unreadView((await open()).unread)).toEqual({ connections: ['Office', '?'], numbers: [`${'x'.repeat(40)}…`], preferences: 1, skipped: 0 })
  })

  it('lets what it kept go with the connection that the operator removes', async () => {
    writeFileSync(
      file(),
      JSON.stringify({ ...CHANGED, connections: [CONNECTION, CONNECTION], numbers: [WEIRD, { ...WEIRD, key: 'n3', connectionId: 'elsewhere' }] }),
    )
    const settings = await open()
    settings.save({ ...settings.current, connections: [] })
    expect(onDisk()).toMatchObject({ connections: [], numbers: [{ key: 'n3' }] })
  })

  it('reads past a byte order mark, and saves', async () => {
    writeFileSync(file(), `\uFEFF${JSON.stringify(CHANGED)}`)
    const settings = await open()
    expect([settings.setAside, settings.current]).toEqual([null, CHANGED])
    settings.save({ ...CHANGED, mutedUntil: 5 })
    expect([errors, settings.canSave()]).toEqual([[], true])
    expect(onDisk()).toEqual({ ...CHANGED, mutedUntil: 5 })
  })

  describe('the last good copy', () => {
    const copy = (): string => join(folder, 'settings.last-good.json')

    it.each(['', '{"version": 1, "langu', '[]', '\0\0\0'])('is used where the file holds %j, also by the start after', async (content) => {
      ;(await open()).save({ ...CHANGED, connections: [CONNECTION] })
      writeFileSync(file(), content)
      const settings = await open()
      expect([settings.restored, settings.current]).toEqual([true, { ...CHANGED, connections: [CONNECTION] }])
      expect(readFileSync(settings.setAside ?? '', 'utf8')).toBe(content)
      const next = await open()
      expect([next.restored, next.setAside, next.current.connections]).toEqual([false, null, [CONNECTION]])
    })

    it('is of one generation, whole, private, and follows every change of the records', async () => {
      const settings = await open()
      settings.save(CHANGED)
      settings.save({ ...CHANGED, connections: [CONNECTION] })
      settings.save({ ...CHANGED, connections: [CONNECTION], mutedUntil: 5 }) // within the minute
      expect(JSON.parse(readFileSync(copy(), 'utf8'))).toEqual({ ...CHANGED, connections: [CONNECTION] })
      expect(readdirSync(folder)).toEqual(['settings.json', 'settings.last-good.json'])
      expect(statSync(copy()).mode & 0o777).toBe(0o600)
    })

    it('is never taken from a damaged file', async () => {
      ;(await open()).save({ ...CHANGED, connections: [CONNECTION] })
      writeFileSync(file(), '{')
      await open()
      expect(JSON.parse(readFileSync(copy(), 'utf8'))).toMatchObject({ connections: [CONNECTION] })
    })

    it('is passed over where it is damaged too', async () => {
      writeFileSync(file(), '{')
      writeFileSync(copy(), '[')
      const settings = await open()
      expect([settings.restored, settings.current, settings.setAside === null]).toEqual([false, DEFAULT_SETTINGS, false])
    })

    it('costs no save where the disk refuses it', async () => {
      mkdirSync(copy())
      const settings = await open()
      settings.save(CHANGED)
      expect([onDisk(), settings.canSave()]).toEqual([CHANGED, true])
      expect(readdirSync(folder)).toEqual(['settings.json', 'settings.last-good.json'])
    })
  })
})

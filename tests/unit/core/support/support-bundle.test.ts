import { strFromU8, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { supportBundle, type BundleInput } from '../../../../src/main/core/support/support-bundle'
import { createSupportHandlers } from '../../../../src/main/core/support/support-intents'
import { packZip } from '../../../../src/main/desktop/files/zip'
import { translator } from '../../../../src/shared/words/i18n'
import { DEFAULT_SETTINGS } from '../../../../src/shared/model/settings'
import { FakeClock } from '../../../fakes/fake-clock'
import { emptySnapshot, sessionView } from '../../../fakes/views'

/** What must not be in any file, in any spelling. */
const PLANTED = [
  '79001234567',
  '900 123-45-67',
  '442079460958',
  'ivan.petrov',
  'operator@example.com',
  'hunter2',
  'eyJhbGciOiJIUzI1NiJ9',
  'key_live_abcdef',
  'CODE-2@abc',
  'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw',
]
const now = Date.UTC(2026, 10, 23, 9, 0, 0)
const noPause = (): Promise<void> => Promise.resolve()

function input(more: Partial<BundleInput> = {}): BundleInput {
  const number = {
    key: 'k1',
    connectionId: 'c1',
    sessionId: 'client_79001234567',
    name: 'Приёмная +7 900 123-45-67',
    phone: '79001234567',
    apiKeyMask: 'key_live_abcdef',
    facts: {},
    addedAt: now,
    stoppedByOperator: false,
    last: null,
  }
  const code = { kind: 'qr-text' as const, value: 'CODE-2@abc', ordinal: 1, firstSeenAt: now, expiresAt: now + 1, exact: false }
  return {
    t: translator('ru'),
    now,
    settings: {
      ...DEFAULT_SETTINGS,
      mutedNumbers: { k1: now },
      connections: [
        {
          id: 'c1',
          kind: 'academyos',
          name: 'Server',
          address: 'https://server.example',
          facts: { login: 'operator@example.com', publicKey: 'eyJhbGciOiJIUzI1NiJ9.e30.x' },
          signedIn: true,
          createdAt: now,
          forgotten: ['79001234567'],
        },
      ],
      numbers: [number],
    },
    snapshot: {
      ...emptySnapshot(),
      sessions: [
        sessionView('k1', {
          sessionId: number.sessionId,
          name: number.name,
          phone: number.phone,
          code,
          failure: { code: 'server-error', detail: 'GET /+44 20 7946 0958: HTTP 500' },
        }),
      ],
    },
    machine: { electron: '45.4.1', home: '/home/ivan.petrov' },
    home: '/home/ivan.petrov',
    logs: [
      {
        name: 'main.log',
        text: '2026-11-23T08:51:39.123Z info  ok {"phone":"+442079460958","path":"/home/ivan.petrov/x","password":"hunter2","bot":"7284610395:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"}\n',
      },
    ],
    history: [
      {
        key: 'k1',
        connectionId: 'c1',
        at: now,
        from: 'connected',
        to: 'disconnected',
        cause: 'logged-out',
        failure: null,
        evidence: { source: 'wpp-status', word: 'closed by 79001234567', http: 200 },
      },
    ],
    pause: noPause,
    ...more,
  }
}

it('what was planted is in no file, and what support needs is', async () => {
  const files = await supportBundle(input())
  const all = files.map(({ name, text }) => `${name}\n${text}`).join('\n')
  expect(PLANTED.filter((each) => all.includes(each))).toEqual([])
  expect(files.map(({ name }) => name)).toEqual(['READ-ME.txt', 'machine.json', 'settings.json', 'state.json', 'history.jsonl', 'logs/main.log'])
  const text = (name: string): string => files.find((each) => each.name === name)?.text ?? ''
  expect(JSON.parse(text('settings.json'))).toMatchObject({
    mutedNumbers: { k1: now },
    connections: [{ address: 'https://server.example', facts: { login: 'o•••@example.com' } }],
    numbers: [{ name: 'Приёмная [phone 1]', phone: '[phone 1]', sessionId: 'client_[phone 1]' }],
  })
  expect(JSON.parse(text('state.json'))).toMatchObject({ sessions: [{ phone: '[phone 1]', code: 'qr-text', failure: { detail: 'GET /[phone 2]: HTTP 500' } }] })
  expect(JSON.parse(text('history.jsonl'))).toEqual({
    at: '2026-11-23T09:00:00.000Z',
    key: 'k1',
    connectionId: 'c1',
    from: 'connected',
    to: 'disconnected',
    cause: 'logged-out',
    failure: null,
    evidence: { source: 'wpp-status', word: 'closed by [phone 1]', http: 200 },
  })
  expect(text('logs/main.log')).toBe(
    '2026-11-23T08:51:39.123Z info  ok {"phone":"[phone 2]","path":"~/x","password":"[redacted]","bot":"[phone 3]:[redacted]"}\n',
  )
  expect(JSON.parse(text('machine.json'))).toMatchObject({ electron: '45.4.1', home: '~' })
})

it('without a history in reach there is no such file', async () => {
  expect((await supportBundle(input({ history: null }))).some(({ name }) => name.startsWith('history'))).toBe(false)
})

it('is one zip with these files, named by the minute', async () => {
  const saved: { name: string; content: Uint8Array }[] = []
  const calls = createSupportHandlers({
    clock: new FakeClock(now),
    collect: async () => input(),
    pack: async (files) => packZip(files, noPause),
    save: async (name, content) => (saved.push({ name, content }), `/downloads/${name}`),
  })
  expect(await calls['support.bundle'](undefined)).toEqual({ ok: true, value: { path: '/downloads/wpp-companion-support-2026-11-23-09-00.zip' } })
  const files = unzipSync(saved[0]?.content ?? new Uint8Array())
  expect(Object.keys(files)).toContain('logs/main.log')
  expect(strFromU8(files['READ-ME.txt'] ?? new Uint8Array())).toMatch(/^Пакет для поддержки WPP Companion/)
})

it('says when the disk takes nothing', async () => {
  const calls = createSupportHandlers({
    clock: new FakeClock(now),
    collect: async () => input(),
    pack: async (files) => packZip(files, noPause),
    save: async () => null,
  })
  expect(await calls['support.bundle'](undefined)).toMatchObject({ ok: false, failure: { code: 'not-saved' } })
})

it('lets others have their turn while it masks and packs much, and loses nothing over it', async () => {
  let turns = 0
  const pause = async (): Promise<void> => void (turns += 1)
  const row = { key: 'k1', connectionId: 'c1', from: 'connected', to: 'unknown', cause: null, failure: null, evidence: null } as const
  const log = Array.from({ length: 4_000 }, (_, line) => `2026-11-23T08:51:39.123Z info  line ${line} of +7 900 123-45-67\n`).join('')
  const files = await supportBundle(
    input({ pause, history: Array.from({ length: 2_001 }, (_, at) => ({ ...row, at })), logs: [{ name: 'main.log', text: log }] }),
  )
  const text = (name: string): string => files.find((each) => each.name === name)?.text ?? ''
  expect(text('history.jsonl').trim().split('\n')).toHaveLength(2_001)
  expect(text('logs/main.log')).toBe(log.replaceAll('+7 900 123-45-67', '[phone 1]'))
  expect(turns).toBe(10 + Math.floor(log.length / 16_384))
  const masked = turns
  const big = { name: 'big.txt', text: Array.from({ length: 40_000 }, (_, line) => `line ${line * 7919}\n`).join('') }
  const packed = unzipSync(await packZip([big], pause))
  expect(turns - masked).toBe(Math.floor(big.text.length / 65_536))
  expect(strFromU8(packed['big.txt'] ?? new Uint8Array())).toBe(big.text)
})

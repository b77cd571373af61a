// Every state of the window that the gallery photographs.
import { describedKinds } from '../../../src/main/gateways/described'
import type { AppSnapshot, SessionView } from '../../../src/shared/ipc/snapshot'
import type { FailureCode } from '../../../src/shared/model/failure'
import type { Cause } from '../../../src/shared/model/session'
import { makeCode, makeConnection, makeSession, makeSnapshot } from '../make'
import { KIND_SPECS } from '../../fakes/kind-specs'

const MINUTE = 60_000
const ago = (minutes: number): number => Date.now() - minutes * MINUTE

const one = (more: Partial<SessionView>): Partial<AppSnapshot> => ({
  sessions: [
    makeSession({ since: ago(2), ...more }),
    makeSession({ key: 'n2', sessionId: 'client_abc124', name: 'Отдел продаж' }),
    makeSession({ key: 'n3', sessionId: 'client_abc125', name: '', phone: '+7 900 123-45-67', since: ago(60 * 50) }),
  ],
  focus: { key: 'n1', view: 'number', at: 1 },
})

const down = (cause: Cause, more: Partial<SessionView> = {}): Partial<AppSnapshot> =>
  one({ phase: 'disconnected', cause, since: ago(7), evidence: { source: 'wpp-status', word: 'disconnected', http: 200, at: ago(1) }, ...more })
const unknown = (code: FailureCode, detail: string): Partial<AppSnapshot> =>
  one({ phase: 'unknown', failure: { code, detail }, lastConfirmedAt: ago(9), evidence: null })
const failure = (code: FailureCode): Partial<AppSnapshot> => one({ phase: 'failed', failure: { code, detail: 'wpp-create: HTTP 500' } })

const sandbox = makeConnection({ id: 'c9', kind: 'sandbox', name: 'Песочница', address: 'sandbox:', account: '' })
const wpp = makeConnection({ id: 'c2', kind: 'wpp-platform', name: 'WPP Platform', address: 'https://platform.example', account: '' })

const many = (count: number): Partial<AppSnapshot> => ({
  connections: [makeConnection(), wpp],
  sessions: Array.from({ length: count }, (_, index) =>
    makeSession({
      key: `m${index}`,
      connectionId: index % 3 === 0 ? 'c2' : 'c1',
      sessionId: `client_${1000 + index}`,
      name: index % 4 === 0 ? '' : `Точка ${index}`,
      phone: index % 4 === 0 ? String(79_000_000_000 + index * 7919) : null,
      ...(index % 41 === 0 ? { phase: 'disconnected', cause: 'unspecified' } : index % 29 === 0 ? { phase: 'unknown', failure: { code: 'unreachable' } } : {}),
      since: ago(index * 3 + 1),
    }),
  ),
})

const long = 'Приёмная комиссия филиала на улице Академика Константиновского, второй этаж, вход со двора'

/** Name of a scene -> what differs from a quiet window with one number. */
export const SCENES: Readonly<Record<string, () => Partial<AppSnapshot>>> = {
  welcome: () => ({ connections: [], sessions: [], kinds: [...KIND_SPECS, ...describedKinds().map(({ spec }) => spec)] }),
  'no-numbers': () => ({ sessions: [] }),
  'no-numbers-key': () => ({ connections: [wpp], sessions: [] }),
  list: () => ({ ...one({ phase: 'disconnected', cause: 'logged-out', since: ago(7) }), focus: null }),
  idle: () => one({ phase: 'idle', lastConfirmedAt: null }),
  provisioning: () => ({ connections: [makeConnection({ provisioningSince: Date.now() - 23_000 })], sessions: [] }),
  'provision-failed': () => ({
    connections: [makeConnection({ provisionFailure: { code: 'provision-unclear', detail: 'wpp-create: no answer within 90 s' } })],
    sessions: [],
  }),
  starting: () => one({ phase: 'starting', since: Date.now() - 17_000, deadlineAt: Date.now() + 73_000 }),
  scan: () => one({ phase: 'awaiting-scan', code: makeCode() }),
  paid: () => one({ paidUntil: Date.now() + 3 * 24 * 3_600_000 }),
  'scan-typed': () => ({
    ...one({
      phase: 'awaiting-scan',
      code: makeCode({ kind: 'pairing-code', value: 'ABCD-1234', ordinal: 1, expiresAt: Date.now() + 170_000 }),
      pairingPhone: '+7 900 123-45-67',
    }),
    connections: [makeConnection({ pairs: true })],
  }),
  'scan-pairs': () => ({ ...one({ phase: 'awaiting-scan', code: makeCode() }), connections: [makeConnection({ pairs: true })] }),
  'scan-exact': () => one({ phase: 'awaiting-scan', code: makeCode({ exact: true, ordinal: 1, expiresAt: Date.now() + 52_000 }) }),
  'scan-expired': () => one({ phase: 'awaiting-scan', code: makeCode({ ordinal: 6, expiresAt: Date.now() - 5_000 }), codeExpired: true }),
  'scan-broken': () => one({ phase: 'awaiting-scan', code: makeCode({ kind: 'qr-image', value: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==' }) }),
  'scan-pairing': () => one({ phase: 'awaiting-scan', code: makeCode({ kind: 'pairing-code', value: 'K7QW2MNX', expiresAt: Date.now() + 150_000 }) }),
  linking: () => one({ phase: 'linking', since: Date.now() - 41_000, deadlineAt: Date.now() + 139_000 }),
  connected: () => one({}),
  'connected-unstable': () => one({ unstable: true, checking: true, phone: '+7 900 123-45-67' }),
  'wrong-phone': () => ({
    ...one({ name: '', phone: '+7 900 123-45-67', wrongPhone: '+7 916 555-01-02', connectionId: 'c9' }),
    connections: [makeConnection(), sandbox],
  }),
  stale: () => one({ stale: true, lastConfirmedAt: ago(6) }),
  'down-logged-out': () => down('logged-out'),
  'down-may-be-server': () => down('unspecified', { mayBeServer: true }),
  'down-banned': () => down('banned'),
  'down-by-operator': () => down('by-operator'),
  'unknown-unreachable': () => ({ ...unknown('unreachable', 'wpp-status: ECONNREFUSED'), online: false }),
  'unknown-down': () => ({
    ...one({
      phase: 'unknown',
      failure: { code: 'unreachable', detail: 'wpp-status: ECONNREFUSED' },
      since: ago(4),
      lastConfirmedAt: ago(4),
      knownDown: { cause: 'logged-out', since: ago(95) },
    }),
  }),
  'delivered-key': () => ({ connections: [makeConnection({ deliveredKey: true, address: 'https://gateway.example' })], sessions: [], focus: null }),
  unencrypted: () => ({ connections: [makeConnection({ unencrypted: true, address: 'http://192.168.1.20:21465' })], sessions: [], focus: null }),
  'unknown-sign-in': () => ({
    ...unknown('sign-in-expired', 'token refresh: HTTP 400'),
    connections: [makeConnection({ signIn: 'expired', failure: { code: 'sign-in-expired' } })],
  }),
  'failed-deadline': () => failure('deadline-starting'),
  'down-removed': () => down('removed'),
  'failed-gone': () => failure('number-not-found'),
  'failed-codes': () => failure('codes-exhausted'),
  sandbox: () => ({
    ...one({ connectionId: 'c9', name: '', sessionId: '0000000000001', phase: 'awaiting-scan', code: makeCode() }),
    connections: [makeConnection(), sandbox],
    sandbox: { connectionId: 'c9', faults: { latencyMs: 0, mode: 'none' } },
  }),
  'long-names': () => ({
    ...one({ name: long, sessionId: 'client_0123456789abcdef0123456789abcdef0123456789', phase: 'disconnected', cause: 'logged-out' }),
    connections: [makeConnection({ name: `AcademyOS — ${long}` })],
  }),
  many: () => many(300),
  thousands: () => many(5_000),
  'banner-keyring': () => ({
    ...one({ phase: 'unknown', failure: { code: 'keyring-locked' } }),
    keyring: 'locked',
    connections: [makeConnection({ signIn: 'keyring', failure: { code: 'keyring-locked' } })],
  }),
  'memory-locked': () => ({
    ...one({ phase: 'unknown', failure: { code: 'keyring-locked' } }),
    keyring: 'memory',
    connections: [makeConnection({ signIn: 'keyring', failure: { code: 'keyring-locked' } })],
  }),
  'memory-no-numbers': () => ({ sessions: [], keyring: 'memory', connections: [makeConnection({ signIn: 'keyring', failure: { code: 'keyring-locked' } })] }),
  'banner-all': () => ({
    ...one({}),
    keyring: 'none',
    online: false,
    banners: ['settings-restored', 'settings-unread', 'settings-not-saved', 'no-tray', 'notices-unavailable'],
    unread: { connections: ['Office'], numbers: ['Shop', '+7 900 000-00-42'], preferences: 1, skipped: 2 },
    mutedUntil: Date.now() + 90 * MINUTE,
  }),
  'settings-passed-on': () => ({
    ...down('logged-out'),
    escalation: {
      on: true,
      afterMinutes: 15,
      webhook: { origin: 'https://hooks.example', signed: true, service: 'plain' as const },
      telegram: { chat: '-1001234567890' },
      email: {
        host: 'smtp.example.com',
        port: 465,
        security: 'tls' as const,
        user: 'alerts@example.com',
        from: 'alerts@example.com',
        to: ['duty@example.com', 'head.of.support@example.com'],
      },
      told: { n1: { at: ago(1), channels: ['webhook', 'telegram'] } },
      failing: [{ channel: 'telegram', failure: { code: 'bot-blocked', detail: 'telegram sendMessage: HTTP 403' } }],
    },
    focus: { key: 'n1', view: 'settings', at: 2 },
  }),
  'passed-on': () => ({
    ...SCENES['settings-passed-on']?.(),
    alarms: [{ key: 'n1', openedAt: ago(20), acknowledgedAt: null, severity: 'critical' }],
    focus: { key: 'n1', view: 'number', at: 2 },
  }),
  settings: () => ({ ...one({}), focus: { key: null, view: 'settings', at: 2 } }),
}

/** The snapshot of a scene. */
export function sceneSnapshot(name: string, language: 'ru' | 'en'): AppSnapshot {
  return makeSnapshot({ language, ...(SCENES[name]?.() ?? {}) })
}

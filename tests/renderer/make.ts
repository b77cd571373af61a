// Makes views for tests and the gallery; every field can be overridden.
import type { AppSnapshot, ConnectionView, SessionView } from '../../src/shared/ipc/snapshot'
import { NO_ESCALATION } from '../../src/shared/model/escalation'
import type { LinkingCode } from '../../src/shared/model/session'
import { DEFAULT_SETTINGS, preferencesOf } from '../../src/shared/model/settings'
import { KIND_SPECS } from '../fakes/kind-specs'

/** A pairing string of WhatsApp's form and length; the letters mean nothing. */
const PAIRING_TEXT = `2@${'Hq7tYxLm0Zr5'.repeat(12)},${'aB3dE5fG7hJ9kL1m'.repeat(2)}AbCdEfGh1a2=,QwErTyUiOp+/1234`

export function makeSession(more: Partial<SessionView> = {}): SessionView {
  const now = Date.now()
  return {
    key: 'n1',
    connectionId: 'c1',
    sessionId: 'client_abc123',
    name: 'Приёмная',
    phone: null,
    wrongPhone: null,
    paidUntil: null,
    apiKeyMask: 'key_xxx••••••',
    phase: 'connected',
    cause: null,
    basis: null,
    failure: null,
    since: now - 3 * 3_600_000,
    knownDown: null,
    lastConfirmedAt: now - 12_000,
    stale: false,
    checking: false,
    code: null,
    pairingPhone: null,
    codeExpired: false,
    neverLinked: false,
    deadlineAt: null,
    mayBeServer: false,
    unstable: false,
    evidence: { source: 'wpp-status', word: 'connected', http: 200, at: now - 12_000 },
    ...more,
  }
}

export function makeCode(more: Partial<LinkingCode> = {}): LinkingCode {
  const now = Date.now()
  return { kind: 'qr-text', value: PAIRING_TEXT, ordinal: 2, firstSeenAt: now - 4_000, expiresAt: now + 16_000, exact: false, ...more }
}

export function makeConnection(more: Partial<ConnectionView> = {}): ConnectionView {
  return {
    id: 'c1',
    kind: 'academyos',
    name: 'AcademyOS',
    address: 'https://server.example',
    account: 'operator@example.com',
    unencrypted: false,
    deliveredKey: false,
    pairs: false,
    signIn: 'signed-in',
    failure: null,
    provisioningSince: null,
    provisionFailure: null,
    listing: false,
    ...more,
  }
}

export function makeSnapshot(more: Partial<AppSnapshot> = {}): AppSnapshot {
  return {
    revision: 1,
    appVersion: '0.1.0',
    language: 'ru',
    preferences: preferencesOf(DEFAULT_SETTINGS),
    mutedUntil: null,
    mutedNumbers: {},
    healing: {},
    alarms: [],
    escalation: { ...NO_ESCALATION, told: {}, failing: [] },
    keyring: 'unlocked',
    tray: 'present',
    banners: [],
    unread: null,
    kinds: KIND_SPECS,
    badDescriptions: [],
    online: true,
    connections: [makeConnection()],
    sessions: [makeSession()],
    sorted: false,
    sandbox: null,
    focus: null,
    ...more,
  }
}

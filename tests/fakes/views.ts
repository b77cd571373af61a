// Views and records of numbers and connections as tests need them.
import type { AppSnapshot, SessionView } from '../../src/shared/ipc/snapshot'
import { NO_ESCALATION } from '../../src/shared/model/escalation'
import type { HistoryEntry } from '../../src/shared/model/history'
import type { Phase } from '../../src/shared/model/session'
import { DEFAULT_SETTINGS, preferencesOf, type NumberRecord } from '../../src/shared/model/settings'

/** A number's record; its key is also its session id unless told otherwise. */
export function numberRecord(key: string, more: Partial<NumberRecord> = {}): NumberRecord {
  return {
    key,
    connectionId: 'c1',
    sessionId: key,
    name: '',
    phone: null,
    apiKeyMask: null,
    facts: {},
    addedAt: 0,
    stoppedByOperator: false,
    last: null,
    ...more,
  }
}

/** A change of one number at an instant (epoch ms), after it was connected unless told otherwise. */
export function historyEntry(at: number, to: Phase, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return { key: 'c1/s1', connectionId: 'c1', at, from: 'connected', to, cause: null, failure: null, evidence: null, ...more }
}

/** A number nobody has linked yet, unless told otherwise. */
export function sessionView(key: string, more: Partial<SessionView> = {}): SessionView {
  return {
    key,
    connectionId: 'c1',
    sessionId: key,
    name: '',
    phone: null,
    wrongPhone: null,
    paidUntil: null,
    apiKeyMask: null,
    phase: 'idle',
    cause: null,
    basis: null,
    failure: null,
    since: 0,
    knownDown: null,
    lastConfirmedAt: 0,
    stale: false,
    checking: false,
    code: null,
    pairingPhone: null,
    codeExpired: false,
    neverLinked: false,
    deadlineAt: null,
    mayBeServer: false,
    unstable: false,
    evidence: null,
    ...more,
  }
}

/** The snapshot of a new profile. */
export function emptySnapshot(): AppSnapshot {
  return {
    revision: 0,
    appVersion: '0.0.0',
    language: 'ru',
    preferences: preferencesOf(DEFAULT_SETTINGS),
    mutedUntil: null,
    mutedNumbers: {},
    healing: {},
    alarms: [],
    escalation: { ...NO_ESCALATION, told: {}, failing: [] },
    keyring: 'unlocked',
    tray: 'unknown',
    banners: [],
    unread: null,
    online: true,
    kinds: [],
    badDescriptions: [],
    connections: [],
    sessions: [],
    sorted: false,
    sandbox: null,
    focus: null,
  }
}

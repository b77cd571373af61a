// Views of numbers and connections as tests need them.
import type { AppSnapshot, SessionView } from '../../src/shared/app-snapshot'
import { NO_ESCALATION } from '../../src/shared/escalation'
import { DEFAULT_SETTINGS, preferencesOf } from '../../src/shared/settings'

/** A number nobody has linked yet, unless told otherwise. */
export function sessionView(key: string, more: Partial<SessionView> = {}): SessionView {
  return {
    key, connectionId: 'c1', sessionId: key, name: '', phone: null, wrongPhone: null, apiKeyMask: null, phase: 'idle', cause: null, basis: null, failure: null, since: 0,
    lastConfirmedAt: 0, stale: false, checking: false, code: null, codeExpired: false, deadlineAt: null, mayBeServer: false, unstable: false, evidence: null,
    ...more,
  }
}

/** The snapshot of a new profile. */
export function emptySnapshot(): AppSnapshot {
  return {
    revision: 0, appVersion: '0.0.0', language: 'ru', preferences: preferencesOf(DEFAULT_SETTINGS), mutedUntil: null, mutedNumbers: {}, healing: {}, alarms: [], escalation: { ...NO_ESCALATION, told: {}, failing: [] },
    keyring: 'unlocked', tray: 'unknown', banners: [], online: true, connections: [], sessions: [], sandbox: null, focus: null,
  }
}

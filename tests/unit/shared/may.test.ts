import { describe, expect, it } from 'vitest'
import type { SessionView } from '../../../src/shared/ipc/snapshot'
import { mayCancel, mayCheck, mayConnect, mayDisconnect, mayNewCode } from '../../../src/shared/model/may'
import { numberName } from '../../../src/shared/words/number-name'
import { sessionView } from '../../fakes/views'

const signedIn = { signIn: 'signed-in' as const }
const allowed = (state: Partial<SessionView>, connection: Parameters<typeof mayConnect>[1]): string => {
  const session = sessionView('a', state)
  return [
    mayConnect(session, connection) && 'connect',
    mayCancel(session) && 'cancel',
    mayDisconnect(session, connection) && 'disconnect',
    mayNewCode(session, connection) && 'newCode',
    mayCheck(session, connection) && 'check',
  ]
    .filter(Boolean)
    .join(' ')
}

describe('what the operator may do', () => {
  it.each([
    ['idle', { phase: 'idle' }, 'connect check'],
    ['starting, asked for', { phase: 'starting', deadlineAt: 1 }, 'cancel'],
    ['starting by the server itself', { phase: 'starting' }, 'disconnect check'],
    ['awaiting a scan', { phase: 'awaiting-scan' }, 'cancel newCode'],
    ['linking', { phase: 'linking', deadlineAt: 1 }, 'cancel'],
    ['connected', { phase: 'connected' }, 'disconnect check'],
    ['being checked', { phase: 'connected', checking: true }, 'disconnect'],
    ['logged out', { phase: 'disconnected', cause: 'logged-out' }, 'connect check'],
    ['phone offline', { phase: 'disconnected', cause: 'phone-offline' }, 'connect disconnect check'],
    ['stopped', { phase: 'disconnected', cause: 'by-operator' }, 'connect check'],
    ['unknown', { phase: 'unknown' }, 'disconnect check'],
    ['unknown in an attempt', { phase: 'unknown', deadlineAt: 1 }, 'cancel'],
    ['failed', { phase: 'failed', failure: { code: 'deadline-starting' } }, 'connect check'],
    ['out of codes', { phase: 'failed', failure: { code: 'codes-exhausted' } }, 'connect newCode check'],
  ] satisfies [string, Partial<SessionView>, string][])('%s', (_name, state, expected) => {
    expect(allowed(state, signedIn)).toBe(expected)
  })

  it.each([{ signIn: 'expired' as const }, { signIn: 'signed-out' as const }, { signIn: 'keyring' as const }, undefined])(
    'with the connection %j only cancel',
    (connection) => {
      for (const phase of ['idle', 'connected', 'failed', 'unknown'] as const) expect(allowed({ phase }, connection)).toBe('')
      expect(allowed({ phase: 'awaiting-scan' }, connection)).toBe('cancel')
    },
  )
})

describe('what a number is called', () => {
  it.each([
    [{ name: ' Касса ', phone: '79001234567', sessionId: 's' }, 'Касса'],
    [{ name: ' ', phone: '+7 900 123-45-67', sessionId: 's' }, '+7 900 123-45-67'],
    [{ name: '', phone: null, sessionId: '0000000000042' }, '0000000000042'],
  ])('%j is %s', (number, name) => {
    expect(numberName(number)).toBe(name)
  })
})

import { describe, expect, it } from 'vitest'
import type { SessionView } from '../../../src/shared/ipc/snapshot'
import { conditionOf, listPlaceOf, toneOf, WORST_FIRST, type Condition, type Tone } from '../../../src/shared/ipc/condition'
import { sessionView } from '../../fakes/views'

const cases: [string, Partial<SessionView>, Condition, Tone][] = [
  ['failed', { phase: 'failed' }, 'down', 'down'],
  ['logged out', { phase: 'disconnected', cause: 'logged-out' }, 'down', 'down'],
  ['down for no known cause', { phase: 'disconnected', cause: null }, 'down', 'down'],
  ['stopped by the operator', { phase: 'disconnected', cause: 'by-operator' }, 'resting', 'none'],
  ['not checked', { phase: 'unknown' }, 'unknown', 'warn'],
  ['connected, seen too long ago', { phase: 'connected', stale: true }, 'unknown', 'warn'],
  ['connected and unstable, seen too long ago', { phase: 'connected', stale: true, unstable: true }, 'unknown', 'warn'],
  ['starting', { phase: 'starting' }, 'working', 'work'],
  ['awaiting a scan', { phase: 'awaiting-scan' }, 'working', 'work'],
  ['linking', { phase: 'linking' }, 'working', 'work'],
  ['unstable', { phase: 'connected', unstable: true }, 'unstable', 'warn'],
  ['with another phone', { phase: 'connected', wrongPhone: '79001234567' }, 'unstable', 'warn'],
  ['connected', { phase: 'connected' }, 'fine', 'ok'],
  ['never linked', { phase: 'idle' }, 'resting', 'none'],
]

describe('how a number stands', () => {
  it.each(cases)('%s', (_name, state, condition, tone) => {
    const session = sessionView('a', state)
    expect([conditionOf(session), toneOf(session)]).toEqual([condition, tone])
  })

  it('the tray tells the worst first', () => {
    expect(WORST_FIRST).toEqual(['down', 'unknown', 'working', 'unstable', 'fine', 'resting'])
  })

  it('the list keeps together what needs a look, and what is fine comes last', () => {
    const placed = cases.map(([, state, condition]) => ({ place: listPlaceOf(sessionView('a', state)), condition }))
    const at = (place: number): string => [...new Set(placed.filter((each) => each.place === place).map((each) => each.condition))].sort().join(' ')
    const conditions = [0, 1, 2, 3, 4].map(at)
    expect(conditions).toEqual(['down', 'unknown unstable', 'working', 'resting', 'fine'])
  })
})

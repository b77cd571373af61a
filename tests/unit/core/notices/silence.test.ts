// Every reason for silence, which of them wins, and what is passed on to people outside all the same.
import { describe, expect, it } from 'vitest'
import { createSilences, type SilencesOptions } from '../../../../src/main/core/notices/silence'

const NOW = new Date(2026, 0, 12, 23, 0).getTime()
const MORNING = new Date(2026, 0, 13, 8, 0).getTime()
const NIGHT = { on: true, from: '22:00', to: '08:00', days: [0, 1, 2, 3, 4, 5, 6], criticalPasses: true }
type Preferences = ReturnType<SilencesOptions['preferences']>

const silences = (more: Partial<Preferences> = {}, unstable = false) =>
  createSilences({
    clock: { now: () => NOW },
    preferences: () => ({ notices: true, quietHours: { ...NIGHT, on: false }, mutedUntil: null, mutedNumbers: {}, ...more }),
    toldUnstable: (key) => key === 'a' && unstable,
  })

describe('a notice', () => {
  it('is shown where nothing speaks against it, whatever it is about', () => {
    for (const key of ['a', 'unknown', null])
      for (const severity of ['warning', 'critical', 'good'] as const) expect(silences().silenceFor(key, severity)).toBeNull()
  })

  it.each([
    ['notices are off', { notices: false }, { why: 'notices-off', until: null }],
    ['all are muted', { mutedUntil: NOW + 5_000 }, { why: 'muted', until: NOW + 5_000 }],
    ['the number is muted', { mutedNumbers: { a: NOW + 7_000 } }, { why: 'muted-number', until: NOW + 7_000 }],
    ['it is night', { quietHours: NIGHT }, { why: 'quiet-hours', until: MORNING }],
  ] as const)('is kept back while %s, until that ends', (_what, more, expected) => {
    expect(silences(more as Partial<Preferences>).silenceFor('a', 'warning')).toEqual(expected)
  })

  it('that is critical passes quiet hours if the operator says so, and nothing else', () => {
    expect(silences({ quietHours: NIGHT }).silenceFor('a', 'critical')).toBeNull()
    expect(silences({ quietHours: { ...NIGHT, criticalPasses: false } }).silenceFor('a', 'critical')).toEqual({ why: 'quiet-hours', until: MORNING })
    expect(silences({ mutedUntil: NOW + 1 }).silenceFor('a', 'critical')?.why).toBe('muted')
    expect(silences({ notices: false }).silenceFor('a', 'critical')?.why).toBe('notices-off')
  })

  it('about an unstable number is kept back for a minute, unless it is critical or about no single number', () => {
    expect(silences({}, true).silenceFor('a', 'warning')).toEqual({ why: 'unstable', until: NOW + 60_000 })
    expect(silences({}, true).silenceFor('a', 'critical')).toBeNull()
    expect(silences({}, true).silenceFor('a', 'good')).toBeNull()
    expect(silences({}, true).silenceFor(null, 'warning')).toBeNull()
  })

  it('of another number is not kept back by the mute of one', () => {
    const { silenceFor } = silences({ mutedNumbers: { a: NOW + 7_000 } })
    expect([silenceFor('a', 'warning')?.until, silenceFor('b', 'warning'), silenceFor(null, 'warning')]).toEqual([NOW + 7_000, null, null])
  })

  it('is not kept back by a mute that is over', () => {
    expect(silences({ mutedUntil: NOW, mutedNumbers: { a: NOW - 1 } }).silenceFor('a', 'warning')).toBeNull()
  })
})

it('the tray is told when the mute of all and the quiet hours end, each by itself', () => {
  expect(silences({ mutedUntil: NOW + 5_000, quietHours: NIGHT }).ends()).toEqual({ mutedUntil: NOW + 5_000, quietUntil: MORNING })
  expect(silences({ mutedUntil: NOW - 1 }).ends()).toEqual({ mutedUntil: null, quietUntil: null })
})

describe('an alarm', () => {
  const held = (severity: 'warning' | 'critical', more: Partial<Preferences>): number | null => silences(more).escalationHeldUntil({ key: 'a', severity })

  it('is passed on although notices are off: that is about this computer', () => {
    expect(held('warning', { notices: false })).toBeNull()
  })

  it('of a muted number is held back, critical or not', () => {
    for (const severity of ['warning', 'critical'] as const) expect(held(severity, { mutedNumbers: { a: NOW + 7_000 } })).toBe(NOW + 7_000)
  })

  it('is held back by the mute of all and by quiet hours, unless it is critical', () => {
    expect([held('warning', { mutedUntil: NOW + 5_000 }), held('critical', { mutedUntil: NOW + 5_000 })]).toEqual([NOW + 5_000, null])
    expect([held('warning', { quietHours: NIGHT }), held('critical', { quietHours: NIGHT })]).toEqual([MORNING, null])
  })
})

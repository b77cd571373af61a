import { describe, expect, it } from 'vitest'
import { muteEnd, quietEnd } from '../../../../src/main/core/notices/quiet-times'

const ALL = [0, 1, 2, 3, 4, 5, 6]
/** Local time, as people set their clocks. */
const at = (day: number, hours: number, minutes = 0): number => new Date(2026, 0, day, hours, minutes).getTime()
const night = { on: true, from: '22:00', to: '08:00', days: ALL, criticalPasses: false }

describe('quiet hours', () => {
  it.each([
    ['before they begin', at(12, 21, 59), null],
    ['from their first minute', at(12, 22), at(13, 8)],
    ['after midnight', at(13, 3), at(13, 8)],
    ['until their end, which is not in them', at(13, 8), null],
  ])('across midnight: %s', (_name, now, end) => {
    expect(quietEnd(night, now)).toBe(end)
  })

  it('within one day', () => {
    const lunch = { ...night, from: '13:00', to: '14:00' }
    expect(quietEnd(lunch, at(12, 13, 30))).toBe(at(12, 14))
    expect(quietEnd(lunch, at(12, 14, 30))).toBeNull()
  })

  it('the same time twice is a whole day', () => {
    expect(quietEnd({ ...night, from: '08:00', to: '08:00' }, at(12, 7))).toBe(at(12, 8))
  })

  it('belong to the day on which they begin', () => {
    const friday = { ...night, days: [5] } // 16 January 2026 is a Friday
    expect(quietEnd(friday, at(17, 3))).toBe(at(17, 8))
    expect(quietEnd(friday, at(16, 3))).toBeNull()
  })

  it('end by the clock on the wall in the nights when it is changed', () => {
    const zone = process.env['TZ']
    process.env['TZ'] = 'Europe/Berlin'
    try {
      const hoursFrom = (evening: Date): number => ((quietEnd(night, evening.getTime()) ?? 0) - evening.getTime()) / 3_600_000
      expect([hoursFrom(new Date(2026, 2, 27, 22)), hoursFrom(new Date(2026, 2, 28, 22)), hoursFrom(new Date(2026, 9, 24, 22))]).toEqual([10, 9, 11])
    } finally {
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    }
  })

  it('switched off they never hold', () => {
    expect(quietEnd({ ...night, on: false }, at(13, 3))).toBeNull()
  })
})

describe('a mute', () => {
  it.each([
    ['lasts until its end', at(12, 10), at(12, 14), at(12, 14)],
    ['is over at its end', at(12, 14), at(12, 14), null],
    ['is over when the clock was set back by a day: it may never last longer than it can be made', at(11, 10), at(12, 14), null],
  ])('%s', (_name, now, until, end) => {
    expect(muteEnd(until, now)).toBe(end)
  })
})

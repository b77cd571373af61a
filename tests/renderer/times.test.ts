// Times as each language writes them, in the window and in the words of notices.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTimeOfDay } from '../../src/main/core/notices'
import { timesOf } from '../../src/renderer/words/times'

const AFTERNOON = new Date(2026, 0, 5, 15, 32, 7).getTime()
const MORNING = new Date(2026, 0, 5, 9, 5, 7).getTime()
const DAY = 86_400_000
/** Intl puts a narrow space before "PM". */
const plain = (text: string): string => text.replace(/\s/g, ' ')

it('writes English hours without a zero before them, with seconds and with the date too', () => {
  const times = timesOf('en')
  expect(plain(times.clock(AFTERNOON, AFTERNOON))).toBe('3:32 PM')
  expect(plain(times.exact(MORNING, AFTERNOON))).toBe('9:05:07 AM')
  expect(plain(times.clock(MORNING, AFTERNOON + DAY))).toBe('Jan 5, 9:05 AM')
  expect(plain(times.exact(MORNING, AFTERNOON + DAY))).toBe('Jan 5, 9:05:07 AM')
})

it('writes Russian hours with it', () => {
  const times = timesOf('ru')
  expect(times.clock(MORNING, AFTERNOON)).toBe('09:05')
  expect(times.exact(MORNING, AFTERNOON)).toBe('09:05:07')
})

it('writes them in a notice as in the window', () => {
  const now = { now: () => AFTERNOON }
  expect(plain(createTimeOfDay('en', now)(MORNING))).toBe('9:05 AM')
  expect(createTimeOfDay('ru', now)(MORNING)).toBe('09:05')
  expect(plain(createTimeOfDay('en', { now: () => AFTERNOON + DAY })(MORNING))).toBe('January 5 at 9:05 AM')
})

describe.each(['ru', 'en'] as const)('the words of ours in %s are those of Intl', (language) => {
  const times = timesOf(language)
  const hour = language === 'en' ? ('numeric' as const) : ('2-digit' as const)
  const dated = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour, minute: '2-digit', second: '2-digit' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })

  it('for instants of other days', () => {
    const year = { min: new Date(2026, 0, 1), max: new Date(2026, 11, 31), noInvalidDate: true }
    fc.assert(
      fc.property(fc.date(year), (date) => {
        expect(plain(times.exact(date.getTime(), date.getTime() + 2 * DAY))).toBe(plain(dated.format(date)))
      }),
    )
  })

  it.each([
    ['second', 1_000, [10, 20, 50]],
    ['minute', 60_000, [1, 2, 5, 11, 21, 22, 59]],
    ['hour', 3_600_000, [1, 2, 5, 11, 21, 22, 23]],
    ['day', DAY, [1, 2, 3, 5, 11, 21, 22, 101, 111]],
  ] as const)('for the past in %ss', (unit, length, counts) => {
    for (const count of counts) expect(times.ago(0, count * length)).toBe(relative.format(-count, unit))
  })

  it.each([
    ['minute', 60_000, 5],
    ['hour', 3_600_000, 3],
  ] as const)('for lengths in %ss', (unit, length, count) => {
    const short = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' })
    expect(times.brief(count * length)).toBe(plain(short.format(count)))
  })
})

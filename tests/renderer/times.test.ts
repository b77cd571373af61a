// Times as each language writes them, in the window and in the words of notices.
import { expect, it } from 'vitest'
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

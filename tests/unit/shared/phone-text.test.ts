import { expect, it } from 'vitest'
import { phoneText } from '../../../src/shared/words/phone-text'

it.each([
  ['79001234567', '+7 900 123-45-67'],
  ['5511940000000', '+55 11 94000-0000'],
  ['551140000000', '+55 11 4000-0000'],
  // Kazakhstan shares the code and groups in its own way.
  ['77011234567', '+7 701 123 4567'],
  ['77272581234', '+7 7272 58 12 34'],
  ['70000000001', '+7 000 000-00-01'],
  ['380501234567', '+380 50 123 4567'],
  ['14155552671', '+1 415 555-2671'],
  ['4915112345678', '+49 1511 2345678'],
  ['6281234567890', '+62 812 3456 7890'],
  // Of no country, too short, no digits: as it came.
  ['999123456', '+999123456'],
  ['12', '+12'],
  ['', '+'],
  ['abc', '+abc'],
])('spells %s as %s', (digits, text) => {
  expect(phoneText(digits)).toBe(text)
  // From what is kept, too.
  expect(phoneText(digits)).toBe(text)
})

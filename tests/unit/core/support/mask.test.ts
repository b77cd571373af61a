import { describe, expect, it } from 'vitest'
import { createMask } from '../../../../src/main/core/support/mask'

const HOME = '/home/ivan.petrov'
const mask = (text: string): string => createMask({ phones: ['79001234567', '79007654321'], harmless: ['0000000000042', '79160000000'], home: HOME })(text)

describe('a phone', () => {
  for (const [text, expected] of [
    ['79001234567', '[phone 1]'],
    ['+7 900 123-45-67', '[phone 1]'],
    ['+7 (900) 765-43-21', '[phone 2]'],
    ['+7\u00a0900\u00a0123\u201345\u201367', '[phone 1]'],
    ['79001234567@c.us', '[phone 1]@c.us'],
    ['79001234567-1612345678@g.us', '[phone 1]-[phone 3]@g.us'],
    ['client_79001234567_main', 'client_[phone 1]_main'],
    ['{"phone":"79001234567","name":"+44 20 7946 0958"}', '{"phone":"[phone 1]","name":"[phone 3]"}'],
    ['8 (912) 000 11 22, снова 89120001122', '[phone 3], снова [phone 3]'],
    ['+7.900.123.45.67 and +7/900/123-45-67', '[phone 1] and [phone 1]'],
    ['+47 22 12 34 56', '[phone 3]'],
    ['7999-12-34-567 or 8999-12-3456-78', '[phone 3] or [phone 4]'],
    ['call 8 912 000-11-22\n2026-11-23T08:51:39.123Z next line', 'call [phone 3]\n2026-11-23T08:51:39.123Z next line'],
    ['a session named 79160000000', 'a session named [phone 3]'],
  ] as const) {
    it(`is masked in "${text}"`, () => expect(mask(text)).toBe(expected))
  }
})

describe('what only looks like one', () => {
  for (const text of [
    '2026-11-23T08:51:39.123Z info  number changed',
    '2026-11-23 08:51',
    '"since":1795422699123',
    '11111111-2222-3333-4444-123456789012',
    '0000000000042',
    'Chrome 140.0.7339.207',
    '192.168.100.200:54321',
    'HTTP 503 after 20000 ms',
    '45.4.1',
    'задержка 123456789',
  ]) {
    it(`stays: ${text}`, () => expect(mask(text)).toBe(text))
  }
})

it('mail, home folder and secrets are masked too', () => {
  expect(mask(`operator@example.com reads ${HOME}/.config/x with Bearer abc.def.ghi`)).toBe('o•••@example.com reads ~/.config/x with Bearer [redacted]')
  expect(mask('token=3f2a9c password: hunter2')).toBe('token=[redacted] password: [redacted]')
})

it('an address of mail in Cyrillic is masked', () => {
  expect(mask('пишите на иван.петров@почта.рф')).toBe('пишите на и•••@почта.рф')
})

it('a home folder on Windows is masked as it is, inside JSON and inside an address', () => {
  const onWindows = createMask({ phones: [], harmless: [], home: 'C:\\Users\\Иван' })
  expect(onWindows('C:\\Users\\Иван\\x, {"path":"C:\\\\Users\\\\Иван\\\\x"}, file:///C:/Users/Иван/x')).toBe('~\\x, {"path":"~\\\\x"}, file:///~/x')
})

it('a key is masked wherever an address carries it', () => {
  expect(mask('GET https://hooks.example/in?room=7&key=abc123&sig=Zm9v failed')).toBe(
    'GET https://hooks.example/in?room=7&key=[redacted]&sig=[redacted] failed',
  )
  expect(mask('https://api.telegram.org/bot728461:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/getMe')).toBe('https://api.telegram.org/bot728461:[redacted]/getMe')
})

it('takes long runs of digits, dashes and letters in a moment', () => {
  // A rule that backtracks takes minutes, and the test's own timeout tells.
  for (const hostile of ['1'.repeat(2e5), '1 '.repeat(1e5), '1-('.repeat(1e5), 'a'.repeat(2e5), 'a@'.repeat(1e5)])
    expect(mask(hostile).length).toBeLessThanOrEqual(hostile.length)
})

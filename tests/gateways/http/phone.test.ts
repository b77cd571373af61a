import { expect, it } from 'vitest'
import { phoneAmong, phoneOf } from '../../../src/main/gateways/http/phone'

it.each<[unknown]>([
  ['79000000042'],
  ['+7 (900) 000-00-42'],
  [79000000042],
  ['79000000042@c.us'],
  ['79000000042:3@s.whatsapp.net'],
  [' 79000000042@C.US '],
  ['79000000042@s.whatsapp.net'],
])('%j is a phone', (sent) => {
  expect(phoneOf(sent)).toBe('79000000042')
})

it.each<[unknown]>([
  [null],
  [undefined],
  [true],
  [{}],
  [['79000000042']],
  [7],
  [79000000042.5],
  [1e300],
  [-79000000042],
  [''],
  ['no phone'],
  ['79000000042@lid'],
  ['79000000042@g.us'],
  ['1234567890123456'],
  ['7'.repeat(5_000)],
])('%j is none', (sent) => {
  expect(phoneOf(sent)).toBeNull()
})

it('two phones in one answer are none', () => {
  expect(phoneAmong([null, '79000000042@c.us', 79000000042])).toEqual({ is: 'known', id: '79000000042' })
  expect(phoneAmong([79000000042, '79000000043'])).toEqual({ is: 'unreadable' })
  expect(phoneAmong([{}, ''])).toEqual({ is: 'absent' })
})

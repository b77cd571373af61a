import { expect, it } from 'vitest'
import { linkingCodeOf } from '../../src/main/gateways/linking-code'

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const jpeg = '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAg='

it.each<[string, unknown, unknown]>([
  ['a raw string', '2@Zm9v,QUJD,REVG,R0hJ', { kind: 'qr-text', value: '2@Zm9v,QUJD,REVG,R0hJ' }],
  ['a link of newer clients', 'https://wa.me/settings/linked_devices#r,a,b,c,1', { kind: 'qr-text', value: 'https://wa.me/settings/linked_devices#r,a,b,c,1' }],
  ['a raw string that begins like a picture', 'iVBOR,QUJD', { kind: 'qr-text', value: 'iVBOR,QUJD' }],
  ['a data URL', `data:image/png;base64,${png}`, { kind: 'qr-image', value: `data:image/png;base64,${png}` }],
  ['a bare PNG', png, { kind: 'qr-image', value: `data:image/png;base64,${png}` }],
  ['a bare PNG in lines', `${png.slice(0, 40)}\n${png.slice(40)}\n`, { kind: 'qr-image', value: `data:image/png;base64,${png}` }],
  ['a bare JPEG', jpeg, { kind: 'qr-image', value: `data:image/jpeg;base64,${jpeg}` }],
  ['spaces around it', '  2@a,b,c,d\n', { kind: 'qr-text', value: '2@a,b,c,d' }],
  ['a data URL of a page', 'data:text/html,<script>', null],
  ['nothing', '', null],
  ['null', null, null],
  ['a number', 7, null],
  ['an object', { qr: 'x' }, null],
  ['a string no code can hold', 'x'.repeat(2_000), null],
  ['a picture of a megabyte', `iVBOR${'A'.repeat(1_000_000)}`, null],
])('of %s', (_name, payload, code) => {
  expect(linkingCodeOf(payload)).toEqual(code)
})

import { expect, it } from 'vitest'
import { linkingCodeOf } from '../../../src/main/gateways/http/linking-code'
import { isLinkingCode } from '../../../supabase/functions/_shared/companion/platform/linking-code'

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const jpeg = '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAg='
const key = 'mG3l3cQ0nH0f0b3y6u5mJp1b2Qe4r8s9T0uVwXyZaBc='
const long = `2@${'aB3+/'.repeat(18)}==,${key},${key},${key}`
const link = `https://wa.me/settings/linked_devices#${'aB3-_'.repeat(18)},${key},${key},${key},1`
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path d="M4 4h7v1h-7z"/></svg>'
const image = (value: string): unknown => ({ kind: 'qr-image', value })
const text = (value: string): unknown => ({ kind: 'qr-text', value })

it.each<[string, unknown, unknown]>([
  ['a raw string', long, text(long)],
  ['a short raw string', '2@Zm9v,QUJD,REVG,R0hJ', text('2@Zm9v,QUJD,REVG,R0hJ')],
  ['a raw string without a version', `${key},${key},${key},${key}`, text(`${key},${key},${key},${key}`)],
  ['a link of newer clients', link, text(link)],
  ['a short link of newer clients', 'https://wa.me/settings/linked_devices#r,a,b,c,1', text('https://wa.me/settings/linked_devices#r,a,b,c,1')],
  ['a raw string that begins like a picture', `iVBOR,${key},${key},${key}`, text(`iVBOR,${key},${key},${key}`)],
  ['a link with a version', `https://wa.me/settings/linked_devices#${long}`, text(`https://wa.me/settings/linked_devices#${long}`)],
  ['a data URL', `data:image/png;base64,${png}`, image(`data:image/png;base64,${png}`)],
  ['a data URL with a parameter', `data:image/png;charset=utf-8;base64,${png}`, image(`data:image/png;base64,${png}`)],
  ['a data URL in capitals', `DATA:IMAGE/PNG;BASE64,${png}`, image(`data:image/png;base64,${png}`)],
  ['a data URL of a JPEG', `data:image/jpeg;base64,${jpeg}`, image(`data:image/jpeg;base64,${jpeg}`)],
  ['a JPEG that is called a PNG', `data:image/png;base64,${jpeg}`, image(`data:image/jpeg;base64,${jpeg}`)],
  ['a data URL of an SVG', `data:image/svg+xml;base64,${btoa(svg)}`, image(`data:image/svg+xml;base64,${btoa(svg)}`)],
  ['an escaped SVG', `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`, image(`data:image/svg+xml,${encodeURIComponent(svg)}`)],
  ['an SVG that is not escaped', `data:image/svg+xml,${svg}`, image(`data:image/svg+xml,${encodeURIComponent(svg)}`)],
  ['the markup of an SVG', svg, image(`data:image/svg+xml,${encodeURIComponent(svg)}`)],
  ['a doubled prefix', `data:image/png;base64,data:image/png;base64,${png}`, image(`data:image/png;base64,${png}`)],
  ['a prefix of another type before one', `data:image/png;base64,data:image/jpeg;base64,${jpeg}`, image(`data:image/jpeg;base64,${jpeg}`)],
  ['a prefix without its scheme', `image/png;base64,${png}`, image(`data:image/png;base64,${png}`)],
  ['a bare PNG', png, image(`data:image/png;base64,${png}`)],
  ['a bare PNG in lines', `${png.slice(0, 40)}\n${png.slice(40)}\n`, image(`data:image/png;base64,${png}`)],
  ['a bare JPEG', jpeg, image(`data:image/jpeg;base64,${jpeg}`)],
  ['spaces around it', '  2@a,b,c,d\n', text('2@a,b,c,d')],
  ['quotes around it', '"2@a,b,c,d"', text('2@a,b,c,d')],
])('%s is a code', (_name, payload, code) => {
  expect(linkingCodeOf(payload)).toEqual(code)
  if (typeof payload === 'string') expect(isLinkingCode(payload)).toBe(true)
})

it.each<[unknown]>([
  ...[undefined, null, 7, true, Number.NaN, {}, [], { qr: long }, [long]].map((each): [unknown] => [each]),
  ...['', '   ', 'undefined', 'null', 'NULL', 'NaN', 'none', 'false', '[object Object]', '{}', '[]', '{"qr":null}', '0', '-'].map((each): [unknown] => [each]),
  ...[
    'Error: no QR',
    'Error:no_QR',
    'TypeError: x is undefined',
    'QR code is not available',
    'pending',
    'connected',
    'code,expired',
    'no QR, try again later',
  ].map((each): [unknown] => [each]),
  ...['undefined,undefined,undefined,undefined', 'null,null,null,null', '2@undefined', '2@undefined=', '2@null,null,null', '2@', '2@,,,', '2@a b'].map(
    (each): [unknown] => [each],
  ),
  ...['2@Infinity', '2@loading...', '2@loading', '2@qrcode', '2@Error:no_qr', '2@pending,pending', '2@connection-timeout', '2@http://server/qr'].map(
    (each): [unknown] => [each],
  ),
  ...['Error/no/qr,aaaa,bbbb,cccc', 'code,expired,please,retry', 'iVBOR,QUJD,REVG,R0hJ', `${key},${key}`].map((each): [unknown] => [each]),
  ...[
    'https://web.whatsapp.com/#error_no_qr',
    'https://wa.me/79000000042?text=hello',
    'https://wa.me/79000000042?text=a,b,c,d',
    'https://wa.me/settings/linked_devices#expired',
    'https://wa.me/settings/linked_devices?a,b,c,d',
    'https://evil-whatsapp.com/settings/linked_devices#a,b,c,d',
  ].map((each): [unknown] => [each]),
  ...['<svg></svg>', '<svg/>', '<svg xmlns="http://www.w3.org/2000/svg"></svg>', '<html><body>502</body></html>', '<svg><path d="M0 0'].map(
    (each): [unknown] => [each],
  ),
  ...['data:,', 'data:text/html,<script>', 'data:text/plain;base64,MkA=', 'data:image/png', 'data:image/png;base64'].map((each): [unknown] => [each]),
  ...['data:image/png;base64,', 'data:image/png;base64,data:image/png;base64,', 'data:image/png;base64,null', 'data:image/png;base64,undefined'].map(
    (each): [unknown] => [each],
  ),
  ...['data:image/png;base64,iVBORw0KGgo*', 'data:image/svg+xml,', 'data:image/svg+xml,<svg></svg>', `data:image/svg+xml;base64,${btoa('<svg></svg>')}`].map(
    (each): [unknown] => [each],
  ),
  ...[
    'https://wa.me/79000000042',
    'https://wa.me/settings/linked_devices#',
    'https://wa.me/settings/linked_devices#undefined',
    'https://server.example/qr.png',
  ].map((each): [unknown] => [each]),
  ...['http://server.example/#a,b,c,d', 'operator@server.example', `2@${'x'.repeat(2_000)}`, `iVBORw0KGgo${'A'.repeat(1_000_000)}`].map((each): [unknown] => [
    each,
  ]),
])('%j is no code', (payload) => {
  expect(linkingCodeOf(payload)).toBeNull()
  if (typeof payload === 'string') expect(isLinkingCode(payload)).toBe(false)
})

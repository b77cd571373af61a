// Never a code that is junk; what a QR reader cannot read back from the drawn picture is not drawn.
import fc from 'fast-check'
import jsQR from 'jsqr'
import { describe, expect, it } from 'vitest'
import { linkingCodeOf } from '../../../src/main/gateways/http/linking-code'
import { drawQr, type Drawing } from '../../../src/renderer/ui/draw-qr'
import { PATIENCE, TRIED, must } from '../../unit/properties/runs'

const base64 = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((each) => Buffer.from(each).toString('base64'))
const keys = fc.tuple(base64(32), base64(32), base64(32)).map((each) => each.join(','))
const reference = fc.integer({ min: 12, max: 140 }).chain(base64)
/** Raw strings as WhatsApp's clients make them: about 230 characters. */
const goodTexts = fc.oneof(
  fc.tuple(fc.constantFrom('1@', '2@', '3@'), reference, keys).map(([version, ref, rest]) => `${version}${ref},${rest}`),
  fc.tuple(reference, keys, fc.integer({ min: 0, max: 9 })).map(([ref, rest, platform]) => `https://wa.me/settings/linked_devices#${ref},${rest},${platform}`),
  fc.tuple(base64(60), keys).map(([ref, rest]) => `${ref},${rest}`),
)

const PNG = 'iVBORw0KGgoAAAANSUhEUgAA'
const HEADS = ['data:image/png;base64,', 'data:image/jpeg;base64,', 'DATA:image/png;charset=utf-8;base64,', 'image/png;base64,']
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path d="M4 4h7v1h-7z"/></svg>'
const goodImages = fc.oneof(
  fc
    .tuple(
      fc.array(fc.constantFrom(...HEADS), { maxLength: 3 }),
      fc.constantFrom(PNG, '/9j/4AAQSkZJRgABAQAA'),
      fc.integer({ min: 1, max: 40 }).chain((words) => base64(words * 3)),
    )
    .map(([heads, start, rest]) => heads.join('') + start + rest),
  fc.constantFrom(SVG, `data:image/svg+xml,${encodeURIComponent(SVG)}`, `data:image/svg+xml;base64,${btoa(SVG)}`),
)
const around = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => ` ${text}\n`,
  (text) => (text.includes('"') ? text : `"${text}"`),
)

const WORDS = [
  'undefined',
  'null',
  'NaN',
  'none',
  '[object Object]',
  'Error: no QR',
  'QR not ready',
  '<svg></svg>',
  '<html></html>',
  'pending',
  'connected',
  '{}',
  '2@',
  ',',
  '',
]
const pieces = fc.constantFrom(
  ...WORDS,
  ...HEADS,
  '2@',
  'https://wa.me/',
  '#',
  ',',
  ' ',
  '\n',
  '=',
  PNG,
  'QUJD',
  '%',
  '<svg>',
  '<path d="">',
  '</svg>',
  '\u200b',
  'я',
)
/** Whatever a field may hold that is no code, or nearly one. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...WORDS, null, undefined, 7, true, {}, []),
  fc.array(pieces, { maxLength: 8 }).map((each) => each.join('')),
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.json(),
  fc.webUrl(),
  fc.emailAddress(),
  fc.lorem({ maxCount: 12 }),
  goodTexts.map((text) => text.replace(/,[^,]*/, ',undefined')),
  goodTexts.map((text) => `${text.slice(0, 40)} ${text.slice(40)}`),
  goodTexts.map((text) => `${text}<br>`),
  fc.tuple(goodTexts, fc.integer({ min: 200, max: 3_000 })).map(([text, length]) => text + 'A'.repeat(length)),
)

/** The drawing as the pixels on screen, read by a QR reader. */
function readBack({ side, path }: Drawing): string | null {
  const scale = Math.ceil(264 / side)
  const width = side * scale
  const pixels = new Uint32Array(width * width).fill(0xffffffff)
  for (const [, left, top, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let y = Number(top) * scale; y < (Number(top) + 1) * scale; y += 1) {
      const start = y * width + Number(left) * scale
      pixels.fill(0xff000000, start, start + Number(run) * scale)
    }
  return jsQR(new Uint8ClampedArray(pixels.buffer), width, width, { inversionAttempts: 'dontInvert' })?.data ?? null
}

/** What a raw code must look like, whoever sent it. */
const RAW = /^(?:\d{1,2}@|https:\/\/|[\w+/=.:@-]{4,},)[^\s<>"'{}[\]|\\^`]+$/
const IMAGE = /^data:image\/(?:(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]{8,}={0,2}|svg\+xml,%3[Cc].+)$/

function mustBeCode(sent: unknown): void {
  const code = linkingCodeOf(sent)
  if (code?.kind === 'qr-image') must(IMAGE.test(code.value), () => `no image: ${code.value.slice(0, 200)}`)
  if (code?.kind !== 'qr-text') return
  must(RAW.test(code.value) && !/\b(?:undefined|null|NaN|object)\b/.test(code.value), () => `no code: ${code.value}`)
  const drawing = drawQr(code.value)
  must(drawing === null || readBack(drawing) === code.value, () => `not read back: ${code.value}`)
}

describe('what is offered as a code', () => {
  it('is a code, and is read back from its drawing', PATIENCE, () => {
    fc.assert(
      fc.property(anything, (sent) => mustBeCode(sent)),
      TRIED,
    )
  })

  it('is every raw string of a client, as it was sent', PATIENCE, () => {
    fc.assert(
      fc.property(goodTexts, around, (text, wrap) => {
        const code = linkingCodeOf(wrap(text))
        must(code?.kind === 'qr-text' && code.value === text, () => `refused: ${text}`)
        const drawing = drawQr(text)
        must(drawing !== null && readBack(drawing) === text, () => `not read back: ${text}`)
      }),
      TRIED,
    )
  })

  it('is every image, with one head', PATIENCE, () => {
    fc.assert(
      fc.property(goodImages, around, (text, wrap) => {
        const code = linkingCodeOf(wrap(text))
        must(code?.kind === 'qr-image' && IMAGE.test(code.value), () => `refused: ${text} as ${code?.value ?? 'none'}`)
      }),
      TRIED,
    )
  })

  it('is no junk at all', () => {
    for (const word of WORDS) expect(linkingCodeOf(word)).toBeNull()
  })
})

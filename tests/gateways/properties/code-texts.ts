// Values of a QR field: codes of every sort, and what is none or nearly one.
import fc from 'fast-check'

const base64 = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((each) => Buffer.from(each).toString('base64'))
const keys = fc.tuple(base64(32), base64(32), base64(32)).map((each) => each.join(','))
const reference = fc.integer({ min: 12, max: 140 }).chain(base64)
/** Raw strings as WhatsApp's clients make them: about 230 characters. */
export const goodTexts = fc.oneof(
  fc.tuple(fc.constantFrom('1@', '2@', '3@'), reference, keys).map(([version, ref, rest]) => `${version}${ref},${rest}`),
  fc.tuple(reference, keys, fc.integer({ min: 0, max: 9 })).map(([ref, rest, platform]) => `https://wa.me/settings/linked_devices#${ref},${rest},${platform}`),
  fc.tuple(base64(60), keys).map(([ref, rest]) => `${ref},${rest}`),
)

const PNG = 'iVBORw0KGgoAAAANSUhEUgAA'
/** Data URLs as they come. */
const HEADS = ['data:image/png;base64,', 'data:image/jpeg;base64,', 'DATA:image/png;charset=utf-8;base64,', 'image/png;base64,']
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path d="M4 4h7v1h-7z"/></svg>'
/** Images as they come: the head missing, or several times. */
export const goodImages = fc.oneof(
  fc
    .tuple(
      fc.array(fc.constantFrom(...HEADS), { maxLength: 3 }),
      fc.constantFrom(PNG, '/9j/4AAQSkZJRgABAQAA'),
      fc.integer({ min: 1, max: 40 }).chain((words) => base64(words * 3)),
    )
    .map(([heads, start, rest]) => heads.join('') + start + rest),
  fc.constantFrom(SVG, `data:image/svg+xml,${encodeURIComponent(SVG)}`, `data:image/svg+xml;base64,${btoa(SVG)}`),
)
/** What a backend may put around a code. */
export const around = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => ` ${text}\n`,
  (text) => (text.includes('"') ? text : `"${text}"`),
)

/** What is no code. */
export const JUNK = [
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
  '2@Infinity',
  '2@loading...',
  'Error/no/qr,aaaa,bbbb,cccc',
  'https://web.whatsapp.com/#error_no_qr',
  'https://wa.me/79000000042?text=a,b,c,d',
  ',',
  '',
]
const pieces = fc.constantFrom(
  ...JUNK,
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
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...JUNK, null, undefined, 7, true, {}, []),
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

// What people paste, in any layers of quotes, brackets, labels and invisible characters: the value comes out, or it is said what is wrong.
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { parseAddress } from '../../../src/main/gateways/http/address'
import { cleanPasted, cleanPastedKey } from '../../../src/main/gateways/http/pasted'
import { numberFields } from '../../../src/main/gateways/wpp-platform/fields'
import { PATIENCE, TRIED, must } from '../../unit/properties/runs'

type Layer = (text: string) => string
const pairs = ['""', "''", '``', '«»', '“”', '„“', '‘’', '‹›', '<>', '()', '[]', '{}']
const layers: fc.Arbitrary<Layer> = fc.constantFrom<Layer>(
  ...pairs.map(
    ([open = '', close = '']): Layer =>
      (text) =>
        open + text + close,
  ),
  (text) => `"${text}`,
  (text) => `${text}"`,
  (text) => `${text},`,
  (text) => `"${text}";`,
  (text) => ` \t${text}\r\n`,
  (text) => `\u00a0${text}\u3000`,
  (text) => `\ufeff${text}`,
  (text) => `\u202a${text}\u202c`,
)
const labels: fc.Arbitrary<Layer> = fc.constantFrom<Layer>(
  ...['Bearer ', 'bearer  ', 'Authorization: Bearer ', 'apikey: ', '"apiKey": ', 'x-api-key: ', 'API_KEY=', 'export WPP_API_KEY='].map(
    (label): Layer =>
      (text) =>
        label + text,
  ),
)
const wrapped = (layer: fc.Arbitrary<Layer>): fc.Arbitrary<Layer> =>
  fc.array(layer, { maxLength: 5 }).map((each) => (text) => each.reduce((inner, wrap) => wrap(inner), text))
/** Invisible characters between the others, where places say. */
const sprinkled = fc.array(fc.tuple(fc.nat(200), fc.constantFrom('\u200b', '\u2060', '\u00ad', '\u200e', '\ufeff', '\u0000', '\u2800')), { maxLength: 4 }).map(
  (each): Layer =>
    (text) =>
      each.reduce((inner, [place, character]) => `${inner.slice(0, place % (inner.length + 1))}${character}${inner.slice(place % (inner.length + 1))}`, text),
)

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-'
const keys = fc.string({ unit: fc.constantFrom(...Array.from(letters)), minLength: 8, maxLength: 60 })
const label = fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789')), minLength: 1, maxLength: 12 })
const addresses = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.constantFrom('', ':8443', ':444'), fc.constantFrom('', '/wpp', '/a/b-c'))
  .map(([names, port, path]) => `https://w${names.join('.')}.example${port}${path}`)
const anything = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.webUrl(),
  fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '<',
        '>',
        '[',
        ']',
        '(',
        ')',
        ' ',
        '\n',
        ',',
        'https://',
        'http://',
        'x.example',
        ':8080',
        '/',
        '\\',
        '\u200b',
        '[::1]',
        'localhost',
        'Bearer ',
        'key_abc',
        '•••',
      ),
      { maxLength: 8 },
    )
    .map((each) => each.join('')),
)

describe('a pasted value', () => {
  it('of any layers is the key', PATIENCE, () => {
    fc.assert(
      fc.property(keys, wrapped(fc.oneof({ weight: 3, arbitrary: layers }, { weight: 1, arbitrary: labels })), sprinkled, (key, wrap, sprinkle) => {
        const text = sprinkle(wrap(key))
        const fields = numberFields({ apiKey: text, session: '0000000000042' })
        must(cleanPastedKey(text) === key, () => `${JSON.stringify(text)} became ${JSON.stringify(cleanPastedKey(text))}`)
        must(fields.ok && fields.value.apiKey === key, () => `${JSON.stringify(text)} was refused`)
      }),
      TRIED,
    )
  })

  it('of any layers is the address', PATIENCE, () => {
    fc.assert(
      fc.property(addresses, wrapped(layers), sprinkled, (address, wrap, sprinkle) => {
        const text = sprinkle(wrap(address))
        const parsed = parseAddress(text)
        must(parsed.ok && parsed.value === address, () => `${JSON.stringify(text)} became ${JSON.stringify(parsed)}`)
      }),
      TRIED,
    )
  })

  it('is a sound address and sound fields, or a failure that names its field', PATIENCE, () => {
    fc.assert(
      fc.property(anything, (text) => {
        must(cleanPasted(cleanPasted(text)) === cleanPasted(text), () => `not clean at once: ${JSON.stringify(text)}`)
        const address = parseAddress(text)
        if (address.ok) {
          must(
            /^https?:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d+)?(?:\/[^\s"'`<>{}|^\\]*)?$/.test(address.value),
            () => `${JSON.stringify(text)} became ${address.value}`,
          )
          const again = parseAddress(address.value)
          must(again.ok && again.value === address.value, () => `${address.value} is not read again`)
        } else must(address.failure.field === 'address', () => `no field: ${JSON.stringify(address)}`)
        const fields = numberFields({ apiKey: text, session: text })
        if (fields.ok)
          must(/^[\w.@+-]+$/.test(fields.value.sessionId) && /^[\x21-\x7e]+$/.test(fields.value.apiKey) && !/^["'<]|["'>]$/.test(fields.value.apiKey), () =>
            JSON.stringify(fields),
          )
        else must(fields.failure.field === 'apiKey' || fields.failure.field === 'session', () => `no field: ${JSON.stringify(fields)}`)
      }),
      TRIED,
    )
  })
})

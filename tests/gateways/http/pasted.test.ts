import { describe, expect, it } from 'vitest'
import { cleanPasted, cleanPastedKey, faultOfPasted } from '../../../src/main/gateways/http/pasted'
import { numberFields } from '../../../src/main/gateways/wpp-platform/fields'
import { failureOf, valueOf } from '../../fakes/gateways/gateway-rig'

const KEY = 'key_0123456789abcdef'

describe('a pasted key', () => {
  it.each([
    KEY,
    `"${KEY}"`,
    `'${KEY}'`,
    `\`${KEY}\``,
    `«${KEY}»`,
    `“${KEY}”`,
    `„${KEY}“`,
    `"${KEY}`,
    `${KEY}"`,
    `<${KEY}>`,
    `(${KEY})`,
    `[${KEY}]`,
    `("${KEY}")`,
    ` ${KEY}\r\n`,
    `\u00a0${KEY}\u3000`,
    `"${KEY}",`,
    `Bearer ${KEY}`,
    `bearer  ${KEY}`,
    `"Bearer ${KEY}"`,
    `Authorization: Bearer ${KEY}`,
    `"authorization": "Bearer ${KEY}",`,
    `apikey: ${KEY}`,
    `"apiKey": "${KEY}"`,
    `X-Api-Key: ${KEY}`,
    `API_KEY=${KEY}`,
    `export WPP_API_KEY="${KEY}"`,
    `\ufeff${KEY}`,
    `key_01234\u200b56789ab\u00adcdef`,
    `\u202a${KEY}\u202c`,
  ])('%j is the key', (text) => {
    expect(cleanPastedKey(text)).toBe(KEY)
    expect(valueOf(numberFields({ apiKey: text, session: '0000000000042' }))).toEqual({ apiKey: KEY, sessionId: '0000000000042' })
  })

  it.each(['key_"0123', 'a(b)c', 'eyJ.a-b_c.d=', 'bearerkey_0123', 'KEY-TOKEN', 'x,y;z'])('%j stays as it is', (text) => {
    expect(cleanPastedKey(text)).toBe(text)
  })

  it.each([
    ['key_01234 56789', 'pasted-space'],
    ['key_01234\n56789', 'pasted-space'],
    [`${KEY}\n${KEY}`, 'pasted-space'],
    ['key_01••••••cdef', 'pasted-characters'],
    ['key_01******cdef', 'pasted-characters'],
    ['key_01...cdef', 'pasted-characters'],
    ['kеy_0123456789', 'pasted-characters'], // a Cyrillic е
    ['""', 'invalid-input'],
    ['', 'invalid-input'],
    ['Bearer ', 'invalid-input'],
  ])('%j is refused as %s, at its field', (text, code) => {
    expect(failureOf(numberFields({ apiKey: text, session: '42' }))).toEqual({ code, field: 'apiKey' })
  })
})

describe('a pasted session', () => {
  it.each(['"0000000000042"', '<0000000000042>', '0000000000042,', '0000\u200b000000042', "'0000000000042'\n"])(
    '%j is the session, zeros and all',
    (session) => {
      expect(valueOf(numberFields({ apiKey: KEY, session })).sessionId).toBe('0000000000042')
    },
  )

  it.each([
    ['00000000 00042', 'pasted-space'],
    ['0000000000042/status', 'pasted-characters'],
    ['..', 'invalid-input'],
    ['" "', 'invalid-input'],
  ])('%j is refused as %s, at its field', (session, code) => {
    expect(failureOf(numberFields({ apiKey: KEY, session }))).toEqual({ code, field: 'session' })
  })
})

it('says nothing of a value that is fine, and cleans no words out of an address', () => {
  expect(faultOfPasted(KEY, 'apiKey')).toBeNull()
  expect(cleanPasted('https://example.org/bearer x')).toBe('https://example.org/bearer x')
})

it.each([
  ['secret=key_0123456789', 'key_0123456789'],
  ['client_secret: "key_0123456789"', 'key_0123456789'],
  ['"token":"key_0123456789",', 'key_0123456789'],
  ['\\"key_0123456789\\"', 'key_0123456789'],
  ['MY_SECRET = key_0123456789', 'key_0123456789'],
  ['ab\\/cd', 'ab/cd'],
  ['secretary', 'secretary'],
  ['tokens', 'tokens'],
])('%s is the key %s', (text, key) => {
  expect(cleanPastedKey(text)).toBe(key)
})

it.each(['"https:\\/\\/host.example\\/api"', '\\"https://host.example/api\\"'])('%s is the address', (text) => {
  expect(cleanPasted(text)).toBe('https://host.example/api')
})

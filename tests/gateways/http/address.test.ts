import { describe, expect, it } from 'vitest'
import { isLoopback, parseAddress } from '../../../src/main/gateways/http/address'
import { failureOf, valueOf } from '../../fakes/gateways/gateway-rig'

describe('an address typed by a person', () => {
  it.each([
    ['https://wpp.example.org', 'https://wpp.example.org'],
    ['  https://wpp.example.org/  ', 'https://wpp.example.org'],
    ['wpp.example.org', 'https://wpp.example.org'],
    ['wpp.example.org:8443', 'https://wpp.example.org:8443'],
    ['HTTPS://WPP.Example.org:443/', 'https://wpp.example.org'],
    ['https://wpp.example.org/functions/v1', 'https://wpp.example.org'],
    ['https://wpp.example.org/functions/v1/wpp-status?session=1', 'https://wpp.example.org'],
    ['https://wpp.example.org/auth/v1/', 'https://wpp.example.org'],
    ['https://wpp.example.org/auth/token', 'https://wpp.example.org'],
    ['https://wpp.example.org/api/accounts/0000000000001/qr', 'https://wpp.example.org'],
    ['https://example.org/wpp/', 'https://example.org/wpp'],
    ['https://example.org/wpp/rest/v1', 'https://example.org/wpp'],
    ['https://example.org/?utm=1#top', 'https://example.org'],
    ['http://localhost:54321/', 'http://localhost:54321'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::ffff:127.0.0.1]:8080', 'http://[::ffff:7f00:1]:8080'],
    ['http://127.8.9.10', 'http://127.8.9.10'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['localhost:54321', 'http://localhost:54321'],
    ['127.0.0.1:443', 'http://127.0.0.1:443'],
    ['https://localhost:443', 'https://localhost'],
    ['пример.рф', 'https://xn--e1afmkfd.xn--p1ai'],
    ['"https://wpp.example.org"', 'https://wpp.example.org'],
    ["'wpp.example.org'", 'https://wpp.example.org'],
    ['«https://wpp.example.org»', 'https://wpp.example.org'],
    ['“https://wpp.example.org”,', 'https://wpp.example.org'],
    ['"https://wpp.example.org', 'https://wpp.example.org'],
    ['<https://wpp.example.org>', 'https://wpp.example.org'],
    ['(https://wpp.example.org)', 'https://wpp.example.org'],
    ['[https://wpp.example.org]', 'https://wpp.example.org'],
    ['<"https://wpp.example.org/">;', 'https://wpp.example.org'],
    ['\n\thttps://wpp.example.org\r\n', 'https://wpp.example.org'],
    ['\u200bhttps://wpp.\u200bexam\u00adple.org\ufeff', 'https://wpp.example.org'],
    ['\u2066https://wpp.example.org\u2069', 'https://wpp.example.org'],
    ['https://https://wpp.example.org', 'https://wpp.example.org'],
    ['[::1]:8080', 'http://[::1]:8080'],
    ['[::1]', 'http://[::1]'],
    ['https://example.org/(wpp)', 'https://example.org/(wpp)'],
    ['https://نامه\u200cای.com', 'https://xn--mgba3gch31f060k.com'],
  ])('%j becomes %s', (typed, address) => {
    expect(valueOf(parseAddress(typed))).toBe(address)
  })

  it.each([
    '',
    '   ',
    'https://',
    'http:///x',
    'https:/wpp.example.org',
    'http//wpp.example.org',
    '//wpp.example.org',
    '/functions/v1',
    'https://wpp..example.org',
    'https://user:pass@example.org',
    'user@example.org',
    'ftp://example.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:a@example.org',
    'https://example.org:99999',
    'https://[::1',
    'https:\\\\example.org',
    `https://example.org/${'a'.repeat(3000)}`,
    'https://"example.org',
    'https://example.org/"wpp"',
    'SERVER=https://example.org',
    'https://example.org,https://example.com',
  ])('%j is no address', (typed) => {
    expect(failureOf(parseAddress(typed))).toEqual({ code: 'address-invalid', field: 'address' })
  })

  it.each(['wpp example.org', 'https://exa mple.org', 'https://wpp.exam\nple.org', 'https://wpp.example.org\nkey_abc', 'curl https://wpp.example.org'])(
    '%j has a space or a line break inside, and is told so',
    (typed) => expect(failureOf(parseAddress(typed))).toEqual({ code: 'pasted-space', field: 'address' }),
  )

  it.each(['http://wpp.example.org', 'http://0.0.0.0', 'http://127.0.0.1.example.org', 'http://localhost.example.org', 'http://[::2]'])(
    '%s would send secrets in the clear',
    (typed) => expect(failureOf(parseAddress(typed))).toEqual({ code: 'address-insecure', field: 'address' }),
  )
})

it.each([
  ['http://localhost:1', true],
  ['https://127.0.0.1', true],
  ['http://[::1]:9', true],
  ['sandbox:', true],
  ['https://example.org', false],
  ['http://128.0.0.1', false],
  ['nonsense', false],
  ['', false],
])('%s is loopback: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected)
})

// Plain http: on this machine always, on the office network after one question, to a public host never.
import { describe, expect, it } from 'vitest'
import { addressOf, parseAddress } from '../../../src/main/gateways/http/address'
import { failureOf, valueOf } from '../../fakes/gateways/gateway-rig'

describe('http:// on the office network', () => {
  it.each([
    'http://192.168.1.20:21465',
    'http://10.0.0.1',
    'http://172.16.0.1',
    'http://172.31.255.254:8080',
    'http://169.254.7.7',
    'http://100.64.0.1',
    'http://100.127.255.255',
    'http://server.local',
    'http://server.local.:3000',
    'http://gateway.lan',
    'http://wpp.internal',
    'http://nas.home.arpa',
    'http://gateway',
    'http://GATEWAY:21465',
    'http://my_server',
    'http://pi',
    'http://hq:3000',
    'http://[fd00::1]:8080',
    'http://[fe80::1]',
    'http://[::ffff:192.168.1.1]',
    'http://0xC0A80101', // 192.168.1.1
    'http://3232235777', // 192.168.1.1
    'http://0300.0250.1.1', // 192.168.1.1
  ])('%s needs one agreement', (typed) => {
    expect(failureOf(parseAddress(typed))).toEqual({ code: 'address-unencrypted', field: 'address' })
    expect(valueOf(parseAddress(typed, true))).toMatch(/^http:\/\//)
    expect(valueOf(parseAddress(typed.replace('http:', 'https:')))).toMatch(/^https:\/\//)
  })

  it.each([
    'http://example.org',
    'http://8.8.8.8',
    'http://172.15.255.255',
    'http://172.32.0.1',
    'http://192.169.1.1',
    'http://100.63.255.255',
    'http://100.128.0.1',
    'http://169.253.1.1',
    'http://11.0.0.1',
    'http://local.example.org',
    'http://server.local.example.org',
    'http://mylocal.com',
    'http://internal.com',
    'http://home.arpa.example',
    'http://[2001:db8::1]',
    'http://[::ffff:8.8.8.8]',
    'http://[fec0::1]',
    'http://0x08080808',
    'http://134744072', // 8.8.8.8
    'http://xn--e1afmkfd.xn--p1ai',
    'http://192.168.1.1.example.org',
  ])('%s is refused whatever anybody agreed to', (typed) => {
    expect(failureOf(parseAddress(typed, true))).toEqual({ code: 'address-insecure', field: 'address' })
  })
})

describe('an address without a scheme', () => {
  it.each([
    ['192.168.1.20:21465', 'http://192.168.1.20:21465'],
    ['server.local', 'http://server.local'],
    ['gateway:21465', 'http://gateway:21465'],
    ['[fd00::1]:80', 'http://[fd00::1]'],
  ])('of the office network, %s, means http', (typed, address) => {
    expect(failureOf(parseAddress(typed)).code).toBe('address-unencrypted')
    expect(valueOf(parseAddress(typed, true))).toBe(address)
  })

  it('of any other host, and a lone word, means https', () => {
    expect(valueOf(parseAddress('example.org:21465', true))).toBe('https://example.org:21465')
    expect(valueOf(parseAddress('gateway', true))).toBe('https://gateway')
  })
})

it.each(['ai', 'ws', 'AI.', 'uz', 'uk', 'eu', 'com', 'org.', 'dev'])('%s, a top-level domain that may be a host itself, is no office name', (host) => {
  expect(failureOf(parseAddress(`http://${host}`, true)).code).toBe('address-insecure')
})

describe('the agreement', () => {
  const address = 'http://192.168.1.20:21465'

  it('is kept with the connection, and holds for its address only', () => {
    const agreed = valueOf(addressOf({ address: '', facts: {}, fields: { address, plainHttp: 'yes' } }))
    expect(agreed).toEqual({ address, facts: { plainHttp: 'yes' } })
    expect(valueOf(addressOf({ ...agreed, fields: {} }))).toEqual(agreed)
    expect(failureOf(addressOf({ ...agreed, fields: { address: 'http://192.168.1.21:21465' } })).code).toBe('address-unencrypted')
    expect(failureOf(addressOf({ address, facts: {}, fields: {} })).code).toBe('address-unencrypted')
  })

  it('is not kept where it was not needed', () => {
    for (const each of ['https://example.org', 'http://127.0.0.1:8080', 'https://192.168.1.20'])
      expect(valueOf(addressOf({ address: '', facts: {}, fields: { address: each, plainHttp: 'yes' } })).facts).toEqual({})
  })
})

it.each(['http://localhost.', 'http://localhost.:3000', 'http://LOCALHOST.'])('%s is this machine, and needs no agreement', (typed) => {
  expect(valueOf(parseAddress(typed))).toMatch(/^http:\/\/localhost\./)
})

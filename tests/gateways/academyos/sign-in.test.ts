// Signing in: who gets in by which login, and what each refusal is called. Nothing is kept unless everything was proven.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { academyosKind } from '../../../src/main/gateways/academyos'
import type { FailureCode } from '../../../src/shared/model/failure'
import { json, startDeployedStandIn, type DeployedStandIn, type Person } from '../../standins/academyos-deployed'
import { MemorySlots, valueOf } from '../../fakes/gateways/gateway-rig'
import { codeOf, connected, signIn, surroundings, type Account } from './rig'

let standIn: DeployedStandIn
let slots: MemorySlots
beforeEach(async () => {
  standIn = await startDeployedStandIn()
  slots = new MemorySlots()
})
afterEach(() => standIn.stop())

const person = (index: number): Person => {
  const found = standIn.users[index]
  if (!found) throw new Error('no such person')
  return found
}
const account = (index = 0, more: Partial<Account> = {}): Account => ({
  address: standIn.address,
  publicKey: standIn.publicKey,
  login: person(index).email,
  password: person(index).password,
  ...more,
})
const grants = (): unknown[] => standIn.seen.filter((each) => each.query.get('grant_type') === 'password').map((each) => each.body)

describe('who gets in', () => {
  test.each(
    [
      { what: 'an e-mail', index: 0, login: null, tries: 1 },
      { what: 'an e-mail with spaces around it', index: 0, login: '  anna@school.example ', tries: 1 },
      { what: 'a phone number as the panel takes it', index: 1, login: '+7 (916) 000-00-01', tries: 1 },
      { what: 'a phone number written from 8', index: 1, login: '8 916 000 00 01', tries: 1 },
      { what: 'a phone number of the sign-in service’s own', index: 2, login: '+79160000002', tries: 2 },
    ].map((each) => [each.what, each] as const),
  )('%s', async (_what, { index, login, tries }) => {
    const signedIn = valueOf(await signIn(account(index, login === null ? {} : { login }), slots, surroundings()))
    expect(signedIn.address).toBe(standIn.address)
    expect(signedIn.facts).toEqual({ publicKey: standIn.publicKey, login: (login ?? person(index).email).trim(), flavour: 'deployed' })
    expect(slots.kept.get('session')).toMatch(/^[\w-]{10,}$/)
    expect(academyosKind.connectionSlots).toEqual([...slots.kept.keys()])
    expect(grants()).toHaveLength(tries)
  })

  test('an address copied out of a browser', async () => {
    expect(valueOf(await signIn(account(0, { address: `${standIn.address}/functions/v1/wpp-status` }), slots, surroundings())).address).toBe(standIn.address)
  })

  test('again with the connection’s own address and key, when only login and password are asked', async () => {
    const { login, password } = account()
    const request = { address: standIn.address, facts: { publicKey: standIn.publicKey, flavour: 'own' }, fields: { login, password }, secrets: slots }
    const again = valueOf(await academyosKind.signIn(request, surroundings(), new AbortController().signal))
    expect(again.facts['flavour']).toBe('deployed')
  })
})

describe('what a refusal is called, with nothing kept and no sign-in left on the server', () => {
  interface Case {
    readonly what: string
    readonly arrange?: () => void
    readonly account?: () => Partial<Account>
    readonly index?: number
    readonly code: FailureCode
  }
  const gateway = (prefix: string, answer: 'html' | 'bad-gateway' | 'json-503' | 'redirect' | 'wrong-types') => () =>
    void (standIn.switches.gateway = { prefix, answer })
  const cases: readonly Case[] = [
    { what: 'wrong password', account: () => ({ password: 'wrong' }), code: 'sign-in-wrong' },
    {
      what: 'wrong password in the words of an old server',
      arrange: () => void (standIn.switches.ancientAuthErrors = true),
      account: () => ({ password: 'wrong' }),
      code: 'sign-in-wrong',
    },
    { what: 'unknown phone', account: () => ({ login: '+7 900 111 22 33' }), code: 'sign-in-wrong' },
    { what: 'neither e-mail nor phone', account: () => ({ login: 'anna' }), code: 'invalid-input' },
    { what: 'no password', account: () => ({ password: '' }), code: 'invalid-input' },
    { what: 'banned', arrange: () => void (person(0).banned = true), code: 'account-blocked' },
    { what: 'not confirmed', arrange: () => void (person(0).unconfirmed = true), code: 'sign-in-unconfirmed' },
    { what: 'captcha', arrange: () => void (standIn.switches.captcha = true), code: 'captcha-required' },
    { what: 'second factor', arrange: () => void (person(0).mfa = true), code: 'mfa-required' },
    { what: 'too many tries', arrange: () => void (standIn.switches.authTrouble = 429), code: 'rate-limited' },
    { what: 'sign-in service in trouble', arrange: () => void (standIn.switches.authTrouble = 500), code: 'server-error' },
    { what: 'wrong public key', account: () => ({ publicKey: 'ey.wrong.key' }), code: 'public-key-rejected' },
    { what: 'no public key', account: () => ({ publicKey: ' ' }), code: 'invalid-input' },
    { what: 'a service key in place of the public one', account: () => ({ publicKey: `e30.${btoa('{"role":"service_role"}')}.x` }), code: 'invalid-input' },
    { what: 'a service key of the newer form', account: () => ({ publicKey: 'sb_secret_0123456789' }), code: 'invalid-input' },
    { what: 'no address', account: () => ({ address: 'https:/typo' }), code: 'address-invalid' },
    { what: 'http to a public host', account: () => ({ address: 'http://backend.example' }), code: 'address-insecure' },
    { what: 'nothing listens', account: () => ({ address: 'http://127.0.0.1:9' }), code: 'unreachable' },
    { what: 'a web page answers', arrange: gateway('/', 'html'), code: 'address-not-backend' },
    { what: 'a redirect answers', arrange: gateway('/', 'redirect'), code: 'address-not-backend' },
    { what: 'an answer of wrong types', arrange: gateway('/auth', 'wrong-types'), code: 'address-not-backend' },
    { what: 'a path where nothing is', account: () => ({ address: `${standIn.address}/elsewhere` }), code: 'address-not-backend' },
    { what: 'the gateway is down', arrange: gateway('/', 'bad-gateway'), code: 'server-error' },
    { what: 'a web page in place of functions', arrange: gateway('/functions', 'html'), code: 'address-not-backend' },
    { what: 'functions answer 503', arrange: gateway('/functions', 'json-503'), code: 'server-error' },
    { what: 'functions not deployed', arrange: () => void standIn.switches.missing.add('messenger-integrations'), code: 'function-missing' },
    { what: 'a person without organisation', index: 4, code: 'no-organization' },
    { what: 'a locked keyring', arrange: () => void (slots.fault = 'keyring-locked'), code: 'keyring-locked' },
  ]
  test.each(cases.map((each) => [each.what, each.code, each] as const))('%s: %s', async (_what, code, { arrange, account: more, index }) => {
    arrange?.()
    const environment = surroundings()
    const outcome = await signIn(account(index ?? 0, more?.() ?? {}), slots, environment)
    expect(codeOf(outcome)).toBe(code)
    expect(slots.written).toEqual([])
    expect(JSON.stringify(outcome)).not.toContain(person(index ?? 0).password)
    if (!outcome.ok) expect(outcome.failure.detail ?? '').not.toMatch(/<|eyJ/)
  })

  test('a refusal after the password was accepted ends that sign-in', async () => {
    const left = new Promise<void>((resolve) => {
      standIn.switches.scripted.set('messenger-integrations', () => json(403, { success: false, error: 'no' }))
      const timer = setInterval(() => {
        if (!standIn.seen.some((each) => each.path === '/auth/v1/logout' && each.query.get('scope') === 'local')) return
        clearInterval(timer)
        resolve()
      }, 5)
    })
    expect(codeOf(await signIn(account(), slots, surroundings()))).toBe('not-allowed')
    await left
  })

  test('cancelling ends it at once', async () => {
    const abort = new AbortController()
    standIn.switches.scripted.set('wpp-integrations', () => (abort.abort(), json(500, { error: 'main worker error' })))
    expect(codeOf(await signIn(account(), slots, surroundings(), abort.signal))).toBe('cancelled')
    expect(slots.written).toEqual([])
  })
})

describe('which functions answer', () => {
  test('ours, by their header', async () => {
    standIn.switches.scripted.set('wpp-integrations', () => json(200, { success: true, integrations: [] }, { 'x-wpp-companion': '0.1.0' }))
    expect(valueOf(await signIn(account(), slots, surroundings())).facts['flavour']).toBe('own')
    expect(standIn.calls('messenger-integrations')).toHaveLength(0)
  })

  test('ours under the older name only, whose list serves then', async () => {
    const row = { id: 'r1', provider: 'wpp', settings: { wppAccountNumber: '0000000000042', wppApiKey: '••••••••9f3c' } }
    standIn.switches.scripted.set('messenger-integrations', () => json(200, { success: true, integrations: [row] }, { 'x-wpp-companion': '0.1.0' }))
    const { gateway, facts } = await connected(account())
    expect(facts['flavour']).toBe('own')
    expect(valueOf(await gateway.list(new AbortController().signal))).toMatchObject([{ sessionId: '0000000000042', facts: { integrationId: 'r1' } }])
  })

  test.each([
    ['a plain 500', json(500, { message: 'boom' })],
    ['a 502 page', { status: 502, text: '<html>Bad Gateway</html>', headers: { 'content-type': 'text/html' } }],
  ])('not guessed as the deployed ones when ours may only be in trouble: %s', async (_what, answer) => {
    standIn.switches.scripted.set('wpp-integrations', () => answer)
    expect(codeOf(await signIn(account(), slots, surroundings()))).toBe('server-error')
  })
})

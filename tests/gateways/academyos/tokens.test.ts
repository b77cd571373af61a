// The sign-in while the app runs: one refresh at a time, kept before used, and only a refusal that is final ends it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FailureCode } from '../../../src/shared/model/failure'
import type { Gateway } from '../../../src/main/core/ports'
import { startDeployedStandIn, type DeployedStandIn } from '../../standins/academyos-deployed'
import { MovableClock, patient, MemorySlots } from '../../fakes/gateways/gateway-rig'
import { codeOf, connected, open, signIn, surroundings, type Account } from './rig'

let standIn: DeployedStandIn
let account: Account
let email: string
let clock: MovableClock
let environment: ReturnType<typeof surroundings>
let slots: MemorySlots
let gateway: Gateway

beforeEach(async () => {
  standIn = await startDeployedStandIn()
  const [person] = standIn.users
  if (!person) throw new Error('nobody')
  email = person.email
  account = { address: standIn.address, publicKey: standIn.publicKey, login: email, password: person.password }
  clock = new MovableClock()
  environment = surroundings(clock)
  ;({ gateway, slots } = await connected(account, new MemorySlots(), environment))
})
afterEach(() => standIn.stop())

const list = async (): Promise<FailureCode | 'ok'> => codeOf(await gateway.list(patient()))
const refreshes = (): number => standIn.auth.refreshes.count
const listings = (): number => standIn.calls('messenger-integrations').length

describe('one refresh', () => {
  test('serves all who wait for it', async () => {
    expect(await Promise.all([list(), list(), list(), list()])).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(refreshes()).toBe(1)
  })

  test('lasts until shortly before the token dies', async () => {
    await list()
    clock.move(3_530_000)
    await list()
    expect(refreshes()).toBe(1)
    clock.move(15_000) // 55 s of life left
    await list()
    expect(refreshes()).toBe(2)
  })

  test('follows a 401 of a function, however many requests met it', async () => {
    await list()
    standIn.auth.expireAccessTokens()
    expect(await Promise.all([list(), list(), list()])).toEqual(['ok', 'ok', 'ok'])
    expect(refreshes()).toBe(2)
  })

  test('is not repeated when a function answers 401 to the new token as well', async () => {
    await list()
    standIn.switches.scripted.set('messenger-integrations', () => ({ status: 401, body: { success: false, error: 'Unauthorized' } }))
    const before = listings()
    expect(await list()).toBe('sign-in-expired')
    expect(listings() - before).toBe(2)
    expect(refreshes()).toBe(2)
    expect(slots.kept.has('session')).toBe(true)
  })

  test('ends for its caller when the caller gives up, and goes on for the others', async () => {
    const abort = new AbortController()
    const both = Promise.all([gateway.list(abort.signal), gateway.list(patient())])
    abort.abort()
    const [left, stayed] = await both
    expect([codeOf(left), codeOf(stayed)]).toEqual(['cancelled', 'ok'])
    expect(refreshes()).toBe(1)
  })
})

test('a refusal of the public key by the gateway costs no refresh', async () => {
  await list()
  standIn.switches.scripted.set('messenger-integrations', () => ({ status: 401, body: { message: 'Invalid authentication credentials' } }))
  expect(await list()).toBe('public-key-rejected')
  expect(refreshes()).toBe(1)
})

describe('a new refresh token', () => {
  test('is in the keychain before the access token is used', async () => {
    slots.kept.set('session', slots.kept.get('session') ?? '')
    const write = slots.write.bind(slots)
    let usedBefore = -1
    slots.write = async (slot, secret) => {
      usedBefore = listings()
      return write(slot, secret)
    }
    const before = listings()
    await list()
    expect(usedBefore).toBe(before)
    expect(listings()).toBe(before + 1)
  })

  test('waits for a keyring that was locked meanwhile, is not used and is not lost', async () => {
    const before = listings()
    const write = slots.write.bind(slots)
    slots.write = async () => ({ ok: false, failure: { code: 'keyring-locked' } })
    expect(await list()).toBe('keyring-locked')
    expect(listings()).toBe(before)
    slots.write = write
    expect(await list()).toBe('ok')
    expect(refreshes()).toBe(1)
  })

  test('does not overwrite that of somebody who signed in while it was under way, whose sign-in serves then', async () => {
    const anew = new MemorySlots()
    await signIn(account, anew, environment)
    const successor = anew.kept.get('session') ?? ''
    const read = slots.read.bind(slots)
    let reads = 0
    slots.read = async (slot) => {
      reads += 1
      if (reads === 2) slots.kept.set('session', successor)
      return read(slot)
    }
    expect(await list()).toBe('ok')
    expect(
      standIn.seen
        .filter((each) => each.query.get('grant_type') === 'refresh_token')
        .map((each) => each.body)
        .at(-1),
    ).toEqual({ refresh_token: successor })
  })

  test('is the only thing ever kept: no access token, no password', () => {
    for (const secret of slots.written) expect(secret).toMatch(/^[\w-]{10,40}$/)
    expect(JSON.stringify(environment.log.lines)).not.toContain(account.password)
  })
})

describe('a refresh that failed for a passing reason keeps the sign-in', () => {
  const reasons: readonly (readonly [string, () => void, FailureCode])[] = [
    ['rate limit', () => void (standIn.switches.authTrouble = 429), 'rate-limited'],
    ['an error of the service', () => void (standIn.switches.authTrouble = 500), 'server-error'],
    ['a page of a proxy', () => void (standIn.switches.gateway = { prefix: '/auth', answer: 'html' }), 'not-understood'],
    ['a gateway without backend', () => void (standIn.switches.gateway = { prefix: '/auth', answer: 'bad-gateway' }), 'server-error'],
    ['a 503 in JSON', () => void (standIn.switches.gateway = { prefix: '/auth', answer: 'json-503' }), 'server-error'],
    ['a redirect', () => void (standIn.switches.gateway = { prefix: '/auth', answer: 'redirect' }), 'not-understood'],
    ['an answer of wrong types', () => void (standIn.switches.gateway = { prefix: '/auth', answer: 'wrong-types' }), 'not-understood'],
  ]
  test.each(reasons)('%s', async (_what, arrange, code) => {
    const kept = slots.kept.get('session')
    arrange()
    const reading = await gateway.read({ sessionId: '1', facts: {} }, patient())
    expect(reading).toMatchObject({ state: 'unknown', failure: { code } })
    // The library alone would send it again and again for 25 s.
    expect(standIn.seen.filter((each) => each.query.get('grant_type') === 'refresh_token')).toHaveLength(1)
    expect(slots.kept.get('session')).toBe(kept)
    standIn.switches.authTrouble = null
    standIn.switches.gateway = null
    expect(await list()).toBe('ok')
  })

  test('a rate limit says when to ask again', async () => {
    standIn.switches.authTrouble = 429
    const outcome = await gateway.list(patient())
    expect(outcome.ok ? null : (outcome.failure.retryAt ?? 0) - clock.now()).toBeGreaterThan(5_000)
  })

  test('no answer in time', async () => {
    const quick = open({ address: account.address, facts: { publicKey: account.publicKey, flavour: 'deployed' } }, slots, {
      ...environment,
      timings: { ...environment.timings, requestDeadline: 50 },
      fetch: (_url, init) => new Promise((_resolve, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    })
    expect(codeOf(await quick.list(patient()))).toBe('timeout')
    expect(await list()).toBe('ok')
  })
})

describe('a refusal that is final erases the token', () => {
  const endings: readonly (readonly [string, () => void, FailureCode])[] = [
    ['session ended', () => standIn.auth.revoke(email), 'sign-in-expired'],
    ['session over its time', () => standIn.auth.expireSessions(email), 'sign-in-expired'],
    ['token unknown', () => void slots.kept.set('session', 'never-issued'), 'sign-in-expired'],
    ['person banned', () => standIn.users.forEach((person) => (person.banned = true)), 'account-blocked'],
    ['words of an old server', () => (void (standIn.switches.ancientAuthErrors = true), standIn.auth.revoke(email)), 'sign-in-expired'],
  ]
  test.each(endings)('%s', async (_what, arrange, code) => {
    arrange()
    expect(await list()).toBe(code)
    expect(slots.kept.has('session')).toBe(false)
    const asked = refreshes()
    expect(await list()).toBe(code)
    expect(refreshes()).toBe(asked)
  })

  test('a spent token used again, as after a restored backup', async () => {
    const spent = slots.kept.get('session') ?? ''
    for (let turn = 0; turn < 2; turn += 1) {
      await list()
      clock.move(3_600_000)
    }
    slots.kept.set('session', spent)
    expect(await list()).toBe('sign-in-expired')
    expect(slots.kept.has('session')).toBe(false)
  })

  test('an answer lost on the way does no harm: the same token serves once more', async () => {
    const kept = slots.kept.get('session') ?? ''
    await list()
    slots.kept.set('session', kept)
    const restarted = open({ address: account.address, facts: { publicKey: account.publicKey, flavour: 'deployed' } }, slots, environment)
    expect(codeOf(await restarted.list(patient()))).toBe('ok')
  })

  test('signing in again brings the connection back', async () => {
    standIn.auth.revoke(email)
    await list()
    expect(codeOf(await signIn(account, slots, environment))).toBe('ok')
    expect(await list()).toBe('ok')
  })
})

describe('no token', () => {
  test('in an open keyring is a missing secret', async () => {
    slots.kept.clear()
    expect(await list()).toBe('secret-missing')
    slots.kept.set('session', '')
    expect(await list()).toBe('secret-missing')
  })

  test.each(['keyring-locked', 'keyring-none', 'keyring-timeout'] as const)(
    'behind a %s keyring is that, and nothing is asked of the server',
    async (fault) => {
      slots.fault = fault
      const asked = standIn.seen.length
      expect(await list()).toBe(fault)
      expect(standIn.seen).toHaveLength(asked)
    },
  )
})

describe('signing out', () => {
  test('ends this sign-in only, and later questions ask nothing', async () => {
    await list()
    const other = await connected(account)
    await gateway.signOut(patient())
    expect(standIn.seen.at(-1)).toMatchObject({ path: '/auth/v1/logout' })
    expect(standIn.seen.at(-1)?.query.get('scope')).toBe('local')
    expect(await list()).toBe('signed-out')
    expect(codeOf(await other.gateway.list(patient()))).toBe('ok')
  })

  test('settles when the server does not answer', async () => {
    await list()
    await standIn.stop()
    await gateway.signOut(patient())
  })

  test('lets no refresh that was under way write afterwards', async () => {
    const refreshing = list()
    const abort = new AbortController()
    const leaving = gateway.signOut(abort.signal)
    abort.abort()
    await leaving
    const written = slots.written.length
    await refreshing
    expect(refreshes()).toBe(1)
    expect(slots.written).toHaveLength(written)
  })
})

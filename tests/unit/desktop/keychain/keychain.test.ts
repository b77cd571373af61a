import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { KeyringState } from '../../../../src/main/core/ports'
import { realClock } from '../../../../src/main/desktop/system/clock'
import { createKeychain, loadKeytar, KEYCHAIN_SERVICE, type Keychain, type Keytar } from '../../../../src/main/desktop/keychain/keychain'
import { createSecretItems } from '../../../../src/main/desktop/keychain/secret-items'
import { createSecretService } from '../../../../src/main/desktop/keychain/secret-service'
import { createSessionBus, type SessionBus } from '../../../../src/main/desktop/system/session-bus'
import { FakeSecretService } from '../../../fakes/desktop/fake-secret-service'
import { eventually, Heard } from '../../../fakes/heard'
import { SilentLog } from '../../../fakes/silent-log'
import { startKeyring, type Keyring } from '../../../fakes/desktop/keyring'
import { startPrivateBus, type PrivateBus } from '../../../fakes/desktop/private-bus'

const ACCOUNT = 'connection:c1/session'
const SECRET = 'refresh token ü 42'
const parts = { clock: realClock, log: new SilentLog() }
const failure = (code: string): unknown => ({ ok: false, failure: expect.objectContaining({ code }) as unknown })

// libsecret finds the bus through the process's environment once and for all, so this file has one bus for keytar.
let daemon: PrivateBus
let bus: SessionBus
beforeAll(async () => {
  daemon = await startPrivateBus()
  process.env['DBUS_SESSION_BUS_ADDRESS'] = daemon.address
})
afterAll(() => daemon.stop())
beforeEach(() => {
  bus = createSessionBus({ ...parts, address: daemon.address })
})
afterEach(() => bus.dispose())

function open(load: () => Promise<Keytar> = loadKeytar, limits: { callLimit?: number; askLimit?: number } = {}): Keychain {
  return createKeychain({ ...parts, secretService: createSecretService({ bus, ...parts, ...limits }), afterRestart: createSecretItems(bus), load, ...limits })
}

describe('keytar on a real gnome-keyring', () => {
  let keyring: Keyring
  beforeAll(async () => {
    keyring = await startKeyring(daemon, 'unlocked')
  })
  afterAll(() => keyring.stop())

  it('keeps a secret that the Secret Service gives back over D-Bus, and erases it', async () => {
    const keychain = open()
    expect(await keychain.state()).toBe('unlocked')
    expect(await keychain.read(ACCOUNT)).toEqual({ ok: true, value: null })
    expect(await keychain.write(ACCOUNT, SECRET)).toEqual({ ok: true, value: undefined })
    expect(await keyring.readSecret(KEYCHAIN_SERVICE, ACCOUNT)).toBe(SECRET)
    expect(await keychain.read(ACCOUNT)).toEqual({ ok: true, value: SECRET })
    expect(await keychain.erase(ACCOUNT)).toEqual({ ok: true, value: undefined })
    expect(await keyring.readSecret(KEYCHAIN_SERVICE, ACCOUNT)).toBeNull()
  })

  it('takes many calls at once, one after the other', async () => {
    const keychain = open()
    const accounts = Array.from({ length: 12 }, (_, index) => `number:${index}`)
    await Promise.all(accounts.map((each) => keychain.write(each, `key of ${each}`)))
    expect(await Promise.all(accounts.map((each) => keychain.read(each)))).toEqual(accounts.map((each) => ({ ok: true, value: `key of ${each}` })))
  })

  it('never reads a locked keyring as empty, and reads again after it was unlocked', async () => {
    const keychain = open()
    await keychain.write(ACCOUNT, SECRET)
    const heard = new Heard<KeyringState>()
    keychain.onChange(heard.hear)
    await keyring.lock()
    expect(await heard.until((state) => state === 'locked')).toBe('locked')
    expect(await keychain.read(ACCOUNT)).toEqual(failure('keyring-locked'))
    expect(await keychain.write(ACCOUNT, 'x')).toEqual(failure('keyring-locked'))
    expect(await keychain.erase(ACCOUNT)).toEqual(failure('keyring-locked'))
    await keyring.unlock()
    expect(await heard.next()).toBe('unlocked')
    expect(await keychain.read(ACCOUNT)).toEqual({ ok: true, value: SECRET })
  })

  it('says none while the daemon is away, and finds the secret when it is back', async () => {
    const keychain = open()
    await keychain.write(ACCOUNT, SECRET)
    await keyring.stop()
    expect(await keychain.state()).toBe('none')
    expect(await keychain.read(ACCOUNT)).toEqual(failure('keyring-none'))
    keyring = await startKeyring(daemon, 'closed')
    expect(await keychain.read(ACCOUNT)).toEqual(failure('keyring-locked'))
    await keyring.unlock()
    expect(await keychain.read(ACCOUNT)).toEqual({ ok: true, value: SECRET })
    expect(await keychain.write(ACCOUNT, 'newer')).toMatchObject({ ok: true })
    expect(await keyring.readSecret(KEYCHAIN_SERVICE, ACCOUNT)).toBe('newer')
    expect(await keychain.write('number:new', 'made after the restart')).toMatchObject({ ok: true })
    expect(await keyring.readSecret(KEYCHAIN_SERVICE, 'number:new')).toBe('made after the restart')
    expect(await keychain.erase(ACCOUNT)).toMatchObject({ ok: true })
    expect(await keychain.read(ACCOUNT)).toEqual({ ok: true, value: null })
    await keyring.lock()
    expect(await keychain.read('number:new')).toEqual(failure('keyring-locked'))
  })
})

describe('keytar that hangs', () => {
  let fake: FakeSecretService
  beforeEach(async () => {
    fake = new FakeSecretService(await daemon.connect())
    fake.locked = false
    await fake.own()
  })
  afterEach(() => fake.leave())

  it('is not called at all while the Secret Service is silent', async () => {
    fake.silent = true
    const calls: string[] = []
    const keychain = open(async () => hanging(calls), { askLimit: 100 })
    expect(await keychain.read(ACCOUNT)).toEqual(failure('keyring-timeout'))
    expect(await keychain.state()).toBe('none')
    expect(calls).toEqual([])
  })

  it('is left alone until the hanging call has settled', async () => {
    const calls: string[] = []
    const settle: (() => void)[] = []
    const keychain = open(async () => hanging(calls, settle), { callLimit: 50 })
    const heard = new Heard<KeyringState>()
    keychain.onChange(heard.hear)
    expect(await heard.next()).toBe('unlocked')
    expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map((each) => keychain.read(each)))).toEqual(Array(5).fill(failure('keyring-timeout')))
    expect(calls).toEqual(['a'])
    settle[0]?.()
    expect(await heard.next()).toBe('unlocked') // told again: what failed may be tried again
    const read = keychain.read('f')
    await eventually(() => calls.length === 2)
    settle[1]?.()
    expect(await read).toEqual({ ok: true, value: 'found' })
    expect(calls).toEqual(['a', 'f'])
  })

  it('reads "nothing" as locked when the keyring was locked meanwhile', async () => {
    const keychain = open(async () => ({
      ...hanging([]),
      getPassword: async () => {
        fake.locked = true
        return null
      },
    }))
    expect(await keychain.read(ACCOUNT)).toEqual(failure('keyring-locked'))
  })
})

describe('without a Secret Service (macOS, Windows)', () => {
  const throwing = (message: string): Keytar => ({ ...hanging([]), getPassword: () => Promise.reject(new Error(message)) })
  const plain = (load: () => Promise<Keytar>): Keychain => createKeychain({ ...parts, secretService: null, load })

  it('is unlocked', async () => {
    expect(await plain(async () => hanging([])).state()).toBe('unlocked')
  })

  it.each([
    ['User interaction is not allowed.', 'keyring-locked'],
    ['User canceled the operation.', 'keyring-locked'],
    ['Element not found.', 'keyring-none'],
  ])('tells "%s" as %s', async (message, code) => {
    expect(await plain(async () => throwing(message)).read(ACCOUNT)).toEqual({ ok: false, failure: { code, detail: `keychain: ${message}` } })
  })

  it('is none when keytar cannot be loaded', async () => {
    const keychain = plain(() => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')))
    expect(await keychain.state()).toBe('none')
    expect(await keychain.unlock()).toBe('none')
    expect(await keychain.write(ACCOUNT, SECRET)).toEqual(failure('keyring-none'))
  })
})

/** A keytar whose reads settle when the test says so. */
function hanging(calls: string[], settle: (() => void)[] = []): Keytar {
  return {
    getPassword: (_service, account) => {
      calls.push(account)
      return new Promise((resolve) => settle.push(() => resolve('found')))
    },
    setPassword: () => Promise.resolve(),
    deletePassword: () => Promise.resolve(true),
  }
}

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { MessageBus } from '@jellybrick/dbus-next'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { realClock } from '../../../../src/main/desktop/system/clock'
import { createSecretService, type SecretService, type SecretServiceState } from '../../../../src/main/desktop/keychain/secret-service'
import { createSessionBus, type SessionBus } from '../../../../src/main/desktop/system/session-bus'
import { FakeSecretService } from '../../../fakes/desktop/fake-secret-service'
import { Heard } from '../../../fakes/heard'
import { SilentLog } from '../../../fakes/silent-log'
import { startKeyring } from '../../../fakes/desktop/keyring'
import { startPrivateBus, type PrivateBus } from '../../../fakes/desktop/private-bus'

let daemon: PrivateBus
let bus: SessionBus
let service: SecretService

async function open(services: Readonly<Record<string, string>> = {}, limits: { askLimit?: number; promptLimit?: number } = {}): Promise<void> {
  daemon = await startPrivateBus(services)
  bus = createSessionBus({ clock: realClock, log: new SilentLog(), address: daemon.address })
  service = createSecretService({ bus, clock: realClock, log: new SilentLog(), ...limits })
}

afterEach(async () => {
  service.dispose()
  bus.dispose()
  await daemon.stop()
})

describe('a real gnome-keyring', () => {
  beforeEach(() => open())

  it('is none while no daemon runs', async () => {
    expect(await service.state()).toBe('none')
    expect(await service.unlock()).toBe('none')
  })

  it('is none in a new profile without a keyring', async () => {
    const keyring = await startKeyring(daemon, 'closed')
    expect(await service.state()).toBe('none')
    await keyring.stop()
  })

  it('is unlocked, locked by another program, unlocked again, and vanishes; each is told', async () => {
    const heard = new Heard<SecretServiceState>()
    service.onChange(heard.hear)
    expect(await heard.next()).toBe('none')
    const keyring = await startKeyring(daemon, 'unlocked')
    await heard.until((state) => state === 'unlocked')
    expect(await service.state()).toBe('unlocked')
    await keyring.lock()
    expect(await heard.next()).toBe('locked')
    await keyring.unlock()
    expect(await heard.next()).toBe('unlocked')
    await keyring.stop()
    expect(await heard.next()).toBe('none')
    const closed = await startKeyring(daemon, 'closed')
    expect(await heard.next()).toBe('locked')
    await closed.stop()
  })

  it('stays locked when there is nobody to show its prompt', async () => {
    const keyring = await startKeyring(daemon, 'unlocked')
    await keyring.lock()
    expect(await service.unlock()).toBe('locked')
    await keyring.stop()
  })
})

describe('a Secret Service that the bus starts on demand', () => {
  it('is started by asking', async () => {
    await open({ 'org.freedesktop.secrets': '/usr/bin/gnome-keyring-daemon --foreground --components=secrets' })
    expect(await service.state()).toBe('none')
    const [names] = await listNames()
    expect(names).toContain('org.freedesktop.secrets')
  })

  it('is not started again by the news that it went', async () => {
    const mark = join(mkdtempSync(join(tmpdir(), 'started-')), 'again')
    await open({ 'org.freedesktop.secrets': `/usr/bin/touch ${mark}` }, { askLimit: 300 })
    const owner = await daemon.connect()
    const fake = new FakeSecretService(owner)
    await fake.own()
    const heard = new Heard<SecretServiceState>()
    service.onChange(heard.hear)
    expect(await heard.next()).toBe('locked')
    await owner.releaseName('org.freedesktop.secrets')
    expect(await heard.next()).toBe('none')
    expect(existsSync(mark)).toBe(false)
    await service.state() // asking on purpose does start it
    expect(existsSync(mark)).toBe(true)
    rmSync(dirname(mark), { recursive: true })
  })

  it('counts as silent when it does not come up in time', async () => {
    await open({ 'org.freedesktop.secrets': '/bin/sleep 1' }, { askLimit: 100 })
    expect(await service.state()).toBe('silent')
  })

  const listNames = async (): Promise<readonly unknown[]> => {
    const reply = await bus.call({ name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus', member: 'ListNames' })
    return reply.ok ? reply.body : []
  }
})

describe('unlocking', () => {
  let fake: FakeSecretService
  let owner: MessageBus
  beforeEach(async () => {
    await open({}, { promptLimit: 60_000 })
    owner = await daemon.connect()
    fake = new FakeSecretService(owner)
    await fake.own()
  })

  it('asks for a prompt only when told to', async () => {
    expect(await service.state()).toBe('locked')
    expect(fake.calls).toEqual(['ReadAlias', 'Get'])
  })

  it.each([
    ['the person answers', true, 'unlocked'],
    ['the person dismisses it', false, 'locked'],
  ] as const)('settles when %s', async (_name, answer, state) => {
    fake.onPrompt = () => fake.complete(answer)
    expect(await service.unlock()).toBe(state)
  })

  it('shows no prompt when it is unlocked already', async () => {
    fake.locked = false
    expect(await service.unlock()).toBe('unlocked')
    expect(fake.calls).not.toContain('Prompt')
  })

  it('gives up a prompt that nobody answers and takes it away', async () => {
    service = createSecretService({ bus, clock: realClock, log: new SilentLog(), promptLimit: 30 })
    expect(await service.unlock()).toBe('locked')
    expect(fake.calls).toContain('Dismiss')
  })

  it('gives up when it is cancelled', async () => {
    const control = new AbortController()
    fake.onPrompt = () => control.abort()
    expect(await service.unlock(control.signal)).toBe('locked')
    expect(fake.calls).toContain('Dismiss')
  })

  it('shows no prompt for a request that was cancelled before', async () => {
    expect(await service.unlock(AbortSignal.abort())).toBe('locked')
    expect(fake.calls).not.toContain('Prompt')
  })

  it('settles when the service vanishes behind its prompt', async () => {
    fake.onPrompt = () => void owner.releaseName('org.freedesktop.secrets')
    expect(await service.unlock()).toBe('none')
  })

  it('is silent when the service hangs', async () => {
    fake.silent = true
    service = createSecretService({ bus, clock: realClock, log: new SilentLog(), askLimit: 50 })
    expect(await service.state()).toBe('silent')
    expect(await service.unlock()).toBe('silent')
  })

  it('is none without a default keyring', async () => {
    fake.hasDefault = false
    expect(await service.state()).toBe('none')
  })

  it('tells that another program unlocked it', async () => {
    const heard = new Heard<SecretServiceState>()
    service.onChange(heard.hear)
    expect(await heard.next()).toBe('locked')
    fake.become(false)
    expect(await heard.next()).toBe('unlocked')
  })
})

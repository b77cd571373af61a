import { describe, expect, it, vi } from 'vitest'
import { createSecretKeeper } from '../../../../src/main/core/registry/secret-keeper'
import { settle } from '../../../fakes/fake-clock'
import { MemorySecrets } from '../../../fakes/memory-secrets'

async function keeperOver(state: 'unlocked' | 'locked' | 'none') {
  const store = new MemorySecrets(state)
  const keeper = createSecretKeeper(store)
  await keeper.refresh()
  return { store, keeper, slots: keeper.slots('c1') }
}

describe('the secret keeper', () => {
  it('keeps a secret in the keychain, apart for each connection', async () => {
    const { store, keeper, slots } = await keeperOver('unlocked')
    await slots.write('session', 's3cret')
    expect([...store.kept]).toEqual([['connection:c1/session', 's3cret']])
    expect(await keeper.slots('c2').read('session')).toEqual({ ok: true, value: null })
  })

  it.each(['locked', 'none'] as const)('refuses while the keyring is %s, and never answers "nothing there"', async (state) => {
    const { slots } = await keeperOver(state)
    expect(await slots.read('session')).toMatchObject({ ok: false, failure: { code: `keyring-${state}` } })
    expect(await slots.write('session', 'x')).toMatchObject({ ok: false })
  })

  it.each(['locked', 'none'] as const)('keeps secrets in memory with a keyring that is %s once the operator chose so', async (state) => {
    const { store, keeper, slots } = await keeperOver(state)
    keeper.useMemory()
    expect(keeper.mode()).toBe('memory')
    await slots.write('session', 's3cret')
    expect(await slots.read('session')).toEqual({ ok: true, value: 's3cret' })
    expect(store.kept.size).toBe(0)
    keeper.dispose()
    expect(await slots.read('session')).toMatchObject({ ok: false })
  })

  it('does not claim to have erased what a locked keyring may hold', async () => {
    const { store, slots } = await keeperOver('unlocked')
    await slots.write('session', 's3cret')
    store.become('locked')
    expect(await slots.erase('session')).toMatchObject({ ok: false, failure: { code: 'keyring-locked' } })
    store.become('unlocked')
    expect(await slots.erase('session')).toMatchObject({ ok: true })
    expect(store.kept.size).toBe(0)
  })

  it('tells when the keyring is unlocked elsewhere, and when the prompt is dismissed', async () => {
    const { store, keeper } = await keeperOver('locked')
    const heard = vi.fn()
    keeper.onChange(heard)
    store.afterPrompt = 'locked'
    expect(await keeper.unlock()).toMatchObject({ ok: false, failure: { code: 'keyring-locked' } })
    expect(heard).not.toHaveBeenCalled()
    store.become('unlocked')
    expect(heard.mock.calls).toEqual([['unlocked']])
  })
})

describe('secrets kept until quit, once the keyring is unlocked', () => {
  async function keptInMemory() {
    const all = await keeperOver('locked')
    all.keeper.useMemory()
    await all.slots.write('session', 'first')
    await all.slots.write('number:42', 'key')
    return all
  }

  it('move into it one by one', async () => {
    const { store, keeper, slots } = await keptInMemory()
    store.become('unlocked')
    expect(await slots.read('session')).toEqual({ ok: true, value: 'first' })
    expect(await slots.read('number:42')).toEqual({ ok: true, value: 'key' })
    expect([...store.kept.values()]).toEqual(['first', 'key'])
    keeper.dispose()
    const next = createSecretKeeper(store)
    await next.refresh()
    expect(await next.slots('c1').read('session')).toEqual({ ok: true, value: 'first' })
  })

  it('move after the operator has unlocked it by the prompt', async () => {
    const { store, keeper, slots } = await keptInMemory()
    store.afterPrompt = 'unlocked'
    await keeper.unlock()
    await slots.read('number:42')
    expect(store.kept.size).toBe(2)
  })

  it('never overwrite a newer one: a token renewed meanwhile stays', async () => {
    const { store, slots } = await keptInMemory()
    const release = store.hold()
    store.become('unlocked')
    const renewed = slots.write('session', 'second')
    await settle()
    release()
    expect(await renewed).toMatchObject({ ok: true })
    await settle()
    expect(store.kept.get('connection:c1/session')).toBe('second')
    expect(await slots.read('session')).toEqual({ ok: true, value: 'second' })
  })

  it('do not come back after they were erased', async () => {
    const { store, slots } = await keptInMemory()
    const release = store.hold()
    store.become('unlocked')
    const erased = slots.erase('session')
    await settle()
    release()
    await erased
    await settle()
    expect(await slots.read('session')).toEqual({ ok: true, value: null })
    expect(store.kept.has('connection:c1/session')).toBe(false)
  })

  it('stay readable while it does not take them, and move when it does', async () => {
    const { store, slots } = await keptInMemory()
    store.refusesWrites = true
    store.become('unlocked')
    expect(await slots.read('session')).toEqual({ ok: true, value: 'first' })
    expect(await slots.write('session', 'second')).toMatchObject({ ok: true })
    expect(await slots.read('session')).toEqual({ ok: true, value: 'second' })
    store.refusesWrites = false
    await slots.write('number:7', 'other')
    await slots.read('session')
    expect(store.kept.get('connection:c1/session')).toBe('second')
    expect(store.kept.size).toBe(3)
  })
})

describe('before the keyring has answered for the first time', () => {
  it('a secret is waited for, and nobody says that there is no keyring', async () => {
    const store = new MemorySecrets('unlocked')
    store.kept.set('connection:c1/session', 's3cret')
    const keeper = createSecretKeeper(store)
    expect(keeper.mode()).toBe('unlocked')
    expect(await keeper.slots('c1').read('session')).toEqual({ ok: true, value: 's3cret' })
  })

  it('a write and an erasure wait too, and hear what it says', async () => {
    const keeper = createSecretKeeper(new MemorySecrets('locked'))
    const heard = vi.fn()
    keeper.onChange(heard)
    const slots = keeper.slots('c1')
    expect(await slots.write('session', 'x')).toMatchObject({ ok: false, failure: { code: 'keyring-locked' } })
    expect(await slots.erase('session')).toMatchObject({ ok: false, failure: { code: 'keyring-locked' } })
    expect(heard.mock.calls).toEqual([['locked']])
  })

  it('one that cannot even be asked counts as none', async () => {
    const store = new MemorySecrets('unlocked')
    store.state = () => Promise.reject(new Error('no bus'))
    const keeper = createSecretKeeper(store)
    expect(await keeper.refresh()).toBe('none')
    expect(await keeper.slots('c1').read('session')).toMatchObject({ ok: false, failure: { code: 'keyring-none' } })
  })
})

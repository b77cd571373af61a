import { describe, expect, it, vi } from 'vitest'
import { secretKeeper } from '../../../src/main/core/secret-keeper'
import { MemorySecrets } from '../../fakes/memory-secrets'

async function keeperOver(state: 'unlocked' | 'locked' | 'none') {
  const store = new MemorySecrets(state)
  const keeper = secretKeeper(store)
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

// Where secrets are kept: the OS keychain, or main's memory when the operator chose "keep until quit". Never anywhere else.
import { failed, success, type Outcome } from '../../shared/failure'
import type { Cancel, KeyringState, SecretSlots, SecretStore } from './ports'

/** What the window is told. */
export type KeyringMode = KeyringState | 'memory'

/** Keeps the secrets of all connections. */
export interface SecretKeeper {
  mode(): KeyringMode
  /** Asks the keyring for its state; call once at start. */
  refresh(): Promise<KeyringMode>
  /** Shows the OS unlock prompt. Failures: `keyring-none`, `keyring-locked` (dismissed). */
  unlock(): Promise<Outcome>
  /** From now until quit, what the keyring cannot take stays in memory. */
  useMemory(): void
  slots(connectionId: string): SecretSlots
  /** The mode changed, e.g. the keyring was unlocked elsewhere. */
  onChange(listener: (mode: KeyringMode) => void): Cancel
  dispose(): void
}

/** Builds the keeper over an OS keychain. */
export function secretKeeper(store: SecretStore): SecretKeeper {
  const memory = new Map<string, string>()
  const listeners = new Set<(mode: KeyringMode) => void>()
  let state: KeyringState = 'none'
  let memoryChosen = false

  const mode = (): KeyringMode => (state === 'unlocked' ? 'unlocked' : memoryChosen ? 'memory' : state)
  const become = (next: KeyringState): void => {
    const before = mode()
    state = next
    if (mode() !== before) for (const listener of listeners) listener(mode())
  }
  const stop = store.onChange(become)
  const refusal = (): Outcome<never> => failed(state === 'locked' ? 'keyring-locked' : 'keyring-none')

  return {
    mode,
    async refresh() {
      become(await store.state())
      return mode()
    },
    async unlock() {
      become(await store.unlock())
      return state === 'unlocked' ? success() : refusal()
    },
    useMemory() {
      const before = mode()
      memoryChosen = true
      if (mode() !== before) for (const listener of listeners) listener(mode())
    },
    slots(connectionId) {
      const account = (slot: string): string => `connection:${connectionId}/${slot}`
      return {
        async read(slot) {
          const kept = memory.get(account(slot))
          if (kept !== undefined) return success(kept)
          if (state === 'unlocked') return store.read(account(slot))
          // In memory mode nothing more can be known: the secret may lie in the keyring that is closed to us.
          return refusal()
        },
        async write(slot, secret) {
          if (state === 'unlocked' && !memory.has(account(slot))) return store.write(account(slot), secret)
          if (!memoryChosen) return refusal()
          memory.set(account(slot), secret)
          return success()
        },
        async erase(slot) {
          const kept = memory.delete(account(slot))
          if (state === 'unlocked') return store.erase(account(slot))
          // With no keyring there is nothing to erase; a locked one may hold the secret, and saying "removed" would be a lie.
          return kept || state === 'none' ? success() : refusal()
        },
      }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose() {
      stop()
      memory.clear()
    },
  }
}

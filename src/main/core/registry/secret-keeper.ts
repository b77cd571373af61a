// Where secrets are kept: the OS keychain, or main's memory when the operator chose "keep until quit". Never anywhere else.
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { Cancel, KeyringState, SecretSlots, SecretStore } from '../ports'

/** The state of the keyring as the window shows it. `memory`: the operator chose to keep secrets in memory until quit. */
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

/** Builds the keeper over an OS keychain. Until the state of the keyring is known, `mode` says `unlocked` and calls of slots wait. */
export function createSecretKeeper(store: SecretStore): SecretKeeper {
  const memory = new Map<string, string>()
  /** The last call of each slot: the next one of that slot waits for it, so that an older secret never takes a newer one's place. */
  const turns = new Map<string, Promise<unknown>>()
  const listeners = new Set<(mode: KeyringMode) => void>()
  let state: KeyringState | null = null
  let asked: Promise<KeyringMode> | null = null
  let memoryChosen = false

  const mode = (): KeyringMode => (state === 'unlocked' ? 'unlocked' : memoryChosen ? 'memory' : (state ?? 'unlocked'))
  const changing = (change: () => void): void => {
    const before = mode()
    change()
    if (mode() !== before) for (const listener of listeners) listener(mode())
  }
  const become = (next: KeyringState): void => {
    changing(() => (state = next))
    if (next === 'unlocked') moveToKeyring()
  }
  const refresh = async (): Promise<KeyringMode> => {
    become(await store.state().catch(() => 'none' as const)) // a keyring that cannot be asked counts as absent
    return mode()
  }
  const stop = store.onChange(become)
  const refusal = (): Outcome<never> => failed(state === 'locked' ? 'keyring-locked' : 'keyring-none')

  function inTurn<T>(account: string, run: () => Promise<T>): Promise<T> {
    const turn = Promise.resolve(turns.get(account)).then(async () => {
      if (state === null) await (asked ??= refresh())
      return run()
    })
    const settled = turn.then(
      () => undefined,
      () => undefined,
    )
    turns.set(account, settled)
    void settled.then(() => turns.get(account) === settled && turns.delete(account))
    return turn
  }

  /** Moves the secrets in memory to the keyring once it is open. A secret that the keyring refuses stays in memory. */
  function moveToKeyring(): void {
    for (const account of memory.keys()) {
      void inTurn(account, async () => {
        const secret = memory.get(account)
        if (secret !== undefined && state === 'unlocked') await writeThrough(account, secret)
      })
    }
  }

  async function writeThrough(account: string, secret: string): Promise<Outcome> {
    const written = await store.write(account, secret)
    if (written.ok) memory.delete(account)
    return written
  }

  return {
    mode,
    refresh: () => (asked = refresh()),
    async unlock() {
      become(await store.unlock())
      return state === 'unlocked' ? success() : refusal()
    },
    useMemory() {
      changing(() => (memoryChosen = true))
    },
    slots(connectionId) {
      const accountOf = (slot: string): string => `connection:${connectionId}/${slot}`
      return {
        read: (slot) =>
          inTurn(accountOf(slot), async () => {
            const kept = memory.get(accountOf(slot))
            if (kept !== undefined) return success(kept)
            if (state === 'unlocked') return store.read(accountOf(slot))
            // Not "there is none": the secret may be in the keyring that cannot be read now.
            return refusal()
          }),
        write: (slot, secret) =>
          inTurn(accountOf(slot), async () => {
            const written = state === 'unlocked' ? await writeThrough(accountOf(slot), secret) : refusal()
            if (written.ok) {
              moveToKeyring()
              return written
            }
            if (!memoryChosen) return written
            memory.set(accountOf(slot), secret)
            return success()
          }),
        erase: (slot) =>
          inTurn(accountOf(slot), async () => {
            const kept = memory.delete(accountOf(slot))
            if (state === 'unlocked') return store.erase(accountOf(slot))
            // Without a keyring there is nothing to erase. A locked one may hold the secret, so its erasure must not be reported as done.
            return kept || state === 'none' ? success() : refusal()
          }),
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

import { failed, success, type Outcome } from '../../src/shared/model/failure'
import type { KeyringState, SecretStore } from '../../src/main/core/ports'

/** A keychain in memory that can be locked, unlocked and taken away. */
export class MemorySecrets implements SecretStore {
  readonly kept = new Map<string, string>()
  private readonly listeners = new Set<(state: KeyringState) => void>()
  /** What the unlock prompt leads to. */
  afterPrompt: KeyringState = 'unlocked'

  /** Answers, but keeps nothing new. */
  refusesWrites = false
  private held: Promise<void> = Promise.resolve()

  constructor(private now: KeyringState = 'unlocked') {}

  /** The next call takes until the returned function is called; those after it are as quick as ever. */
  hold(): () => void {
    let release = (): void => undefined
    this.held = new Promise((resolve) => void (release = resolve))
    return release
  }
  become(state: KeyringState): void {
    this.now = state
    for (const listener of this.listeners) listener(state)
  }
  async state(): Promise<KeyringState> {
    return this.now
  }
  async unlock(): Promise<KeyringState> {
    this.now = this.afterPrompt
    return this.now
  }
  async read(account: string): Promise<Outcome<string | null>> {
    return this.guarded(() => success(this.kept.get(account) ?? null))
  }
  async write(account: string, secret: string): Promise<Outcome> {
    if (this.refusesWrites) return failed('keyring-timeout')
    return this.guarded(() => (this.kept.set(account, secret), success()))
  }
  async erase(account: string): Promise<Outcome> {
    return this.guarded(() => (this.kept.delete(account), success()))
  }
  onChange(listener: (state: KeyringState) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  private async guarded<T>(run: () => Outcome<T>): Promise<Outcome<T>> {
    const { held } = this
    this.held = Promise.resolve()
    await held
    return this.now === 'unlocked' ? run() : failed(this.now === 'locked' ? 'keyring-locked' : 'keyring-none')
  }
}

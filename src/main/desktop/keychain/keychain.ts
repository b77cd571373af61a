// The OS keychain through keytar: one call at a time, each with a time limit, on Linux never before the keyring said that it is unlocked.
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { Cancel, Clock, KeyringState, Log, SecretStore } from '../../core/ports'
import { redactText } from '../../core/support'
import type { SecretService, SecretServiceState } from './secret-service'

/** The three calls of keytar that are used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/** The service name of the entries, as the system's own keychain window shows it. */
export const KEYCHAIN_SERVICE = 'WPP Companion'

const CALL_LIMIT = 5_000 // ms; an unlocked keyring answers in 20

/** Loads keytar; rejects where its native part or libsecret is missing. */
export async function loadKeytar(): Promise<Keytar> {
  return (await import('keytar')).default
}

/** The secret store with a prompt that can be cancelled. */
export interface Keychain extends SecretStore {
  unlock(signal?: AbortSignal): Promise<KeyringState>
  dispose(): void
}

/**
 * The secret store of the app. `secretService` is null where the system asks by itself (macOS, Windows).
 * A keytar call that hangs occupies one of libuv's four threads, so none is made until it has settled.
 */
export function createKeychain(parts: {
  readonly secretService: SecretService | null
  /** Replaces keytar after the Secret Service was restarted (see secret-items.ts). */
  readonly afterRestart?: Keytar
  readonly load: () => Promise<Keytar>
  readonly clock: Clock
  readonly log: Log
  readonly callLimit?: number
}): Keychain {
  const { secretService, clock, log } = parts
  const listeners = new Set<(state: KeyringState) => void>()
  let keytar: Promise<Keytar | null> | null = null
  let hung = false
  let queue: Promise<unknown> = Promise.resolve()
  /** The Secret Service to which libsecret has bound itself. */
  let boundTo: string | null = null

  const loaded = (): Promise<Keytar | null> =>
    (keytar ??= parts.load().catch((error: unknown) => {
      log.error('keytar cannot be loaded', { error: reason(error) })
      return null
    }))

  const state = async (): Promise<KeyringState> => {
    if ((await loaded()) === null) return 'none'
    return secretService === null ? 'unlocked' : worded(await secretService.state())
  }

  /** Why keytar must not be called now; null = it may. */
  const obstacle = async (): Promise<Failure | null> => {
    if (hung) return { code: 'keyring-timeout' }
    const said = secretService === null ? 'unlocked' : await secretService.state()
    switch (said) {
      case 'unlocked':
        return null
      case 'locked':
        return { code: 'keyring-locked' }
      case 'silent':
        return { code: 'keyring-timeout' }
      case 'none':
        return { code: 'keyring-none' }
    }
  }

  /** One call with a time limit. */
  const limited = <T>(run: () => Promise<T>): Promise<Outcome<T>> =>
    new Promise((resolve) => {
      const cancel = clock.after(parts.callLimit ?? CALL_LIMIT, () => {
        hung = true
        log.warn('keychain call hangs; no other is made until it settles')
        resolve(failed('keyring-timeout'))
      })
      const settle = (outcome: Outcome<T>): void => {
        cancel()
        resolve(outcome)
        if (!hung) return
        hung = false
        log.info('hung keychain call settled')
        void state().then(announce)
      }
      run().then(
        (value) => settle(success(value)),
        (error: unknown) => settle({ ok: false, failure: failureOf(error) }),
      )
    })

  const inTurn = <T>(run: (keytar: Keytar) => Promise<T>): Promise<Outcome<T>> => {
    const turn = queue.then(async (): Promise<Outcome<T>> => {
      const loadedKeytar = await loaded()
      if (loadedKeytar === null) return failed('keyring-none', { detail: 'keychain library missing' })
      const failure = await obstacle()
      if (failure !== null) return { ok: false, failure }
      const owner = (await secretService?.owner()) ?? null
      boundTo ??= owner
      const reachable = owner === boundTo ? loadedKeytar : (parts.afterRestart ?? loadedKeytar)
      return limited(async () => run(reachable))
    })
    queue = turn.catch(() => undefined)
    return turn
  }

  const announce = (now: KeyringState): void => {
    for (const each of [...listeners]) each(now)
  }
  let stopWatching: Cancel | null = null

  return {
    state,
    async unlock(signal) {
      return secretService === null || (await loaded()) === null ? state() : worded(await secretService.unlock(signal))
    },
    async read(account) {
      const found = await inTurn((each) => each.getPassword(KEYCHAIN_SERVICE, account))
      if (!found.ok || found.value !== null) return found
      // For a keyring that was locked meanwhile libsecret answers "no such entry".
      const failure = await obstacle()
      return failure === null ? found : { ok: false, failure }
    },
    async write(account, secret) {
      const written = await inTurn((each) => each.setPassword(KEYCHAIN_SERVICE, account, secret))
      return written.ok ? success() : written
    },
    async erase(account) {
      const erased = await inTurn((each) => each.deletePassword(KEYCHAIN_SERVICE, account))
      return erased.ok ? success() : erased
    },
    onChange(listener) {
      listeners.add(listener)
      stopWatching ??= secretService?.onChange((now) => announce(worded(now))) ?? null
      return () => void listeners.delete(listener)
    },
    dispose() {
      listeners.clear()
      stopWatching?.()
    },
  }
}

function worded(state: SecretServiceState): KeyringState {
  return state === 'silent' ? 'none' : state
}

function reason(error: unknown): string {
  return redactText(error instanceof Error ? error.message : String(error)).slice(0, 200)
}

/** macOS and libsecret word a refusal by the person or by a locked keychain like this. */
function failureOf(error: unknown): Failure {
  const detail = reason(error)
  const locked = /locked|not allowed|cancel+ed|dismissed/i.test(detail)
  return { code: locked ? 'keyring-locked' : 'keyring-none', detail: `keychain: ${detail}` }
}

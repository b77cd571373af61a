// The sign-in of one connection while the app runs: access token in memory, refresh token in the keychain slot, one refresh at a time.
import { failed, success, type Failure, type Outcome } from '../../../../shared/model/failure'
import type { Clock, Log, SecretSlots } from '../../../core/ports'
import type { AuthCalls, Tokens } from './auth-calls'

/** Keychain slot of the refresh token. Never the whole session: Windows keeps at most 2.5 kB. */
export const SESSION_SLOT = 'session'

/** Hands out access tokens. */
export interface TokenKeeper {
  /** A valid access token, refreshed first if it is about to expire. Failures of the network or the server do not end the sign-in. */
  access(signal: AbortSignal): Promise<Outcome<string>>
  /** A token other than `refused`, which a function answered 401 to. */
  renew(refused: string, signal: AbortSignal): Promise<Outcome<string>>
  /** Ends the sign-in on the server, best effort; afterwards nothing is written to the keychain any more. */
  signOut(signal: AbortSignal): Promise<void>
}

interface KeeperOptions {
  readonly calls: AuthCalls
  readonly slots: SecretSlots
  readonly clock: Clock
  readonly log: Log
}

/** Builds the keeper of one connection; asks nothing until a token is needed. */
export function createTokenKeeper(options: KeeperOptions): TokenKeeper {
  const { calls, slots, clock, log } = options
  let live: { readonly access: string; readonly renewAt: number } | null = null
  let refreshing: Promise<Outcome<string>> | null = null
  /** New tokens that the keychain has not stored yet; they are not used before it has. `from` is the spent refresh token that is still in the slot. */
  let unwritten: { readonly from: string; readonly tokens: Tokens } | null = null
  let ended: Failure | null = null
  let closed = false

  const usable = (): string | null => (live && clock.now() < live.renewAt ? live.access : null)

  /** Stores the new tokens, then uses them: after a crash the keychain must not hold a spent refresh token. */
  async function keep(from: string, tokens: Tokens): Promise<Outcome<string>> {
    unwritten = { from, tokens }
    const written = closed ? failed('signed-out') : await slots.write(SESSION_SLOT, tokens.refresh)
    if (!written.ok) return written
    unwritten = null
    live = { access: tokens.access, renewAt: tokens.renewAt }
    return success(tokens.access)
  }

  async function refresh(again = true): Promise<Outcome<string>> {
    const kept = await slots.read(SESSION_SLOT)
    if (!kept.ok) return kept
    if (unwritten && kept.value === unwritten.from) return keep(unwritten.from, unwritten.tokens)
    unwritten = null
    if (!kept.value) return ended ? { ok: false, failure: ended } : failed('secret-missing')
    const from = kept.value
    // The call has a deadline of its own. Many readers wait for this one refresh, so no reader's signal may end it.
    const answer = await calls.refresh(from, new AbortController().signal)
    const now = await slots.read(SESSION_SLOT)
    // The operator signed in anew or the slot was erased meanwhile: this answer belongs to an earlier sign-in.
    if (now.ok && now.value !== from) return again ? refresh(false) : failed('secret-missing')
    if (answer.ok) return keep(from, answer.value)
    log.warn('Refresh of the sign-in failed', { code: answer.failure.code, detail: answer.failure.detail })
    if (answer.fatal) {
      ended = answer.failure
      live = null
      await slots.erase(SESSION_SLOT)
    }
    return { ok: false, failure: answer.failure }
  }

  function refreshOnce(): Promise<Outcome<string>> {
    refreshing ??= refresh().finally(() => (refreshing = null))
    return refreshing
  }

  async function waitFor(token: Promise<Outcome<string>>, signal: AbortSignal): Promise<Outcome<string>> {
    if (signal.aborted) return failed('cancelled')
    let stop = (): void => undefined
    const cancelled = new Promise<Outcome<string>>((resolve) => (stop = () => resolve(failed('cancelled'))))
    signal.addEventListener('abort', stop, { once: true })
    return Promise.race([token, cancelled]).finally(() => signal.removeEventListener('abort', stop))
  }

  return {
    access(signal) {
      if (closed) return Promise.resolve(failed('signed-out'))
      const token = usable()
      return token === null ? waitFor(refreshOnce(), signal) : Promise.resolve(success(token))
    },
    renew(refused, signal) {
      if (closed) return Promise.resolve(failed('signed-out'))
      // Several requests may have been refused with the same old token: the first renewal serves them all.
      if (live?.access === refused) live = null
      const token = usable()
      return token === null ? waitFor(refreshOnce(), signal) : Promise.resolve(success(token))
    },
    async signOut(signal) {
      const token = usable() ?? (await waitFor(refreshOnce(), signal).then((renewed) => (renewed.ok ? renewed.value : null)))
      closed = true
      live = null
      if (token !== null) await calls.logout(token, signal)
    },
  }
}

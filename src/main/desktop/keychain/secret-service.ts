// The state of the Linux keyring, asked over D-Bus before keytar is: keytar reads a locked keyring as "nothing there" or hangs on its prompt.
// API: https://specifications.freedesktop.org/secret-service-spec/latest/
import type { Cancel, Clock, KeyringState, Log } from '../../core/ports'
import { getProperty, type SessionBus } from '../system/session-bus'

/** What the Secret Service says; `silent` = it is there but does not answer. */
export type SecretServiceState = KeyringState | 'silent'

/** The Secret Service of the session. */
export interface SecretService {
  /** Asks anew; may start the service, never shows a prompt. */
  state(): Promise<SecretServiceState>
  /** Which process answers: its name on the bus, null = nobody. A restarted service has another one. */
  owner(): Promise<string | null>
  /** Shows the service's own unlock prompt; settles with the state when it is answered, dismissed, timed out, aborted or the service vanishes. */
  unlock(signal?: AbortSignal): Promise<SecretServiceState>
  /** Told when the state changes by itself. The bus is watched from the first subscription on. */
  onChange(listener: (state: SecretServiceState) => void): Cancel
  dispose(): void
}

const NAME = 'org.freedesktop.secrets'
const SERVICE = { name: NAME, path: '/org/freedesktop/secrets', interface: 'org.freedesktop.Secret.Service' } as const
const COLLECTION = 'org.freedesktop.Secret.Collection'
const PROMPT = 'org.freedesktop.Secret.Prompt'
const NO_OBJECT = '/' // the specification's "none" among object paths
const ASK_LIMIT = 4_000 // ms; a started service answers in 10 ms, starting one takes a second
const PROMPT_LIMIT = 120_000 // ms; a person looks for a password

/** Watches and unlocks the default collection. Limits in ms; tests shorten them. */
export function createSecretService(parts: {
  readonly bus: SessionBus
  readonly clock: Clock
  readonly log: Log
  readonly askLimit?: number
  readonly promptLimit?: number
}): SecretService {
  const { bus, clock, log } = parts
  const limit = parts.askLimit ?? ASK_LIMIT
  const listeners = new Set<(state: SecretServiceState) => void>()
  const watches: Cancel[] = []
  let known: SecretServiceState | null = null
  let asked = 0

  const ask = async (start: boolean): Promise<SecretServiceState> => {
    const alias = await bus.call({ ...SERVICE, member: 'ReadAlias', signature: 's', body: ['default'], limit, start })
    if (!alias.ok) return alias.error === 'timeout' ? 'silent' : 'none'
    const path = alias.body[0]
    if (typeof path !== 'string' || path === NO_OBJECT) return 'none'
    const locked = await getProperty(bus, { name: NAME, path, interface: COLLECTION, limit, start }, 'Locked')
    if (!locked.ok) return locked.error === 'timeout' ? 'silent' : 'none'
    return locked.value === false ? 'unlocked' : 'locked'
  }

  const tell = (state: SecretServiceState): void => {
    if (known === state) return
    known = state
    for (const each of [...listeners]) each(state)
  }

  /** Asks for the state and tells it to the listeners. The answer is ignored when it was asked for again meanwhile. */
  const look = async (start: boolean): Promise<SecretServiceState> => {
    const mine = (asked += 1)
    const state = await ask(start)
    if (mine === asked) tell(state)
    return state
  }

  const watch = (): void => {
    if (watches.length > 0) return
    let owned = false
    watches.push(
      bus.watchName(NAME, (owner) => {
        void look(owner !== null || !owned) // a service that has just ended must not be started again by this request
        owned ||= owner !== null
      }),
      bus.onSignal({ interface: 'org.freedesktop.DBus.Properties', member: 'PropertiesChanged' }, (body) => {
        if (body[0] === COLLECTION) void look(false)
      }),
      // gnome-keyring and KWallet tell (un)locking and a new default collection by these.
      ...['CollectionCreated', 'CollectionDeleted', 'CollectionChanged'].map((member) =>
        bus.onSignal({ interface: SERVICE.interface, member }, () => void look(false)),
      ),
    )
  }

  const answered = (path: string, signal: AbortSignal | undefined): Promise<'answered' | 'gave-up'> =>
    new Promise((resolve) => {
      const settle = (how: 'answered' | 'gave-up'): void => {
        for (const each of cleanups.splice(0)) each()
        resolve(how)
      }
      const giveUp = (): void => settle('gave-up')
      const cleanups: Cancel[] = []
      cleanups.push(
        clock.after(parts.promptLimit ?? PROMPT_LIMIT, giveUp),
        () => signal?.removeEventListener('abort', giveUp),
        bus.onSignal({ interface: PROMPT, member: 'Completed', path }, () => settle('answered')),
        bus.watchName(NAME, (owner) => {
          if (owner === null) settle('answered')
        }),
      )
      signal?.addEventListener('abort', giveUp)
      if (signal?.aborted) return giveUp()
      // Sent after the AddMatch above on the same connection, so that a quick answer is not missed.
      return void bus.call({ name: NAME, path, interface: PROMPT, member: 'Prompt', signature: 's', body: [''], limit }).then((reply) => {
        if (!reply.ok && reply.error !== 'timeout') settle('answered')
      })
    })

  return {
    state: () => look(true),
    async owner() {
      const daemon = 'org.freedesktop.DBus'
      const reply = await bus.call({
        name: daemon,
        path: '/org/freedesktop/DBus',
        interface: daemon,
        member: 'GetNameOwner',
        signature: 's',
        body: [NAME],
        limit,
      })
      return reply.ok && typeof reply.body[0] === 'string' ? reply.body[0] : null
    },
    async unlock(signal) {
      const alias = await bus.call({ ...SERVICE, member: 'ReadAlias', signature: 's', body: ['default'], limit })
      const collection = alias.ok ? alias.body[0] : NO_OBJECT
      if (typeof collection === 'string' && collection !== NO_OBJECT) {
        const reply = await bus.call({ ...SERVICE, member: 'Unlock', signature: 'ao', body: [[collection]], limit })
        const prompt = reply.ok ? reply.body[1] : NO_OBJECT
        if (typeof prompt === 'string' && prompt !== NO_OBJECT && (await answered(prompt, signal)) === 'gave-up') {
          log.info('unlock prompt given up')
          await bus.call({ name: NAME, path: prompt, interface: PROMPT, member: 'Dismiss', limit, start: false })
        }
      }
      return look(true)
    },
    onChange(listener) {
      listeners.add(listener)
      watch()
      return () => void listeners.delete(listener)
    },
    dispose() {
      listeners.clear()
      for (const each of watches.splice(0)) each()
    },
  }
}

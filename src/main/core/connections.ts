// The configured backends: signing in and out, renaming, removing, and the gateway of each. Numbers are in numbers.ts.
import type { ConnectionView } from '../../shared/app-snapshot'
import { kindSpec, type ConnectionKind } from '../../shared/connection-kinds'
import { failed, success, type Failure, type FailureCode, type Outcome } from '../../shared/failure'
import type { ConnectionRecord } from '../../shared/settings'
import type { Timings } from '../../shared/timings'
import type { Gateway, GatewayEnvironment, GatewayKind, ListedNumber } from './ports'
import type { KeyringMode, SecretKeeper } from './secret-keeper'
import type { SettingsBook } from './settings-book'

/** How long a sign-in or sign-out may take before it counts as unanswered, ms. */
const SIGN_IN_DEADLINE = 30_000
const SIGN_OUT_DEADLINE = 5_000
/** The address of kinds that have none of their own: they run inside the app. */
const SIMULATED = 'sandbox:'

interface ConnectionsOptions {
  readonly book: SettingsBook
  readonly keeper: SecretKeeper
  readonly kinds: Readonly<Record<ConnectionKind, GatewayKind>>
  readonly environment: Omit<GatewayEnvironment, 'timings'>
  timingsOf(address: string): Timings
  newId(): string
  /** A connection changed: draw it again. Null view = removed. */
  onChange(id: string, view: ConnectionView | null): void
}

interface Live {
  gateway: Gateway | null
  signIn: ConnectionView['signIn']
  failure: Failure | null
  provisioningSince: number | null
  provisionFailure: Failure | null
  listing: boolean
}

/** All connections and their gateways. */
export type Connections = ReturnType<typeof connections>

/** Builds the connections from the settings; nothing is asked of a backend yet. */
export function connections(options: ConnectionsOptions) {
  const { book, keeper, kinds, environment } = options
  const live = new Map<string, Live>()
  let adding: AbortController | null = null

  const environmentOf = (address: string): GatewayEnvironment => ({ ...environment, timings: options.timingsOf(address) })
  const open = (record: ConnectionRecord): Gateway => kinds[record.kind].open(record, keeper.slots(record.id), environmentOf(record.address))
  const tell = (id: string): void => options.onChange(id, view(id))

  for (const record of book.current().connections) {
    live.set(record.id, blank(record.signedIn ? open(record) : null))
  }

  function view(id: string): ConnectionView | null {
    const record = book.connection(id)
    const state = live.get(id)
    if (!record || !state) return null
    const { signIn, failure, provisioningSince, provisionFailure, listing } = state
    const account = record.facts['login'] ?? ''
    return { id, kind: record.kind, name: record.name, address: record.address, account, signIn, failure, provisioningSince, provisionFailure, listing }
  }

  /** Changes what the window shows of a connection. */
  function patch(id: string, change: Partial<Omit<Live, 'gateway'>>): void {
    const state = live.get(id)
    if (!state) return
    const same = (Object.keys(change) as (keyof typeof change)[]).every((key) => state[key] === change[key])
    if (same) return
    Object.assign(state, change)
    tell(id)
  }

  async function prove(record: ConnectionRecord, fields: Readonly<Record<string, string>>) {
    adding?.abort()
    const abort = new AbortController()
    adding = abort
    const stopDeadline = environment.clock.after(SIGN_IN_DEADLINE, () => abort.abort('deadline'))
    const request = { address: record.address, facts: record.facts, fields, secrets: keeper.slots(record.id) }
    const proven = await kinds[record.kind].signIn(request, environmentOf(fields['address'] ?? (record.address || SIMULATED)), abort.signal)
    stopDeadline()
    if (adding === abort) adding = null
    if (!abort.signal.aborted || proven.ok) return proven
    return failed(abort.signal.reason === 'deadline' ? 'timeout' : 'cancelled')
  }

  return {
    view,
    patch,
    ids: (): readonly string[] => [...live.keys()],

    /** The gateway, or why there is none. */
    gatewayOf(id: string): Gateway | Failure {
      const state = live.get(id)
      if (!state) return { code: 'not-found' }
      return state.gateway ?? { code: 'signed-out' }
    },

    /** Proves the credentials, then keeps the connection. Nothing is kept on failure. */
    async add(kind: ConnectionKind, name: string, fields: Readonly<Record<string, string>>): Promise<Outcome<{ record: ConnectionRecord; number?: ListedNumber }>> {
      const mode = keeper.mode()
      if (mode === 'none' || mode === 'locked') return failed(mode === 'none' ? 'keyring-none' : 'keyring-locked')
      const draft: ConnectionRecord = { id: options.newId(), kind, name: '', address: '', facts: {}, signedIn: true, createdAt: environment.clock.now(), forgotten: [] }
      const proven = await prove(draft, fields)
      if (!proven.ok) return proven
      const { address, facts, number } = proven.value
      const record = { ...draft, address, facts, name: name.trim() }
      book.putConnection(record)
      live.set(record.id, blank(open(record)))
      tell(record.id)
      return success({ record, ...(number ? { number } : {}) })
    },

    cancelAdd(): Outcome {
      adding?.abort('cancelled')
      return success()
    },

    rename(id: string, name: string): Outcome {
      const record = book.connection(id)
      if (!record) return failed('not-found')
      book.putConnection({ ...record, name: name.trim() })
      tell(id)
      return success()
    },

    /** Signs in again with fresh credentials; the numbers stay. The value is the number whose key was proven, where keys belong to numbers. */
    async signIn(id: string, fields: Readonly<Record<string, string>>): Promise<Outcome<ListedNumber | null>> {
      const record = book.connection(id)
      if (!record) return failed('not-found')
      const proven = await prove(record, fields)
      if (!proven.ok) return proven
      const current = book.connection(id)
      if (!current) return failed('not-found')
      const next = { ...current, address: proven.value.address, facts: { ...current.facts, ...proven.value.facts }, signedIn: true }
      book.putConnection(next)
      const state = live.get(id)
      if (state) state.gateway = open(next)
      patch(id, { signIn: 'signed-in', failure: null })
      return success(proven.value.number ?? null)
    },

    /** Ends the sign-in and erases the secrets. Fails with `keyring-locked` and changes nothing when they cannot be erased. */
    async signOut(id: string): Promise<Outcome> {
      const record = book.connection(id)
      const state = live.get(id)
      if (!record || !state) return failed('not-found')
      const ended = await endSignIn(record, state)
      if (!ended.ok) return ended
      state.gateway = null
      book.putConnection({ ...record, signedIn: false })
      patch(id, { signIn: 'signed-out', failure: null })
      return success()
    },

    /** Signs out and forgets the connection with its numbers (on this computer only). */
    async remove(id: string): Promise<Outcome> {
      const state = live.get(id)
      const record = book.connection(id)
      if (!state || !record) return failed('not-found')
      const ended = await endSignIn(record, state)
      if (!ended.ok) return ended
      live.delete(id)
      book.dropConnection(id)
      options.onChange(id, null)
      return success()
    },

    /** What an answer says about the sign-in of its connection: expired, keyring closed, or fine again. */
    learn(id: string, failure: Failure | null): void {
      const state = live.get(id)
      const record = book.connection(id)
      if (!state || !record || state.signIn === 'signed-out') return
      // Where each number has a key of its own, one refused key says nothing about the others.
      const account = kindSpec(record.kind).numberFields.length === 0
      if (failure && account && EXPIRED.has(failure.code)) patch(id, { signIn: 'expired', failure })
      else if (failure && KEYRING.has(failure.code)) patch(id, { signIn: 'keyring', failure })
      // A key read before the keyring was closed still works; the others wait for it to open.
      else if (!failure && (state.signIn !== 'keyring' || OPEN.has(keeper.mode()))) patch(id, { signIn: 'signed-in', failure: null })
    },
  }

  /** Ends the sign-in on the server, then erases its secrets. When they cannot be erased the connection goes on as before. */
  async function endSignIn(record: ConnectionRecord, state: Live): Promise<Outcome> {
    // Asked first: after the server has ended the sign-in, keeping it would be a dead connection that looks alive.
    if (keeper.mode() === 'locked') return failed('keyring-locked')
    await state.gateway?.signOut(deadline(SIGN_OUT_DEADLINE))
    const erased = await eraseSecrets(record.id)
    if (!erased.ok && state.gateway) state.gateway = open(record)
    return erased
  }

  async function eraseSecrets(id: string): Promise<Outcome> {
    const slots = keeper.slots(id)
    for (const slot of ['session', ...book.numbersOf(id).map((number) => `number:${number.sessionId}`)]) {
      const erased = await slots.erase(slot)
      if (!erased.ok) return erased
    }
    return success()
  }

  function deadline(ms: number): AbortSignal {
    const abort = new AbortController()
    environment.clock.after(ms, () => abort.abort())
    return abort.signal
  }
}

const EXPIRED = new Set<FailureCode>(['sign-in-expired', 'sign-in-wrong', 'account-blocked', 'secret-missing', 'mfa-required'])
const OPEN = new Set<KeyringMode>(['unlocked', 'memory'])
const KEYRING = new Set<FailureCode>(['keyring-none', 'keyring-locked', 'keyring-timeout'])

function blank(gateway: Gateway | null): Live {
  return { gateway, signIn: gateway ? 'signed-in' : 'signed-out', failure: null, provisioningSince: null, provisionFailure: null, listing: false }
}

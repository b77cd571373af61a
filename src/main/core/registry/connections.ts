// The configured backends: signing in and out, renaming, removing, and the gateway of each. Numbers are in numbers.ts.
import type { ConnectionView } from '../../../shared/ipc/snapshot'
import { DELIVERED_KEY, kindSpec, PLAIN_AGREED, PLAIN_HTTP, type ConnectionKind, type KindSpec } from '../../../shared/model/connection-kinds'
import { failed, hasTrait, success, type Failure, type FailureCode, type Outcome } from '../../../shared/model/failure'
import type { ConnectionRecord, NumberRecord } from '../../../shared/model/settings'
import type { Timings } from '../../../shared/timings'
import type { Gateway, GatewayEnvironment, GatewayKinds, ListedNumber, RecognisedKind, SecretSlots } from '../ports'
import type { KeyringMode, SecretKeeper } from './secret-keeper'
import type { SettingsRepository } from './settings-repository'

/** The address of kinds that run inside the app and have no address of their own. */
const SIMULATED = 'sandbox:'

interface ConnectionsOptions {
  readonly settings: SettingsRepository
  readonly keeper: SecretKeeper
  readonly kinds: GatewayKinds
  readonly environment: Omit<GatewayEnvironment, 'timings'>
  timingsOf(address: string): Timings
  newId(): string
  /** The kind of backend that answers at the address of a form, asked without credentials. */
  recognise(fields: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Outcome<RecognisedKind>>
  /** Why its address may not be asked: http:// that nobody agreed to, or that a policy forbids. Null = it may. */
  refused(record: ConnectionRecord): FailureCode | null
  /** A connection changed: draw it again. Null view = removed. */
  onChange(id: string, view: ConnectionView | null): void
}

interface Live {
  gateway: Gateway | null
  signIn: ConnectionView['signIn']
  failure: Failure | null
  /** What was wrong with the last list that came; only a better list takes it back, not the answer of a number. */
  listFailure: Failure | null
  provisioningSince: number | null
  provisionFailure: Failure | null
  listing: boolean
}

/** All connections and their gateways. */
export type Connections = ReturnType<typeof createConnections>

/** Builds the connections from the settings; nothing is asked of a backend yet. */
export function createConnections(options: ConnectionsOptions) {
  const { settings, keeper, kinds, environment } = options
  const live = new Map<string, Live>()
  let adding: AbortController | null = null

  const environmentOf = (address: string): GatewayEnvironment => ({ ...environment, timings: options.timingsOf(address) })
  const specOf = (kind: ConnectionKind): KindSpec =>
    kindSpec(
      kind,
      kinds.all.map(({ spec }) => spec),
    )
  const open = (record: ConnectionRecord): Gateway | null =>
    options.refused(record) === null ? (kinds.get(record.kind)?.open(record, keeper.slots(record.id), environmentOf(record.address)) ?? null) : null
  const tell = (id: string): void => options.onChange(id, view(id))

  for (const record of settings.current().connections) {
    live.set(record.id, blank(record.signedIn ? open(record) : null))
  }

  function view(id: string): ConnectionView | null {
    const record = settings.connection(id)
    const state = live.get(id)
    if (!record || !state) return null
    const { signIn, provisioningSince, provisionFailure, listing } = state
    const failure = state.failure ?? state.listFailure
    const account = record.facts['login'] ?? ''
    const unencrypted = record.facts[PLAIN_HTTP] !== undefined
    const deliveredKey = record.facts[DELIVERED_KEY] !== undefined
    const pairs = state.gateway?.pair !== undefined
    const { kind, name, address } = record
    return { id, kind, name, address, account, unencrypted, deliveredKey, pairs, signIn, failure, provisioningSince, provisionFailure, listing }
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
    const surroundings = environmentOf(fields['address'] ?? (record.address || SIMULATED))
    const stopDeadline = environment.clock.after(surroundings.timings.signInDeadline, () => abort.abort('deadline'))
    const request = { address: record.address, facts: record.facts, fields, secrets: keeper.slots(record.id) }
    const proven = (await kinds.get(record.kind)?.signIn(request, surroundings, abort.signal)) ?? failed('description-missing')
    const other = await otherKind(record.kind, proven, fields, abort.signal)
    stopDeadline()
    if (adding === abort) adding = null
    if (other && !abort.signal.aborted) return other
    if (!abort.signal.aborted || proven.ok) return proven
    return failed(abort.signal.reason === 'deadline' ? 'timeout' : 'cancelled')
  }

  /** An address that turned out to be another backend's is looked at once more: the operator may have taken the wrong kind. */
  async function otherKind(kind: ConnectionKind, proven: Outcome<unknown>, fields: Readonly<Record<string, string>>, signal: AbortSignal) {
    if (proven.ok || !hasTrait(proven.failure.code, 'mayBeOtherKind') || fields['address'] === undefined || signal.aborted) return null
    const recognised = await options.recognise(fields, signal)
    const other = recognised.ok ? recognised.value.kind : null
    return other !== null && other !== kind ? failed('address-other-kind', { field: 'address', kind: other }) : null
  }

  return {
    view,
    patch,
    specOf,
    ids: (): readonly string[] => [...live.keys()],

    /** The gateway, or why there is none. */
    gatewayOf(id: string): Gateway | Failure {
      const state = live.get(id)
      if (!state) return { code: 'not-found' }
      if (state.gateway) return state.gateway
      const record = settings.connection(id)
      const refused = record ? options.refused(record) : null
      if (refused !== null) return { code: refused }
      const kind = record?.kind
      return { code: kind !== undefined && kinds.get(kind) === null ? 'description-missing' : 'signed-out' }
    },

    /** Proves the credentials, then keeps the connection. Nothing is kept on failure. */
    async add(
      kind: ConnectionKind,
      name: string,
      fields: Readonly<Record<string, string>>,
    ): Promise<Outcome<{ record: ConnectionRecord; number?: ListedNumber }>> {
      const mode = keeper.mode()
      if (mode === 'none' || mode === 'locked') return failed(mode === 'none' ? 'keyring-none' : 'keyring-locked')
      const draft: ConnectionRecord = {
        id: options.newId(),
        kind,
        name: '',
        address: '',
        facts: {},
        signedIn: true,
        createdAt: environment.clock.now(),
        forgotten: [],
      }
      const proven = await prove(draft, fields)
      if (!proven.ok) return proven
      const { address, facts, number } = proven.value
      const record = { ...draft, address, facts, name: name.trim() }
      settings.putConnection(record)
      live.set(record.id, blank(open(record)))
      tell(record.id)
      return success({ record, ...(number ? { number } : {}) })
    },

    /** The kind at an address, before anything else is typed. Nothing secret travels, so the office network needs no consent yet. */
    async recognise(address: string): Promise<Outcome<RecognisedKind>> {
      adding?.abort('cancelled')
      const abort = new AbortController()
      adding = abort
      const recognised = await options.recognise({ address, [PLAIN_HTTP]: PLAIN_AGREED }, abort.signal)
      if (adding === abort) adding = null
      return abort.signal.aborted ? failed('cancelled') : recognised
    },

    cancelAdd(): Outcome {
      adding?.abort('cancelled')
      return success()
    },

    rename(id: string, name: string): Outcome {
      const record = settings.connection(id)
      if (!record) return failed('not-found')
      settings.putConnection({ ...record, name: name.trim() })
      tell(id)
      return success()
    },

    /** Signs in again with fresh credentials; the numbers stay. The value is the number whose key was proven, where keys belong to numbers. */
    async signIn(id: string, fields: Readonly<Record<string, string>>): Promise<Outcome<ListedNumber | null>> {
      const record = settings.connection(id)
      if (!record) return failed('not-found')
      const proven = await prove(record, fields)
      if (!proven.ok) return proven
      const current = settings.connection(id)
      if (!current) return failed('not-found')
      // Both are facts of one sign-in: the next one finds them anew.
      const { [PLAIN_HTTP]: _agreed, [DELIVERED_KEY]: _delivered, ...facts } = current.facts
      const next = { ...current, address: proven.value.address, facts: { ...facts, ...proven.value.facts }, signedIn: true }
      settings.putConnection(next)
      const state = live.get(id)
      if (state) state.gateway = open(next)
      patch(id, { signIn: 'signed-in', failure: null, listFailure: null })
      // Address and encryption may have changed with it.
      tell(id)
      return success(proven.value.number ?? null)
    },

    /** Ends the sign-in and erases the secrets. Fails with `keyring-locked` and changes nothing when they cannot be erased. */
    async signOut(id: string): Promise<Outcome> {
      const record = settings.connection(id)
      const state = live.get(id)
      if (!record || !state) return failed('not-found')
      const ended = await endSignIn(record, state)
      if (!ended.ok) return ended
      state.gateway = null
      settings.putConnection({ ...record, signedIn: false })
      patch(id, { signIn: 'signed-out', failure: null, listFailure: null })
      return success()
    },

    /** Takes back that its traffic may go unencrypted: signs out, and the next sign-in asks again. */
    async forbidPlain(id: string): Promise<Outcome> {
      const signedOut = await this.signOut(id)
      const record = settings.connection(id)
      if (!signedOut.ok || !record) return signedOut
      const { [PLAIN_HTTP]: _agreed, ...facts } = record.facts
      settings.putConnection({ ...record, facts })
      tell(id)
      return success()
    },

    /** Signs out and forgets the connection with its numbers (on this computer only). */
    async remove(id: string): Promise<Outcome> {
      const state = live.get(id)
      const record = settings.connection(id)
      if (!state || !record) return failed('not-found')
      const ended = await endSignIn(record, state)
      if (!ended.ok) return ended
      live.delete(id)
      settings.dropConnection(id)
      options.onChange(id, null)
      return success()
    },

    /** Erases the secrets of one number. Fails with `keyring-locked` when they cannot be erased. */
    async eraseNumberSecrets({ connectionId, sessionId }: Pick<NumberRecord, 'connectionId' | 'sessionId'>): Promise<Outcome> {
      const record = settings.connection(connectionId)
      return record ? erase(keeper.slots(connectionId), kinds.get(record.kind)?.numberSlots(sessionId) ?? []) : success()
    },

    /** What an answer says about the sign-in of its connection: expired, keyring closed, or fine again. */
    learn(id: string, failure: Failure | null): void {
      const state = live.get(id)
      const record = settings.connection(id)
      if (!state || !record || state.signIn === 'signed-out') return
      // Where each number has a key of its own, one refused key says nothing about the others.
      const account = specOf(record.kind).numberFields.length === 0
      if (failure && account && hasTrait(failure.code, 'accountSignIn')) patch(id, { signIn: 'expired', failure })
      else if (failure && hasTrait(failure.code, 'keyring')) patch(id, { signIn: 'keyring', failure })
      // An answer may have used a key that was read before the keyring was locked. The other numbers' keys cannot be read until it opens.
      else if (!failure && (state.signIn !== 'keyring' || OPEN.has(keeper.mode()))) patch(id, { signIn: 'signed-in', failure: null })
    },
  }

  /** Ends the sign-in on the server, then erases its secrets. When they cannot be erased, the connection stays as it is. */
  async function endSignIn(record: ConnectionRecord, state: Live): Promise<Outcome> {
    // Checked before the server is asked: once it has ended the sign-in, a connection that is kept would look alive without being so.
    if (keeper.mode() === 'locked') return failed('keyring-locked')
    await state.gateway?.signOut(deadline(options.timingsOf(record.address).signOutDeadline))
    const kind = kinds.get(record.kind)
    const ofNumbers = settings.numbersOf(record.id).flatMap((number) => kind?.numberSlots(number.sessionId) ?? [])
    const erased = await erase(keeper.slots(record.id), [...(kind?.connectionSlots ?? []), ...ofNumbers])
    if (!erased.ok && state.gateway) state.gateway = open(record)
    return erased
  }

  async function erase(slots: SecretSlots, names: readonly string[]): Promise<Outcome> {
    for (const name of names) {
      const erased = await slots.erase(name)
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

const OPEN = new Set<KeyringMode>(['unlocked', 'memory'])

function blank(gateway: Gateway | null): Live {
  return {
    gateway,
    signIn: gateway ? 'signed-in' : 'signed-out',
    failure: null,
    listFailure: null,
    provisioningSince: null,
    provisionFailure: null,
    listing: false,
  }
}

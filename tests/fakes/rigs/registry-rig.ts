// Connections, numbers and secrets over fakes: one kind of backend whose answers the test sets.
import { refusedAddress } from '../../../src/main/gateways/http/address'
import type { ConnectionView } from '../../../src/shared/ipc/snapshot'
import type { ConnectionKind } from '../../../src/shared/model/connection-kinds'
import { kindSpec } from '../../../src/shared/model/connection-kinds'
import { KIND_SPECS } from '../kind-specs'
import { failed, success, type Outcome } from '../../../src/shared/model/failure'
import { DEFAULT_SETTINGS, type NumberRecord, type Settings } from '../../../src/shared/model/settings'
import { TIMINGS } from '../../../src/shared/timings'
import { createConnections } from '../../../src/main/core/registry/connections'
import type { ListDoubt } from '../../../src/main/core/registry/missing-numbers'
import type { NumberWatcher } from '../../../src/main/core/registry/number-list'
import { createNumbers } from '../../../src/main/core/registry/numbers'
import type { Gateway, GatewayKind, ListedNumber, ProvisionedNumber, ProvisionRequest, SignedIn, SignInRequest } from '../../../src/main/core/ports'
import { createSecretKeeper } from '../../../src/main/core/registry/secret-keeper'
import { createSettingsRepository } from '../../../src/main/core/registry/settings-repository'
import { FakeClock } from '../fake-clock'
import { MemorySecrets } from '../memory-secrets'
import { SilentLog } from '../silent-log'
import { numberRecord as record } from '../views'

/** A number as a backend lists it. */
export function listed(sessionId: string, more: Partial<ListedNumber> = {}): ListedNumber {
  return { sessionId, apiKeyMask: null, facts: {}, phone: null, name: null, ...more }
}

/** A number as create answers it. */
export function provisioned(sessionId: string, more: Partial<ListedNumber> = {}): ProvisionedNumber {
  return { ...listed(sessionId, more), reading: { state: 'starting', evidence: { source: 'create', at: 0 } } }
}

/** A connection in the file. */
export const CONNECTION = {
  id: 'c1',
  kind: 'academyos',
  name: 'School',
  address: 'https://backend.test',
  facts: { login: 'ann' },
  signedIn: true,
  createdAt: 0,
  forgotten: [],
} as const

/** A number in the file, with a key of its own. */
export function numberRecord(sessionId: string, more: Partial<NumberRecord> = {}): NumberRecord {
  return record(`key-${sessionId}`, { sessionId, ...more })
}

/** What the watcher was told, in order. */
class WatcherDiary implements NumberWatcher {
  readonly told: string[] = []
  add(record: NumberRecord): void {
    this.told.push(`add ${record.sessionId}`)
  }
  update(record: NumberRecord): void {
    this.told.push(`update ${record.sessionId}`)
  }
  connect(key: string): void {
    this.told.push(`connect ${key}`)
  }
  vanished(key: string): void {
    this.told.push(`vanished ${key}`)
  }
}

/** The whole rig; every answer may be replaced. */
export class RegistryRig {
  readonly clock = new FakeClock()
  readonly secrets = new MemorySecrets()
  readonly keeper = createSecretKeeper(this.secrets)
  readonly watcher = new WatcherDiary()
  readonly views = new Map<string, ConnectionView | null>()
  readonly added: string[] = []
  readonly signOuts: string[] = []
  /** How many numbers lists were told to lack, from the first doubt on. */
  readonly doubts: (ListDoubt | null)[] = []
  file: Settings
  /** Times the settings were saved: each writes all of them. */
  saves = 0
  signIn: (request: SignInRequest, signal: AbortSignal) => Promise<Outcome<SignedIn>> = async ({ secrets }) => {
    await secrets.write('session', 'refresh-1')
    return success({ address: 'https://backend.test', facts: { login: 'ann' } })
  }
  /** The kind that answers at every address. */
  recognised: ConnectionKind | null = null
  /** The slots that its kind names. */
  slots: Pick<GatewayKind, 'connectionSlots' | 'numberSlots'> = { connectionSlots: ['session'], numberSlots: (sessionId) => [`number:${sessionId}`] }
  list: Gateway['list'] = async () => success(null)
  /** Messages that wait at the service; null = it has no such thing. */
  waiting: (() => Promise<Outcome<number | null>>) | null = null
  provision: (request: ProvisionRequest, signal: AbortSignal) => Promise<Outcome<ProvisionedNumber>> = async () => failed('provision-refused')
  readonly settings
  readonly connections
  readonly numbers

  constructor(settings: Partial<Settings> = {}) {
    let ids = 0
    const newId = (): string => `id-${(ids += 1)}`
    this.file = { ...DEFAULT_SETTINGS, ...settings }
    const { clock, keeper } = this
    this.settings = createSettingsRepository({
      current: this.file,
      save: (next) => {
        this.file = next
        this.saves += 1
      },
    })
    const slots = (): RegistryRig['slots'] => this.slots
    const kind = (name: ConnectionKind): GatewayKind => ({
      spec: kindSpec(name, KIND_SPECS),
      get connectionSlots() {
        return slots().connectionSlots
      },
      numberSlots: (sessionId) => this.slots.numberSlots(sessionId),
      signIn: (request, _environment, signal) => this.signIn(request, signal),
      open: () => this.gateway(),
    })
    this.connections = createConnections({
      refused: refusedAddress,
      settings: this.settings,
      keeper,
      kinds: { get: kind, all: KIND_SPECS.map((spec) => ({ spec })) },
      environment: { fetch: () => Promise.reject(new Error('no network in this test')), clock, random: () => 0.5, log: new SilentLog(), appVersion: '0' },
      timingsOf: () => TIMINGS,
      newId,
      recognise: async () => success({ kind: this.recognised, version: null }),
      onChange: (id, view) => this.views.set(id, view),
    })
    this.numbers = createNumbers({
      settings: this.settings,
      connections: this.connections,
      watcher: this.watcher,
      clock,
      log: new SilentLog(),
      timingsFor: () => TIMINGS,
      newId,
      onDoubt: (_id, doubt) => {
        if (doubt !== null || this.doubts.length > 0) this.doubts.push(doubt)
      },
      onAdded: (key) => this.added.push(key),
    })
  }

  /** An rig whose keyring has been asked. */
  static async open(settings: Partial<Settings> = {}): Promise<RegistryRig> {
    const rig = new RegistryRig(settings)
    await rig.keeper.refresh()
    return rig
  }

  private gateway(): Gateway {
    const unasked = () => Promise.reject(new Error('the watcher asks, not this test'))
    return {
      mayRestart: () => true,
      list: (signal) => this.list(signal),
      provision: (request, signal) => this.provision(request, signal),
      ...(this.waiting ? { waiting: () => this.waiting?.() ?? Promise.resolve(success(null)) } : {}),
      start: unasked,
      read: unasked,
      disconnect: unasked,
      signOut: async () => void this.signOuts.push('signed out'),
    }
  }
}

/** A promise that the test settles. */
export function held<T>(): { promise: Promise<T>; settle(value: T): void } {
  let settle: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => (settle = resolve))
  return { promise, settle }
}

/** Resolves as a backend that was aborted. */
export function untilAborted(signal: AbortSignal): Promise<{ ok: false; failure: { code: 'cancelled' } }> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ ok: false, failure: { code: 'cancelled' } })))
}

// Connections, numbers and intents over fakes: one kind of backend whose every answer the test decides.
import type { ConnectionView } from '../../src/shared/app-snapshot'
import { CONNECTION_KINDS, type ConnectionKind } from '../../src/shared/connection-kinds'
import { failed, success, type Outcome } from '../../src/shared/failure'
import { DEFAULT_SETTINGS, type NumberRecord, type Settings } from '../../src/shared/settings'
import { TIMINGS } from '../../src/shared/timings'
import { connections } from '../../src/main/core/connections'
import type { NumberWatcher } from '../../src/main/core/number-list'
import { numbers } from '../../src/main/core/numbers'
import type { Gateway, GatewayKind, ListedNumber, ProvisionedNumber, ProvisionRequest, SignedIn, SignInRequest } from '../../src/main/core/ports'
import { secretKeeper } from '../../src/main/core/secret-keeper'
import { settingsBook } from '../../src/main/core/settings-book'
import { FakeClock } from './fake-clock'
import { MemorySecrets } from './memory-secrets'
import { SilentLog } from './silent-log'

/** A number as a backend lists it. */
export function listed(sessionId: string, more: Partial<ListedNumber> = {}): ListedNumber {
  return { sessionId, apiKeyMask: null, facts: {}, phone: null, name: null, ...more }
}

/** A number as create answers it. */
export function provisioned(sessionId: string, more: Partial<ListedNumber> = {}): ProvisionedNumber {
  return { ...listed(sessionId, more), reading: { state: 'starting', evidence: { source: 'create', at: 0 } } }
}

/** A connection in the file. */
export const CONNECTION = { id: 'c1', kind: 'academyos', name: 'School', address: 'https://backend.test', facts: { login: 'ann' }, signedIn: true, createdAt: 0, forgotten: [] } as const

/** A number in the file. */
export function numberRecord(sessionId: string, more: Partial<NumberRecord> = {}): NumberRecord {
  return {
    key: `key-${sessionId}`, connectionId: 'c1', sessionId, name: '', phone: null, apiKeyMask: null, facts: {}, addedAt: 0, stoppedByOperator: false, last: null, ...more,
  }
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

/** The whole office; every answer may be replaced. */
export class Office {
  readonly clock = new FakeClock()
  readonly secrets = new MemorySecrets()
  readonly keeper = secretKeeper(this.secrets)
  readonly watcher = new WatcherDiary()
  readonly views = new Map<string, ConnectionView | null>()
  readonly added: string[] = []
  readonly signOuts: string[] = []
  file: Settings
  /** Times the settings were saved: each writes all of them. */
  saves = 0
  signIn: (request: SignInRequest, signal: AbortSignal) => Promise<Outcome<SignedIn>> = async ({ secrets }) => {
    await secrets.write('session', 'refresh-1')
    return success({ address: 'https://backend.test', facts: { login: 'ann' } })
  }
  list: (signal: AbortSignal) => Promise<Outcome<readonly ListedNumber[] | null>> = async () => success(null)
  provision: (request: ProvisionRequest, signal: AbortSignal) => Promise<Outcome<ProvisionedNumber>> = async () => failed('provision-refused')
  readonly book
  readonly connections
  readonly numbers

  constructor(settings: Partial<Settings> = {}) {
    let ids = 0
    const newId = (): string => `id-${(ids += 1)}`
    this.file = { ...DEFAULT_SETTINGS, ...settings }
    const { clock, keeper } = this
    this.book = settingsBook({ current: this.file, save: (next) => {
      this.file = next
      this.saves += 1
    } })
    const kind = (name: ConnectionKind): GatewayKind => ({ kind: name, signIn: (request, _environment, signal) => this.signIn(request, signal), open: () => this.gateway() })
    this.connections = connections({
      book: this.book,
      keeper,
      kinds: Object.fromEntries(CONNECTION_KINDS.map((name) => [name, kind(name)])) as Record<ConnectionKind, GatewayKind>,
      environment: { fetch: () => Promise.reject(new Error('no network in this test')), clock, random: () => 0.5, log: new SilentLog(), appVersion: '0' },
      timingsOf: () => TIMINGS,
      newId,
      onChange: (id, view) => this.views.set(id, view),
    })
    this.numbers = numbers({
      book: this.book, connections: this.connections, watcher: this.watcher, clock, log: new SilentLog(), createDeadline: () => TIMINGS.createDeadline, newId,
      onAdded: (key) => this.added.push(key),
    })
  }

  /** An office whose keyring has been asked. */
  static async open(settings: Partial<Settings> = {}): Promise<Office> {
    const office = new Office(settings)
    await office.keeper.refresh()
    return office
  }

  private gateway(): Gateway {
    const unasked = () => Promise.reject(new Error('the watcher asks, not this test'))
    return {
      mayRestart: () => true,
      list: (signal) => this.list(signal),
      provision: (request, signal) => this.provision(request, signal),
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

// What the AcademyOS tests share: a keychain of slots, a clock that can be moved, a signed-in gateway.
import { failed, success, type FailureCode, type Outcome } from '../../../src/shared/model/failure'
import type { ConnectionRecord } from '../../../src/shared/model/settings'
import { TIMINGS } from '../../../src/shared/timings'
import type { Clock, Gateway, GatewayEnvironment, SecretSlots, SignedIn } from '../../../src/main/core/ports'
import { academyosKind } from '../../../src/main/gateways/academyos'
import { startDeployedStandIn, type DeployedStandIn } from '../../standins/academyos-deployed'

/** Slots of one connection in memory; `fault` makes writes and reads fail as a keyring would. */
export class Slots implements SecretSlots {
  readonly kept = new Map<string, string>()
  readonly written: string[] = []
  fault: FailureCode | null = null
  async read(slot: string): Promise<Outcome<string | null>> {
    return this.fault ? failed(this.fault) : success(this.kept.get(slot) ?? null)
  }
  async write(slot: string, secret: string): Promise<Outcome> {
    if (this.fault) return failed(this.fault)
    this.written.push(secret)
    this.kept.set(slot, secret)
    return success()
  }
  async erase(slot: string): Promise<Outcome> {
    if (this.fault) return failed(this.fault)
    this.kept.delete(slot)
    return success()
  }
}

/** Real time and timers, with a wall clock that can be put forward. */
export class MovedClock implements Clock {
  private ahead = 0
  now(): number {
    return Date.now() + this.ahead
  }
  forward(ms: number): void {
    this.ahead += ms
  }
  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
}

/** Surroundings of a gateway: Node's fetch, short deadlines, every log line kept. */
export function surroundings(clock: Clock = new MovedClock(), timings: Partial<typeof TIMINGS> = {}): GatewayEnvironment & { readonly lines: string[] } {
  const lines: string[] = []
  const note = (message: string, facts?: object): void => void lines.push(`${message} ${JSON.stringify(facts ?? {})}`)
  return {
    lines,
    fetch: (url, init) => fetch(url, init),
    clock,
    random: () => 0.5,
    log: { info: note, warn: note, error: note },
    timings: { ...TIMINGS, requestDeadline: 5_000, createDeadline: 10_000, ...timings },
    appVersion: '0.0.0-test',
  }
}

/** Where and as whom to sign in. */
export interface Account {
  readonly address: string
  readonly publicKey: string
  readonly login: string
  readonly password: string
}

/** A signal that nobody aborts. */
export const patient = (): AbortSignal => new AbortController().signal

/** Signs in as the form would. */
export function signIn(account: Account, slots: SecretSlots, environment: GatewayEnvironment, signal = patient()): Promise<Outcome<SignedIn>> {
  const { address, publicKey, login, password } = account
  return academyosKind.signIn({ address: '', facts: {}, fields: { address, publicKey, login, password }, secrets: slots }, environment, signal)
}

/** The gateway of a connection with these facts. */
export function open(signedIn: SignedIn, slots: SecretSlots, environment: GatewayEnvironment): Gateway {
  const record: ConnectionRecord = {
    id: 'c1',
    kind: 'academyos',
    name: '',
    address: signedIn.address,
    facts: { ...signedIn.facts },
    signedIn: true,
    createdAt: 0,
    forgotten: [],
  }
  return academyosKind.open(record, slots, environment)
}

/** Signs in and opens; throws where a test expects success. */
export async function connected(
  account: Account,
  slots = new Slots(),
  environment = surroundings(),
): Promise<{ gateway: Gateway; slots: Slots; facts: SignedIn['facts'] }> {
  const outcome = valueOf(await signIn(account, slots, environment))
  return { gateway: open(outcome, slots, environment), slots, facts: outcome.facts }
}

/** The gateway of the first person of a stand-in of the deployed functions. */
export async function connectedToDeployed(): Promise<{ standIn: DeployedStandIn; gateway: Gateway; organization: string }> {
  const standIn = await startDeployedStandIn()
  const [person] = standIn.users
  if (!person?.organization) throw new Error('nobody')
  const { gateway } = await connected({ address: standIn.address, publicKey: standIn.publicKey, login: person.email, password: person.password })
  return { standIn, gateway, organization: person.organization }
}

/** The value of a success; a failure fails the test with its code. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`Expected success, got ${JSON.stringify(outcome.failure)}`)
  return outcome.value
}

/** The failure's code, or `ok`. */
export function codeOf(outcome: Outcome<unknown>): FailureCode | 'ok' {
  return outcome.ok ? 'ok' : outcome.failure.code
}

// What the AcademyOS tests share: the surroundings of a gateway, a signed-in gateway.
import type { FailureCode, Outcome } from '../../../src/shared/model/failure'
import type { ConnectionRecord } from '../../../src/shared/model/settings'
import { TIMINGS } from '../../../src/shared/timings'
import type { Clock, Gateway, GatewayEnvironment, SecretSlots, SignedIn } from '../../../src/main/core/ports'
import { academyosKind } from '../../../src/main/gateways/academyos'
import { MemorySlots, MovableClock, patient, valueOf } from '../../fakes/gateways/gateway-rig'
import { SilentLog } from '../../fakes/silent-log'
import { startDeployedStandIn, type DeployedStandIn } from '../../standins/academyos-deployed'

/** Surroundings of a gateway: Node's fetch, short deadlines, every log line kept. */
export function surroundings(clock: Clock = new MovableClock(), timings: Partial<typeof TIMINGS> = {}): GatewayEnvironment & { readonly log: SilentLog } {
  return {
    fetch: (url, init) => fetch(url, init),
    clock,
    random: () => 0.5,
    log: new SilentLog(),
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
  slots = new MemorySlots(),
  environment = surroundings(),
): Promise<{ gateway: Gateway; slots: MemorySlots; facts: SignedIn['facts'] }> {
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

/** The failure's code, or `ok`. */
export function codeOf(outcome: Outcome<unknown>): FailureCode | 'ok' {
  return outcome.ok ? 'ok' : outcome.failure.code
}

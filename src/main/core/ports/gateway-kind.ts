// One kind of backend: how to sign in to it and how to open its gateway.
import type { ConnectionKind, KindSpec } from '../../../shared/model/connection-kinds'
import type { Outcome } from '../../../shared/model/failure'
import type { ConnectionRecord } from '../../../shared/model/settings'
import type { Timings } from '../../../shared/timings'
import type { Clock } from './clock'
import type { Gateway, ListedNumber } from './gateway'
import type { HttpFetch } from './http-fetch'
import type { Log } from './log'
import type { Random } from './random'
import type { SecretSlots } from './secret-store'

/** What a gateway is built with. */
export interface GatewayEnvironment {
  readonly fetch: HttpFetch
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly timings: Timings
  readonly appVersion: string
}

/** All kinds that the app has. */
export interface GatewayKinds {
  /** Null = a described kind whose description is not there. */
  get(kind: ConnectionKind): GatewayKind | null
  /** All that it has, in the order in which the welcome screen offers them. */
  readonly all: readonly Pick<GatewayKind, 'spec' | 'fingerprint' | 'domain'>[]
}

/** What answers at an address. */
export interface RecognisedKind {
  /** Null = nothing that the app knows. */
  readonly kind: ConnectionKind | null
  /** As the server tells it. */
  readonly version: string | null
}

/** A proven sign-in: what to keep. Secrets were already written to the slots. */
export interface SignedIn {
  readonly address: string
  readonly facts: Readonly<Record<string, string>>
  /** A number that came with the connection (WPP Platform: key + session). */
  readonly number?: ListedNumber
}

/** An answer of a server that nobody knows yet. */
export interface UnknownAnswer {
  readonly status: number
  readonly json: unknown
}

/** What a kind answers, without credentials, that no other does. */
interface Fingerprint {
  readonly path: string
  /** `root` is the answer of `/`; null = there was none. */
  matches(answer: UnknownAnswer, root: UnknownAnswer | null): boolean
  /** The member of its answer that tells its version. */
  readonly version?: string
}

/** One kind of backend. A new kind implements this and is added to gateways/registry.ts. */
export interface GatewayKind {
  /** Its name, its form and its words. */
  readonly spec: KindSpec
  /** How its servers are known by their address. A kind without is never proposed. */
  readonly fingerprint?: Fingerprint
  /** The domain that is the service's own, where a company hosts it: its addresses are known without asking. */
  readonly domain?: string
  /** The backend wants to be asked no more often than this of a number that is well, ms. */
  readonly everyMs?: number
  /** Names of the secrets that a connection itself keeps in its slots, e.g. a refresh token. They are erased at sign-out and at removal. */
  readonly connectionSlots: readonly string[]
  /** The same for the secrets of one number, e.g. its API key. They are erased with the number, and with the connection's own. */
  numberSlots(sessionId: string): readonly string[]
  /** Checks the fields, proves the credentials against the backend, writes its secrets to the slots. Saves nothing on failure. */
  signIn(request: SignInRequest, environment: GatewayEnvironment, signal: AbortSignal): Promise<Outcome<SignedIn>>
  open(connection: ConnectionRecord, secrets: SecretSlots, environment: GatewayEnvironment): Gateway
}

export interface SignInRequest {
  /** The connection's facts when signing in again; empty for a new one. */
  readonly address: string
  readonly facts: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, string>>
  readonly secrets: SecretSlots
}

// What the core needs from outside: clock, secrets, settings, gateways, log. The core imports nothing else.
import type { ConnectionKind } from '../../shared/connection-kinds'
import type { Outcome } from '../../shared/failure'
import type { Reading } from '../../shared/session'
import type { ConnectionRecord, NumberRecord, Settings } from '../../shared/settings'
import type { Timings } from '../../shared/timings'

/** Stops a timer or a subscription. Calling it twice does nothing. */
export type Cancel = () => void

/** Time and timers. */
export interface Clock {
  /** Epoch ms. */
  now(): number
  /** Runs once after `ms`. */
  after(ms: number, run: () => void): Cancel
}

/** Uniform random number in [0, 1). */
export type Random = () => number

/** Writes lines that never hold a secret. */
export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void
  error(message: string, facts?: Readonly<Record<string, unknown>>): void
}

/** What the OS keyring says. `none` = no Secret Service or no default collection. */
export type KeyringState = 'unlocked' | 'locked' | 'none'

/** The OS keychain. Failures: `keyring-none`, `keyring-locked`, `keyring-timeout`. A locked keyring never reads as null. */
export interface SecretStore {
  state(): Promise<KeyringState>
  /** Asks the OS to show its unlock prompt; settles when answered, dismissed or timed out. */
  unlock(): Promise<KeyringState>
  read(account: string): Promise<Outcome<string | null>>
  write(account: string, secret: string): Promise<Outcome>
  erase(account: string): Promise<Outcome>
  /** The keyring appeared, vanished, was locked or unlocked. */
  onChange(listener: (state: KeyringState) => void): Cancel
}

/** The settings file. */
export interface SettingsFile {
  readonly current: Settings
  /** Atomic; on disk when it returns, or within `withinMs` together with what else changes until then. */
  save(settings: Settings, withinMs?: number): void
}

/** HTTP as the gateways need it: WHATWG fetch. In the app Electron's `net.fetch`, in tests Node's. */
export type HttpFetch = (url: string, init: RequestInit) => Promise<Response>

/** Secrets of one connection, by slot: `session` (refresh token) or `number:<sessionId>` (API key). */
export interface SecretSlots {
  read(slot: string): Promise<Outcome<string | null>>
  write(slot: string, secret: string): Promise<Outcome>
  erase(slot: string): Promise<Outcome>
}

/** A number as the backend lists it. */
export interface ListedNumber {
  readonly sessionId: string
  readonly apiKeyMask: string | null
  readonly facts: Readonly<Record<string, string>>
  readonly phone: string | null
  /** The server's own label of the number, if any. */
  readonly name: string | null
  /** Present when the list carried live state. */
  readonly reading?: Reading
}

/** A number after provisioning. */
export interface ProvisionedNumber extends ListedNumber {
  readonly reading: Reading
}

/** One page of live states. A number that needs a question of its own (its code is not in lists) is left out. */
export interface LivePage {
  readonly readings: readonly { readonly sessionId: string; readonly reading: Reading }[]
  /** Where the next page begins; null = this was the last. */
  readonly next: string | null
}

/** One signed-in backend. Methods never throw for what a backend does; they settle at the latest at the signal or their deadline. */
export interface Gateway {
  /** Numbers the backend knows; value null = this backend cannot list (the app's own record is all there is). */
  list(signal: AbortSignal): Promise<Outcome<readonly ListedNumber[] | null>>
  /** Creates a number. `known` are the session ids the app has; `fields` as the kind asks; `idempotencyKey` is new per click. */
  provision(request: ProvisionRequest, signal: AbortSignal): Promise<Outcome<ProvisionedNumber>>
  /** Starts linking a known number: asks for a code. A restart for codes that ran out. */
  start(number: NumberRef, signal: AbortSignal): Promise<Reading>
  /** The live state (never a cached one), with the code when there is one. */
  read(number: NumberRef, signal: AbortSignal): Promise<Reading>
  /** Starting a session that dropped does no harm here, asked for again and again. */
  mayRestart(): boolean
  /** The live states of many numbers, a page at a time; value null = this backend has no such list. Absent = this kind never has. */
  live?(cursor: string | null, signal: AbortSignal): Promise<Outcome<LivePage | null>>
  /** Stops the session on the backend. Never touches another number. */
  disconnect(number: NumberRef, signal: AbortSignal): Promise<Outcome>
  /** Ends the sign-in on the server, if there is one. Best effort. */
  signOut(signal: AbortSignal): Promise<void>
}

/** What a gateway needs to know of a number. */
export type NumberRef = Pick<NumberRecord, 'sessionId' | 'facts'>

export interface ProvisionRequest {
  readonly fields: Readonly<Record<string, string>>
  readonly known: readonly string[]
  readonly idempotencyKey: string
}

/** What a gateway is built with. */
export interface GatewayEnvironment {
  readonly fetch: HttpFetch
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly timings: Timings
  readonly appVersion: string
}

/** A proven sign-in: what to keep. Secrets were already written to the slots. */
export interface SignedIn {
  readonly address: string
  readonly facts: Readonly<Record<string, string>>
  /** A number that came with the connection (WPP Platform: key + session). */
  readonly number?: ListedNumber
}

/** One kind of backend. A later kind is one more of these. */
export interface GatewayKind {
  readonly kind: ConnectionKind
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

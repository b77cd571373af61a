// What a kind gives to the conformance suite: its server with the hands of its world, and what the kind cannot do, as data.
import type { GatewayKind } from '../../../src/main/core/ports'
import type { FailureCode } from '../../../src/shared/model/failure'
import type { Cause } from '../../../src/shared/model/session'

/** What kinds differ in, by the names of the rows in docs/gateways.md. */
export const ABILITIES = [
  'lists numbers',
  'live list',
  'makes a number',
  'code to type',
  'push',
  'started again after a drop',
  'tells the phone',
  'names the cause of a drop',
  'codes run out',
  'tells a dead browser',
] as const
export type Ability = (typeof ABILITIES)[number]

/** One way to drop. `cause` null = the kind names none. */
export interface Drop {
  readonly what: string
  readonly cause: Cause | null
  /** What is seen of it, where it is no plain "disconnected". */
  readonly shows?: 'awaiting-scan' | 'starting'
}

/** One kind in the suite. */
export interface Adapter {
  readonly name: string
  /** Head of its column in docs/gateways.md. */
  readonly column: string
  /** Why it lacks an ability; the same words stand in its column after "no: ". */
  readonly cannot: Readonly<Partial<Record<Ability, string>>>
  /** What it does, and its server in the tests cannot show; with the reason. */
  readonly unseen?: Readonly<Partial<Record<'rotation' | 'codes run out', string>>>
  readonly drops: readonly Drop[]
  /** What a read fails with when the server refuses the key or the sign-in. */
  readonly refused: FailureCode
  /** Junk that is an answer of this kind by its contract, and what it says. */
  readonly meant?: Readonly<Record<string, 'disconnected'>>
  /** Its list has names and nothing else. */
  readonly listsNamesOnly?: true
  /** Requests for a look at one number that is well. */
  readonly requests: number
  /** Starts the server with two linked numbers. `short` = codes that follow one another and run out within a second, where only time does that. */
  start(codes: 'lasting' | 'short'): Promise<World>
}

/** A number on the server; `fields` are what the form asks for, where each number has a key of its own. */
export interface Known {
  readonly sessionId: string
  readonly fields?: Readonly<Record<string, string>>
}

/** A server and what happens around it. */
export interface World {
  readonly address: string
  /** The kind, for a server at this address. */
  kind(address: string): GatewayKind
  /** What is typed to sign in, the address apart. */
  readonly fields: Readonly<Record<string, string>>
  /** None of these may be said, logged or kept outside of the keychain. */
  readonly secrets: readonly string[]
  readonly linked: readonly [Known, Known]
  /** Digits of the first one's phone. */
  readonly phone: string
  /** A number that no phone linked yet, with what is typed for it where it has a key of its own; null = the kind makes it. */
  fresh(): Promise<Known> | Known | null
  /** Codes that the phone could scan now. */
  codes(sessionId: string): Promise<readonly (string | null | undefined)[]> | readonly (string | null | undefined)[]
  /** The phone scans the code; or its person types the one that is shown. */
  scan(sessionId: string, by: 'own' | 'other'): unknown
  /** WhatsApp issues the next code. */
  rotate(sessionId: string): unknown
  /** Nobody scans until no more code comes. */
  runOut?(sessionId: string): unknown
  drop(sessionId: string, what: string): unknown
  /** The server refuses the key, or ends the sign-in. */
  refuse(): unknown
  /** It takes it again. */
  accept(): unknown
  /** Lets time pass, ms, where the server has no time of its own. */
  pass?(ms: number): void
  /** Ends what listens, as a restart does. */
  cut?(): void
  close(): Promise<unknown>
}

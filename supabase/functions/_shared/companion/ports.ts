// The dependencies of the handlers. Handlers reach the outside only through these, so that tests can pass small fakes.
import type { ChangeFeed } from './events/feed.ts'
import type { StreamLimits } from './events/limits.ts'
import type { Changes } from './events/stream.ts'
import type { Log } from './log.ts'
import type { Platform } from './platform/client.ts'
import type { RecordedStatus } from './platform/words.ts'
import type { Vault } from './vault.ts'

/** The signed-in caller. */
interface Caller {
  readonly userId: string
}

/** Asks the auth service who sent this request. Fails with ApiError `missing_authorization`, `unauthorized`, `auth_*`. */
export type Authenticate = (request: Request) => Promise<Caller>

/** The caller's membership; a null organisation = a profile without one, or no profile. */
export interface Member {
  readonly organizationId: string | null
  readonly role: string
}

/** One number's row. */
export interface NumberRow {
  readonly id: string
  readonly organizationId: string
  readonly session: string | null
  readonly clientId: string | null
  readonly label: string | null
  readonly name: string
  readonly isPrimary: boolean
  readonly isEnabled: boolean
  readonly isActive: boolean
  readonly createdAt: string
  readonly state: 'reserved' | 'ready'
  readonly webhookKey: string
  readonly apiKeyEnc: string | null
  readonly apiKeyMask: string | null
  /** Plaintext key of a row that an older function wrote. */
  readonly legacyApiKey: string | null
  readonly tokenEnc: string | null
  /** Epoch ms. */
  readonly tokenExpiresAt: number | null
  readonly tokenRenewAt: number | null
  /** True when the query that loaded this row also took the lease to renew its token. */
  readonly mayRenewToken: boolean
  /** The state that was recorded last. */
  readonly recorded: Recorded | null
}

/** The recorded state of a number. */
export interface Recorded {
  readonly status: string
  readonly cause: string | null
  readonly phone: string | null
  readonly checkedAt: string | null
  readonly changedAt: string | null
}

/** Which number a caller means; `{}` = the primary one. */
export interface NumberFilter {
  readonly session?: string
  readonly integrationId?: string
}

/** A sealed token with its times (epoch ms). */
export interface SealedToken {
  readonly tokenEnc: string
  readonly expiresAt: number
  readonly renewAt: number
}

/** One state to record. */
export interface StateRecord {
  readonly status: RecordedStatus
  readonly cause?: string | undefined
  readonly phone?: string | undefined
  readonly word?: string | undefined
  readonly source: 'create' | 'status' | 'webhook' | 'disconnect'
  readonly eventKey?: string | undefined
  readonly occurredAt: string
}

/** What recording did; see the SQL function `wpp_record_state`. */
export type RecordOutcome = 'recorded' | 'unchanged' | 'repeat' | 'late'

/** What to write after a reading, in one statement. */
export interface Settlement {
  readonly integrationId: string
  readonly token?: SealedToken | undefined
  /** Releases the renewal lease although no token was renewed. */
  readonly releaseToken?: boolean
  readonly record?: StateRecord | undefined
}

/** A row to reserve before the platform is asked. */
export interface Reservation {
  readonly organizationId: string
  readonly userId: string
  readonly clientId: string
  readonly label: string
  readonly idempotencyKey: string | null
  readonly leaseId: string
  readonly leaseMs: number
}

/** A page of numbers. */
interface Page {
  readonly rows: readonly NumberRow[]
  /** Pass as `cursor` for the next page; null = this was the last. */
  readonly next: string | null
}

/** The database of one request. No method holds a transaction or lock when it returns. */
export interface Store {
  /** Queries sent so far. */
  readonly queries: number
  /** The caller's membership and the number meant; takes the renewal lease if its token is due. */
  number(userId: string, filter: NumberFilter, leaseId: string): Promise<{ member: Member; row: NumberRow | null }>
  /** The caller's membership and all numbers, page by page; with a lease id it also takes the renewal leases of tokens that are due. */
  numbers(userId: string, page: { limit: number; cursor?: string | undefined; leaseId?: string | undefined }): Promise<{ member: Member } & Page>
  /** The caller's membership and the row that a create means: that of the idempotency key, else the organisation's default one. */
  creation(userId: string, idempotencyKey: string | null): Promise<{ member: Member; row: NumberRow | null; leased: boolean }>
  /** Inserts a reserved row; null when another request has it already (same client id or same idempotency key). */
  reserve(reservation: Reservation): Promise<string | null>
  /** Takes a free or expired lease on an existing row, giving it a client id if it has none. */
  takeLease(integrationId: string, leaseId: string, leaseMs: number, clientId?: string): Promise<boolean>
  prolongLease(integrationId: string, leaseId: string, leaseMs: number): Promise<void>
  releaseLease(integrationId: string, leaseId: string): Promise<void>
  /** Stores key and session if the lease is still ours; the lease goes on. */
  saveClient(client: { integrationId: string; leaseId: string; session: string; apiKeyEnc: string; apiKeyMask: string }): Promise<boolean>
  /** After the platform refused the token `refusedEnc`: takes the renewal lease, or answers the token that another worker stored meanwhile. */
  renewToken(
    integrationId: string,
    refusedEnc: string | null,
    leaseId: string,
  ): Promise<{ mayRenew: boolean; tokenEnc: string | null; expiresAt: number | null }>
  settle(settlements: readonly Settlement[]): Promise<readonly (RecordOutcome | null)[]>
  /** The caller's membership alone. */
  membership(userId: string): Promise<Member>
  /** Recorded changes of state. */
  readonly changes: Changes
  /** The number that a webhook key belongs to. */
  byWebhookKey(key: string): Promise<NumberRow | null>
}

/** Settings of the functions, from the environment. */
export interface Config {
  readonly platformSecret: string | null
  /** Roles that may create and disconnect; null = every member. */
  readonly manageRoles: ReadonlySet<string> | null
  /** Base address at which the platform reaches our webhook; null = webhooks are not registered. */
  readonly webhookBase: string | null
  /** Address to which events that tell no state of a number are passed on; null = they are dropped. */
  readonly webhookForward: string | null
  readonly authDeadlineMs: number
  readonly createDeadlineMs: number
  readonly platformDeadlineMs: number
  /** Longest life of an event stream, ms. */
  readonly eventsLifeMs: number
  /** Most event streams at a time in one worker. */
  readonly eventsPerCaller: number
  readonly eventsPerOrganization: number
}

/** What streams of events need; shared by all requests of a worker. */
export interface EventTools {
  readonly feed: ChangeFeed
  readonly limits: StreamLimits
  /** A stream ends by itself within this, ms, before the runtime ends the worker. */
  readonly lifeMs: number
}

/** Everything a handler is given for one request. */
export interface Deps {
  readonly authenticate: Authenticate
  readonly store: Store
  readonly platform: Platform
  readonly vault: Vault
  readonly config: Config
  readonly events: EventTools
  readonly log: Log
  readonly requestId: string
  now(): number
  newId(): string
  /** Waits, ms. */
  wait(ms: number): Promise<void>
  /** Posts JSON text to another server; rejects when it is not accepted within 10 s. */
  post(url: string, text: string): Promise<void>
  /** Lets work go on after the answer was sent. */
  background(work: Promise<unknown>): void
}

/** A function's logic: a request and its dependencies in, an answer out. Throws ApiError for the caller. */
export type Handler = (request: Request, deps: Deps) => Promise<Response>

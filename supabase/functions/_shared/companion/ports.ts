// What the handlers need from outside. The handlers import nothing else, so that tests can hand in small fakes.
import type { Log } from './log.ts'
import type { WppMsgClient } from './platform.ts'
import type { RecordedStatus } from './platform-words.ts'
import type { Vault } from './vault.ts'

/** The signed-in caller. */
export interface Caller {
  readonly userId: string
}

/** Asks the auth service who sent this request. Fails with ApiError `missing_authorization`, `unauthorized`, `auth_*`. */
export type Authenticate = (request: Request) => Promise<Caller>

/** The caller's place: null organisation = a profile without one, or none at all. */
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
  /** True when this load took the right to renew the token. */
  readonly mayRenewToken: boolean
  /** What was recorded last. */
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

/** What a record did: see `wpp_record_state`. */
export type RecordOutcome = 'recorded' | 'unchanged' | 'repeat' | 'late'

/** What to write after a reading, in one statement. */
export interface Settlement {
  readonly integrationId: string
  readonly token?: SealedToken | undefined
  /** Gives back the right to renew without a token. */
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
export interface Page {
  readonly rows: readonly NumberRow[]
  /** Pass as `cursor` for the next page; null = this was the last. */
  readonly next: string | null
}

/** The database of one request. No method holds a transaction or lock when it returns. */
export interface Store {
  /** Queries sent so far. */
  readonly queries: number
  /** Caller's place and the number meant, taking the right to renew its token if that is due. */
  number(userId: string, filter: NumberFilter, leaseId: string): Promise<{ member: Member; row: NumberRow | null }>
  /** Caller's place and all numbers, page by page; with a lease id also the right to renew tokens that are due. */
  numbers(userId: string, page: { limit: number; cursor?: string | undefined; leaseId?: string | undefined }): Promise<{ member: Member } & Page>
  /** Caller's place and the row that a create means: that of the idempotency key, else the organisation's default one. */
  creation(userId: string, idempotencyKey: string | null): Promise<{ member: Member; row: NumberRow | null; leased: boolean }>
  /** Inserts a reserved row; null when somebody else has it (same client id or same idempotency key). */
  reserve(reservation: Reservation): Promise<string | null>
  /** Takes a free or expired lease on an existing row, giving it a client id if it has none. */
  takeLease(integrationId: string, leaseId: string, leaseMs: number, clientId?: string): Promise<boolean>
  prolongLease(integrationId: string, leaseId: string, leaseMs: number): Promise<void>
  releaseLease(integrationId: string, leaseId: string): Promise<void>
  /** Stores key and session if the lease is still ours; the lease goes on. */
  saveClient(client: { integrationId: string; leaseId: string; session: string; apiKeyEnc: string; apiKeyMask: string }): Promise<boolean>
  /** After the platform refused the token `refusedEnc`: the right to renew, or the token that somebody else got meanwhile. */
  renewToken(integrationId: string, refusedEnc: string | null, leaseId: string): Promise<{ mayRenew: boolean; tokenEnc: string | null; expiresAt: number | null }>
  settle(settlements: readonly Settlement[]): Promise<readonly (RecordOutcome | null)[]>
  /** The number that a webhook key belongs to. */
  byWebhookKey(key: string): Promise<NumberRow | null>
}

/** Settings of the functions, from the environment. */
export interface Config {
  readonly platformSecret: string | null
  /** Roles that may create and disconnect; null = every member. */
  readonly manageRoles: ReadonlySet<string> | null
  /** Where the platform reaches our webhook; null = webhooks are not registered. */
  readonly webhookBase: string | null
  /** Where events that are no state of a number are passed on to; null = nowhere. */
  readonly webhookForward: string | null
  readonly authDeadlineMs: number
  readonly createDeadlineMs: number
  readonly platformDeadlineMs: number
}

/** Everything a handler is given for one request. */
export interface Deps {
  readonly authenticate: Authenticate
  readonly store: Store
  readonly platform: WppMsgClient
  readonly vault: Vault
  readonly config: Config
  readonly log: Log
  readonly requestId: string
  now(): number
  newId(): string
  /** Ends a wait early when the caller has gone. */
  wait(ms: number): Promise<void>
  /** Posts JSON text elsewhere; fails when nobody takes it within 10 s. */
  post(url: string, text: string): Promise<void>
  /** Work that goes on after the answer. */
  background(work: Promise<unknown>): void
}

/** A function's logic: a request and its dependencies in, an answer out. Throws ApiError for the caller. */
export type Handler = (request: Request, deps: Deps) => Promise<Response>

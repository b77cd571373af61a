// State of the stand-in: people, organisations, rows of messenger_integrations and whatsapp_sessions, switches. No src import.
import { randomBytes, randomUUID } from 'node:crypto'
import type { Answer } from './wire'

/** A person who may sign in. `organization: null` = a profile without one. */
export interface Person {
  readonly id: string
  readonly email: string
  readonly phone: string | null
  readonly password: string
  readonly organization: string | null
  banned: boolean
  unconfirmed: boolean
  mfa: boolean
}

/** A row of messenger_integrations, provider wpp. */
export interface Row {
  readonly id: string
  readonly organization: string
  readonly session: string
  readonly apiKey: string
  readonly isPrimary: boolean
  readonly name: string
}

/** What whatsapp_sessions keeps: the cache that answers without `force` trust. */
interface StoredSession {
  status: 'connected' | 'disconnected' | 'qr_issued'
  qr: string | null
  qrAt: number
}

/** Faults that tests switch on and off. */
export interface Switches {
  /** Functions that are not deployed (or crash at boot). */
  readonly missing: Set<string>
  /** Functions whose work is done but whose answer is cut off, once each. */
  readonly cutAnswer: Set<string>
  /** Functions that answer what a test says instead. */
  readonly scripted: Map<string, (request: Seen) => Answer>
  /** Everything under this path prefix answers so instead. */
  gateway: { readonly prefix: string; readonly answer: 'html' | 'bad-gateway' | 'json-503' | 'redirect' | 'wrong-types' } | null
  /** The next answers of the sign-in service: 429 or 500. */
  authTrouble: 429 | 500 | null
  captcha: boolean
  /** Answer without codes, as servers before error codes did: `{error, error_description}`. */
  ancientAuthErrors: boolean
  secretMissing: boolean
  /** wpp-start runs out of patience: 408. */
  startTimesOut: boolean
  /** wpp-create's and wpp-start's wait for a QR ends at once without one: `starting`. */
  noQrInTime: boolean
  /** wpp-status answers about this number whoever asks: an answer for another number. */
  answersAbout: string | null
  /** Every answer carries the companion header: the functions were replaced by newer ones. */
  companionVersion: string | null
  accessTokenSeconds: number
}

/** One request as it arrived. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/** All state of one stand-in. */
export interface World {
  readonly publicKey: string
  readonly jwtSecret: string
  readonly people: Person[]
  readonly rows: Row[]
  readonly stored: Map<string, StoredSession>
  readonly switches: Switches
  readonly seen: Seen[]
}

/** A fresh world: two organisations, four people, no number. */
export function newWorld(publicKey: string, jwtSecret: string): World {
  const organization = randomUUID()
  const person = (email: string, phone: string | null, ofOrganization: string | null): Person => ({
    id: randomUUID(),
    email,
    phone,
    password: randomBytes(9).toString('base64url'),
    organization: ofOrganization,
    banned: false,
    unconfirmed: false,
    mfa: false,
  })
  return {
    publicKey,
    jwtSecret,
    people: [
      person('anna@school.example', null, organization),
      person('79160000001@okeyenglish.ru', null, organization),
      person('phone-only@school.example', '79160000002', organization),
      person('other@elsewhere.example', null, randomUUID()),
      person('lonely@nowhere.example', null, null),
    ],
    rows: [],
    stored: new Map(),
    switches: {
      missing: new Set(),
      cutAnswer: new Set(),
      scripted: new Map(),
      gateway: null,
      authTrouble: null,
      captcha: false,
      ancientAuthErrors: false,
      secretMissing: false,
      startTimesOut: false,
      noQrInTime: false,
      answersAbout: null,
      companionVersion: null,
      accessTokenSeconds: 3600,
    },
    seen: [],
  }
}

/** PostgREST's maybeSingle over the organisation's active rows: two or more give no data at all. */
export function maybeSingle(world: World, organization: string): Row | null {
  const rows = world.rows.filter((row) => row.organization === organization)
  return rows.length === 1 ? (rows[0] ?? null) : null
}

/** The row asked for: by id within the organisation, else the primary one. */
export function rowFor(world: World, organization: string, integrationId: unknown): Row | null {
  const mine = world.rows.filter((row) => row.organization === organization)
  return mine.find((row) => (typeof integrationId === 'string' ? row.id === integrationId : row.isPrimary)) ?? null
}

/** Inserts a row under the partial unique index on (organization_id, messenger_type) where is_primary; answers Postgres's words when it refuses. */
export function insertRow(world: World, row: Row): string | null {
  const clash = row.isPrimary && world.rows.some((each) => each.organization === row.organization && each.isPrimary)
  if (clash) return 'duplicate key value violates unique constraint "messenger_integrations_one_primary"'
  world.rows.push(row)
  return null
}

// Small stand-ins for what a handler is given: a store in memory, a platform as a fetch, a clock that only moves by waiting.
import { ApiError } from '../../../supabase/functions/_shared/companion/request/errors.ts'
import { createStreamLimits } from '../../../supabase/functions/_shared/companion/events/limits.ts'
import { createPlatform } from '../../../supabase/functions/_shared/companion/platform/client.ts'
import type {
  Config,
  Deps,
  Member,
  NumberFilter,
  NumberRow,
  RecordOutcome,
  Reservation,
  Settlement,
  Store,
} from '../../../supabase/functions/_shared/companion/ports.ts'
import { createVault, keyPlace, tokenPlace, type Vault } from '../../../supabase/functions/_shared/companion/vault.ts'

export const ORGANIZATION = '11111111-1111-4111-8111-111111111111'
export const SESSION = '0000000000042'
export const API_KEY = 'key_0123456789abcdef'
export const ID = '22222222-2222-4222-8222-222222222222'

/** A row as the store gives it, connected to nothing. */
export function row(more: Partial<NumberRow> = {}): NumberRow {
  return {
    id: ID,
    organizationId: ORGANIZATION,
    session: SESSION,
    clientId: ORGANIZATION,
    label: '11111111',
    name: 'WhatsApp (WPP)',
    isPrimary: true,
    isEnabled: true,
    isActive: true,
    createdAt: '2026-01-01T00:00:00.000Z',
    state: 'ready',
    webhookKey: 'w'.repeat(32),
    apiKeyEnc: null,
    apiKeyMask: 'key_01••••••cdef',
    legacyApiKey: API_KEY,
    tokenEnc: null,
    tokenExpiresAt: null,
    tokenRenewAt: null,
    mayRenewToken: false,
    recorded: null,
    ...more,
  }
}

/** One organisation's rows in memory. What was asked and written is kept for the tests. */
export class FakeStore implements Store {
  queries = 0
  member: Member = { organizationId: ORGANIZATION, role: 'operator' }
  readonly settled: Settlement[] = []
  readonly filters: NumberFilter[] = []
  readonly reservations: Reservation[] = []
  outcome: RecordOutcome = 'recorded'
  leaseHolder: string | null = null
  constructor(readonly rows: NumberRow[] = []) {}

  async number(_userId: string, filter: NumberFilter) {
    this.filters.push(filter)
    const found = this.rows.find((each) => (filter.session ?? each.session) === each.session && (filter.integrationId ?? each.id) === each.id)
    return { member: this.member, row: found ?? null }
  }
  async numbers(_userId: string, { limit }: { limit: number }) {
    return { member: this.member, rows: this.rows.slice(0, limit), next: this.rows.length > limit ? 'more' : null }
  }
  async creation() {
    return { member: this.member, row: this.rows[0] ?? null, leased: this.leaseHolder !== null }
  }
  async reserve(reservation: Reservation) {
    this.reservations.push(reservation)
    this.leaseHolder = reservation.leaseId
    this.rows.push(row({ clientId: reservation.clientId, label: reservation.label, session: null, state: 'reserved', legacyApiKey: null, apiKeyMask: null }))
    return ID
  }
  async takeLease(_id: string, leaseId: string) {
    if (this.leaseHolder !== null) return false
    this.leaseHolder = leaseId
    return true
  }
  async prolongLease() {}
  async releaseLease(_id: string, leaseId: string) {
    if (this.leaseHolder === leaseId) this.leaseHolder = null
  }
  async saveClient({ leaseId, session, apiKeyEnc, apiKeyMask }: { leaseId: string; session: string; apiKeyEnc: string; apiKeyMask: string }) {
    const [first] = this.rows
    if (!first || this.leaseHolder !== leaseId) return false
    this.rows[0] = { ...first, session, apiKeyEnc, apiKeyMask, state: 'ready' }
    return true
  }
  async renewToken() {
    return { mayRenew: true, tokenEnc: null, expiresAt: null }
  }
  async settle(settlements: readonly Settlement[]) {
    this.settled.push(...settlements)
    return settlements.map(({ record }) => (record ? this.outcome : null))
  }
  async membership() {
    return this.member
  }
  readonly changes: Store['changes'] = { after: async () => [], head: async () => ({ newest: '0', missed: 0, webhook: false }) }
  async byWebhookKey(key: string) {
    return this.rows.find((each) => each.webhookKey === key) ?? null
  }
}

type Reply = { status?: number; json?: unknown; html?: string } | 'refused' | 'silent'

/** The platform as a fetch: replies by `METHOD path`, the longest match first; every call is written down. */
export class FakePlatform {
  readonly calls: string[] = []
  readonly bodies: unknown[] = []
  replies: Record<string, Reply> = {}

  readonly fetch: typeof fetch = async (input, init) => {
    const call = `${init?.method ?? 'GET'} ${new URL(input instanceof Request ? input.url : String(input)).pathname}`
    this.calls.push(call)
    this.bodies.push(typeof init?.body === 'string' ? JSON.parse(init.body) : undefined)
    const standard: Record<string, Reply> = {
      'POST /auth/token': { json: { token: `token-${this.calls.length}`, expiresIn: 900 } },
      'POST /api/integrations/wpp/create': { json: { apiKey: API_KEY, session: SESSION, status: 'starting' } },
      'POST /api/accounts/start': { json: { status: 'starting' } },
      'POST /internal/': { json: { success: true } },
    }
    const key = Object.keys({ ...standard, ...this.replies })
      .sort((a, b) => b.length - a.length)
      .find((each) => call.startsWith(each) || call.endsWith(each))
    const reply = key === undefined ? { status: 404, html: 'Cannot GET' } : (this.replies[key] ?? standard[key] ?? 'refused')
    if (reply === 'refused') throw new TypeError('fetch failed')
    if (reply === 'silent')
      return await new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))))
    return new Response(reply.html ?? JSON.stringify(reply.json ?? {}), {
      status: reply.status ?? 200,
      headers: { 'content-type': reply.html === undefined ? 'application/json' : 'text/html', 'retry-after': '7' },
    })
  }
}

/** Everything a handler needs, around a store and a platform. */
export class Bench {
  readonly store: FakeStore
  readonly platform = new FakePlatform()
  readonly lines: string[] = []
  readonly background: Promise<unknown>[] = []
  readonly posts: [string, string][] = []
  readonly vault: Vault = createVault(`k1:${Buffer.alloc(32, 7).toString('base64')}`)
  signedIn = true
  config: Config = {
    platformSecret: 'server-secret',
    manageRoles: null,
    webhookBase: 'https://functions.example',
    webhookForward: null,
    authDeadlineMs: 500,
    createDeadlineMs: 1_000,
    platformDeadlineMs: 500,
    eventsLifeMs: 60_000,
    eventsPerCaller: 2,
    eventsPerOrganization: 3,
  }
  time = Date.parse('2026-01-02T00:00:00.000Z')
  private ids = 0

  /** Resolves when the work that goes on after the answer has ended; work that goes on to start more work is an error. */
  async quiet(): Promise<void> {
    for (let turns = 0; this.background.length > 0; turns += 1) {
      if (turns === 100) throw new Error('Work in the background starts ever more work')
      await this.background.shift()
    }
  }

  constructor(rows: NumberRow[] = []) {
    this.store = new FakeStore(rows)
  }

  get deps(): Deps {
    const say = (message: string, facts: object = {}): void => void this.lines.push(`${message} ${JSON.stringify(facts)}`)
    return {
      authenticate: async () => {
        if (!this.signedIn) throw new ApiError('unauthorized')
        return { userId: 'user-1' }
      },
      store: this.store,
      platform: createPlatform('https://platform.example', this.platform.fetch),
      vault: this.vault,
      config: this.config,
      events: {
        feed: { subscribe: () => Promise.reject(new ApiError('events_unavailable')) },
        limits: createStreamLimits({ perCaller: this.config.eventsPerCaller, perOrganization: this.config.eventsPerOrganization }),
        lifeMs: this.config.eventsLifeMs,
      },
      log: { info: say, warn: say, error: say },
      requestId: 'request-1',
      now: () => this.time,
      newId: () => `0000000${++this.ids}-0000-4000-8000-000000000000`,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 20))),
      post: async (url, text) => void this.posts.push([url, text]),
      background: (work) => void this.background.push(work.catch(() => undefined)),
    }
  }

  /** A row whose token is stored and good. */
  async withToken(more: Partial<NumberRow> = {}): Promise<NumberRow> {
    return row({
      tokenEnc: await this.vault.seal('kept-token', tokenPlace(ID)),
      tokenExpiresAt: this.time + 600_000,
      tokenRenewAt: this.time + 540_000,
      ...more,
    })
  }

  async sealedKey(): Promise<string> {
    return await this.vault.seal(API_KEY, keyPlace(ID))
  }
}

/** A request to a function. */
export function request(body?: unknown, { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {}): Request {
  const url = `https://functions.example/x${query}`
  return body === undefined
    ? new Request(url, { headers })
    : new Request(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
}

/** The status and body of an answer, or the code of the error thrown. */
export async function outcome(work: Promise<Response>): Promise<{ status: number; body: Record<string, unknown> } | string> {
  try {
    const response = await work
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  } catch (error) {
    if (error instanceof ApiError) return error.code
    throw error
  }
}

// The system from a test's side: people, calls over HTTP, the phone, the platform's misbehaviour, the database.
import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import type { PlatformCall, TapFault } from './platform-tap'

/** A JSON answer with what tests look at. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

/** A person who can call functions. */
export interface Operator {
  readonly id: string
  readonly email: string
  readonly password: string
  readonly organizationId: string | null
  readonly token: string
  readonly refreshToken: string
  call(name: string, init?: CallInit): Promise<Answer>
}

/** What a call may carry; a body makes it a POST. */
export interface CallInit {
  readonly method?: string
  readonly body?: unknown
  readonly query?: Record<string, string>
  readonly headers?: Record<string, string>
  /** Instead of the JSON of `body`. */
  readonly raw?: string
}

/** How long a test waits for what the system does by itself, ms. */
export const PATIENCE = 10_000

/** The running system. */
export const system = inject('system')

async function door<T>(method: string, ...args: unknown[]): Promise<T> {
  const response = await fetch(system.door, { method: 'POST', body: JSON.stringify({ method, args }) })
  const { value, error } = (await response.json()) as { value: T; error?: string }
  if (error !== undefined) throw new Error(error)
  return value
}

/** A new, empty organisation; with an id of one's choice. */
export const newOrganization = (id?: string): Promise<string> => door('organization', id)
/** Kills a function's process with SIGKILL and waits for its successor. */
export const killFunction = (name: string): Promise<void> => door('kill', name)
/** Makes the platform misbehave towards one client. */
export const fault = (plan: TapFault): Promise<void> => door('fault', plan)
/** Ends the misbehaviour. */
export const heal = (client: string): Promise<void> => door('heal', client)
/** Calls the functions made to the platform for an organisation's numbers; `path` picks some of them. */
export const platformCalls = async (client: string, path = ''): Promise<PlatformCall[]> =>
  (await door<PlatformCall[]>('calls', client)).filter((call) => call.path.includes(path))
/** Bodies that the webhook passed on. */
export const forwardedEvents = (): Promise<string[]> => door('forwarded')
/** Lines the functions logged. */
export const logLines = (): Promise<string[]> => door('lines')

/** Calls a function as anybody. */
export async function callFunction(name: string, { method, body, query, headers, raw }: CallInit = {}): Promise<Answer> {
  const search = query ? `?${new URLSearchParams(query).toString()}` : ''
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${system.url}/functions/v1/${name}${search}`, {
    method: method ?? (text === undefined ? 'GET' : 'POST'),
    headers: { apikey: system.anonKey, ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(text === undefined ? {} : { body: text }),
  })
  const sent = await response.text()
  return { status: response.status, headers: response.headers, body: sent === '' ? {} : (JSON.parse(sent) as Record<string, unknown>) }
}

/** Calls the auth service. */
export async function callAuth(path: string, init: CallInit = {}): Promise<Answer> {
  const response = await fetch(`${system.url}/auth/v1/${path}`, {
    method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
    headers: { apikey: system.anonKey, 'content-type': 'application/json', ...init.headers },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

/** A new person of an organisation, signed in. */
export async function newOperator(organizationId: string | null, role = 'operator'): Promise<Operator> {
  const person = await door<{ id: string; email: string; password: string }>('operator', { organizationId, role })
  const { body } = await callAuth('token?grant_type=password', { body: { email: person.email, password: person.password } })
  const token = String(body['access_token'])
  return {
    ...person,
    organizationId,
    token,
    refreshToken: String(body['refresh_token']),
    call: (name, init = {}) => callFunction(name, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }),
  }
}

/** An organisation with one operator. */
export async function newTeam(role?: string): Promise<Operator & { readonly organizationId: string }> {
  const organizationId = await newOrganization()
  return { ...(await newOperator(organizationId, role)), organizationId }
}

/** Creates the default number and answers its session. */
export async function newNumber(operator: Operator, key?: string): Promise<{ session: string; integrationId: string }> {
  const { status, body } = await operator.call(
    'wpp-create',
    key === undefined ? { body: {} } : { body: { add_new: true }, headers: { 'idempotency-key': key } },
  )
  if (status !== 200) throw new Error(`wpp-create: ${status} ${JSON.stringify(body)}`)
  return { session: String(body['session']), integrationId: String(body['integration_id']) }
}

/** What the simulated phone does. */
export async function phone(session: string, action: string): Promise<number> {
  const response = await fetch(`${system.sandbox.address}/control/numbers/${session}/phone`, {
    method: 'POST',
    headers: { 'x-control-token': system.sandbox.controlToken, 'content-type': 'application/json' },
    body: JSON.stringify({ action }),
  })
  await response.body?.cancel()
  return response.status
}

/** Calls wpp-status until it answers this status; an error after 10 s. */
export async function until(operator: Operator, session: string, status: string): Promise<Answer> {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const answer = await operator.call('wpp-status', { query: { session } })
    if (answer.body['status'] === status) return answer
    if (Date.now() > deadline) throw new Error(`Not ${status}: ${JSON.stringify(answer.body)}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

/** Links the phone of a fresh number. */
export async function linkPhone(operator: Operator, session: string): Promise<Answer> {
  await until(operator, session, 'qr_issued')
  await phone(session, 'scan')
  return await until(operator, session, 'connected')
}

/** The database as the functions see it, closed after the file's tests. */
export function database(url: string = system.dbUrl): postgres.Sql {
  const sql = postgres(url, { max: 2, onnotice: () => undefined })
  afterAll(() => sql.end({ timeout: 2 }))
  return sql
}

// The two interfaces as plain functions from request to answer: the platform's own wire contract, and the control of the simulation.
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { SANDBOX_PHONE_ACTIONS } from '../shared/ipc/snapshot'
import { faultPlanSchema, type Faults } from './faults'
import { statusWord, type SimulatedNumber } from './number-model'
import type { Platform } from './platform'

/** A request with its body parsed; `body` is undefined if there was none or it was not JSON. */
export interface SandboxRequest {
  readonly method: string
  readonly path: string
  readonly header: (name: string) => string | undefined
  readonly body: unknown
}

/** An answer; `json` undefined = a page like Express' own 404. */
export interface SandboxAnswer {
  readonly status: number
  readonly json?: unknown
}

/** Header that opens the control interface. */
const CONTROL_HEADER = 'x-control-token'

const INVALID_TOKEN: SandboxAnswer = { status: 401, json: { error: 'Invalid token' } }
const NO_ACCOUNT: SandboxAnswer = { status: 404, json: { error: 'Account not found' } }
const BAD_REQUEST: SandboxAnswer = { status: 400, json: { error: 'Bad request' } }
const OK: SandboxAnswer = { status: 200, json: { success: true } }

/** The number a platform request is about, as far as its token, key or path shows; for faults limited to sessions. */
export function sessionOf(platform: Platform, request: SandboxRequest): string | null {
  const inPath = /^\/(?:api\/accounts|internal\/session|control\/numbers)\/([^/]+)\//.exec(`${request.path}/`)?.[1]
  if (inPath !== undefined && inPath !== 'start') return decode(inPath)
  return platform.ownerOf(bearer(request) ?? '')?.session ?? null
}

/** The platform's wire contract. `wppSecret` guards the creation of clients; null leaves it open. */
export async function platformRoute(platform: Platform, wppSecret: string | null, request: SandboxRequest): Promise<SandboxAnswer> {
  const route = `${request.method} ${request.path}`
  if (route === 'POST /auth/token') {
    const body = z.object({ apiKey: z.string() }).safeParse(request.body)
    const issued = body.success ? platform.signIn(body.data.apiKey) : null
    if (!issued) return { status: 403, json: { error: 'Invalid API key' } }
    return { status: 200, json: { token: issued.token, expiresIn: issued.lifetimeMs / 1000 } }
  }
  if (route === 'POST /api/integrations/wpp/create') {
    if (wppSecret !== null && !sameText(bearer(request) ?? '', wppSecret)) return INVALID_TOKEN
    const body = z.object({ organizationId: z.string().min(1).max(200) }).safeParse(request.body)
    if (!body.success) return BAD_REQUEST
    const { apiKey, session, number } = await platform.issue(body.data.organizationId)
    return { status: 200, json: { apiKey, session, status: number.phase === 'connected' ? 'connected' : 'starting' } }
  }
  const starting = route === 'POST /api/accounts/start'
  const [, session, call] = /^\/(?:api\/accounts|internal\/session)\/([^/]+)\/([a-z]+)$/.exec(request.path) ?? []
  if (!starting && session === undefined) return { status: 404 }
  const owner = platform.ownerOf(bearer(request) ?? '')
  if (!owner) return INVALID_TOKEN
  const asked = starting ? z.object({ number: z.string() }).safeParse(request.body).data?.number : decode(session ?? '')
  // A key gives access to its own number only. The answer does not tell whether another number exists.
  const number = asked === owner.session ? platform.number(asked) : null
  if (!number) return NO_ACCOUNT
  if (starting) {
    platform.start(number)
    return { status: 200, json: number.code ? { ...statusJson(number), ...qrJson(number) } : statusJson(number) }
  }
  return accountRoute(platform, number, request, call ?? '')
}

async function accountRoute(platform: Platform, number: SimulatedNumber, request: SandboxRequest, call: string): Promise<SandboxAnswer> {
  const under = request.path.startsWith('/internal/') ? 'session' : 'accounts'
  switch (`${request.method} ${under}/${call}`) {
    case 'GET accounts/status':
      return { status: 200, json: statusJson(number) }
    case 'GET accounts/qr':
      return { status: 200, json: qrJson(number) }
    case 'POST session/stop':
      await platform.stop(number)
      return OK
    case 'POST session/webhook': {
      const body = z.object({ url: z.url({ protocol: /^https?$/ }).max(2048) }).safeParse(request.body)
      if (!body.success) return BAD_REQUEST
      await platform.setWebhook(number, body.data.url)
      return OK
    }
    default:
      return { status: 404 }
  }
}

/** `phone`, `cause` and `expires_at` are this platform's additions to the known contract. */
function statusJson(number: SimulatedNumber): object {
  const { cause, phase, linkedPhone } = number
  return {
    status: statusWord(number),
    ...(phase === 'connected' && linkedPhone !== null ? { phone: linkedPhone } : {}),
    ...(cause === null ? {} : { cause }),
    ...expiryJson(number),
  }
}

function qrJson(number: SimulatedNumber): object {
  return { qr: number.code?.value ?? null, ...expiryJson(number) }
}

function expiryJson(number: SimulatedNumber): object {
  return number.code && number.phaseEndsAt !== null ? { expires_at: new Date(number.phaseEndsAt).toISOString() } : {}
}

/** The control interface: issue numbers, use their phones, switch faults on. Everything needs the control token. */
export async function controlRoute(platform: Platform, faults: Faults, controlToken: string, request: SandboxRequest): Promise<SandboxAnswer> {
  if (!sameText(request.header(CONTROL_HEADER) ?? '', controlToken)) return { status: 401, json: { error: 'Control token required' } }
  switch (`${request.method} ${request.path}`) {
    case 'GET /control/faults':
      return { status: 200, json: faults.plan }
    case 'PUT /control/faults': {
      const plan = faultPlanSchema.safeParse(request.body)
      if (!plan.success) return BAD_REQUEST
      faults.set(plan.data)
      return { status: 200, json: plan.data }
    }
    case 'GET /control/numbers':
      return { status: 200, json: { numbers: platform.numbers().map((each) => numberJson(platform, each)) } }
    case 'POST /control/numbers': {
      const body = z.object({ organizationId: z.string().min(1).max(200).optional(), linked: z.boolean().optional() }).safeParse(request.body ?? {})
      if (!body.success) return BAD_REQUEST
      const { number } = await platform.issue(body.data.organizationId, body.data.linked)
      return { status: 201, json: numberJson(platform, number) }
    }
    default:
      return controlNumber(platform, request)
  }
}

async function controlNumber(platform: Platform, request: SandboxRequest): Promise<SandboxAnswer> {
  const [, session, call] = /^\/control\/numbers\/([^/]+)(\/[a-z]+)?$/.exec(request.path) ?? []
  if (session === undefined) return { status: 404, json: { error: 'No such call' } }
  const number = platform.number(decode(session))
  if (!number) return NO_ACCOUNT
  switch (request.method + (call ?? '')) {
    case 'GET':
      return { status: 200, json: numberJson(platform, number) }
    case 'DELETE':
      await platform.remove(number)
      return OK
    case 'PUT/key': {
      const body = z.object({ revoked: z.boolean() }).safeParse(request.body)
      if (!body.success) return BAD_REQUEST
      await platform.setKeyRevoked(number, body.data.revoked)
      return OK
    }
    case 'POST/phone': {
      const body = z.object({ action: z.enum(SANDBOX_PHONE_ACTIONS), code: z.string().optional() }).safeParse(request.body)
      if (!body.success) return BAD_REQUEST
      // Scanning a code that is no longer shown has no effect.
      const stale = body.data.code !== undefined && body.data.code !== number.code?.value
      const done = !stale && (await platform.usePhone(number, body.data.action))
      return done ? { status: 200, json: numberJson(platform, number) } : { status: 409, json: { error: stale ? 'Code expired' : 'Not possible now' } }
    }
    default:
      return { status: 404, json: { error: 'No such call' } }
  }
}

function numberJson(platform: Platform, number: SimulatedNumber): object {
  const { session, phase, ownPhone, linkedPhone, cause, code, phaseEndsAt } = number
  const qr = code ? { qr: code.value, ordinal: code.ordinal, expiresAt: phaseEndsAt } : { qr: null, ordinal: null, expiresAt: null }
  return { session, apiKey: platform.apiKeyOf(number), status: statusWord(number), phase, ownPhone, phone: linkedPhone, cause, ...qr }
}

function bearer(request: SandboxRequest): string | null {
  return /^Bearer (\S+)$/.exec(request.header('authorization') ?? '')?.[1] ?? null
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

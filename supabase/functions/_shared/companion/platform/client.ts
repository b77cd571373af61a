// Client of the messaging platform's HTTP interface.
import { isLinkingCode } from './linking-code.ts'
import { repeatsKeys } from './repeated-keys.ts'
import { carriesError, causeOf, deniesSuccess, expiryIn, fieldsOf, identifierOf, isAbout, phoneOf, plainWord, statusOfWord, wordIn } from './words.ts'

/** Why a platform call failed. */
export type PlatformFault =
  | 'unreachable' // no connection
  | 'timeout'
  | 'server_error' // 5xx
  | 'unauthorized' // 401: the token is spent
  | 'refused' // 403: the key is refused
  | 'rate_limited'
  | 'unknown_account' // 404 in JSON
  | 'not_understood' // anything else, HTML included
  | 'key_unreadable' // our own stored key does not open: the encryption key is missing

/** A failed platform call, with the HTTP status if there was an answer. */
export class PlatformError extends Error {
  readonly fault: PlatformFault
  readonly call: string
  readonly http: number | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(fault: PlatformFault, call: string, http?: number, retryAfterSeconds?: number) {
    super(`${call}: ${fault}${http === undefined ? '' : ` (HTTP ${http})`}`)
    this.name = 'PlatformError'
    this.fault = fault
    this.call = call
    this.http = http
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** A platform client's key and session. */
interface PlatformClient {
  readonly apiKey: string
  readonly session: string
}

/** A token; `lifeSeconds` is undefined when the platform does not say. */
interface PlatformToken {
  readonly token: string
  readonly lifeSeconds: number | undefined
}

/** What an answer about an account says: the platform's status word, the QR code, and optional facts. */
export interface AccountAnswer {
  readonly word: string | undefined
  readonly qr: string | undefined
  readonly expiresAt: string | undefined
  readonly phone: string | undefined
  readonly cause: string | undefined
  readonly http: number
}

interface Call {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly bearer?: string
  readonly body?: unknown
  readonly signal: AbortSignal
}

const MAX_ANSWER = 1_000_000

/** The platform over HTTP. Methods fail with {@link PlatformError} only; no error holds a key, a token or a body. */
export interface Platform {
  /** Registers `clientId`, or returns the existing client of that id. `masterKey` is this server's secret. */
  createApiKey(masterKey: string, clientId: string, signal: AbortSignal): Promise<PlatformClient>
  /** A token for the account of `apiKey`. */
  getToken(apiKey: string, signal: AbortSignal): Promise<PlatformToken>
  /** Starts linking; may answer with a code at once. */
  startAccount(token: string, session: string, signal: AbortSignal): Promise<AccountAnswer>
  /** The live state. */
  getAccountStatus(token: string, session: string, signal: AbortSignal): Promise<AccountAnswer>
  /** The current QR code; an answer without one is normal. */
  getAccountQr(token: string, session: string, signal: AbortSignal): Promise<AccountAnswer>
  /** Stops the session; the phone may go on listing the device. */
  stopSession(token: string, session: string, signal: AbortSignal): Promise<void>
  /** Where the platform posts this session's events. */
  setWebhook(token: string, session: string, url: string, signal: AbortSignal): Promise<void>
}

/** The platform at `baseUrl`. */
export function createPlatform(baseUrl: string, send: typeof fetch = fetch): Platform {
  const base = baseUrl.replace(/\/+$/, '')

  async function account(session: string, what: Call): Promise<AccountAnswer> {
    const { json, http } = await call(what)
    const fields = fieldsOf(json)
    const isCode = what.name === 'accounts/qr'
    const word = isCode ? undefined : wordIn(fields, ['status', 'state'])
    const [denied, failed] = [deniesSuccess(fields), carriesError(fields)]
    // A 200 that is no object, whose word cannot be read, or with an error in place of a word proves nothing about the number; "connected" beside an error neither.
    const unclear = !isCode && (denied || word === null || (failed && (word === undefined || statusOfWord(word) === 'connected')))
    // And an answer about another number proves nothing about this one.
    if (typeof json !== 'object' || json === null || Array.isArray(json) || unclear || !isAbout(fields, session))
      throw new PlatformError('not_understood', what.name, http)
    return {
      word: wordOf(word),
      // A code beside a refusal is an old one.
      qr: denied || failed ? undefined : qrIn(json),
      expiresAt: expiryIn(json),
      http,
      phone: phoneOf(fields['phone']),
      cause: causeOf(fields['cause'] ?? fields['reason']),
    }
  }

  /** An answer that must not say that it was refused. */
  async function accepted(what: Call): Promise<Readonly<Record<string, unknown>>> {
    const { json, http } = await call(what)
    const fields = fieldsOf(json)
    if (deniesSuccess(fields) || carriesError(fields)) throw new PlatformError('not_understood', what.name, http)
    return fields
  }

  async function call({ name, method, path, bearer, body, signal }: Call): Promise<{ json: unknown; http: number }> {
    let response: Response
    let text: string
    try {
      response = await send(`${base}${path}`, {
        method,
        signal,
        redirect: 'error',
        headers: {
          accept: 'application/json',
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      text = await response.text()
    } catch {
      throw new PlatformError(signal.aborted ? 'timeout' : 'unreachable', name)
    }
    const http = response.status
    const json = text.length > MAX_ANSWER ? undefined : parsed(text)
    if (response.ok) {
      if (json === undefined && text.trim() !== '') throw new PlatformError('not_understood', name, http)
      return { json: json ?? {}, http }
    }
    if (http === 429) throw new PlatformError('rate_limited', name, http, retryAfter(response.headers.get('retry-after')))
    if (http >= 500) throw new PlatformError('server_error', name, http)
    if (http === 401) throw new PlatformError('unauthorized', name, http)
    if (http === 403) throw new PlatformError('refused', name, http)
    // A 404 in HTML is a route that this platform does not have.
    throw new PlatformError(http === 404 && json !== undefined ? 'unknown_account' : 'not_understood', name, http)
  }

  return {
    async createApiKey(masterKey, clientId, signal) {
      const { apiKey, session: sent } = await accepted({
        name: 'create',
        method: 'POST',
        path: '/api/integrations/wpp/create',
        bearer: masterKey,
        body: { organizationId: clientId },
        signal,
      })
      const session = identifierOf(sent)
      if (typeof apiKey !== 'string' || apiKey === '' || typeof session !== 'string' || !/^[\w.:@-]{1,100}$/.test(session))
        throw new PlatformError('not_understood', 'create', 200)
      return { apiKey, session }
    },
    async getToken(apiKey, signal) {
      const { token, expiresIn } = await accepted({ name: 'auth/token', method: 'POST', path: '/auth/token', body: { apiKey }, signal })
      if (typeof token !== 'string' || !/^[\x21-\x7e]{1,16384}$/.test(token)) throw new PlatformError('not_understood', 'auth/token', 200)
      const life = Number(expiresIn)
      return { token, lifeSeconds: Number.isFinite(life) && life > 0 ? life : undefined }
    },
    startAccount(token, session, signal) {
      return account(session, { name: 'accounts/start', method: 'POST', path: '/api/accounts/start', bearer: token, body: { number: session }, signal })
    },
    getAccountStatus(token, session, signal) {
      return account(session, { name: 'accounts/status', method: 'GET', path: `/api/accounts/${encodeURIComponent(session)}/status`, bearer: token, signal })
    },
    getAccountQr(token, session, signal) {
      return account(session, { name: 'accounts/qr', method: 'GET', path: `/api/accounts/${encodeURIComponent(session)}/qr`, bearer: token, signal })
    },
    async stopSession(token, session, signal) {
      await accepted({ name: 'session/stop', method: 'POST', path: `/internal/session/${encodeURIComponent(session)}/stop`, bearer: token, signal })
    },
    async setWebhook(token, session, url, signal) {
      await accepted({
        name: 'session/webhook',
        method: 'POST',
        path: `/internal/session/${encodeURIComponent(session)}/webhook`,
        bearer: token,
        body: { url },
        signal,
      })
    },
  }
}

/** A status word that may not be shown becomes `unreadable`; undefined would mean offline. */
function wordOf(word: string | undefined | null): string | undefined {
  const text = word?.trim() ?? ''
  return text === '' ? undefined : (plainWord(text) ?? 'unreadable')
}

function parsed(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text)
    return repeatsKeys(text) ? undefined : json
  } catch {
    return undefined
  }
}

/** Seconds of a Retry-After header (seconds or a date), between 1 and 3,600; 5 when it is missing or unreadable. */
export function retryAfter(header: string | null, now: number = Date.now()): number {
  const seconds = header === null || header.trim() === '' ? Number.NaN : Number(header)
  const wanted = Number.isFinite(seconds) ? seconds : (Date.parse(header ?? '') - now) / 1000
  return Number.isFinite(wanted) ? Math.min(3_600, Math.max(1, Math.ceil(wanted))) : 5
}

/** The QR code, looked for in the four fields in which platforms send it. What is no code is not handed on. */
function qrIn(answer: unknown): string | undefined {
  const fields = fieldsOf(answer)
  return [fields['qr'], fields['qrCode'], fields['qrcode'], fieldsOf(fields['data'])['qr']].find(
    (each): each is string => typeof each === 'string' && isLinkingCode(each),
  )
}

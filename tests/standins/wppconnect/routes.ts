// The server's HTTP answers, as recorded from version 2.10.4.
import { randomBytes } from 'node:crypto'
import { toBuffer } from 'qrcode'
import type { Entry, Sessions } from './sessions'

/** One request as the stand-in saw it. */
export interface Seen {
  readonly method: string
  /** As sent, percent-encoded. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** An answer before it is written. */
export interface Answer {
  readonly status: number
  readonly type?: string
  readonly body: string | Buffer
  /** The process ends after it. */
  readonly exits?: true
}

const VERSION = '2.10.4'
const json = (status: number, body: unknown): Answer => ({ status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) })
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const page = (status: number, text: string): Answer => ({
  status,
  type: 'text/html; charset=utf-8',
  body: `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>${escaped(text)}</pre>\n</body>\n</html>\n`,
})
const notActive = { response: null, status: 'Disconnected', message: 'A sessão do WhatsApp não está ativa.' }

interface RoutesOptions {
  readonly secret: string
  readonly sessions: Sessions
}

/** The server's routes; tokens are valid as long as the secret is. */
export function createRoutes({ secret: first, sessions }: RoutesOptions) {
  let secret = first
  const tokens = new Map<string, string>()
  const startedAt = Date.now()

  const codeOf = async (urlcode: string, width = 148): Promise<string> => (await toBuffer(urlcode, { width, margin: 1 })).toString('base64')

  async function statusBody(entry: Entry | undefined): Promise<object> {
    if (!entry || entry.status === null) return { status: 'CLOSED', qrcode: null }
    const { status, urlcode } = entry
    // The dead code of an ended session is sent along, and so is the last one of a connected session.
    if (urlcode === null || status === 'INITIALIZING' || status === 'PHONECODE') return { status, qrcode: null, version: VERSION }
    return { status, qrcode: `data:image/png;base64,${await codeOf(urlcode)}`, urlcode, version: VERSION }
  }

  function startSession(name: string, body: { waitQrCode?: unknown; phone?: unknown }, own: object): Promise<Answer> {
    const entry = sessions.memory.get(name)
    const phone = typeof body.phone === 'string' ? body.phone : undefined
    const runs = entry && entry.status !== null && entry.status !== 'CLOSED'
    if (runs || body.waitQrCode !== true) {
      // The answer is the state from before the start.
      const answer = statusBody(entry).then((status) => json(200, { ...status, ...own }))
      if (!runs) sessions.start(name, phone, () => undefined)
      return answer
    }
    return new Promise((resolve) => {
      sessions.start(name, phone, ({ urlcode, pairing }) => {
        if (pairing) resolve(json(200, { status: 'phoneCode', phone: pairing.phone, phoneCode: pairing.code, session: name }))
        else void codeOf(urlcode ?? '').then((qrcode) => resolve(json(200, { status: 'qrcode', qrcode, urlcode, session: name })))
      })
    })
  }

  async function authorised(name: string, call: string, { method, text, headers }: Seen): Promise<Answer | null> {
    const entry = sessions.memory.get(name)
    const isUp = entry?.status === 'CONNECTED' && entry.browserAlive
    // The server adds `session` to JSON answers only if the request was JSON, and only as far as it still knows the name.
    const isJson = headers['content-type'] === 'application/json'
    const own = isJson ? (entry ? (entry.name === undefined ? {} : { session: entry.name }) : { session: '' }) : {}
    const down = json(404, { ...notActive, ...own })
    switch (`${method} ${call}`) {
      case 'GET status-session':
        return json(200, await statusBody(entry))
      case 'GET check-connection-session':
        return json(200, isUp ? { status: true, message: 'Connected' } : { status: false, message: 'Disconnected' })
      case 'GET qrcode-session':
        if (!entry || entry.status === null)
          return json(200, { status: null, message: 'Session not started. Please, use the /start-session route, for initialization your session' })
        if (entry.urlcode === null || entry.status === 'PHONECODE') return json(200, { status: entry.status, message: 'QRCode is not available...' })
        return { status: 200, type: 'image/png', body: await toBuffer(entry.urlcode, { width: 500 }) }
      case 'GET get-phone-number':
        return isUp ? json(200, { status: 'success', response: idOf(sessions.phoneOf(name)), mapper: 'device' }) : down
      case 'GET host-device':
        return isUp ? json(200, { status: 'success', response: { phoneNumber: idOf(sessions.phoneOf(name)) }, mapper: 'device' }) : down
      case 'POST start-session':
        return startSession(name, text === '' ? {} : (JSON.parse(text) as object), own)
      case 'POST close-session':
        return sessions.close(name)
          ? json(200, { status: true, message: 'Session successfully closed', ...own })
          : json(500, { status: false, message: 'Error closing session', error: { level: 'error' }, ...own })
      case 'POST logout-session':
        if (!isUp) return down
        sessions.logout(name)
        return json(200, { status: true, message: 'Session successfully closed', ...own })
      default:
        return null
    }
  }

  /** The token check, with both of its refusals. A token in the path comes before one in the header. */
  function refusal(segment: string, headers: Seen['headers']): { readonly name: string; readonly answer: Answer | null } {
    const [name = '', inPath] = segment.split(':')
    const sent = inPath ?? String(headers['authorization'] ?? '').split(' ')[1]
    if (sent === undefined || sent === '') return { name, answer: json(401, { message: 'Token is not present. Check your header and try again' }) }
    return { name, answer: tokens.get(sent) === name ? null : json(401, { error: 'Check that the Session and Token are correct' }) }
  }

  async function route(seen: Seen): Promise<Answer> {
    const { method, path } = seen
    const lost = page(404, `Cannot ${method} ${path}`)
    if (seen.headers['content-type'] === 'application/json' && !isJsonText(seen.text))
      return page(400, "SyntaxError: Expected property name or '}' in JSON at position 1")
    if (path === '/healthz') return json(200, { uptime: (Date.now() - startedAt) / 1000, message: 'OK', timestamp: Date.now() })
    if (path === '/metrics') return { status: 200, type: 'text/plain; charset=utf-8; version=0.0.4', body: '# HELP process_cpu_user_seconds_total\n' }
    if (path === '/unhealthy') return { status: 503, body: '', exits: true }
    const parts = path.split('/').slice(1)
    const [first = '', second = '', third] = parts.slice(1).map(decodeURIComponent)
    if (parts[0] !== 'api' || parts.length < 3 || parts.length > 4) return lost
    if (third !== undefined) {
      if (method !== 'POST' || third !== 'generate-token') return lost
      if (second !== secret) return json(400, { response: false, message: 'The SECRET_KEY is incorrect' })
      const token = `$2b$10$${randomBytes(36).toString('base64').replaceAll('/', '_').replaceAll('+', '-')}.x`
      tokens.set(token, first)
      return json(201, { status: 'success', session: first, token, full: `${first}:${token}` })
    }
    if (second === 'show-all-sessions' && method === 'GET')
      return first === secret ? json(200, { response: [...sessions.stored].sort() }) : json(400, { response: false, message: 'The token is incorrect' })
    if (second === 'start-all' && method === 'POST')
      return first === secret
        ? json(201, { status: 'success', message: 'Starting all sessions' })
        : json(400, { response: 'error', message: 'The token is incorrect' })
    if (!ROUTES.has(`${method} ${second}`)) return lost
    const { name, answer } = refusal(first, seen.headers)
    return answer ?? (await authorised(name, second, seen)) ?? lost
  }

  return {
    route,
    /** Tokens are made of the secret: those from before are refused. */
    changeSecret(next: string): void {
      secret = next
      tokens.clear()
    },
  }
}

/** Routes that ask for a token. */
const ROUTES = new Set([
  ...['status-session', 'check-connection-session', 'qrcode-session', 'get-phone-number', 'host-device'].map((call) => `GET ${call}`),
  ...['start-session', 'close-session', 'logout-session'].map((call) => `POST ${call}`),
])

const idOf = (phone: string | null): string | null => (phone === null ? null : `${phone}@c.us`)

function isJsonText(text: string): boolean {
  try {
    return text === '' || typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

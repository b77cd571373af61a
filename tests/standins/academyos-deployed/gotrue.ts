// The sign-in service: password grant, refresh with rotation and reuse detection, user, logout, in both error shapes.
import { randomBytes, randomUUID } from 'node:crypto'
import { field, json, readToken, signToken, type Answer } from './wire'
import type { Person, Seen, World } from './world'

interface Session {
  readonly id: string
  readonly person: Person
  /** The token that may be used now. */
  active: string
  /** Its parent: using it again is tolerated and answers the active one. */
  parent: string | null
  readonly spent: Set<string>
  state: 'alive' | 'ended' | 'expired'
}

/** The sign-in service of one stand-in. */
export interface GoTrue {
  handle(request: Seen): Answer
  /** Person behind a bearer token, as `auth.getUser(jwt)` finds it: a revoked or banned one is nobody. */
  personOf(token: string): Person | null
  /** Ends all sessions of a person: the next refresh answers session_not_found. */
  revoke(email: string): void
  /** Sessions reached their time limit: refresh answers session_expired. */
  expireSessions(email: string): void
  /** Access tokens handed out so far stop working; refresh tokens go on. */
  expireAccessTokens(): void
  readonly refreshes: { count: number }
}

/** Builds the service over a world. */
export function newGoTrue(world: World): GoTrue {
  const sessions: Session[] = []
  const refreshes = { count: 0 }
  let epoch = 0

  const refuse = (request: Seen, status: number, code: string, message: string): Answer => {
    if (world.switches.ancientAuthErrors) return json(status, { error: 'invalid_grant', error_description: message })
    const modern = request.headers['x-supabase-api-version'] === '2024-01-01'
    const body = modern ? { code, message } : { code: status, error_code: code, msg: message }
    return json(status, body, { 'x-sb-error-code': code, ...(modern ? { 'x-supabase-api-version': '2024-01-01' } : {}) })
  }
  const grant = (session: Session): Answer => {
    const { person } = session
    const seconds = world.switches.accessTokenSeconds
    const exp = Math.floor(Date.now() / 1000) + seconds
    const user = {
      id: person.id,
      aud: 'authenticated',
      email: person.email,
      phone: person.phone ?? '',
      app_metadata: {},
      user_metadata: {},
      created_at: '2026-01-01T00:00:00Z',
      ...(person.mfa ? { factors: [{ id: randomUUID(), status: 'verified', factor_type: 'totp' }] } : {}),
    }
    const access = signToken(world.jwtSecret, { sub: person.id, session_id: session.id, role: 'authenticated', aal: 'aal1', exp, epoch })
    return json(200, { access_token: access, token_type: 'bearer', expires_in: seconds, expires_at: exp, refresh_token: session.active, user })
  }
  const password = (request: Seen): Answer => {
    if (world.switches.captcha) return refuse(request, 400, 'captcha_failed', 'captcha protection: request disallowed (no captcha_token found)')
    const { email, phone, password: given } = request.body as Record<string, unknown>
    const person = world.people.find((each) => (typeof email === 'string' ? each.email === email.toLowerCase() : each.phone !== null && each.phone === phone))
    if (!person || person.password !== given) return refuse(request, 400, 'invalid_credentials', 'Invalid login credentials')
    if (person.banned) return refuse(request, 400, 'user_banned', 'User is banned')
    if (person.unconfirmed) return refuse(request, 400, 'email_not_confirmed', 'Email not confirmed')
    const session: Session = { id: randomUUID(), person, active: randomBytes(9).toString('base64url'), parent: null, spent: new Set(), state: 'alive' }
    sessions.push(session)
    return grant(session)
  }
  const refresh = (request: Seen): Answer => {
    refreshes.count += 1
    const token = field(request.body, 'refresh_token')
    if (typeof token !== 'string' || token === '') return refuse(request, 400, 'validation_failed', 'refresh_token required')
    const session = sessions.find((each) => each.active === token || each.parent === token || each.spent.has(token))
    if (!session) return refuse(request, 400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found')
    if (session.person.banned) return refuse(request, 400, 'user_banned', 'User is banned')
    if (session.state === 'expired') return refuse(request, 400, 'session_expired', 'Invalid Refresh Token: Session Expired')
    if (session.state === 'ended') return refuse(request, 400, 'session_not_found', 'Session from session_id claim in JWT does not exist')
    if (session.spent.has(token)) {
      session.state = 'ended'
      return refuse(request, 400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used')
    }
    if (token === session.active) {
      if (session.parent !== null) session.spent.add(session.parent)
      session.parent = token
      session.active = randomBytes(9).toString('base64url')
    }
    return grant(session)
  }
  const bearer = (request: Seen): { session: Session } | null => {
    const claims = readToken(world.jwtSecret, String(request.headers.authorization ?? '').replace(/^Bearer /, ''))
    const session = sessions.find((each) => each.id === claims?.session_id)
    return session && claims?.epoch === epoch && session.state === 'alive' && !session.person.banned ? { session } : null
  }
  const end = (email: string, state: 'ended' | 'expired'): void => {
    for (const each of sessions) if (each.person.email === email) each.state = state
  }

  return {
    refreshes,
    handle(request) {
      const key = request.headers.apikey
      if (!key) return json(401, { message: 'No API key found in request' })
      if (key !== world.publicKey) return json(401, { message: 'Invalid authentication credentials' })
      if (world.switches.authTrouble === 429) {
        return { ...refuse(request, 429, 'over_request_rate_limit', 'Request rate limit reached'), headers: { 'retry-after': '7' } }
      }
      if (world.switches.authTrouble === 500) return json(500, { code: 500, error_code: 'unexpected_failure', msg: 'Database error' })
      if (request.path === '/auth/v1/token') return request.query.get('grant_type') === 'password' ? password(request) : refresh(request)
      const who = bearer(request)
      if (!who) return refuse(request, 403, 'bad_jwt', 'invalid JWT: unable to parse or verify signature')
      if (request.path === '/auth/v1/logout') {
        who.session.state = 'ended'
        return { status: 204 }
      }
      return json(200, { id: who.session.person.id, email: who.session.person.email })
    },
    personOf: (token) => bearer({ headers: { authorization: `Bearer ${token}` } } as unknown as Seen)?.session.person ?? null,
    revoke: (email) => end(email, 'ended'),
    expireSessions: (email) => end(email, 'expired'),
    expireAccessTokens: () => void (epoch += 1),
  }
}

// A small auth service with GoTrue's sign-in, refresh, user and logout. Local system and tests only: Supabase brings its own.
import bcrypt from 'bcryptjs'
import { randomBytes, randomUUID } from 'node:crypto'
import { accessToken, claimsOf, issueRefreshToken, projectKey, rotate } from './auth-tokens.mjs'
import { AuthError, sendAuthError } from './auth-errors.mjs'

const MAX_BODY = 64 * 1024

async function readJson(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MAX_BODY) throw new AuthError(413, 'request_too_large', 'Request body too large')
    chunks.push(chunk)
  }
  try {
    const json = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}')
    if (typeof json === 'object' && json !== null) return json
  } catch {
    // Answered below.
  }
  throw new AuthError(400, 'bad_json', 'Could not parse request body as JSON')
}

function publicUser(user) {
  return {
    id: user.id,
    aud: 'authenticated',
    role: 'authenticated',
    email: user.email ?? '',
    phone: user.phone ?? '',
    email_confirmed_at: user.email_confirmed_at,
    confirmed_at: user.email_confirmed_at,
    last_sign_in_at: user.last_sign_in_at,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: {},
    identities: [],
    is_anonymous: false,
    created_at: user.created_at,
    updated_at: user.updated_at,
    ...(user.banned_until ? { banned_until: user.banned_until } : {}),
  }
}

/** Builds the service over `sql`. `lifeSeconds` is that of access tokens, `cost` bcrypt's work factor (GoTrue's default). */
export async function createAuth({ sql, issuer, lifeSeconds = 3_600, cost = 10 }) {
  // Compared against when there is no such user, so that both cases take the same time.
  const nobody = bcrypt.hashSync('nobody', cost)
  const secret = randomBytes(32)
  const anonKey = await projectKey(secret, 'anon')
  const serviceKey = await projectKey(secret, 'service_role')

  const sessionAnswer = async (user, sessionId, refreshToken) => ({
    access_token: await accessToken(secret, issuer(), user, sessionId, lifeSeconds),
    token_type: 'bearer',
    expires_in: lifeSeconds,
    expires_at: Math.floor(Date.now() / 1000) + lifeSeconds,
    refresh_token: refreshToken,
    user: publicUser(user),
    weak_password: null,
  })

  const refuseBanned = (user) => {
    if (user.banned_until && user.banned_until > new Date()) throw new AuthError(400, 'user_banned', 'User is banned')
  }

  async function signIn({ email, phone, password }) {
    if (typeof password !== 'string' || (typeof email !== 'string' && typeof phone !== 'string'))
      throw new AuthError(400, 'validation_failed', 'missing email or phone')
    const [user] =
      typeof email === 'string'
        ? await sql`select * from auth.users where email = ${email.toLowerCase()}`
        : await sql`select * from auth.users where phone = ${phone}`
    const right = await bcrypt.compare(password, user?.encrypted_password ?? nobody)
    if (!user || !right) throw new AuthError(400, 'invalid_credentials', 'Invalid login credentials')
    refuseBanned(user)
    if (typeof email === 'string' && !user.email_confirmed_at) throw new AuthError(400, 'email_not_confirmed', 'Email not confirmed')
    if (typeof email !== 'string' && !user.phone_confirmed_at) throw new AuthError(400, 'phone_not_confirmed', 'Phone not confirmed')
    await sql`update auth.users set last_sign_in_at = now() where id = ${user.id}`
    const [session] = await sql`insert into auth.sessions (user_id) values (${user.id}) returning id`
    return await sessionAnswer(user, session.id, await issueRefreshToken(sql, session.id, null))
  }

  async function refresh({ refresh_token: sent }) {
    if (typeof sent !== 'string' || sent === '') throw new AuthError(400, 'validation_failed', 'refresh_token required')
    const rotated = await rotate(sql, sent)
    if (rotated === null) throw new AuthError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used')
    const [user] = await sql`select u.* from auth.users u join auth.sessions s on s.user_id = u.id where s.id = ${rotated.sessionId}`
    refuseBanned(user)
    return await sessionAnswer(user, rotated.sessionId, rotated.refreshToken)
  }

  async function userOf(request) {
    const claims = await claimsOf(secret, request.headers.authorization)
    const [user] =
      await sql`select u.*, s.id as session_id from auth.users u left join auth.sessions s on s.user_id = u.id and s.id = ${claims.session_id} where u.id = ${claims.sub}`
    if (!user) throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist')
    if (!user.session_id) throw new AuthError(403, 'session_not_found', 'Session from session_id claim in JWT does not exist')
    return user
  }

  async function signOut(request, scope) {
    const user = await userOf(request)
    if (scope === 'local') await sql`delete from auth.sessions where id = ${user.session_id}`
    else if (scope === 'others') await sql`delete from auth.sessions where user_id = ${user.id} and id <> ${user.session_id}`
    else await sql`delete from auth.sessions where user_id = ${user.id}`
  }

  async function route(request, url) {
    const at = `${request.method} ${url.pathname.replace(/^\/auth\/v1/, '')}`
    if (at === 'POST /token') {
      const grant = url.searchParams.get('grant_type')
      const body = await readJson(request)
      if (grant === 'password') return [200, await signIn(body)]
      if (grant === 'refresh_token') return [200, await refresh(body)]
      throw new AuthError(400, 'unsupported_grant_type', 'unsupported_grant_type')
    }
    if (at === 'GET /user') return [200, publicUser(await userOf(request))]
    if (at === 'POST /logout') {
      await signOut(request, url.searchParams.get('scope') ?? 'global')
      return [204]
    }
    if (at === 'GET /health') return [200, { name: 'GoTrue', version: 'companion-local', description: 'Local sign-in for the companion system' }]
    throw new AuthError(404, 'not_found', 'Not found')
  }

  return {
    anonKey,
    serviceKey,
    knowsKey: (key) => key === anonKey || key === serviceKey,
    /** Adds a person who can sign in; answers the id. */
    async addUser({ email, phone = null, password }) {
      const id = randomUUID()
      await sql`insert into auth.users (id, email, phone, encrypted_password, email_confirmed_at, phone_confirmed_at)
        values (${id}, ${email.toLowerCase()}, ${phone}, ${await bcrypt.hash(password, cost)}, now(), ${phone === null ? null : new Date()})`
      return id
    },
    async handle(request, response, url) {
      const versioned = request.headers['x-supabase-api-version'] === '2024-01-01'
      try {
        const [status, body] = await route(request, url)
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(body === undefined ? undefined : JSON.stringify(body))
      } catch (error) {
        sendAuthError(
          response,
          error instanceof AuthError ? error : new AuthError(500, 'unexpected_failure', 'Unexpected failure, please check server logs for more information'),
          versioned,
        )
      }
    },
  }
}

// Access tokens (JWT, signed with the project's secret) and refresh tokens (rotated, reuse of a spent one ends the session).
import { randomBytes } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { AuthError } from './auth-errors.mjs'

/** The anon or service key of a project. */
export function projectKey(secret, role) {
  return new SignJWT({ role, iss: 'supabase' }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setIssuedAt().setExpirationTime('10y').sign(secret)
}

/** Signs the access token of one session. */
export function accessToken(secret, issuer, user, sessionId, lifeSeconds) {
  const claims = {
    email: user.email ?? '',
    phone: user.phone ?? '',
    role: 'authenticated',
    aal: 'aal1',
    session_id: sessionId,
    amr: [{ method: 'password', timestamp: Math.floor(Date.now() / 1000) }],
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(user.id)
    .setAudience('authenticated')
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime(`${lifeSeconds}s`)
    .sign(secret)
}

/** The claims of a user's bearer token. Fails as GoTrue's /user does. */
export async function claimsOf(secret, header) {
  const token = /^bearer\s+(\S+)$/i.exec(header ?? '')?.[1]
  if (!token) throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
  try {
    const { payload } = await jwtVerify(token, secret, { audience: 'authenticated' })
    return payload
  } catch {
    throw new AuthError(403, 'bad_jwt', 'invalid JWT: unable to parse or verify signature')
  }
}

/** Issues a refresh token of a session; `parent` is the one it replaces. */
export async function issueRefreshToken(sql, sessionId, parent) {
  const token = randomBytes(9).toString('base64url')
  await sql`insert into auth.refresh_tokens (token, parent, session_id) values (${token}, ${parent}, ${sessionId})`
  return token
}

/**
 * Spends a refresh token and returns its session with the token that follows. Reusing the parent of the active token gives the
 * active one (an answer got lost); reusing an older one revokes the whole session.
 */
export function rotate(sql, sent) {
  return sql.begin(async (transaction) => {
    const [held] = await transaction`select * from auth.refresh_tokens where token = ${sent} for update`
    if (!held) throw new AuthError(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found')
    await transaction`select 1 from auth.sessions where id = ${held.session_id} for update`
    if (!held.revoked) {
      await transaction`update auth.refresh_tokens set revoked = true where id = ${held.id}`
      return { sessionId: held.session_id, refreshToken: await issueRefreshToken(transaction, held.session_id, sent) }
    }
    const [active] = await transaction`select token, parent from auth.refresh_tokens where session_id = ${held.session_id} and not revoked`
    if (active && active.parent === sent) return { sessionId: held.session_id, refreshToken: active.token }
    await transaction`update auth.refresh_tokens set revoked = true where session_id = ${held.session_id}`
    return null
  })
}

// The local sign-in answers as GoTrue does: what the app learns here holds on Supabase.
import { describe, expect, it } from 'vitest'
import { callAuth, database, newTeam } from '../rig/client'

const sql = database()
const V = { 'x-supabase-api-version': '2024-01-01' }
const refresh = (token: string, headers: Record<string, string> = {}) => callAuth('token?grant_type=refresh_token', { body: { refresh_token: token }, headers })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('sign-in', () => {
  it('answers a session and its user, by e-mail in any case', async () => {
    const anna = await newTeam()
    const { status, body } = await callAuth('token?grant_type=password', { body: { email: anna.email.toUpperCase(), password: anna.password } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, user: { id: anna.id, email: anna.email } })
    expect(Math.abs(Number(body['expires_at']) - Date.now() / 1000 - 3600)).toBeLessThan(10)
    expect((await callAuth('user', { headers: bearer(String(body['access_token'])) })).body).toMatchObject({ id: anna.id })
  })

  it.each([
    ['a wrong password', async (anna: { email: string }) => ({ email: anna.email, password: 'wrong' })],
    ['a person who does not exist', async () => ({ email: 'nobody@example.test', password: 'x' })],
  ])('refuses %s in both shapes', async (_case, credentials) => {
    const body = await credentials(await newTeam())
    const plain = await callAuth('token?grant_type=password', { body })
    expect(plain).toMatchObject({ status: 400, body: { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' } })
    const versioned = await callAuth('token?grant_type=password', { body, headers: V })
    expect(versioned).toMatchObject({ status: 400, body: { code: 'invalid_credentials', message: 'Invalid login credentials' } })
    expect(versioned.headers.get('x-sb-error-code')).toBe('invalid_credentials')
  })

  it('refuses unconfirmed and banned people by name', async () => {
    const anna = await newTeam()
    const attempt = () => callAuth('token?grant_type=password', { body: { email: anna.email, password: anna.password } })
    await sql`update auth.users set email_confirmed_at = null where id = ${anna.id}`
    expect((await attempt()).body).toMatchObject({ error_code: 'email_not_confirmed' })
    await sql`update auth.users set email_confirmed_at = now(), banned_until = now() + interval '1 h' where id = ${anna.id}`
    expect((await attempt()).body).toMatchObject({ error_code: 'user_banned' })
  })
})

describe('refresh', () => {
  it('spends the token and gives a new one', async () => {
    const anna = await newTeam()
    const { body } = await refresh(anna.refreshToken)
    expect(body['refresh_token']).not.toBe(anna.refreshToken)
    expect((await callAuth('user', { headers: bearer(String(body['access_token'])) })).status).toBe(200)
  })

  it('gives the active token again to its parent: an answer got lost', async () => {
    const anna = await newTeam()
    const [first, again] = [await refresh(anna.refreshToken), await refresh(anna.refreshToken)]
    expect(again.body['refresh_token']).toBe(first.body['refresh_token'])
  })

  it('ends the session when an older token comes back', async () => {
    const anna = await newTeam()
    const second = String((await refresh(anna.refreshToken)).body['refresh_token'])
    const third = String((await refresh(second)).body['refresh_token'])
    expect((await refresh(anna.refreshToken, V)).body).toMatchObject({ code: 'refresh_token_already_used' })
    expect((await refresh(third)).body).toMatchObject({ error_code: 'refresh_token_already_used' })
  })

  it('refuses an unknown token', async () => {
    expect(await refresh('nonsense')).toMatchObject({ status: 400, body: { error_code: 'refresh_token_not_found' } })
  })
})

describe('logout', () => {
  it('ends this session only, and its access token with it', async () => {
    const anna = await newTeam()
    const other = await callAuth('token?grant_type=password', { body: { email: anna.email, password: anna.password } })
    expect((await callAuth('logout?scope=local', { method: 'POST', headers: bearer(anna.token) })).status).toBe(204)
    expect(await callAuth('user', { headers: bearer(anna.token) })).toMatchObject({ status: 403, body: { error_code: 'session_not_found' } })
    expect((await refresh(anna.refreshToken)).body).toMatchObject({ error_code: 'refresh_token_not_found' })
    expect((await callAuth('user', { headers: bearer(String(other.body['access_token'])) })).status).toBe(200)
  })
})

import { describe, expect, it } from 'vitest'
import { redactText, redactValue } from '../../../../src/main/core/support/redact'

const JWT = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'

describe('a log line', () => {
  const secrets: readonly (readonly [string, string, string])[] = [
    ['a JSON Web Token', `got ${JWT} back`, JWT],
    ['a JSON Web Token cut short', `got ${JWT.slice(0, 60)}`, JWT.slice(8, 40)],
    ['an API key', 'start with key_live9f3cAB refused', 'live9f3cAB'],
    ['a short API key', 'key_abc', 'key_abc'],
    ['a Supabase secret key', 'sb_secret_N7UND0UgjKTVK', 'N7UND0UgjKTVK'],
    ['a bearer header', 'Authorization: Bearer abc.def', 'abc.def'],
    ['a basic header', 'authorization: Basic dXNlcjpwdw==', 'dXNlcjpwdw'],
    ['a bare bearer word', 'sent bearer s3cr3t here', 's3cr3t'],
    ['a password in JSON', '{"login":"a@b.c","password":"hun\\"ter2, with spaces"}', 'ter2'],
    ['a password in JSON inside JSON', JSON.stringify({ body: JSON.stringify({ password: 'hunter2' }) }), 'hunter2'],
    ['a password in a form', 'grant_type=password&username=a&password=hunter2&x=1', 'hunter2'],
    ['a quoted password', "password: 'hunter two'", 'hunter two'],
    ['a refresh token in a query', 'https://x.test/cb?refresh_token=v1_aB&ok=1', 'v1_aB'],
    ['a camel-case token name', '{"accessToken":"abc123"}', 'abc123'],
    ['credentials in an address', 'fetch https://bob:pa55@x.test/a failed', 'pa55'],
    ['an apikey header', 'apikey=abc123', 'abc123'],
    ['a long hex token', 'state 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', '9f86d081884c7d65'],
    ['a base64 token', 'k=mF0aGVyIHNlY3JldCBvZiB0aGUgYXBwMTIzNDU2Nzg5MA==', 'mF0aGVyIHNl'],
    ['a base64url token', 'seen xK9fT2mQ7wLpR4vN8sBzY1dC', 'xK9fT2mQ7wLpR4vN8sBzY1dC'],
    ['a pairing string', '2@AbC1,kO3yT1pq7B0cJ9mXvQ2sLw5uZr8nEh4fGd6tPi0aKjM=,x', 'kO3yT1pq7B0cJ9mXvQ2'],
  ]
  it.each(secrets)('hides %s', (_name, line, secret) => {
    expect(line).toContain(secret)
    expect(redactText(line)).not.toContain(secret)
    expect(redactText(line)).toContain('[redacted]')
  })

  it.each([
    'wpp-status: HTTP 503 after 20000 ms',
    'session 0000000000042 of connection 3f2b8c1e-9d4a-4b7e-8f10-0a1b2c3d4e5f is connected',
    '/home/operator/.config/WPP Companion/logs/main.log',
    'at open (file:///opt/wpp-companion/resources/app.asar/out/main/chunks/session-bus-Dx8Kq2.js:10:5)',
    'https://api.academyos.ru/functions/v1/wpp-status?session=0000000000042',
    '2026-07-30T12:00:00.000Z client_abc starting',
    'org.freedesktop.DBus.Error.ServiceUnknown',
    'the token was renewed, the password was not asked',
  ])('keeps %s', (line) => {
    expect(redactText(line)).toBe(line)
  })

  it.each(['1', 'a.', '"', '\\', 'token', '_', 'eyJ', 'x:', ' '])('made of %j over and over ends, and is not long for it', (part) => {
    // It takes 100 ms. A rule that backtracks takes minutes, and the test's own timeout tells.
    expect(redactText(part.repeat(100_000 / part.length)).length).toBeLessThanOrEqual(100_000)
  })

  it('keeps what stands around a secret', () => {
    expect(redactText('POST /auth/token {"apiKey":"key_abc","n":1} -> 403')).toBe('POST /auth/token {"apiKey":"[redacted]","n":1} -> 403')
    expect(redactText('a?password=x&session=42')).toBe('a?password=[redacted]&session=42')
  })
})

describe('facts of a log line', () => {
  it('lose secrets by name and by looks, at any depth', () => {
    const facts = { apiKey: 'abc', list: [{ refresh_token: 7 }, `Bearer ${JWT}`], headers: new Map([['authorization', 'Bearer q']]), session: '42' }
    expect(redactValue(facts)).toEqual({
      apiKey: '[redacted]',
      list: [{ refresh_token: '[redacted]' }, 'Bearer [redacted]'],
      headers: [['authorization', 'Bearer [redacted]']],
      session: '42',
    })
  })

  it('keep whether there was a secret', () => {
    expect(redactValue({ password: '', token: null, secret: true })).toEqual({ password: '', token: null, secret: true })
  })

  it('take errors apart with their causes', () => {
    const error = Object.assign(new Error('refused key_abc', { cause: new Error('password=x1') }), { code: 'E', token: 'abc' })
    const plain = redactValue({ error })
    expect(JSON.stringify(plain)).not.toMatch(/key_abc|x1|"abc"/)
    expect(plain).toMatchObject({ error: { name: 'Error', message: 'refused key_[redacted]', code: 'E', token: '[redacted]' } })
  })

  it('count bytes instead of printing them and stop in circles', () => {
    const circle: Record<string, unknown> = { bytes: new Uint8Array([1, 2, 3]) }
    circle['self'] = circle
    expect(JSON.stringify(redactValue(circle))).toContain('[3 bytes]')
  })
})

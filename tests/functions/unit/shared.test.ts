import { describe, expect, it } from 'vitest'
import { createAuthenticate } from '../../../supabase/functions/_shared/companion/request/auth.ts'
import { configFrom } from '../../../supabase/functions/_shared/companion/config.ts'
import { ApiError, ERRORS } from '../../../supabase/functions/_shared/companion/request/errors.ts'
import { answer, wrap } from '../../../supabase/functions/_shared/companion/request/http.ts'
import { bodyText } from '../../../supabase/functions/_shared/companion/request/input.ts'
import { createLog, redact } from '../../../supabase/functions/_shared/companion/log.ts'
import { maskKey } from '../../../supabase/functions/_shared/companion/mask.ts'
import { retryAfter } from '../../../supabase/functions/_shared/companion/platform/client.ts'
import { createVault, keyIdOf } from '../../../supabase/functions/_shared/companion/vault.ts'
import { Bench } from './fakes'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')

describe('the vault', () => {
  it('opens what it sealed, at its place only', async () => {
    const vault = createVault(`a:${key(1)}`)
    const sealed = await vault.seal('secret', 'row/api_key')
    expect(sealed).not.toContain('secret')
    expect(await vault.seal('secret', 'row/api_key')).not.toBe(sealed)
    expect(await vault.open(sealed, 'row/api_key')).toBe('secret')
    await expect(vault.open(sealed, 'other/api_key')).rejects.toThrow(/does not open/)
    await expect(vault.open(`${sealed.slice(0, -2)}AA`, 'row/api_key')).rejects.toThrow(/does not open/)
  })

  it('rotates: the first key seals, all of them open', async () => {
    const old = await createVault(`a:${key(1)}`).seal('secret', 'p')
    const vault = createVault(`b:${key(2)}, a:${key(1)}`)
    expect(await vault.open(old, 'p')).toBe('secret')
    expect([keyIdOf(old), keyIdOf(await vault.seal('secret', 'p'))]).toEqual(['a', 'b'])
    await expect(createVault(`b:${key(2)}`).open(old, 'p')).rejects.toThrow('No encryption key "a"')
  })

  it.each([
    ['', 'empty'],
    ['nonsense', 'must look like'],
    ['a:AAAA', '32 bytes'],
    [`a:${key(1)},a:${key(2)}`, 'twice'],
    ['a:*', 'not base64'],
  ])('refuses the setting "%s" without repeating it', (setting, sentence) => {
    expect(() => createVault(setting)).toThrow(sentence)
  })
})

describe('the log', () => {
  it.each([
    ['Bearer eyJhbGci.e30.sig', 'Bearer [redacted]'],
    ['key_0123456789', '[redacted]'],
    ['wpp_AbCdEfGhIjKlMnOpQrStUv', '[redacted]'],
    ['wpp_0000000000042', 'wpp_0000000000042'],
    ['/wpp-webhook?account=1&key=abcdef', '/wpp-webhook?account=1&key=[redacted]'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })

  it('writes one JSON object a line', () => {
    const lines: string[] = []
    createLog(
      { function: 'f' },
      (line) => lines.push(line),
      () => new Date(0),
    ).warn('said', { status: 500, missing: undefined })
    expect(JSON.parse(lines[0] ?? '')).toEqual({ at: '1970-01-01T00:00:00.000Z', level: 'warn', message: 'said', function: 'f', status: 500 })
  })
})

describe('small things', () => {
  it('masks keys', () => {
    expect([maskKey('key_0123456789'), maskKey('short')]).toEqual(['key_01••••••6789', '***'])
  })

  it.each([
    ['7', 7],
    ['0', 1],
    ['99999', 3600],
    [null, 5],
    ['soon', 5],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 60],
  ])('a pause of "%s" is %d s', (header, seconds) => {
    expect(retryAfter(header, 0)).toBe(seconds)
  })

  it('every error has a code of its own word and a fitting status', () => {
    for (const [code, [status, sentence]] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
      expect([400, 401, 403, 404, 405, 409, 413, 429, 500, 502, 503, 504]).toContain(status)
      expect(sentence).toMatch(/^[A-Z]/)
    }
  })

  it('settings: everybody manages by default, the webhook prefers its own address', () => {
    const from = (values: Record<string, string>) => configFrom((name) => values[name])
    expect(from({})).toMatchObject({ platformSecret: null, manageRoles: null, webhookBase: null, createDeadlineMs: 10_000 })
    expect(from({ WPP_MANAGE_ROLES: 'owner, admin', SUPABASE_URL: 'http://kong:8000', SELF_HOSTED_URL: 'https://api.example' })).toMatchObject({
      manageRoles: new Set(['owner', 'admin']),
      webhookBase: 'https://api.example',
    })
  })

  it('a body without a length is stopped at the limit', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => (sent++, controller.enqueue(new Uint8Array(1000))) })
    const request = new Request('https://x.example', { method: 'POST', body: endless, duplex: 'half' })
    await expect(bodyText(request, 5_000)).rejects.toMatchObject({ code: 'body_too_large' })
    expect(sent).toBeLessThan(20)
  })
})

describe('who asks', () => {
  const USER = '11111111-1111-4111-8111-111111111111'
  const asked = (reply: () => Promise<Response>, headers: Record<string, string> = { authorization: 'bearer   abc' }) =>
    createAuthenticate({ url: 'https://auth.example/', anonKey: 'anon', deadlineMs: 30, fetch: async () => await reply() })(
      new Request('https://x.example', { headers }),
    )

  it('is told by the auth service, whatever the case of "Bearer"', async () => {
    expect(await asked(async () => Response.json({ id: USER }))).toEqual({ userId: USER })
  })

  it.each([
    ['no header', async () => Response.json({ id: USER }), 'missing_authorization', {}],
    ['403', async () => Response.json({ code: 'bad_jwt' }, { status: 403 }), 'unauthorized', undefined],
    ['a banned user', async () => Response.json({ id: USER, banned_until: '2999-01-01T00:00:00Z' }), 'unauthorized', undefined],
    ['no user in the answer', async () => Response.json({}), 'unauthorized', undefined],
    ['429', async () => new Response('{}', { status: 429, headers: { 'retry-after': '3' } }), 'auth_rate_limited', undefined],
    ['503 in HTML', async () => new Response('<html>', { status: 503 }), 'auth_unreachable', undefined],
    [
      'no connection',
      async () => {
        throw new TypeError('fetch failed')
      },
      'auth_unreachable',
      undefined,
    ],
    [
      'silence',
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 60))
        throw new DOMException('x', 'AbortError')
      },
      'auth_timeout',
      undefined,
    ],
  ] as const)('%s', async (_case, reply, code, headers) => {
    await expect(asked(reply, headers)).rejects.toMatchObject({ code })
  })
})

describe('the envelope', () => {
  const bench = new Bench()
  const served = (handler: Parameters<typeof wrap>[0]['handler']) =>
    wrap({ name: 'f', methods: ['GET'], handler, deps: () => bench.deps, log: () => bench.deps.log })

  it('turns a bug into 500 without its words', async () => {
    const response = await served(async () => {
      throw new Error('secret detail')
    })(new Request('https://x.example'))
    expect([response.status, await response.json()]).toEqual([
      500,
      { success: false, error: 'Internal error', code: 'internal', request_id: response.headers.get('x-request-id') },
    ])
    expect(bench.lines.join()).toContain('secret detail')
  })

  it('answers a preflight without settings, with the version', async () => {
    const response = await wrap({
      name: 'f',
      methods: ['GET'],
      handler: async () => answer({}),
      deps: () => {
        throw new ApiError('server_not_configured')
      },
      log: () => bench.deps.log,
    })(new Request('https://x.example', { method: 'OPTIONS' }))
    expect([response.status, response.headers.get('x-wpp-companion') !== null, await response.text()]).toEqual([200, true, ''])
  })
})

// The three calls of Supabase's sign-in service, made with Supabase's library. Each call gets a new client that stores nothing, because the library drops
// a stored session on a 429 and retries a refresh for 25 s on a 5xx. token-keeper.ts keeps the tokens, and failures are hidden from the library's retries.
import type { GoTrueClient } from '@supabase/auth-js'
import { z } from 'zod'
import type { Failure } from '../../../../shared/model/failure'
import type { GatewayEnvironment } from '../../../core/ports'
import { requestJson, type HttpAnswer } from '../../http/http'
import { refusalOf, type AuthCall } from './auth-failures'

/** Tokens of one sign-in. The access token stays in memory, the refresh token goes to the keychain. */
export interface Tokens {
  readonly access: string
  readonly refresh: string
  /** Epoch ms from which the access token is to be renewed. */
  readonly renewAt: number
  /** The account has a verified second factor, so these tokens are not a complete sign-in. */
  readonly halfWay: boolean
}

/** Tokens, or why there are none; `fatal` = the sign-in has ended for good. */
type TokensOrRefusal = { readonly ok: true; readonly value: Tokens } | { readonly ok: false; readonly failure: Failure; readonly fatal: boolean }

/** Who signs in: exactly one of the two. */
export type Login = { readonly email: string } | { readonly phone: string }

/** The sign-in service of one address. */
export interface AuthCalls {
  password(login: Login, password: string, signal: AbortSignal): Promise<TokensOrRefusal>
  refresh(token: string, signal: AbortSignal): Promise<TokensOrRefusal>
  /** Ends this one sign-in on the server. Best effort. */
  logout(access: string, signal: AbortSignal): Promise<void>
}

/** An access token is renewed this long before it dies, ms; half its life if that is shorter. */
const SKEW = 60_000

/** A token goes into a header: printable ASCII only. 16 kB is far over any real one. */
const token = z
  .string()
  .min(1)
  .max(16_384)
  .regex(/^[\x21-\x7e]+$/)
const session = z.object({
  access_token: token,
  refresh_token: token,
  /** Seconds; some servers send the number as text. */
  expires_in: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().positive()),
  user: z.object({
    factors: z
      .array(z.object({ status: z.string() }))
      .nullish()
      .catch(null),
  }),
})

/** Builds the calls for one backend. */
export function createAuthCalls(address: string, publicKey: string, environment: Pick<GatewayEnvironment, 'fetch' | 'clock' | 'timings'>): AuthCalls {
  async function ask(
    call: AuthCall,
    signal: AbortSignal,
    run: (client: GoTrueClient) => Promise<{ data: unknown }>,
  ): Promise<{ readonly data: unknown; readonly answer: HttpAnswer }> {
    let answer: HttpAnswer = { kind: 'failure', failure: { code: 'internal', detail: `${call}: not sent` }, at: environment.clock.now() }
    // Loaded at the first call: the library is larger than all other gateway code, and the start of the app must not wait for it.
    const { GoTrueClient: Client } = await import('@supabase/auth-js')
    const client = new Client({
      url: `${address}/auth/v1`,
      headers: { apikey: publicKey },
      persistSession: false,
      autoRefreshToken: false,
      detectSessionInUrl: false,
      skipAutoInitialize: true,
      fetch: async (url, init) => {
        const request = {
          method: 'POST' as const,
          url: url instanceof Request ? url.url : String(url),
          headers: Object.fromEntries(new Headers(init?.headers)),
          body: bodyOf(init?.body),
        }
        answer = await requestJson({ ...environment, source: call, signal, deadlineMs: environment.timings.requestDeadline, ...request })
        return responseFor(answer)
      },
    })
    // The library is not known to throw. If it does, `answer` still holds what the server said.
    const result = await run(client).catch(() => ({ data: null }))
    return { data: result.data, answer }
  }

  function tokensOf(call: AuthCall, asked: { readonly data: unknown; readonly answer: HttpAnswer }): TokensOrRefusal {
    const parsed = z.object({ session }).safeParse(asked.data)
    if (!parsed.success) return { ok: false, ...refusalOf(call, asked.answer) }
    const { access_token, refresh_token, expires_in, user } = parsed.data.session
    const halfWay = user.factors?.some((factor) => factor.status === 'verified') ?? false
    // Counted from the arrival of the answer by this computer's clock: `expires_at` is by the server's clock.
    const lifetime = expires_in * 1000
    const renewAt = asked.answer.at + lifetime - Math.min(SKEW, lifetime / 2)
    return { ok: true, value: { access: access_token, refresh: refresh_token, renewAt, halfWay } }
  }

  return {
    password: async (login, password, signal) =>
      tokensOf('sign-in', await ask('sign-in', signal, (client) => client.signInWithPassword({ ...login, password }))),
    refresh: async (refresh_token, signal) => tokensOf('refresh', await ask('refresh', signal, (client) => client.refreshSession({ refresh_token }))),
    logout: async (access, signal) => void (await ask('logout', signal, (client) => client.admin.signOut(access, 'local'))),
  }
}

/** The answer for the library. What it would retry or throw at becomes a plain 400; this file reads the real answer itself. */
function responseFor(answer: HttpAnswer): Response {
  const refused = (): Response => new Response('{"error_code":"companion_refused","msg":"see the real answer"}', { status: 400 })
  if (answer.kind === 'failure' || answer.status >= 400) return refused()
  if (answer.content === 'empty') return new Response(null, { status: 204 })
  return typeof answer.json === 'object' && answer.json !== null ? new Response(JSON.stringify(answer.json), { status: 200 }) : refused()
}

function bodyOf(body: unknown): unknown {
  return typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined
}

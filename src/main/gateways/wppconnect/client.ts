// Calls of one WPPConnect Server. The secret key is part of two paths, so it is written into URLs here and nowhere else, and no failure names a URL.
import { z } from 'zod'
import type { GatewayEnvironment } from '../../core/ports'
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import { failureOfStatus, requestJson, type HttpAnswer, type HttpReply } from '../http/http'
import { isRefused } from '../http/proof'
import { createTokenSource, type IssuedToken, type TokenSource } from '../wpp-platform/tokens'

/** Tokens are good as long as the secret is; one is asked for anew once a day, ms. */
const TOKEN_LIFETIME = 86_400_000

/** One call about one session. */
interface SessionCall {
  /** The last part of its path, which also names it in evidence and details. */
  readonly source: string
  readonly method: 'GET' | 'POST'
  readonly body?: unknown
  /** ms; default: the deadline of a request. */
  readonly deadlineMs?: number
}

/** The calls of one server. Never throws. */
export interface WppconnectClient {
  /** Asks about a session, with its token; a token that is refused is renewed once. */
  session(sessionId: string, call: SessionCall, signal: AbortSignal): Promise<HttpAnswer>
  /** Names of all sessions that were ever started on the server. Fails with `secret-key-rejected` and what a request fails with. */
  names(signal: AbortSignal): Promise<Outcome<readonly unknown[]>>
  /** Proves the secret key. The server creates nothing by this. */
  prove(signal: AbortSignal): Promise<Outcome>
}

interface ClientOptions {
  readonly address: string
  readSecret(): Promise<Outcome<string>>
  /** The server refuses the secret key. */
  onRejected(): void
  readonly environment: GatewayEnvironment
}

/** Session for which a token is asked when nothing but the secret key is to be proved. */
const NOBODY = 'wpp-companion'

const tokenAnswer = z.object({
  token: z
    .string()
    .max(4_096)
    .regex(/^[\x21-\x7e]+$/),
})
const namesAnswer = z.object({ response: z.array(z.unknown()) })
const refusal = z.object({ response: z.literal(false) })

/** Builds the client of one server. */
export function createClient({ address, readSecret, onRejected, environment }: ClientOptions): WppconnectClient {
  const { fetch, clock, timings } = environment
  const tokens = new Map<string, TokenSource>()

  /** A call whose path holds the secret key: below `/api`, from the secret to the path. */
  async function withSecret(
    { source, method, path }: { source: string; method: 'GET' | 'POST'; path: (secret: string) => string },
    signal: AbortSignal,
  ): Promise<Outcome<HttpReply>> {
    const secret = await readSecret()
    if (!secret.ok) return secret
    const url = `${address}/api/${path(encodeURIComponent(secret.value))}`
    const answer = await requestJson({ fetch, clock, source, method, url, signal, deadlineMs: timings.requestDeadline })
    if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
    if (answer.status === 400 && refusal.safeParse(answer.json).success) {
      onRejected()
      return failed('secret-key-rejected', { detail: `${source}: HTTP 400`, field: 'secretKey' })
    }
    return answer.status < 300 ? success(answer) : { ok: false, failure: withoutSignIn(failureOfStatus(source, answer)) }
  }

  async function issueToken(sessionId: string, signal: AbortSignal): Promise<Outcome<IssuedToken>> {
    const source = 'generate-token'
    const path = (secret: string): string => `${encodeURIComponent(sessionId)}/${secret}/${source}`
    const answer = await withSecret({ source, method: 'POST', path }, signal)
    if (!answer.ok) return answer
    const parsed = tokenAnswer.safeParse(answer.value.json)
    if (!parsed.success) return { ok: false, failure: failureOfStatus(source, answer.value) }
    return success({ token: parsed.data.token, lifetimeMs: TOKEN_LIFETIME })
  }

  function tokenOf(sessionId: string): TokenSource {
    const known = tokens.get(sessionId)
    if (known) return known
    const source = createTokenSource(clock, () => issueToken(sessionId, new AbortController().signal))
    tokens.set(sessionId, source)
    return source
  }

  function send(sessionId: string, { deadlineMs = timings.requestDeadline, ...call }: SessionCall, token: string, signal: AbortSignal): Promise<HttpAnswer> {
    const url = `${address}/api/${encodeURIComponent(sessionId)}/${call.source}`
    return requestJson({ ...call, fetch, clock, url, headers: { authorization: `Bearer ${token}` }, signal, deadlineMs })
  }

  return {
    async session(sessionId, call, signal) {
      const source = tokenOf(sessionId)
      const token = await source.get(signal)
      if (!token.ok) return { kind: 'failure', failure: token.failure, at: clock.now() }
      const answer = await send(sessionId, call, token.value, signal)
      // A refusal in HTML comes from a proxy in between and says nothing about the token.
      if (answer.kind === 'failure' || answer.status !== 401 || answer.content !== 'json') return answer
      source.drop(token.value)
      const renewed = await source.get(signal)
      if (!renewed.ok) return { kind: 'failure', failure: renewed.failure, at: clock.now(), status: 401 }
      return send(sessionId, call, renewed.value, signal)
    },

    async names(signal) {
      const source = 'show-all-sessions'
      const answer = await withSecret({ source, method: 'GET', path: (secret) => `${secret}/${source}` }, signal)
      if (!answer.ok) return answer
      const parsed = namesAnswer.safeParse(answer.value.json)
      return parsed.success && !isRefused(answer.value.json) ? success(parsed.data.response) : { ok: false, failure: failureOfStatus(source, answer.value) }
    },

    async prove(signal) {
      const issued = await issueToken(NOBODY, signal)
      return issued.ok ? success() : issued
    },
  }
}

/** These calls carry no token: a 401 or 403 comes from a proxy in between. */
function withoutSignIn(failure: Failure): Failure {
  return failure.code === 'sign-in-expired' || failure.code === 'not-allowed' ? { ...failure, code: 'not-understood' } : failure
}

// Calls of a WAHA server: one key as a header, errors as NestJS words them.
import { z } from 'zod'
import type { GatewayEnvironment } from '../../core/ports'
import { success, type Failure, type Outcome } from '../../../shared/model/failure'
import { failureOfStatus, requestJson, type HttpAnswer, type HttpReply } from '../http/http'
import { idOrNull } from '../http/identifier'
import { onceEach } from '../http/listed-rows'
import { phoneOf } from '../http/phone'
import { isAbout } from '../http/proof'
import type { SecretReader } from '../http/secret-reader'

/** Slot of the key, the server's own or one made for some of its sessions. */
export const KEY_SLOT = 'apiKey'

/** One call. `source` names it in evidence and details. */
export interface WahaCall {
  readonly source: 'sessions' | 'session' | 'create' | 'start' | 'restart' | 'stop' | 'qr' | 'request-code'
  readonly method: 'GET' | 'POST'
  /** Below `/api/`. */
  readonly path: string
  readonly body?: unknown
}

/** A session as the list tells it. */
export interface ListedSession {
  readonly name: string
  readonly phone: string | null
}

/** Sessions, and how many rows could not be read. */
interface Sessions {
  readonly rows: readonly ListedSession[]
  readonly unreadable: number
}

/** The calls of one server. None throws. */
export interface WahaClient {
  send(call: WahaCall, signal: AbortSignal): Promise<HttpAnswer>
  sessions(signal: AbortSignal): Promise<Outcome<Sessions>>
}

const row = z.object({ name: z.unknown().transform(idOrNull).pipe(z.string()), me: z.object({ id: z.unknown().optional() }).nullish().catch(null) })

/** Builds the client. */
export function createWahaClient(address: string, key: SecretReader, environment: GatewayEnvironment): WahaClient {
  const { fetch, clock, timings } = environment

  async function send({ path, ...call }: WahaCall, signal: AbortSignal): Promise<HttpAnswer> {
    const known = await key.read()
    if (!known.ok) return { kind: 'failure', failure: known.failure, at: clock.now() }
    const headers = { 'x-api-key': known.value }
    const answer = await requestJson({ ...call, fetch, clock, url: `${address}/api/${path}`, headers, signal, deadlineMs: timings.requestDeadline })
    if (answer.kind === 'answer' && answer.status === 401) key.forget()
    return answer
  }

  return {
    send,
    async sessions(signal) {
      const source = 'sessions'
      // Without `all` the list leaves out sessions that are stopped.
      const answer = await send({ source, method: 'GET', path: 'sessions?all=true' }, signal)
      if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
      if (answer.status >= 300 || !Array.isArray(answer.json)) return { ok: false, failure: failureOf(source, answer) }
      const rowsSent = answer.json as readonly unknown[]
      const parsed = rowsSent.map((each) => row.safeParse(each))
      const listed = parsed.flatMap(({ success: read, data }, at) => {
        const sent: unknown = rowsSent[at]
        return read && isAbout(sent, data.name) ? [{ id: data.name, sent, value: { name: data.name, phone: phoneOf(data.me?.id) } }] : []
      })
      const { rows, contradicting } = onceEach(listed)
      return success({ rows, unreadable: parsed.length - listed.length + contradicting })
    },
  }
}

/** What an answer without the expected content means. */
export function failureOf(source: WahaCall['source'], answer: HttpReply): Failure {
  const failure = failureOfStatus(source, answer)
  if (failure.code === 'sign-in-expired') return { ...failure, code: 'secret-key-rejected' }
  if (isGone(answer)) return { code: 'number-not-found', detail: `${source}: HTTP 404` }
  return allowsDefaultOnly(answer) ? { code: 'single-session', detail: `${source}: HTTP 422` } : failure
}

/** The server does not know the session. Its 404 for an unknown route says "Cannot GET …" instead. */
function isGone({ status, json }: HttpReply): boolean {
  return status === 404 && /^session not found|^we didn't find a session/i.test(messageIn(json))
}

/** Session name in use. */
export function isTaken({ status, json }: HttpReply): boolean {
  return status === 422 && /already exists/i.test(messageIn(json))
}

/** WAHA Core serves the session `default` alone, and refuses every other name. */
function allowsDefaultOnly({ status, json }: HttpReply): boolean {
  return status === 422 && /only ['"`]?default['"`]? session/i.test(messageIn(json))
}

function messageIn(json: unknown): string {
  const { message } = (json ?? {}) as { message?: unknown }
  return typeof message === 'string' ? message.trim() : ''
}

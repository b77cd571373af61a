// Calls of an Evolution API: one key, the server's own or one instance's, as a header. Errors are JSON in two shapes, and some come with HTTP 200.
import { z } from 'zod'
import type { GatewayEnvironment } from '../../core/ports'
import { success, type Failure, type Outcome } from '../../../shared/model/failure'
import { failureOfStatus, requestJson, type HttpAnswer, type HttpReply } from '../http/http'
import { idOrNull } from '../http/identifier'
import { onceEach } from '../http/listed-rows'
import { phoneOf } from '../http/phone'
import { isAbout, wordIn } from '../http/proof'
import type { SecretReader } from '../http/secret-reader'

/** Slot of the key. The keys of single instances, which lists and events carry, are never kept. */
export const KEY_SLOT = 'apiKey'

/** One call. `source` names it in evidence and details. */
interface EvolutionCall {
  readonly source: 'fetchInstances' | 'create' | 'connect' | 'connectionState' | 'logout'
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below `/instance/`. */
  readonly path: string
  readonly body?: unknown
}

/** An instance as the list tells it. */
export interface ListedInstance {
  readonly name: string
  /** The server's own id of it; a new instance of the same name has another one. */
  readonly id: string | null
  /** The state as the list has it, in lower case: it lags behind the instance's own. */
  readonly status: string | null
  /** Digits of the phone that is or was linked. */
  readonly phone: string | null
  readonly profileName: string | null
  /** WhatsApp's code of the last close. */
  readonly reason: number | null
}

/** Instances, and how many rows could not be read. */
interface Instances {
  readonly rows: readonly ListedInstance[]
  readonly unreadable: number
}

/** The calls of one server. None throws. */
export interface EvolutionClient {
  send(call: EvolutionCall, signal: AbortSignal): Promise<HttpAnswer>
  instances(signal: AbortSignal, name?: string): Promise<Outcome<Instances>>
  /** The server's own id of an instance, as the list had it last; null = not known. */
  idOf(name: string): string | null
}

const row = z.object({
  name: z.unknown().transform(idOrNull).pipe(z.string()),
  id: z.unknown().optional().transform(idOrNull),
  ownerJid: z.unknown().optional().transform(phoneOf),
  profileName: z.string().nullish().catch(null),
  disconnectionReasonCode: z.coerce.number().int().nullish().catch(null),
})

/** Names under which this server too says whom an answer is about. */
export const NAMED = ['instance_name']

/** Builds the client. */
export function createEvolutionClient(address: string, key: SecretReader, environment: GatewayEnvironment): EvolutionClient {
  const { fetch, clock, timings } = environment
  const ids = new Map<string, string | null>()

  async function send(call: EvolutionCall, signal: AbortSignal): Promise<HttpAnswer> {
    const known = await key.read()
    if (!known.ok) return { kind: 'failure', failure: known.failure, at: clock.now() }
    const { path, ...rest } = call
    const answer = await requestJson({
      ...rest,
      fetch,
      clock,
      url: `${address}/instance/${path}`,
      headers: { apikey: known.value },
      signal,
      deadlineMs: timings.requestDeadline,
    })
    if (answer.kind === 'answer' && answer.status === 401) key.forget()
    return answer
  }

  return {
    send,
    idOf: (name) => ids.get(name) ?? null,
    async instances(signal, name) {
      const source = 'fetchInstances'
      const path = name === undefined ? source : `${source}?instanceName=${encodeURIComponent(name)}`
      const answer = await send({ source, method: 'GET', path }, signal)
      if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
      if (answer.status >= 300 || !Array.isArray(answer.json)) return { ok: false, failure: failureOf(source, answer) }
      const rowsSent = answer.json as readonly unknown[]
      const listed = rowsSent.flatMap((sent) => {
        const parsed = row.safeParse(sent)
        return parsed.success && isAbout(sent, parsed.data.name, NAMED) ? [{ id: parsed.data.name, sent, value: listedOf(parsed.data, sent) }] : []
      })
      const { rows, contradicting } = onceEach(listed)
      for (const row of rows) ids.set(row.name, row.id)
      return success({ rows, unreadable: rowsSent.length - listed.length + contradicting })
    },
  }
}

function listedOf({ name, id, ownerJid, profileName, disconnectionReasonCode }: z.infer<typeof row>, sent: unknown): ListedInstance {
  const status = wordIn(sent, ['connectionStatus'])
  const plain = status === null || status === 'unreadable' ? null : status.plain
  return { name, id, status: plain, phone: ownerJid, profileName: profileName ?? null, reason: disconnectionReasonCode ?? null }
}

/** What an answer without the expected content means; a refused key is a refused secret, a 404 in JSON an instance that is not there. */
export function failureOf(source: string, answer: HttpReply): Failure {
  const failure = failureOfStatus(source, answer)
  if (failure.code === 'sign-in-expired') return { ...failure, code: 'secret-key-rejected' }
  return isGone(answer) ? { code: 'number-not-found', detail: `${source}: HTTP 404` } : failure
}

/** The server does not know the instance. Its 404 for an unknown route says "Cannot GET …" instead. */
function isGone({ status, json }: HttpReply): boolean {
  return status === 404 && /does not exist/i.test(JSON.stringify(json ?? ''))
}

// Creates a number. wpp-create is sent once and never repeated by itself; if its answer is lost, the list shows whether the number was created.
import { z } from 'zod'
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { Clock, ListedNumber, ProvisionedNumber, ProvisionRequest } from '../../core/ports'
import type { HttpAnswer } from '../http/http'
import { idOrNull } from '../http/identifier'
import { deniesSuccess } from '../http/proof'
import type { Dialect, DialectTools } from './dialect'
import { isLost, refusalIn } from './functions-client'
import { readingOf } from './readings'
import { INTEGRATION_ID, maskOf, type NumberRows } from './rows'

/** Time that is kept for reading the list in case the answer is lost, ms; at most a third of the time for creating. */
const LIST_RESERVE = 10_000

const created = z.object({ session: z.unknown(), apiKey: z.string().nullish().catch(null), integration_id: z.unknown().optional() })
/** An answer that tells the session of the number. */
interface Created {
  readonly session: string
  readonly apiKey: string | null
  readonly id: string | null
}

/** What an answer of wpp-create tells; null if it claims no success or names no session. */
function createdIn(json: unknown): Created | null {
  const parsed = created.safeParse(json)
  const session = idOrNull(parsed.data?.session)
  if (!parsed.success || session === null || deniesSuccess(json)) return null
  return { session, apiKey: parsed.data.apiKey ?? null, id: idOrNull(parsed.data.integration_id) }
}

/** Creates a number. `before` is the list read just before; `startedAt` is when the operator clicked (epoch ms). */
export async function provision(
  dialect: Dialect,
  tools: DialectTools,
  { before, startedAt, request }: { readonly before: NumberRows; readonly startedAt: number; readonly request: ProvisionRequest },
  signal: AbortSignal,
): Promise<Outcome<ProvisionedNumber>> {
  const addNew = dialect.addsNew(before, request)
  const answer = await tools.call(
    {
      name: 'wpp-create',
      method: 'POST',
      body: addNew ? { add_new: true } : {},
      headers: { 'idempotency-key': request.idempotencyKey },
      deadlineMs: createDeadline(tools.clock, tools.timings.createDeadline, startedAt),
    },
    signal,
  )
  const refusal = refusalIn('wpp-create', answer)
  const made = refusal === null && answer.kind === 'answer' ? createdIn(answer.json) : null
  if (made) return success(await completed(dialect, before, made, answer, signal))
  const failure: Failure = refusal ?? { code: 'not-understood', detail: 'wpp-create: no session in the answer' }
  // After an answer that makes no sense, as after a lost one, it is open whether the server created the number.
  const open = isLost(answer) || refusal === null
  return open ? resolveLost(dialect, { before, addNew, failure }, signal) : { ok: false, failure }
}

async function completed(dialect: Dialect, before: NumberRows, made: Created, answer: HttpAnswer, signal: AbortSignal): Promise<ProvisionedNumber> {
  const reading = readingOf('wpp-create', made.session, answer)
  const rowIn = (list: NumberRows): ListedNumber | undefined => list.rows.find((each) => each.sessionId === made.session)
  // The deployed answer lacks the row's id, and later questions need it.
  const id = made.id ?? rowIn(before)?.facts[INTEGRATION_ID]
  const listed = id === undefined ? await dialect.rows(signal) : null
  const row = listed?.ok ? rowIn(listed.value) : undefined
  const facts = id === undefined ? (row?.facts ?? {}) : { [INTEGRATION_ID]: id }
  return {
    sessionId: made.session,
    apiKeyMask: maskOf(made.apiKey) ?? row?.apiKeyMask ?? null,
    facts,
    phone: reading.phone ?? row?.phone ?? null,
    name: row?.name ?? null,
    reading,
  }
}

interface Lost {
  readonly before: NumberRows
  readonly addNew: boolean
  readonly failure: Failure
}

/** Finds the created number in the list: the only row that was not there before. A plain create may also return the one number that already existed. */
async function resolveLost(dialect: Dialect, { before, addNew, failure }: Lost, signal: AbortSignal): Promise<Outcome<ProvisionedNumber>> {
  const after = await dialect.rows(signal)
  if (signal.aborted) return failed('cancelled')
  const unclear = failed('provision-unclear', { detail: failure.detail ?? `wpp-create: ${failure.code}` })
  // The row that was made, or one that was there before, may be among those that cannot be read.
  if (!after.ok || before.unreadable > 0 || after.value.unreadable > 0) return unclear
  const known = new Set(before.rows.map((row) => row.sessionId))
  const fresh = after.value.rows.filter((row) => !known.has(row.sessionId))
  const [only, ...others] = fresh.length === 0 && !addNew ? after.value.rows : fresh
  if (!only || others.length > 0) return unclear
  return success({ ...only, reading: await dialect.read(only, signal) })
}

function createDeadline(clock: Clock, total: number, startedAt: number): number {
  const left = total - (clock.now() - startedAt)
  return Math.max(left - Math.min(LIST_RESERVE, total / 3), total / 3)
}

// A new number: wpp-create once, never again by itself; an answer that got lost is looked for in the list.
import { z } from 'zod'
import { failed, success, type Failure, type Outcome } from '../../../shared/failure'
import type { Clock, ListedNumber, ProvisionedNumber, ProvisionRequest } from '../../core/ports'
import type { HttpAnswer } from '../http'
import type { Dialect, DialectTools } from './dialect'
import { isLost, refusalIn } from './functions-client'
import { readingOf, stateAnswer } from './readings'
import { INTEGRATION_ID, maskOf, rowOf } from './rows'

/** Part of the time for creating that is kept for looking at the list when the answer is lost: at most 10 s, at most a third. */
const LIST_RESERVE = 10_000

const created = stateAnswer.extend({
  session: z.string().min(1).max(200),
  apiKey: z.string().nullish().catch(null),
  integration_id: z.string().min(1).max(100).nullish().catch(null),
})

/** Creates a number when the list `before` is known. `startedAt` is when the whole click began (epoch ms). */
export async function provision(
  dialect: Dialect,
  tools: DialectTools,
  { before, startedAt, request }: { readonly before: readonly ListedNumber[]; readonly startedAt: number; readonly request: ProvisionRequest },
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
  const parsed = created.safeParse(answer.kind === 'answer' ? answer.json : undefined)
  const refusal = refusalIn('wpp-create', answer)
  if (refusal === null && parsed.success && parsed.data.success !== false) return success(await completed(dialect, before, parsed.data, answer, signal))
  const failure: Failure = refusal ?? { code: 'not-understood', detail: 'wpp-create: no session in the answer' }
  // An answer that makes no sense leaves as open as a lost one what the server did.
  const open = isLost(answer) || refusal === null
  return open ? resolveLost(dialect, { before, addNew, failure }, signal) : { ok: false, failure }
}

async function completed(
  dialect: Dialect,
  before: readonly ListedNumber[],
  body: z.infer<typeof created>,
  answer: HttpAnswer,
  signal: AbortSignal,
): Promise<ProvisionedNumber> {
  const reading = readingOf('wpp-create', body.session, answer)
  // The deployed answer lacks the row's id, and later questions need it.
  const id = body.integration_id ?? rowOf(before, { sessionId: body.session })?.facts[INTEGRATION_ID]
  const listed = id === undefined ? await dialect.rows(signal) : null
  const row = listed?.ok ? rowOf(listed.value, { sessionId: body.session }) : undefined
  const facts = id === undefined ? (row?.facts ?? {}) : { [INTEGRATION_ID]: id }
  return {
    sessionId: body.session,
    apiKeyMask: maskOf(body.apiKey) ?? row?.apiKeyMask ?? null,
    facts,
    phone: reading.phone ?? row?.phone ?? null,
    name: row?.name ?? null,
    reading,
  }
}

interface Lost {
  readonly before: readonly ListedNumber[]
  readonly addNew: boolean
  readonly failure: Failure
}

/** Exactly one row that was not there before is ours. A plain create also answers with the one number that already was. */
async function resolveLost(dialect: Dialect, { before, addNew, failure }: Lost, signal: AbortSignal): Promise<Outcome<ProvisionedNumber>> {
  const after = await dialect.rows(signal)
  if (signal.aborted) return failed('cancelled')
  const unclear = failed('provision-unclear', { detail: failure.detail ?? `wpp-create: ${failure.code}` })
  if (!after.ok) return unclear
  const fresh = after.value.filter((row) => !rowOf(before, row))
  const [only, ...others] = fresh.length === 0 && !addNew ? after.value : fresh
  if (!only || others.length > 0) return unclear
  return success({ ...only, reading: await dialect.read(only, signal) })
}

function createDeadline(clock: Clock, total: number, startedAt: number): number {
  const left = total - (clock.now() - startedAt)
  return Math.max(left - Math.min(LIST_RESERVE, total / 3), total / 3)
}

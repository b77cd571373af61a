// The functions deployed at AcademyOS, with their quirks (contracts, 1.6): every question names the row, the live state is forced, no answer is trusted
// to be about the number that was meant.
import { failed, success, type Failure, type Outcome } from '../../../shared/failure'
import type { Reading } from '../../../shared/session'
import type { ListedNumber, NumberRef } from '../../core/ports'
import type { HttpAnswer } from '../http'
import { startDeadline, type Dialect, type DialectTools } from './dialect'
import { refusalIn } from './functions-client'
import { evidenceOf, readingOf, stateAnswer, unknownReading } from './readings'
import { INTEGRATION_ID, rowOf, rowsIn } from './rows'

/** Body naming the row; empty only where there is one row and so nothing to confuse. */
type Which = Readonly<Record<string, string>>

/** Builds the dialect. */
export function deployedDialect({ call, timings, clock }: DialectTools): Dialect {
  /** Row ids of the newest list: a row deleted and made again has another one than the app's record. */
  const ids = new Map<string, string>()

  async function rows(signal: AbortSignal): Promise<Outcome<readonly ListedNumber[]>> {
    const query = { messenger_type: 'whatsapp' }
    const listed = rowsIn('messenger-integrations', await call({ name: 'messenger-integrations', method: 'GET', query }, signal))
    if (!listed.ok) return listed
    ids.clear()
    for (const row of listed.value.rows) {
      const id = row.facts[INTEGRATION_ID]
      if (id !== undefined) ids.set(row.sessionId, id)
    }
    return success(listed.value.rows)
  }

  /** The row of a number, looked up anew. A request without an id would go to the primary, whatever number was meant. */
  async function lookUp(number: NumberRef, signal: AbortSignal): Promise<Outcome<Which>> {
    const listed = await rows(signal)
    if (!listed.ok) return listed
    const row = rowOf(listed.value, number)
    if (!row) return failed('number-not-found', { detail: 'messenger-integrations: not in the list' })
    const id = row.facts[INTEGRATION_ID]
    if (id !== undefined) return success({ integration_id: id })
    return listed.value.length === 1 ? success({}) : failed('several-numbers', { detail: 'messenger-integrations: rows without id' })
  }

  const remembered = (number: NumberRef): Which | null => {
    const id = ids.get(number.sessionId) ?? number.facts[INTEGRATION_ID]
    return id === undefined ? null : { integration_id: id }
  }

  /** Asks with the row id at hand; if the function does not know it (row deleted, perhaps made again), once more with the one in the list. */
  async function ask(source: string, number: NumberRef, signal: AbortSignal, send: (which: Which) => Promise<HttpAnswer>): Promise<Reading> {
    const known = remembered(number)
    if (known) {
      const reading = readingFrom(source, number.sessionId, await send(known))
      if (!reading.gone) return reading
    }
    const found = await lookUp(number, signal)
    if (!found.ok) return unlisted(found.failure)
    return readingFrom(source, number.sessionId, await send(found.value))
  }

  const unlisted = (failure: Failure): Reading =>
    unknownReading('messenger-integrations', { kind: 'failure', failure, at: clock.now() }, failure)

  return {
    rows,
    live: async () => success(null),
    // With two rows a plain wpp-create sees none and registers another client, then fails to save it.
    addsNew: (before, request) => before.length > 1 || (before.length > 0 && request.known.length > 0),

    start: (number, signal) =>
      ask('wpp-start', number, signal, (which) => call({ name: 'wpp-start', method: 'POST', body: which, deadlineMs: startDeadline(timings) }, signal)),

    read: (number, signal) =>
      // `force`: without it a stored "connected" is trusted for ever.
      ask('wpp-status', number, signal, (which) => call({ name: 'wpp-status', method: 'POST', body: { force: true, ...which } }, signal)),

    async disconnect(number, signal) {
      // Always looked up: this one deletes a row, so an old id will not do.
      const found = await lookUp(number, signal)
      if (!found.ok) return found
      const refusal = refusalIn('wpp-disconnect', await call({ name: 'wpp-disconnect', method: 'POST', body: found.value }, signal))
      return refusal ? { ok: false, failure: refusal } : success()
    },
  }
}

/** A reading with what only these functions do: outages worded as "disconnected", a timeout of wpp-start, rows that are gone. */
function readingFrom(source: string, sessionId: string, answer: HttpAnswer): Reading {
  if (answer.kind === 'answer' && answer.status === 408 && answer.content === 'json') {
    return { state: 'starting', evidence: evidenceOf(source, answer, 'timeout') }
  }
  const reading = readingOf(source, sessionId, answer)
  if (reading.state !== 'disconnected' || answer.kind === 'failure') return reading
  const said = stateAnswer.safeParse(answer.json)
  if (said.success && /not configured/i.test(said.data.message ?? '')) {
    return unknownReading(source, answer, { code: 'number-not-found', detail: `${source}: WPP integration not configured` }, reading.evidence.word)
  }
  return { ...reading, mayBeServer: true }
}

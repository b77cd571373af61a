// The older functions deployed at AcademyOS. They answer about the primary number unless a request names the row, and they return a stored state unless
// `force` is set. So every request names the row, `force` is always set, and every answer is checked to be about the number that was asked about.
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { NumberRef } from '../../core/ports'
import { evidenceOf, unknownReading } from '../http/evidence'
import type { HttpAnswer } from '../http/http'
import { startDeadline, type Dialect, type DialectTools } from './dialect'
import { refusalToDisconnect } from './functions-client'
import { readingOf, stateAnswer } from './readings'
import { INTEGRATION_ID, rowOf, rowsIn, type NumberRows } from './rows'

/** The function that lists numbers. */
const LIST = 'messenger-integrations'

/** Body of a request that names the row. Empty only when the backend has a single row: there is no other number it could mean. */
type Which = Readonly<Record<string, string>>

/** Builds the dialect. */
export function createDeployedDialect({ call, timings, clock }: DialectTools): Dialect {
  /** Row ids of the newest list, by session. A row that was deleted and created again has a new id, while the app's record holds the old one. */
  const ids = new Map<string, string>()

  async function rows(signal: AbortSignal): Promise<Outcome<NumberRows>> {
    const query = { messenger_type: 'whatsapp' }
    const listed = rowsIn(LIST, await call({ name: LIST, method: 'GET', query }, signal))
    if (!listed.ok) return listed
    if (listed.value.unreadable === 0) ids.clear()
    for (const row of listed.value.rows) {
      const id = row.facts[INTEGRATION_ID]
      if (id !== undefined) ids.set(row.sessionId, id)
    }
    return listed
  }

  /** Looks the row of a number up in a fresh list. A request without an id would go to the primary number, whatever number was meant. */
  async function lookUp(number: NumberRef, signal: AbortSignal): Promise<Outcome<Which>> {
    const listed = await rows(signal)
    if (!listed.ok) return listed
    const row = rowOf(listed.value, number, LIST)
    if (!row.ok) return row
    const id = row.value.facts[INTEGRATION_ID]
    if (id !== undefined) return success({ integration_id: id })
    const isOnly = listed.value.rows.length + listed.value.unreadable === 1
    return isOnly ? success({}) : failed('several-numbers', { detail: `${LIST}: rows without id` })
  }

  const remembered = (number: NumberRef): Which | null => {
    const id = ids.get(number.sessionId) ?? number.facts[INTEGRATION_ID]
    return id === undefined ? null : { integration_id: id }
  }

  /** Asks with the known row id. If the function does not know that id (the row was deleted, perhaps created again), asks once more with the id in the list. */
  async function ask(source: string, number: NumberRef, signal: AbortSignal, send: (which: Which) => Promise<HttpAnswer>): Promise<Reading> {
    const known = remembered(number)
    if (known) {
      const reading = readingFrom(source, number.sessionId, known, await send(known))
      if (!reading.gone) return reading
    }
    const found = await lookUp(number, signal)
    if (!found.ok) return unlisted(found.failure)
    return readingFrom(source, number.sessionId, found.value, await send(found.value))
  }

  const unlisted = (failure: Failure): Reading => unknownReading(failure, evidenceOf(LIST, { at: clock.now() }))

  return {
    rows,
    live: async () => success(null),
    // With two rows a plain wpp-create finds none of them, registers another client on the platform and then fails to save it.
    addsNew({ rows: before, unreadable }, request) {
      const count = before.length + unreadable
      return count > 1 || (count > 0 && request.known.length > 0)
    },

    start: (number, signal) =>
      ask('wpp-start', number, signal, (which) => call({ name: 'wpp-start', method: 'POST', body: which, deadlineMs: startDeadline(timings) }, signal)),

    read: (number, signal) =>
      // `force`: without it a stored "connected" is trusted for ever.
      ask('wpp-status', number, signal, (which) => call({ name: 'wpp-status', method: 'POST', body: { force: true, ...which } }, signal)),

    async disconnect(number, signal) {
      // Always looked up anew: this call deletes a row, so an outdated id is not good enough.
      const found = await lookUp(number, signal)
      if (!found.ok) return found
      const refusal = refusalToDisconnect('wpp-disconnect', number.sessionId, await call({ name: 'wpp-disconnect', method: 'POST', body: found.value }, signal))
      return refusal ? { ok: false, failure: refusal } : success()
    },
  }
}

/** A reading, with what is special to these functions: outages reported as "disconnected", wpp-start answering 408, rows that no longer exist. */
function readingFrom(source: string, sessionId: string, { integration_id: rowId }: Which, answer: HttpAnswer): Reading {
  if (answer.kind === 'answer' && answer.status === 408 && answer.content === 'json') {
    return { state: 'starting', evidence: evidenceOf(source, answer, 'timeout') }
  }
  const reading = readingOf(source, sessionId, answer, rowId)
  if (reading.state !== 'disconnected' || answer.kind === 'failure') return reading
  const said = stateAnswer.safeParse(answer.json)
  if (said.success && /not configured/i.test(said.data.message ?? '')) {
    return unknownReading({ code: 'number-not-found', detail: `${source}: WPP integration not configured` }, reading.evidence)
  }
  return { ...reading, mayBeServer: true }
}

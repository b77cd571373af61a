// Our own functions (supabase/functions): requests name the session, and one answer holds both status and code.
import { z } from 'zod'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { Reading } from '../../../shared/model/session'
import type { ListedNumber, NumberRef } from '../../core/ports'
import { startDeadline, type Dialect, type DialectTools } from './dialect'
import { refusalIn, refusalToDisconnect } from './functions-client'
import { linkingCodeOf } from '../http/linking-code'
import type { ListedRow } from '../http/listed-rows'
import { isAboutAccount, isRefused } from '../http/proof'
import { livePageIn } from './live-page'
import { readingOf, speaksOfCode } from './readings'
import { INTEGRATION_ID, numbersOf, pageIn, rowOf, rowsIn, type NumberRows } from './rows'

/** Rows of one page, and the most pages read. Together far more numbers than an organisation has; the limit ends a cursor that runs in circles. */
const PAGE = '200'
const MAX_PAGES = 50

/** The function that lists numbers, with live states on request. */
const LIVE = 'wpp-integrations'

/** Builds the dialect. */
export function createOwnDialect({ call, timings }: DialectTools): Dialect {
  async function rows(signal: AbortSignal): Promise<Outcome<NumberRows>> {
    const all: ListedRow<ListedNumber>[] = []
    let unreadable = 0
    let cursor: string | null = null
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query: Record<string, string> = { limit: PAGE, ...(cursor === null ? {} : { cursor }) }
      const listed = pageIn('wpp-integrations', await call({ name: 'wpp-integrations', method: 'GET', query }, signal))
      // Our functions also answer under the older name, with all rows in one page.
      if (!listed.ok) return listed.failure.code === 'function-missing' && page === 0 ? olderName(signal) : listed
      all.push(...listed.value.rows)
      unreadable += listed.value.unreadable
      if (listed.value.next === null || listed.value.next === cursor) return success(numbersOf(all, unreadable))
      cursor = listed.value.next
    }
    return failed('too-large', { detail: 'wpp-integrations: the list does not end' })
  }

  async function olderName(signal: AbortSignal): Promise<Outcome<NumberRows>> {
    const query = { messenger_type: 'whatsapp' }
    return rowsIn('messenger-integrations', await call({ name: 'messenger-integrations', method: 'GET', query }, signal))
  }

  /** Session and row id together. If the functions were replaced by the older ones, which know only the id, the request still reaches the right number. */
  const which = (number: NumberRef): Readonly<Record<string, string>> => {
    const id = number.facts[INTEGRATION_ID]
    return { session: number.sessionId, ...(id === undefined ? {} : { integration_id: id }) }
  }

  /** The number with its row id. Reads the list if the app does not know the id. */
  async function identified(number: NumberRef, signal: AbortSignal): Promise<Outcome<NumberRef>> {
    if (number.facts[INTEGRATION_ID] !== undefined) return success(number)
    const listed = await rows(signal)
    if (!listed.ok) return listed
    return rowOf(listed.value, number, 'wpp-integrations')
  }

  return {
    rows,
    addsNew: ({ rows: before, unreadable }, request) => before.length + unreadable > 0 && request.known.length > 0,

    async live(cursor, signal) {
      const query: Record<string, string> = { live: '1', limit: PAGE, ...(cursor === null ? {} : { cursor }) }
      const answer = await call({ name: LIVE, method: 'GET', query }, signal)
      const refusal = refusalIn(LIVE, answer)
      if (refusal) return refusal.code === 'function-missing' ? success(null) : { ok: false, failure: refusal }
      return livePageIn(LIVE, answer)
    },

    async start(number, signal) {
      const found = await identified(number, signal)
      // The number cannot be started without its row id, but its state can still be read.
      if (!found.ok) return this.read(number, signal)
      const answer = await call({ name: 'wpp-start', method: 'POST', body: which(found.value), deadlineMs: startDeadline(timings) }, signal)
      return readingOf('wpp-start', number.sessionId, answer)
    },

    async read({ sessionId }, signal) {
      const answer = await call({ name: 'wpp-status', method: 'GET', query: { session: sessionId } }, signal)
      const reading = readingOf('wpp-status', sessionId, answer)
      return speaksOfCode(reading) && !reading.code ? withCode(reading, sessionId, signal) : reading
    },

    async disconnect(number, signal) {
      const found = await identified(number, signal)
      if (!found.ok) return found
      const source = 'wpp-disconnect'
      const refusal = refusalToDisconnect(source, number.sessionId, await call({ name: source, method: 'POST', body: which(found.value) }, signal))
      return refusal ? { ok: false, failure: refusal } : success()
    },
  }

  /** Asks wpp-qr for the code when the status says that there is one but does not hold it. Without a code the number is still starting. */
  async function withCode(reading: Reading, session: string, signal: AbortSignal): Promise<Reading> {
    const answer = await call({ name: 'wpp-qr', method: 'GET', query: { session } }, signal)
    if (answer.kind === 'failure' || refusalIn('wpp-qr', answer) !== null) return reading
    const body = z.object({ qr: z.unknown() }).safeParse(answer.json)
    // Another number's code would link the phone to that number.
    const believable = body.success && !isRefused(answer.json) && isAboutAccount(answer.json, session)
    const code = believable ? linkingCodeOf(body.data.qr) : null
    return code ? { ...reading, state: 'awaiting-scan', code } : reading
  }
}

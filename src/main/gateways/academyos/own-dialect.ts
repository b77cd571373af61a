// Our own functions: everything is asked by session, status and code come in one answer.
import { failed, success, type Outcome } from '../../../shared/failure'
import type { Reading } from '../../../shared/session'
import type { ListedNumber, NumberRef } from '../../core/ports'
import { startDeadline, type Dialect, type DialectTools } from './dialect'
import { refusalIn } from './functions-client'
import { linkingCodeOf } from '../linking-code'
import { livePageIn } from './live-page'
import { readingOf } from './readings'
import { INTEGRATION_ID, rowOf, rowsIn } from './rows'

/** Rows a page, and pages at most: far more numbers than an organisation has, and an end if a server's cursor runs in circles. */
const PAGE = '200'
const MAX_PAGES = 50

/** The function that lists numbers, with live states on request. */
const LIVE = 'wpp-integrations'

/** Builds the dialect. */
export function ownDialect({ call, timings }: DialectTools): Dialect {
  async function rows(signal: AbortSignal): Promise<Outcome<readonly ListedNumber[]>> {
    const all: ListedNumber[] = []
    let cursor: string | null = null
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query: Record<string, string> = { limit: PAGE, ...(cursor === null ? {} : { cursor }) }
      const listed = rowsIn('wpp-integrations', await call({ name: 'wpp-integrations', method: 'GET', query }, signal))
      // The same handler answers under the older name, in one page.
      if (!listed.ok) return listed.failure.code === 'function-missing' && page === 0 ? olderName(signal) : listed
      all.push(...listed.value.rows)
      if (listed.value.next === null || listed.value.next === cursor) return success(all)
      cursor = listed.value.next
    }
    return failed('too-large', { detail: 'wpp-integrations: the list does not end' })
  }

  async function olderName(signal: AbortSignal): Promise<Outcome<readonly ListedNumber[]>> {
    const query = { messenger_type: 'whatsapp' }
    const listed = rowsIn('messenger-integrations', await call({ name: 'messenger-integrations', method: 'GET', query }, signal))
    return listed.ok ? success(listed.value.rows) : listed
  }

  /** Session and row id together: should the functions have been replaced by older ones, which know only the id, no other number is touched. */
  const which = (number: NumberRef): Readonly<Record<string, string>> => {
    const id = number.facts[INTEGRATION_ID]
    return { session: number.sessionId, ...(id === undefined ? {} : { integration_id: id }) }
  }

  /** The number with its row id, listed anew if the app does not know it. */
  async function identified(number: NumberRef, signal: AbortSignal): Promise<Outcome<NumberRef>> {
    if (number.facts[INTEGRATION_ID] !== undefined) return success(number)
    const listed = await rows(signal)
    if (!listed.ok) return listed
    const row = rowOf(listed.value, number)
    return row ? success(row) : failed('number-not-found', { detail: 'wpp-integrations: not in the list' })
  }

  return {
    rows,
    addsNew: (before, request) => before.length > 0 && request.known.length > 0,

    async live(cursor, signal) {
      const query: Record<string, string> = { live: '1', limit: PAGE, ...(cursor === null ? {} : { cursor }) }
      const answer = await call({ name: LIVE, method: 'GET', query }, signal)
      const refusal = refusalIn(LIVE, answer)
      if (refusal) return refusal.code === 'function-missing' ? success(null) : { ok: false, failure: refusal }
      return livePageIn(LIVE, answer)
    },

    async start(number, signal) {
      const found = await identified(number, signal)
      // Not started, but whether the number lives is a question of its own.
      if (!found.ok) return this.read(number, signal)
      const answer = await call({ name: 'wpp-start', method: 'POST', body: which(found.value), deadlineMs: startDeadline(timings) }, signal)
      return readingOf('wpp-start', number.sessionId, answer)
    },

    async read({ sessionId }, signal) {
      const answer = await call({ name: 'wpp-status', method: 'GET', query: { session: sessionId } }, signal)
      const reading = readingOf('wpp-status', sessionId, answer)
      return reading.evidence.word === 'qr_issued' && !reading.code ? withCode(reading, sessionId, signal) : reading
    },

    async disconnect(number, signal) {
      const found = await identified(number, signal)
      if (!found.ok) return found
      const refusal = refusalIn('wpp-disconnect', await call({ name: 'wpp-disconnect', method: 'POST', body: which(found.value) }, signal))
      return refusal ? { ok: false, failure: refusal } : success()
    },
  }

  /** A status that speaks of a code and brings none: the seed's second question. Without a code the number is still starting. */
  async function withCode(reading: Reading, session: string, signal: AbortSignal): Promise<Reading> {
    const answer = await call({ name: 'wpp-qr', method: 'GET', query: { session } }, signal)
    const body: unknown = answer.kind === 'answer' && refusalIn('wpp-qr', answer) === null ? answer.json : null
    const code = typeof body === 'object' && body !== null && 'qr' in body ? linkingCodeOf(body.qr) : null
    return code ? { ...reading, state: 'awaiting-scan', code } : reading
  }
}

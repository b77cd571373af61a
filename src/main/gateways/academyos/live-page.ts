// One page of the list with live states.
import { z } from 'zod'
import { failed, success, type Outcome } from '../../../shared/model/failure'
import type { LivePage } from '../../core/ports'
import type { HttpAnswer } from '../http/http'
import { identifierIn, idOrNull } from '../http/identifier'
import { onceEach } from '../http/listed-rows'
import { carriesError, deniesSuccess } from '../http/proof'
import { readingOf, speaksOfCode } from './readings'

const page = z.object({ integrations: z.array(z.unknown()), next_cursor: z.unknown().optional() })
const row = z.looseObject({ session: z.unknown().optional(), status: z.unknown().optional() })

/**
 * The page's readings; value null = these functions list numbers without their states. Fails with `not-understood`.
 * A row without a session that can be read is left out, and so are two that say different things: the number is then asked by itself.
 */
export function livePageIn(source: string, answer: HttpAnswer): Outcome<LivePage | null> {
  const parsed = page.safeParse(answer.kind === 'answer' ? answer.json : undefined)
  if (!parsed.success || answer.kind === 'failure' || deniesSuccess(answer.json) || carriesError(answer.json))
    return failed('not-understood', { detail: `${source}: no list of integrations` })
  const listed = parsed.data.integrations.flatMap((each) => {
    const json = row.safeParse(each)
    const sessionId = json.success ? idOrNull(json.data.session) : null
    return json.success && sessionId !== null ? [{ id: sessionId, sent: each, value: { sessionId, json: json.data } }] : []
  })
  const { rows } = onceEach(listed)
  if (rows.length > 0 && rows.every(({ json }) => json.status === undefined)) return success(null)
  const readings = rows.flatMap(({ sessionId, json }) => {
    if (json.status === undefined) return []
    const reading = readingOf(source, sessionId, { ...answer, json })
    // Codes are not in lists: a number that shows one is asked by itself, and so is one without a state.
    return speaksOfCode(reading) ? [] : [{ sessionId, reading }]
  })
  const next = identifierIn([parsed.data.next_cursor])
  if (next.is === 'unreadable') return failed('not-understood', { detail: `${source}: next page not readable` })
  return success({ readings, next: next.is === 'known' ? next.id : null })
}

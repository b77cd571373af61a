// One page of the list with live states.
import { z } from 'zod'
import { failed, success, type Outcome } from '../../../shared/failure'
import type { LivePage } from '../../core/ports'
import type { HttpAnswer } from '../http'
import { readingOf } from './readings'

const page = z.object({
  integrations: z.array(z.looseObject({ session: z.string().nullish(), status: z.string().optional() })),
  next_cursor: z.union([z.string(), z.number()]).nullish().catch(null),
})

/** The page's readings; value null = these functions list numbers without their states. Fails with `not-understood`. */
export function livePageIn(source: string, answer: HttpAnswer): Outcome<LivePage | null> {
  const parsed = page.safeParse(answer.kind === 'answer' ? answer.json : undefined)
  if (!parsed.success || answer.kind === 'failure') return failed('not-understood', { detail: `${source}: no list of integrations` })
  const { integrations, next_cursor: next } = parsed.data
  const rows = integrations.filter((row) => typeof row.session === 'string' && row.session !== '')
  if (rows.length > 0 && rows.every(({ status }) => status === undefined)) return success(null)
  const readings = rows.flatMap((row) => {
    const sessionId = row.session ?? ''
    // Codes are not in lists: a number that shows one is asked by itself, and so is one without a state.
    if (row.status === undefined || row.status === 'qr_issued') return []
    return [{ sessionId, reading: readingOf(source, sessionId, { ...answer, json: row }) }]
  })
  return success({ readings, next: next === null || next === undefined ? null : String(next) })
}

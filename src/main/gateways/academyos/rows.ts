// The organisation's numbers as the list functions tell them.
import { z } from 'zod'
import { failed, success, type Failure, type Outcome } from '../../../shared/model/failure'
import type { ListedNumber, NumberRef } from '../../core/ports'
import type { HttpAnswer } from '../http/http'
import { idOrNull, identifierIn } from '../http/identifier'
import { onceEach, type ListedRow } from '../http/listed-rows'
import { carriesError, deniesSuccess, truthIn } from '../http/proof'
import { phoneField } from '../wpp-platform/wire'
import { refusalIn } from './functions-client'

/** Fact under which a number keeps the id of its row. */
export const INTEGRATION_ID = 'integrationId'

const text = z.string().nullish().catch(null)
const listAnswer = z.object({ integrations: z.array(z.unknown()), next_cursor: z.unknown().optional() })

/** One row; our own list names session and mask plainly, the deployed one keeps them in `settings`. */
const rowAnswer = z.object({
  id: z.unknown().optional(),
  integration_id: z.unknown().optional(),
  provider: text,
  is_active: z.unknown().optional().transform(truthIn),
  name: text,
  session: z.unknown().optional(),
  apiKey: text,
  phone: phoneField,
  settings: z.unknown().optional(),
})
const rowSettings = z.object({ wppAccountNumber: z.unknown().optional(), wppApiKey: text }).nullish()

/** The organisation's numbers. With unreadable rows the list is not a full one: a number that is absent from it may still exist. */
export interface NumberRows {
  readonly rows: readonly ListedNumber[]
  /** How many rows could not be read. */
  readonly unreadable: number
}

/** One page of the list. */
interface Page {
  readonly rows: readonly ListedRow<ListedNumber>[]
  readonly unreadable: number
  /** Where the next page begins. */
  readonly next: string | null
}

/** The numbers of a list that has one page. */
export function rowsIn(source: string, answer: HttpAnswer): Outcome<NumberRows> {
  const page = pageIn(source, answer)
  return page.ok ? success(numbersOf(page.value.rows, page.value.unreadable)) : page
}

/** The numbers of all pages. A session of two rows that say different things counts as unreadable. */
export function numbersOf(listed: Page['rows'], unreadable: number): NumberRows {
  const { rows, contradicting } = onceEach(listed)
  return { rows, unreadable: unreadable + contradicting }
}

/** Numbers of one page and where the next begins. Rows of other messengers and rows without a session yet are left out. */
export function pageIn(source: string, answer: HttpAnswer): Outcome<Page> {
  const refusal = refusalIn(source, answer)
  if (refusal) return { ok: false, failure: refusal }
  const json: unknown = answer.kind === 'answer' ? answer.json : undefined
  const parsed = listAnswer.safeParse(json)
  // An empty list beside an error is an outage, not an organisation without numbers.
  if (!parsed.success || deniesSuccess(json) || carriesError(json)) return failed('not-understood', { detail: `${source}: no list of integrations` })
  const rows: ListedRow<ListedNumber>[] = []
  const { integrations } = parsed.data
  const next = identifierIn([parsed.data.next_cursor])
  // A cursor that cannot be read hides whatever rows come after it.
  let unreadable = next.is === 'unreadable' ? 1 : 0
  for (const each of integrations) {
    const listed = numberIn(each)
    if (listed === 'unreadable') unreadable += 1
    else if (listed) rows.push({ id: listed.sessionId, sent: each, value: listed })
  }
  if (rows.length === 0 && unreadable > 0) return { ok: false, failure: unreadableRows(source, unreadable) }
  return success({ rows, unreadable, next: next.is === 'known' ? next.id : null })
}

/** The failure that a list with unreadable rows is told with. */
export function unreadableRows(source: string, count: number): Failure {
  return { code: 'not-understood', detail: `${source}: ${count} ${count === 1 ? 'row is' : 'rows are'} not readable` }
}

/** The number of one row; null if it is none of this messenger's or has no session yet. */
function numberIn(each: unknown): ListedNumber | null | 'unreadable' {
  const parsed = rowAnswer.safeParse(each)
  if (!parsed.success) return 'unreadable'
  const row = parsed.data
  // The functions see active rows of provider wpp only, so others cannot be asked about.
  if ((plainText(row.provider) || 'wpp') !== 'wpp' || row.is_active === false) return null
  if (row.is_active === 'unreadable') return 'unreadable'
  const settings = rowSettings.safeParse(row.settings)
  if (!settings.success) return 'unreadable'
  const session = identifierIn([row.session, settings.data?.wppAccountNumber])
  if (session.is !== 'known') return session.is === 'absent' ? null : 'unreadable'
  const id = idOrNull(row.id) ?? idOrNull(row.integration_id)
  return {
    sessionId: session.id,
    apiKeyMask: maskOf(row.apiKey ?? settings.data?.wppApiKey),
    facts: id === null ? {} : { [INTEGRATION_ID]: id },
    phone: row.phone,
    name: labelOf(row.name),
  }
}

function plainText(word: string | null | undefined): string {
  return word?.trim().toLowerCase() ?? ''
}

/** The key's mask as the server sent it. If the server sent the whole key, it is masked here, so that the app never keeps a key from a list. */
export function maskOf(sent: string | null | undefined): string | null {
  const key = sent?.trim() ?? ''
  if (key === '') return null
  if (/[\u2022*\u2026]/.test(key)) return key.slice(0, 40)
  return key.length < 12 ? '***' : `${key.slice(0, 6)}••••••${key.slice(-4)}`
}

/** The row's name as a label. "WhatsApp (WPP)" is what every row is called until a person renames it, so it is no label. */
function labelOf(name: string | null | undefined): string | null {
  const label = name?.trim() ?? ''
  return label === '' || /^whatsapp(?: \(wpp\))?(?: #?\d+)?$/i.test(label) ? null : label.slice(0, 200)
}

/**
 * The row of one number among those listed. A number absent from a full list is unknown to the backend (`number-not-found`); absent from a list with
 * unreadable rows it may be one of them (`not-understood`).
 */
export function rowOf({ rows, unreadable }: NumberRows, { sessionId }: Pick<NumberRef, 'sessionId'>, source: string): Outcome<ListedNumber> {
  const row = rows.find((each) => each.sessionId === sessionId)
  if (row) return success(row)
  if (unreadable > 0) return { ok: false, failure: unreadableRows(source, unreadable) }
  return failed('number-not-found', { detail: `${source}: not in the list` })
}

// The organisation's numbers as the list functions tell them.
import { z } from 'zod'
import { failed, success, type Outcome } from '../../../shared/failure'
import type { ListedNumber, NumberRef } from '../../core/ports'
import type { HttpAnswer } from '../http'
import { phoneIn } from '../wpp-platform/wire'
import { refusalIn } from './functions-client'

/** Fact under which a number keeps the id of its row. */
export const INTEGRATION_ID = 'integrationId'

const text = z.string().nullish().catch(null)
const listAnswer = z.object({ integrations: z.array(z.unknown()), next_cursor: z.union([z.string(), z.number()]).nullish().catch(null) })

/** One row; our own list names session and mask plainly, the deployed one keeps them in `settings`. */
const rowAnswer = z.object({
  id: text,
  integration_id: text,
  provider: text,
  is_active: z.boolean().nullish().catch(null),
  name: text,
  session: text,
  apiKey: text,
  phone: text,
  settings: z.unknown().optional(),
})
const rowSettings = z.object({ wppAccountNumber: text, wppApiKey: text }).nullish()

/** Numbers of one page and where the next begins. Rows of other messengers and rows without a session yet are left out. */
export function rowsIn(source: string, answer: HttpAnswer): Outcome<{ readonly rows: readonly ListedNumber[]; readonly next: string | null }> {
  const refusal = refusalIn(source, answer)
  if (refusal) return { ok: false, failure: refusal }
  const parsed = listAnswer.safeParse(answer.kind === 'answer' ? answer.json : undefined)
  if (!parsed.success) return failed('not-understood', { detail: `${source}: no list of integrations` })
  const rows: ListedNumber[] = []
  for (const each of parsed.data.integrations) {
    const row = rowAnswer.safeParse(each)
    const settings = rowSettings.safeParse(row.data?.settings)
    // The functions see active rows of provider wpp only, so others cannot be asked about.
    if (row.success && ((row.data.provider ?? 'wpp') !== 'wpp' || row.data.is_active === false)) continue
    // Leaving an unreadable row out would read as "this number was removed".
    if (!row.success || !settings.success) return failed('not-understood', { detail: `${source}: a row is not readable` })
    const listed = numberOf(row.data, settings.data)
    if (listed) rows.push(listed)
  }
  const next = parsed.data.next_cursor ?? null
  return success({ rows, next: next === null ? null : String(next) })
}

function numberOf(row: z.infer<typeof rowAnswer>, settings: z.infer<typeof rowSettings>): ListedNumber | null {
  const sessionId = row.session ?? settings?.wppAccountNumber ?? ''
  if (sessionId === '') return null
  const id = row.id ?? row.integration_id ?? ''
  return {
    sessionId,
    apiKeyMask: maskOf(row.apiKey ?? settings?.wppApiKey),
    facts: id === '' ? {} : { [INTEGRATION_ID]: id },
    phone: phoneIn({ phone: row.phone ?? null }).phone ?? null,
    name: labelOf(row.name),
  }
}

/** The server's mask as it came. A server that forgot to mask does not make this app keep a key: it is masked here. */
export function maskOf(sent: string | null | undefined): string | null {
  const key = sent?.trim() ?? ''
  if (key === '') return null
  if (/[•*…]/.test(key)) return key.slice(0, 40)
  return key.length < 12 ? '***' : `${key.slice(0, 6)}••••••${key.slice(-4)}`
}

/** Every row is called "WhatsApp (WPP)" until a person renames it: no label, the phone or session says more. */
function labelOf(name: string | null | undefined): string | null {
  const label = name?.trim() ?? ''
  return label === '' || /^whatsapp(?: \(wpp\))?(?: #?\d+)?$/i.test(label) ? null : label.slice(0, 200)
}

/** The row of one number among those listed. */
export function rowOf(rows: readonly ListedNumber[], number: Pick<NumberRef, 'sessionId'>): ListedNumber | undefined {
  return rows.find((row) => row.sessionId === number.sessionId)
}

// wpp-integrations: the organisation's numbers, with masked keys; with `?live=1` their live state, so that a watcher of
// hundreds needs one request a page. Also answers as messenger-integrations, in the shape older clients know.
import { organizationOf } from '../_shared/companion/request/access.ts'
import { ApiError } from '../_shared/companion/request/errors.ts'
import { answer } from '../_shared/companion/request/http.ts'
import { maskKey } from '../_shared/companion/mask.ts'
import type { Deps, Handler, NumberRow, Settlement } from '../_shared/companion/ports.ts'
import { readLive, settlementOf, type LiveReading } from '../_shared/companion/platform/reading.ts'
import { readingFields } from '../_shared/companion/request/answers.ts'

/** Numbers a page. */
const PAGE = 200
/** Most requests to the platform at once: other clients use it too. */
const AT_ONCE = 24

/** GET `?live=1&limit=&cursor=`. */
export const handle: Handler = async (request, deps) => {
  const { userId } = await deps.authenticate(request)
  const query = new URL(request.url).searchParams
  const live = ['1', 'true'].includes(query.get('live') ?? '')
  const page = await numbers(userId, query, live, deps)
  const readings = live ? await readAll(page.rows, deps) : []
  const items = page.rows.map((row, index) => ({ ...numberFields(row), ...liveFields(row, readings[index]) }))
  return answer({ success: true, integrations: items, next_cursor: page.next })
}

/** GET `?messenger_type=whatsapp`, as the deployed function answers it. */
export const handleDeployedShape: Handler = async (request, deps) => {
  const { userId } = await deps.authenticate(request)
  const query = new URL(request.url).searchParams
  const type = query.get('messenger_type') ?? 'whatsapp'
  const { rows } = type === 'whatsapp' ? await numbers(userId, query, false, deps) : { rows: [] }
  return answer({
    success: true,
    integrations: rows.map((row) => ({
      id: row.id,
      organization_id: row.organizationId,
      messenger_type: 'whatsapp',
      provider: 'wpp',
      name: row.name,
      is_primary: row.isPrimary,
      is_enabled: row.isEnabled,
      is_active: row.isActive,
      created_at: row.createdAt,
      settings: { wppAccountNumber: row.session, wppApiKey: `••••••••${maskOf(row).slice(-4)}` },
    })),
  })
}

async function numbers(userId: string, query: URLSearchParams, live: boolean, { store, newId }: Deps) {
  const limit = Number(query.get('limit') ?? PAGE)
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE) throw new ApiError('invalid_input', { sentence: `limit must be between 1 and ${PAGE}` })
  const cursor = query.get('cursor') ?? undefined
  if (cursor !== undefined && !/^\d{4}-[\d:.~+-]{6,40}_[0-9a-f-]{36}$/.test(cursor))
    throw new ApiError('invalid_input', { sentence: 'cursor is not one of ours' })
  const page = await store.numbers(userId, { limit, cursor, leaseId: live ? newId() : undefined })
  organizationOf(page.member)
  return page
}

/** All live states, a bounded number at once, in the order of the rows; recorded together in one statement. */
async function readAll(rows: readonly NumberRow[], deps: Deps): Promise<readonly LiveReading[]> {
  const signal = AbortSignal.timeout(deps.config.platformDeadlineMs)
  const readings: LiveReading[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < rows.length; index = next++) {
      const row = rows[index]
      if (row) readings[index] = await readLive(row, deps, signal)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, rows.length) }, worker))
  const settlements = rows.flatMap((row, index): Settlement[] => {
    const reading = readings[index]
    const settlement = reading ? settlementOf(row, reading, 'status', deps.now()) : null
    return settlement ? [settlement] : []
  })
  if (settlements.length > 0) await deps.store.settle(settlements)
  return readings
}

/** A page answers states only; codes are asked for one number at a time, by wpp-status. */
function liveFields(row: NumberRow, reading: LiveReading | undefined): Record<string, unknown> {
  if (!reading) return {}
  const { qr: _qr, qrcode: _qrcode, ...rest } = readingFields(row, reading)
  return rest
}

function maskOf(row: NumberRow): string {
  return row.apiKeyMask ?? (row.legacyApiKey === null ? '***' : maskKey(row.legacyApiKey))
}

function numberFields(row: NumberRow): Record<string, unknown> {
  return {
    integration_id: row.id,
    session: row.session,
    account_number: row.session,
    name: row.name,
    label: row.label,
    apiKey: maskOf(row),
    is_primary: row.isPrimary,
    created_at: row.createdAt,
    state: row.state,
  }
}

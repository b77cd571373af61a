// wpp-webhook: the platform's events. Only an integration's own secret lets them in; states and causes are recorded once.
import { ApiError } from '../_shared/companion/request/errors.ts'
import { answer } from '../_shared/companion/request/http.ts'
import { bodyText } from '../_shared/companion/request/input.ts'
import { isLinkingCode } from '../_shared/companion/platform/linking-code.ts'
import { repeatsKeys } from '../_shared/companion/platform/repeated-keys.ts'
import {
  carriesError,
  causeOf,
  deniesSuccess,
  fieldsOf,
  identifierOf,
  instantOf,
  isAbout,
  phoneOf,
  plainWord,
  valuesOf,
  wordIn,
  type RecordedStatus,
} from '../_shared/companion/platform/words.ts'
import type { Deps, Handler, StateRecord } from '../_shared/companion/ports.ts'

/** Events may carry media as base64, bytes. */
const MAX_EVENT = 8 * 1024 * 1024

const STATES: Readonly<Record<string, RecordedStatus>> = {
  qr: 'qr_issued',
  connected: 'connected',
  ready: 'connected',
  offline: 'disconnected',
  disconnected: 'disconnected',
  logout: 'disconnected',
}

/** An event, read from either of the two forms that the platform sends. */
interface PlatformEvent {
  /** Lower case; undefined = not told, or not readable. */
  readonly type: string | undefined
  readonly id: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
  readonly data: Readonly<Record<string, unknown>>
}

/** POST `?account=&key=`; repeats and events that are no state answer 200, so that the platform does not send them again. */
export const handle: Handler = async (request, deps) => {
  const query = new URL(request.url).searchParams
  const key = query.get('key') ?? ''
  if (key.length < 16 || key.length > 200) throw new ApiError('webhook_key_wrong')
  const row = await deps.store.byWebhookKey(key)
  if (row === null) throw new ApiError('webhook_key_wrong')
  const text = await bodyText(request, MAX_EVENT)
  const event = eventOf(text)
  // A webhook key is valid for its own number only, whoever else is named in the address or in any field.
  if (!isAbout({ account: query.get('account') }, row.session ?? '') || !isAbout(event.fields, row.session ?? '')) throw new ApiError('webhook_key_wrong')
  const status = event.type !== undefined && Object.hasOwn(STATES, event.type) ? STATES[event.type] : undefined
  if (status === undefined) {
    forward(text, deps)
    return answer({ success: true, ok: true, message: 'ignored' })
  }
  if (isDoubtful(event, status, text)) {
    deps.log.warn('event not believed', { session: row.session, type: event.type })
    return answer({ success: true, ok: true, message: 'ignored' })
  }
  const [outcome] = await deps.store.settle([{ integrationId: row.id, record: await recordOf(event, status, text, deps) }])
  deps.log.info('event', { session: row.session, type: event.type, outcome: outcome ?? null })
  return answer({ success: true, ok: true, message: outcome ?? 'unchanged' })
}

/** True for a state beside a refusal, "connected" beside an error, and an event that names a field twice: it proves nothing, as an answer like it would not. */
function isDoubtful({ fields }: PlatformEvent, status: RecordedStatus, text: string): boolean {
  return deniesSuccess(fields) || (status === 'connected' && carriesError(fields)) || repeatsKeys(text)
}

function eventOf(text: string): PlatformEvent {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ApiError('invalid_json')
  }
  const fields = fieldsOf(json)
  const data = fieldsOf(fields['data'])
  const named = wordIn(fields, ['type', 'event'])
  const inferred = fields['qr'] ?? fields['qrcode'] ?? data['qr']
  const type = named === undefined && typeof inferred === 'string' && isLinkingCode(inferred) ? 'qr' : named?.toLowerCase()
  const id = identifierOf(valuesOf(fields, ['id'])[0])
  return { type, fields, data, id: typeof id === 'string' && /^[\x21-\x7e]{1,150}$/.test(id) ? id : undefined }
}

async function recordOf({ type, id, fields, data }: PlatformEvent, status: RecordedStatus, text: string, { now }: Deps): Promise<StateRecord> {
  const created = instantOf(fields['created'] ?? fields['timestamp'] ?? data['timestamp'])
  const sentCause = causeOf(data['cause'] ?? data['reason'] ?? fields['cause'] ?? fields['reason'])
  return {
    status,
    // The word "logout" is also the cause. No other cause is inferred from a word.
    cause: status === 'disconnected' ? (sentCause ?? (type === 'logout' ? 'logged-out' : undefined)) : undefined,
    phone: status === 'connected' ? phoneOf(data['phone'] ?? fields['phone']) : undefined,
    word: plainWord(type),
    source: 'webhook',
    eventKey: id === undefined ? `sha256:${await hashOf(text)}` : `id:${id}`,
    // An event dated in the future would make all following events count as late.
    occurredAt: created !== undefined && Date.parse(created) <= now() ? created : new Date(now()).toISOString(),
  }
}

async function hashOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Messages are not this product's: where a receiver for them is configured, the event is passed on unchanged. */
function forward(text: string, { config, log, background, post }: Deps): void {
  if (config.webhookForward === null) return
  background(
    post(config.webhookForward, text).catch((error: unknown) =>
      log.warn('event not passed on', { detail: error instanceof Error ? error.message : 'unknown' }),
    ),
  )
}

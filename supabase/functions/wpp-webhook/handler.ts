// wpp-webhook: the platform's events. Only an integration's own secret lets them in; states and causes are recorded once.
import { ApiError } from '../_shared/companion/request/errors.ts'
import { answer } from '../_shared/companion/request/http.ts'
import { bodyText } from '../_shared/companion/request/input.ts'
import { isLinkingCode } from '../_shared/companion/platform/linking-code.ts'
import { causeOf, fieldsOf, identifierOf, instantOf, phoneOf, plainWord, type RecordedStatus } from '../_shared/companion/platform/words.ts'
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
  readonly type: string
  /** Null = an account that cannot be read. */
  readonly account: string | null | undefined
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
  const event = eventOf(text, query.get('account') ?? undefined)
  // A webhook key is valid for its own number only.
  if (event.account !== undefined && event.account !== row.session) throw new ApiError('webhook_key_wrong')
  const status = Object.hasOwn(STATES, event.type) ? STATES[event.type] : undefined
  if (status === undefined) {
    forward(text, deps)
    return answer({ success: true, ok: true, message: 'ignored' })
  }
  const [outcome] = await deps.store.settle([{ integrationId: row.id, record: await recordOf(event, status, text, deps) }])
  deps.log.info('event', { session: row.session, type: event.type, outcome: outcome ?? null })
  return answer({ success: true, ok: true, message: outcome ?? 'unchanged' })
}

function eventOf(text: string, account: string | undefined): PlatformEvent {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ApiError('invalid_json')
  }
  const fields = fieldsOf(json)
  const data = fieldsOf(fields['data'])
  const named = fields['type'] ?? fields['event']
  const inferred = fields['qr'] ?? fields['qrcode'] ?? data['qr']
  const type = typeof named === 'string' ? named.toLowerCase() : typeof inferred === 'string' && isLinkingCode(inferred) ? 'qr' : 'unknown'
  const sent = fields['account'] ?? data['account'] ?? account
  return {
    type,
    fields,
    data,
    account: identifierOf(sent),
    id: typeof fields['id'] === 'string' && /^[\x21-\x7e]{1,150}$/.test(fields['id']) ? fields['id'] : undefined,
  }
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

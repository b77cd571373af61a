// Posts a message as JSON to the operator's own receiver, signed so that the receiver can tell it from a forged one.
import { createHmac } from 'node:crypto'
import type { EscalationMessage } from '../core/alarms'
import type { Clock, HttpFetch } from '../core/ports'
import { failed, success, type Outcome } from '../../shared/model/failure'
import type { WebhookService } from '../../shared/model/webhook-services'
import { failureOfStatus, requestJson } from '../gateways/http/http'
import { serviceAnswer, serviceRequest } from './services'

/** What a webhook needs. */
export interface WebhookTarget {
  readonly fetch: HttpFetch
  readonly clock: Clock
  readonly appVersion: string
  readonly address: string
  /** Empty = unsigned. */
  readonly secret: string
  readonly deadlineMs: number
  /** Whose address it is: a service gets its own body, and no signature. */
  readonly service: WebhookService
}

/** Numbers described in one message; `count` tells how many there are. */
const MOST_NUMBERS = 500

/**
 * Sends one message; any 2xx counts as taken. Headers: `X-WPP-Delivery` (the same at every try), `X-WPP-Timestamp` (Unix seconds) and, with a secret,
 * `X-WPP-Signature: v1=<hex HMAC-SHA256 of "timestamp.body">`. Failures: `webhook-refused` (4xx), else as {@link requestJson} and {@link failureOfStatus}.
 */
export async function sendWebhook(target: WebhookTarget, message: EscalationMessage, signal: AbortSignal): Promise<Outcome> {
  const { fetch, clock, secret, service, deadlineMs } = target
  if (service !== 'plain') {
    const { url, body } = serviceRequest(service, message, target.address)
    const answer = await requestJson({ fetch, clock, source: service, method: 'POST', url, body, signal, deadlineMs })
    return answer.kind === 'failure' ? { ok: false, failure: answer.failure } : serviceAnswer(service, answer)
  }
  const body = bodyOf(message, target.appVersion)
  const timestamp = String(Math.floor(clock.now() / 1000))
  const signature =
    secret === ''
      ? {}
      : {
          'x-wpp-signature': `v1=${createHmac('sha256', secret)
            .update(`${timestamp}.${JSON.stringify(body)}`)
            .digest('hex')}`,
        }
  const headers = { 'x-wpp-delivery': message.id, 'x-wpp-timestamp': timestamp, ...signature }
  const answer = await requestJson({ fetch, clock, source: 'webhook', method: 'POST', url: target.address, headers, body, signal, deadlineMs })
  if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
  const { status } = answer
  if (status >= 200 && status < 300) return success()
  if (status >= 400 && status < 500 && status !== 429 && status !== 408) return failed('webhook-refused', { detail: `webhook: HTTP ${status}` })
  return { ok: false, failure: failureOfStatus('webhook', answer) }
}

function bodyOf({ id, type, at, text, numbers }: EscalationMessage, appVersion: string) {
  return {
    version: 1,
    id,
    type: type === 'drill' ? 'drill' : `number.${type}`,
    at: iso(at),
    app: { name: 'WPP Companion', version: appVersion },
    // Chat systems that take webhooks show this field.
    text,
    count: numbers.length,
    numbers: numbers
      .slice(0, MOST_NUMBERS)
      .map(({ name, phone, connection, sessionId, cause, severity, since, until }) => ({
        name,
        phone,
        connection,
        session: sessionId,
        cause,
        severity,
        downSince: iso(since),
        backSince: until === null ? null : iso(until),
      })),
  }
}

const iso = (at: number): string => new Date(at).toISOString()

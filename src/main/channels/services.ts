// Chat and push services that take webhooks: how each is recognised by its address, what it is sent, what it answers when it took the message.
// Sources: the services' own pages on incoming webhooks. Texts are plain: what a service would read as markup or as a mention is made harmless.
import { cutText, type EscalationMessage } from '../core/alarms'
import { failed, success, type Failure, type FailureCode, type Outcome } from '../../shared/model/failure'
import type { WebhookService } from '../../shared/model/webhook-services'
import { failureOfStatus, type HttpReply } from '../gateways/http/http'

/** One service. */
interface Service {
  /** Its own addresses; self-hosted ones are known by their path, and else the operator says what it is. */
  matches(url: URL): boolean
  /** The address that takes the message, and the body. */
  request(message: EscalationMessage, address: URL): { readonly url: string; readonly body: unknown }
  /** True if the answer says that the message was taken. A 2xx of something else (a login page) is none. */
  taken(answer: HttpReply): boolean
  /** What the service's own word for its refusal means; null = the status tells. */
  refusal?(answer: HttpReply): FailureCode | null
}

const isOn = ({ hostname }: URL, domain: string): boolean => hostname === domain || hostname.endsWith(`.${domain}`)
const title = ({ text }: EscalationMessage): string => cutText(text.split('\n')[0] ?? '', 200)
const rest = ({ text }: EscalationMessage): string => text.split('\n').slice(1).join('\n')
/** Markdown and mentions as they are: a backslash before what has a meaning, an invisible joint behind `@`. */
const plainMarkdown = (text: string): string => text.replace(/[\\`*_~|>[\]#]/g, '\\$&').replaceAll('@', '@\u2060')
/** Nobody waits for a message that only says how it went on. */
const isUrgent = ({ type }: EscalationMessage): boolean => type === 'down' || type === 'drill'
const idIn = (json: unknown): boolean => typeof json === 'object' && json !== null && 'id' in json

/** Source: Slack's page on errors of incoming webhooks. */
const SLACK_REFUSALS: ReadonlyMap<string, FailureCode> = new Map([
  ['channel_not_found', 'webhook-channel'],
  ['channel_is_archived', 'webhook-channel'],
  ['action_prohibited', 'webhook-forbidden'],
  ['posting_to_general_channel_denied', 'webhook-forbidden'],
  ['team_disabled', 'webhook-forbidden'],
  ['no_service', 'webhook-gone'],
  ['no_service_id', 'webhook-gone'],
  ['no_team', 'webhook-gone'],
  ['invalid_token', 'webhook-gone'],
  ['user_not_found', 'webhook-gone'],
])
/** Services whose address holds a key of its own or none: there a 401 or 403 is about the right to write, not about the address. */
const KEYED: ReadonlySet<WebhookService> = new Set(['ntfy', 'gotify', 'google-chat', 'mattermost'])

const SERVICES: Readonly<Record<Exclude<WebhookService, 'plain'>, Service>> = {
  slack: {
    matches: (url) => isOn(url, 'hooks.slack.com') || isOn(url, 'hooks.slack-gov.com'),
    request: ({ text }, { href }) => ({
      url: href,
      body: { text: cutText(text, 4_000).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'), mrkdwn: false, unfurl_links: false },
    }),
    // Slack answers everything that it took with this word.
    taken: ({ status, text }) => status === 200 && text === 'ok',
    refusal: ({ text = '' }) => SLACK_REFUSALS.get(text) ?? null,
  },
  mattermost: {
    // 26 characters is Mattermost's id, two parts are Rocket.Chat's.
    matches: ({ pathname }) => /\/hooks\/(?:[a-z0-9]{26}|[A-Za-z0-9]{17,24}\/[A-Za-z0-9]{32,64})$/.test(pathname),
    request: ({ text }, { href }) => ({ url: href, body: { text: cutText(plainMarkdown(text), 8_000) } }),
    taken: ({ status, content }) => status === 200 && content !== 'html',
  },
  discord: {
    matches: (url) => (isOn(url, 'discord.com') || isOn(url, 'discordapp.com')) && url.pathname.includes('/webhooks/'),
    request: ({ text }, { href }) => ({ url: href, body: { content: cutText(plainMarkdown(text), 2_000), allowed_mentions: { parse: [] }, flags: 4 } }),
    taken: ({ status }) => status === 204 || status === 200,
  },
  teams: {
    matches: (url) => (isOn(url, 'logic.azure.com') || isOn(url, 'api.powerplatform.com') || isOn(url, 'webhook.office.com')) && url.protocol === 'https:',
    request: ({ text }, { href }) => ({
      url: href,
      body: {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            contentUrl: null,
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              body: cutText(text, 8_000)
                .split('\n')
                .map((line, index) => ({
                  type: 'TextBlock',
                  text: plainMarkdown(line),
                  wrap: true,
                  ...(index === 0 ? { weight: 'Bolder' } : { spacing: 'Small' }),
                })),
            },
          },
        ],
      },
    }),
    taken: ({ status, content }) => (status === 200 || status === 202) && content !== 'html',
  },
  'google-chat': {
    matches: (url) => isOn(url, 'chat.googleapis.com'),
    // Its markup has no escape: a joint keeps `*bold*` and `<users/all>` from being read.
    request: ({ text }, { href }) => ({ url: href, body: { text: cutText(text, 4_000).replace(/[*_~`<]/g, '$&\u2060') } }),
    taken: ({ status, content }) => status === 200 && content === 'json',
  },
  ntfy: {
    matches: (url) => isOn(url, 'ntfy.sh') || /^ntfy\.(?!sh\.)/.test(url.hostname),
    request(message, address) {
      const topic =
        address.pathname
          .split('/')
          .filter((part) => part !== '')
          .at(-1) ?? ''
      const root = new URL(address.href)
      root.pathname = root.pathname.replace(/[^/]+\/?$/, '')
      // Its limit is 4,096 bytes.
      const body = { topic, title: title(message), message: cutText(rest(message) || title(message), 1_300), priority: isUrgent(message) ? 5 : 3 }
      return { url: root.href, body }
    },
    taken: ({ status, json }) => status === 200 && idIn(json),
  },
  gotify: {
    matches: ({ pathname, searchParams }) => pathname.endsWith('/message') && searchParams.has('token'),
    request: (message, { href }) => ({
      url: href,
      body: { title: title(message), message: cutText(rest(message) || title(message), 8_000), priority: isUrgent(message) ? 8 : 4 },
    }),
    taken: ({ status, json }) => status === 200 && idIn(json),
  },
}

/** The service whose own address this is; `plain` for all others. */
export function recogniseService(url: URL): WebhookService {
  const names = Object.keys(SERVICES) as (keyof typeof SERVICES)[]
  return names.find((name) => SERVICES[name].matches(url)) ?? 'plain'
}

/** The request that a service wants. The address must be a good one. */
export function serviceRequest(
  service: Exclude<WebhookService, 'plain'>,
  message: EscalationMessage,
  address: string,
): { readonly url: string; readonly body: unknown } {
  return SERVICES[service].request(message, new URL(address))
}

/** What the answer says: taken, or why not. Failures: `webhook-gone`, `webhook-channel`, `webhook-forbidden`, `webhook-too-long`, `webhook-refused`, `rate-limited` with its time, else as {@link failureOfStatus}. */
export function serviceAnswer(service: Exclude<WebhookService, 'plain'>, answer: HttpReply): Outcome {
  if (SERVICES[service].taken(answer)) return success()
  const { status } = answer
  const detail = `${service}: HTTP ${status}`
  if (status === 429) return { ok: false, failure: limited(answer, detail) }
  const refusal = SERVICES[service].refusal?.(answer) ?? null
  if (refusal !== null && status >= 400) return failed(refusal, { detail })
  if ((status === 401 || status === 403) && KEYED.has(service)) return failed('webhook-forbidden', { detail })
  if (status === 413) return failed('webhook-too-long', { detail })
  // Discord: Unknown Webhook; Teams: the flow is off or deleted.
  if (status === 401 || status === 403 || status === 404 || status === 410) return failed('webhook-gone', { detail })
  if (status >= 400 && status < 500 && status !== 408) return failed('webhook-refused', { detail })
  // A 2xx that is no answer of the service: a login page of a proxy, another program at that address.
  return { ok: false, failure: failureOfStatus(service, answer) }
}

function limited(answer: HttpReply, detail: string): Failure {
  const { json, at } = answer
  // Discord says it in the body, in seconds with a fraction.
  const after = typeof json === 'object' && json !== null && 'retry_after' in json ? Number(json.retry_after) : NaN
  if (!(after > 0)) return failureOfStatus(detail, answer)
  return { code: 'rate-limited', detail, retryAt: at + Math.min(3_600, Math.max(1, after)) * 1_000 }
}

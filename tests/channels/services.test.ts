// What each service is sent, and what its answers mean: recorded bodies against a real receiver.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recogniseService } from '../../src/main/channels/services'
import { sendWebhook } from '../../src/main/channels/webhook'
import type { WebhookService } from '../../src/shared/model/webhook-services'
import { FakeClock } from '../fakes/fake-clock'
import { WireServer, type WireAnswer } from '../fakes/wire-server'

let server: WireServer
beforeEach(async () => void (server = await WireServer.start()))
afterEach(() => server.close())

const clock = new FakeClock()
type Chat = Exclude<WebhookService, 'plain'>
/** As hostile as a name can be: markup and mentions of every service. */
const TEXT = '🔴 A&B <!channel> @everyone *b* _i_ `c` [x](y): down\nwhy it is\nwhat to do'
const message = { id: 'm1', type: 'down' as const, at: clock.now(), text: TEXT, numbers: [] }
const send = (service: Chat, path: string, more: Partial<typeof message> = {}) =>
  sendWebhook(
    { fetch, clock, appVersion: '1.2.3', address: server.address + path, secret: 'never used', deadlineMs: 5_000, service },
    { ...message, ...more },
    new AbortController().signal,
  )

describe('an address is recognised', () => {
  it.each([
    ['https://hooks.slack.com/services/T0/B0/x', 'slack'],
    ['https://hooks.slack-gov.com/services/T0/B0/x', 'slack'],
    ['https://chat.example.org/hooks/abcdefghijklmnopqrstuvwxyz', 'mattermost'],
    ['https://rocket.example.org/hooks/65a1b2c3d4e5f6a7b8c9d0e1/AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGhIjKlMn', 'mattermost'],
    ['https://discord.com/api/webhooks/1/abc', 'discord'],
    ['https://ptb.discord.com/api/v10/webhooks/1/abc', 'discord'],
    ['https://discordapp.com/api/webhooks/1/abc', 'discord'],
    ['https://prod-1.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?sig=1', 'teams'],
    ['https://default1.ab.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/x', 'teams'],
    ['https://firm.webhook.office.com/webhookb2/x', 'teams'],
    ['https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t', 'google-chat'],
    ['https://ntfy.sh/my-topic', 'ntfy'],
    ['https://ntfy.example.org/my-topic', 'ntfy'],
    ['https://push.example.org/message?token=Abc', 'gotify'],
    ['https://push.example.org/gotify/message?token=Abc', 'gotify'],
  ])('%s: %s', (address, service) => expect(recogniseService(new URL(address))).toBe(service))

  it.each([
    'https://hooks.slack.com.evil.example/services/T0/B0/x',
    'https://evil.example/hooks.slack.com/services/T0/B0/x',
    'https://evil.example/?hooks.slack.com',
    'https://myhooks.slack.company/services/x',
    'https://discord.com.evil.example/api/webhooks/1/abc',
    'https://notdiscord.com/api/webhooks/1/abc',
    'https://chat.googleapis.com.evil.example/v1/spaces/A/messages',
    'https://logic.azure.com.evil.example/workflows/x',
    'https://ntfy.sh.evil.example/topic',
    'https://example.org/hooks/short',
    'https://example.org/message',
    'https://example.org/messages?token=1',
    'https://example.org/hook',
  ])('%s is nobody’s', (address) => expect(recogniseService(new URL(address))).toBe('plain'))
})

describe('the body', () => {
  const cases: readonly (readonly [Chat, string, string, unknown])[] = [
    [
      'slack',
      '/services/T0/B0/x',
      '/services/T0/B0/x',
      { text: '🔴 A&amp;B &lt;!channel&gt; @everyone *b* _i_ `c` [x](y): down\nwhy it is\nwhat to do', mrkdwn: false, unfurl_links: false },
    ],
    ['mattermost', '/hooks/abc', '/hooks/abc', { text: '🔴 A&B <!channel\\> @\u2060everyone \\*b\\* \\_i\\_ \\`c\\` \\[x\\](y): down\nwhy it is\nwhat to do' }],
    [
      'discord',
      '/api/webhooks/1/abc',
      '/api/webhooks/1/abc',
      {
        content: '🔴 A&B <!channel\\> @\u2060everyone \\*b\\* \\_i\\_ \\`c\\` \\[x\\](y): down\nwhy it is\nwhat to do',
        allowed_mentions: { parse: [] },
        flags: 4,
      },
    ],
    [
      'teams',
      '/workflows/x?sig=1',
      '/workflows/x?sig=1',
      {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            contentUrl: null,
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              body: [
                { type: 'TextBlock', text: '🔴 A&B <!channel\\> @\u2060everyone \\*b\\* \\_i\\_ \\`c\\` \\[x\\](y): down', wrap: true, weight: 'Bolder' },
                { type: 'TextBlock', text: 'why it is', wrap: true, spacing: 'Small' },
                { type: 'TextBlock', text: 'what to do', wrap: true, spacing: 'Small' },
              ],
            },
          },
        ],
      },
    ],
    [
      'google-chat',
      '/v1/spaces/A/messages?key=k',
      '/v1/spaces/A/messages?key=k',
      { text: '🔴 A&B <\u2060!channel> @everyone *\u2060b*\u2060 _\u2060i_\u2060 `\u2060c`\u2060 [x](y): down\nwhy it is\nwhat to do' },
    ],
    [
      'ntfy',
      '/base/my-topic',
      '/base/',
      { topic: 'my-topic', title: '🔴 A&B <!channel> @everyone *b* _i_ `c` [x](y): down', message: 'why it is\nwhat to do', priority: 5 },
    ],
    [
      'gotify',
      '/message?token=T',
      '/message?token=T',
      { title: '🔴 A&B <!channel> @everyone *b* _i_ `c` [x](y): down', message: 'why it is\nwhat to do', priority: 8 },
    ],
  ]
  it.each(cases)('of %s', async (service, path, asked, body) => {
    await send(service, path)
    expect(server.seen).toMatchObject([{ method: 'POST', path: asked, body }])
    expect(server.seen[0]?.body).toEqual(body)
    expect(Object.keys(server.seen[0]?.headers ?? {}).filter((name) => name.startsWith('x-wpp'))).toEqual([])
  })

  it.each([
    ['slack', 4_000, 'text'],
    ['discord', 2_000, 'content'],
    ['google-chat', 4_000, 'text'],
    ['ntfy', 1_300, 'message'],
  ] as const)('of %s is no longer than the service takes', async (service, most, field) => {
    await send(service, '/a/b', { text: `one line\n${'ю'.repeat(20_000)}` })
    const body = server.seen[0]?.body as Record<string, string>
    expect(body[field]?.length).toBe(most)
  })

  it.each(['ntfy', 'gotify'] as const)('of %s is less urgent when it tells how it went on', async (service) => {
    await send(service, '/topic', { type: 'recovered' as never, text: 'back' })
    expect(server.seen[0]?.body).toMatchObject({ title: 'back', message: 'back', priority: service === 'ntfy' ? 3 : 4 })
  })
})

describe('an answer', () => {
  const taken: readonly (readonly [Chat, WireAnswer])[] = [
    ['slack', { text: 'ok' }],
    ['mattermost', { text: 'ok' }],
    ['discord', { status: 204 }],
    ['teams', { status: 202, text: '' }],
    ['google-chat', { json: { name: 'spaces/A/messages/B' } }],
    ['ntfy', { json: { id: 'x', event: 'message' } }],
    ['gotify', { json: { id: 7, appid: 1 } }],
  ]
  it.each(taken)('of %s that took the message', async (service, answer) => {
    server.answer = () => answer
    expect(await send(service, '/a/b')).toEqual({ ok: true, value: undefined })
  })

  const refused: readonly (readonly [Chat, WireAnswer, string])[] = [
    ['slack', { status: 404, text: 'no_service' }, 'webhook-gone'],
    ['slack', { status: 410, text: 'channel_is_archived' }, 'webhook-channel'],
    ['slack', { status: 404, text: 'channel_not_found' }, 'webhook-channel'],
    ['slack', { status: 403, text: 'action_prohibited' }, 'webhook-forbidden'],
    ['slack', { status: 200, text: 'invalid_payload' }, 'not-understood'],
    ['slack', { status: 200, text: '' }, 'not-understood'],
    ['slack', { status: 200, json: { ok: true } }, 'not-understood'],
    ['gotify', { status: 413, text: 'too large' }, 'webhook-too-long'],
    ['slack', { status: 403, text: 'invalid_token' }, 'webhook-gone'],
    ['slack', { status: 400, text: 'invalid_payload' }, 'webhook-refused'],
    ['discord', { status: 404, json: { message: 'Unknown Webhook', code: 10015 } }, 'webhook-gone'],
    ['discord', { status: 401, json: { message: 'Invalid Webhook Token', code: 50027 } }, 'webhook-gone'],
    ['discord', { status: 400, json: { content: ['Must be 2000 or fewer'] } }, 'webhook-refused'],
    ['teams', { status: 401, json: { error: { code: 'WorkflowTriggerIsNotEnabled' } } }, 'webhook-gone'],
    ['gotify', { status: 401, json: { error: 'Unauthorized' } }, 'webhook-forbidden'],
    ['ntfy', { status: 403, json: { code: 40301, error: 'forbidden' } }, 'webhook-forbidden'],
    ['google-chat', { status: 500, json: {} }, 'server-error'],
    ['mattermost', { status: 200, text: '<html>login</html>', type: 'text/html' }, 'not-understood'],
    ['teams', { status: 200, text: '<html>login</html>', type: 'text/html' }, 'not-understood'],
    ['ntfy', { status: 200, json: { ok: true } }, 'not-understood'],
  ]
  it.each(refused)('of %s, %j, is %s', async (service, answer, code) => {
    server.answer = () => answer
    expect(await send(service, '/a/b')).toMatchObject({ ok: false, failure: { code } })
  })

  it('to wait is obeyed, in a header and in Discord’s body', async () => {
    server.answer = () => ({ status: 429, headers: { 'retry-after': '7' }, text: 'slow down' })
    expect(await send('slack', '/a')).toMatchObject({ failure: { code: 'rate-limited', retryAt: clock.now() + 7_000 } })
    server.answer = () => ({ status: 429, json: { message: 'You are being rate limited.', retry_after: 1.5, global: false } })
    expect(await send('discord', '/a')).toMatchObject({ failure: { code: 'rate-limited', retryAt: clock.now() + 1_500 } })
  })

  it('and no detail holds the address', async () => {
    server.answer = () => ({ status: 404 })
    for (const [service] of taken) expect(JSON.stringify(await send(service, '/secret-path?token=abc'))).not.toMatch(/secret-path|abc/)
  })
})

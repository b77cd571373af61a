import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendWebhook, type WebhookTarget } from '../../src/main/channels/webhook'
import { FakeClock } from '../fakes/fake-clock'
import { WireServer } from '../fakes/wire-server'

let server: WireServer
beforeEach(async () => void (server = await WireServer.start()))
afterEach(() => server.close())

const SECRET = 'a shared secret'
const clock = new FakeClock()
const number = {
  key: 'k',
  connectionId: 'c',
  sessionId: 's1',
  name: 'Приёмная',
  phone: '79001234567',
  connection: 'Server',
  cause: 'logged-out' as const,
  severity: 'critical' as const,
  since: clock.now() - 60_000,
  until: null,
}
const message = { id: 'm1', type: 'down' as const, at: clock.now(), text: 'Приёмная: WhatsApp не на связи', numbers: [number] }
const target = (more: Partial<WebhookTarget> = {}): WebhookTarget => ({
  fetch,
  clock,
  appVersion: '1.2.3',
  address: `${server.address}/hook?room=7`,
  secret: SECRET,
  deadlineMs: 5_000,
  service: 'plain',
  ...more,
})
const send = (more: Partial<WebhookTarget> = {}) => sendWebhook(target(more), message, new AbortController().signal)

describe('a webhook', () => {
  it('gets the message as JSON at its whole address, signed over time and body', async () => {
    expect(await send()).toEqual({ ok: true, value: undefined })
    const [seen] = server.seen
    expect(seen).toMatchObject({ method: 'POST', path: '/hook?room=7' })
    expect(seen?.body).toEqual({
      version: 1,
      id: 'm1',
      type: 'number.down',
      at: '2026-01-12T09:00:00.000Z',
      app: { name: 'WPP Companion', version: '1.2.3' },
      text: 'Приёмная: WhatsApp не на связи',
      count: 1,
      numbers: [
        {
          name: 'Приёмная',
          phone: '79001234567',
          connection: 'Server',
          session: 's1',
          cause: 'logged-out',
          severity: 'critical',
          downSince: '2026-01-12T08:59:00.000Z',
          backSince: null,
        },
      ],
    })
    const { 'x-wpp-timestamp': timestamp, 'x-wpp-signature': signature, 'x-wpp-delivery': delivery } = seen?.headers ?? {}
    expect(delivery).toBe('m1')
    expect(timestamp).toBe(String(clock.now() / 1000))
    expect(signature).toBe(
      `v1=${createHmac('sha256', SECRET)
        .update(`${String(timestamp)}.${JSON.stringify(seen?.body)}`)
        .digest('hex')}`,
    )
  })

  it('without a secret gets no signature', async () => {
    await send({ secret: '' })
    expect(server.seen[0]?.headers['x-wpp-signature']).toBeUndefined()
  })

  it('is told of at most 500 numbers, and how many there are', async () => {
    const many = { ...message, numbers: Array.from({ length: 5_000 }, () => number) }
    await sendWebhook(target(), many, new AbortController().signal)
    const body = server.seen[0]?.body as { count: number; numbers: unknown[] }
    expect(body.count).toBe(5_000)
    expect(body.numbers).toHaveLength(500)
  })

  for (const status of [200, 201, 202, 204]) {
    it(`has taken it with ${status}, whatever else it says`, async () => {
      server.answer = () => (status === 204 ? { status } : { status, text: 'ok' })
      expect((await send()).ok).toBe(true)
    })
  }

  for (const [status, code] of [
    [400, 'webhook-refused'],
    [401, 'webhook-refused'],
    [404, 'webhook-refused'],
    [410, 'webhook-refused'],
    [408, 'timeout'],
    [500, 'server-error'],
    [503, 'server-error'],
    [302, 'not-understood'],
  ] as const) {
    it(`has not taken it with ${status}: ${code}`, async () => {
      server.answer = () => ({ status, text: 'no', headers: { location: 'http://127.0.0.1:1/' } })
      expect(await send()).toMatchObject({ ok: false, failure: { code } })
    })
  }

  it('that asks for patience is given it', async () => {
    server.answer = () => ({ status: 429, headers: { 'retry-after': '90' }, json: {} })
    expect(await send()).toMatchObject({ failure: { code: 'rate-limited', retryAt: clock.now() + 90_000 } })
  })

  it('that nobody serves is unreachable, and no detail names its address', async () => {
    await server.close()
    const sent = await send({ address: `${server.address}/very-secret-path` })
    expect(sent).toMatchObject({ ok: false, failure: { code: 'unreachable' } })
    expect(JSON.stringify(sent)).not.toContain('very-secret-path')
  })
})

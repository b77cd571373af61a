import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askBot, isBotToken, isChat, sendTelegram, type TelegramTarget } from '../../src/main/channels/telegram'
import { FakeClock } from '../fakes/fake-clock'
import { WireServer } from '../fakes/wire-server'

let server: WireServer
beforeEach(async () => void (server = await WireServer.start()))
afterEach(() => server.close())

const TOKEN = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'
const clock = new FakeClock()
const signal = new AbortController().signal
const target = (more: Partial<TelegramTarget> = {}): TelegramTarget => ({
  fetch,
  clock,
  base: server.address,
  token: TOKEN,
  chat: '-1001234567890',
  deadlineMs: 5_000,
  ...more,
})
const message = { id: 'm1', type: 'down' as const, at: clock.now(), text: 'Приёмная: <b>не на связи</b> _сейчас_', numbers: [] }

describe('a Telegram bot', () => {
  it('is asked for its name', async () => {
    server.answer = () => ({ json: { ok: true, result: { id: 1, is_bot: true, first_name: 'Duty', username: 'duty_bot' } } })
    expect(await askBot(target(), signal)).toEqual({ ok: true, value: '@duty_bot' })
    expect(server.seen[0]?.path).toBe(`/bot${TOKEN}/getMe`)
  })

  it('says the text in the chat as it is, without markup', async () => {
    server.answer = () => ({ json: { ok: true, result: { message_id: 5 } } })
    expect((await sendTelegram(target(), message, signal)).ok).toBe(true)
    expect(server.seen[0]?.path).toBe(`/bot${TOKEN}/sendMessage`)
    expect(server.seen[0]?.body).toEqual({
      chat_id: '-1001234567890',
      text: message.text,
      disable_notification: false,
      link_preview_options: { is_disabled: true },
    })
  })

  it('says no more than Telegram takes', async () => {
    server.answer = () => ({ json: { ok: true, result: {} } })
    await sendTelegram(target(), { ...message, text: 'я'.repeat(9_000) }, signal)
    expect((server.seen[0]?.body as { text: string }).text).toHaveLength(4_000)
  })

  for (const [what, status, description, code] of [
    ['a revoked token', 401, 'Unauthorized', 'bot-token-wrong'],
    ['a mistyped token', 404, 'Not Found', 'bot-token-wrong'],
    ['an unknown chat', 400, 'Bad Request: chat not found', 'bot-chat-unknown'],
    ['a person who blocked the bot', 403, 'Forbidden: bot was blocked by the user', 'bot-blocked'],
    ['a person who never wrote to the bot', 403, "Forbidden: bot can't initiate conversation with a user", 'bot-blocked'],
    ['a group it was thrown out of', 403, 'Forbidden: bot was kicked from the supergroup chat', 'bot-blocked'],
    ['a group in which it may only read', 400, 'Bad Request: not enough rights to send text messages to the chat', 'bot-blocked'],
    ['a closed topic', 400, 'Bad Request: TOPIC_CLOSED', 'bot-blocked'],
    ['a message Telegram does not like', 400, 'Bad Request: message text is empty', 'webhook-refused'],
    ['trouble of its own', 502, 'Bad Gateway', 'server-error'],
  ] as const) {
    it(`tells ${what} as ${code}`, async () => {
      server.answer = () => ({ status, json: { ok: false, error_code: status, description } })
      expect(await sendTelegram(target(), message, signal)).toMatchObject({ ok: false, failure: { code } })
    })
  }

  it('waits as long as Telegram asks in its answer', async () => {
    server.answer = () => ({
      status: 429,
      json: { ok: false, error_code: 429, description: 'Too Many Requests: retry after 33', parameters: { retry_after: 33 } },
    })
    expect(await sendTelegram(target(), message, signal)).toMatchObject({ failure: { code: 'rate-limited', retryAt: clock.now() + 33_000 } })
  })

  const moved = { ok: false, description: 'Bad Request: group chat was upgraded to a supergroup chat', parameters: { migrate_to_chat_id: -1001234567891 } }

  it('follows a group that became a supergroup, and answers its new number', async () => {
    server.answer = ({ body }) => ((body as { chat_id: string }).chat_id === '-42' ? { status: 400, json: moved } : { json: { ok: true, result: {} } })
    expect(await sendTelegram(target({ chat: '-42' }), message, signal)).toEqual({ ok: true, value: '-1001234567891' })
    expect(server.seen.map(({ body }) => (body as { chat_id: string }).chat_id)).toEqual(['-42', '-1001234567891'])
  })

  it('follows once, and not to what is no chat', async () => {
    server.answer = () => ({ status: 400, json: moved })
    expect(await sendTelegram(target({ chat: '-42' }), message, signal)).toEqual({
      ok: false,
      failure: { code: 'bot-chat-unknown', detail: 'telegram sendMessage: HTTP 400, moved to -1001234567891' },
    })
    expect(server.seen).toHaveLength(2)
    server.answer = () => ({ status: 400, json: { ...moved, parameters: { migrate_to_chat_id: 'x' } } })
    expect((await sendTelegram(target({ chat: '-42' }), message, signal)).ok).toBe(false)
    expect(server.seen).toHaveLength(3)
  })

  it('is not taken at its word by something else at that address', async () => {
    server.answer = () => ({ text: '<html>captive portal</html>', type: 'text/html' })
    expect(await askBot(target(), signal)).toMatchObject({ ok: false, failure: { code: 'not-understood' } })
    expect(await sendTelegram(target(), message, signal)).toMatchObject({ ok: false, failure: { code: 'not-understood' } })
  })

  it('never has its token in a failure', async () => {
    await server.close()
    expect(JSON.stringify([await askBot(target(), signal), await sendTelegram(target(), message, signal)])).not.toContain('AAHdqTcv')
  })
})

for (const [token, fits] of [
  [TOKEN, true],
  ['', false],
  ['110201543', false],
  [`${TOKEN}/../x`, false],
  [`${TOKEN}?a`, false],
  ['x:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw', false],
] as const) {
  it(`${token === '' ? 'nothing' : token.replace(/A\w+/, '…')} ${fits ? 'is' : 'is not'} a token`, () => expect(isBotToken(token)).toBe(fits))
}
for (const [chat, fits] of [
  ['42', true],
  ['-1001234567890', true],
  ['@our_channel', true],
  ['our_channel', false],
  ['', false],
  ['-', false],
  ['1 2', false],
] as const) {
  it(`"${chat}" ${fits ? 'is' : 'is not'} a chat`, () => expect(isChat(chat)).toBe(fits))
}

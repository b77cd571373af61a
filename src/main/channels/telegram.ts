// Says a message through a Telegram bot. The token is part of the address, so addresses never get into a detail, a log or an error.
import { z } from 'zod'
import { cutText, type EscalationMessage } from '../core/alarms'
import type { Clock, HttpFetch } from '../core/ports'
import { failed, success, type Failure, type Outcome } from '../../shared/model/failure'
import { failureOfStatus, requestJson, type HttpReply } from '../gateways/http/http'

/** What a bot needs. */
export interface TelegramTarget {
  readonly fetch: HttpFetch
  readonly clock: Clock
  /** Base address of the Bot API. */
  readonly base: string
  readonly token: string
  readonly chat: string
  readonly deadlineMs: number
}

/** The Bot API of the world. */
export const TELEGRAM = 'https://api.telegram.org'
/** As BotFather gives them; anything else would change the address that is asked. */
const TOKEN = /^\d{3,20}:[\w-]{20,100}$/
/** A number of a person or group, or the @name of a public channel. */
const CHAT = /^(?:-?\d{1,20}|@[A-Za-z]\w{3,40})$/
/** Telegram takes 4,096. */
const MOST_CHARACTERS = 4_000

/** True for what can be a bot's token. */
export const isBotToken = (token: string): boolean => TOKEN.test(token)
/** True for what can be a chat. */
export const isChat = (chat: string): boolean => CHAT.test(chat)

const refusal = z.object({
  description: z.string().optional(),
  parameters: z
    .object({ retry_after: z.number().optional(), migrate_to_chat_id: z.union([z.number().int(), z.string().regex(/^-?\d{1,20}$/)]).optional() })
    .optional(),
})
const me = z.object({ ok: z.literal(true), result: z.object({ username: z.string() }) })
const taken = z.object({ ok: z.literal(true) })

/** Asks who the bot is; answers its `@name`. Failures: `bot-token-wrong`, else as the network has it. */
export async function askBot(target: TelegramTarget, signal: AbortSignal): Promise<Outcome<string>> {
  const answer = await ask(target, 'getMe', {}, signal)
  if (!answer.ok) return answer
  const parsed = me.safeParse(answer.value.json)
  return parsed.success ? success(`@${parsed.data.result.username}`) : failed('not-understood', { detail: 'telegram getMe: not an answer of the Bot API' })
}

/**
 * Says it in the chat. A group that became a supergroup is followed: the value is its new number, else null.
 * Failures: `bot-token-wrong`, `bot-chat-unknown`, `bot-blocked`, `rate-limited` with its time, else as the network has it.
 */
export async function sendTelegram(target: TelegramTarget, message: EscalationMessage, signal: AbortSignal): Promise<Outcome<string | null>> {
  const sent = await say(target, message, signal)
  if (sent.ok) return success(null)
  const { failure } = sent
  if (!('movedTo' in failure) || failure.movedTo === target.chat) return { ok: false, failure: plainFailure(failure) }
  const again = await say({ ...target, chat: failure.movedTo }, message, signal)
  return again.ok ? success(failure.movedTo) : { ok: false, failure: plainFailure(again.failure) }
}

/** A failure as it may cross to others. */
function plainFailure({ code, detail, retryAt }: Failure): Failure {
  return { code, ...(detail === undefined ? {} : { detail }), ...(retryAt === undefined ? {} : { retryAt }) }
}

/** A refusal that names the group's new number. */
type Moved = Failure & { readonly movedTo: string }

async function say(
  target: TelegramTarget,
  message: EscalationMessage,
  signal: AbortSignal,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly failure: Failure | Moved }> {
  const quiet = message.type === 'acknowledged' || message.type === 'withdrawn'
  const body = { chat_id: target.chat, text: cutText(message.text, MOST_CHARACTERS), disable_notification: quiet, link_preview_options: { is_disabled: true } }
  const answer = await ask(target, 'sendMessage', body, signal)
  if (!answer.ok) return answer
  if (taken.safeParse(answer.value.json).success) return { ok: true }
  return failed('not-understood', { detail: 'telegram sendMessage: not an answer of the Bot API' })
}

async function ask(target: TelegramTarget, method: 'getMe' | 'sendMessage', body: unknown, signal: AbortSignal): Promise<Outcome<HttpReply>> {
  const { fetch, clock, base, token } = target
  const source = `telegram ${method}`
  if (!isBotToken(token)) return failed('bot-token-wrong')
  const answer = await requestJson({ fetch, clock, source, method: 'POST', url: `${base}/bot${token}/${method}`, body, signal, deadlineMs: target.deadlineMs })
  if (answer.kind === 'failure') return { ok: false, failure: answer.failure }
  return answer.status === 200 ? success(answer) : { ok: false, failure: refused(source, answer) }
}

function refused(source: string, answer: HttpReply): Failure | Moved {
  const { status, at } = answer
  const detail = `${source}: HTTP ${status}`
  const parsed = refusal.safeParse(answer.json)
  const { description = '', parameters } = parsed.success ? parsed.data : {}
  // A token of the wrong form is "Not Found" to Telegram, a revoked one "Unauthorized".
  if (status === 401 || status === 404) return { code: 'bot-token-wrong', detail }
  if (status === 429) return { code: 'rate-limited', detail, retryAt: at + Math.max(1, parameters?.retry_after ?? 1) * 1000 }
  // A group that became a supergroup has another number.
  const movedTo = String(parameters?.migrate_to_chat_id ?? '')
  if (movedTo !== '' && isChat(movedTo)) return { code: 'bot-chat-unknown', detail: `${detail}, moved to ${movedTo}`, movedTo }
  if (status === 400 && /chat not found|chat_id is empty|peer_id_invalid/i.test(description)) return { code: 'bot-chat-unknown', detail }
  // A member that may read only is refused with 400.
  if (status === 403 || (status === 400 && /rights|write_forbidden|topic_closed/i.test(description))) return { code: 'bot-blocked', detail }
  if (status === 400) return { code: 'webhook-refused', detail }
  return failureOfStatus(source, answer)
}

// The ways out as they are set up: what of them is secret lies in the keychain and is read anew for every message.
import { z } from 'zod'
import type { EscalationMessage } from '../../core/escalation-words'
import type { Way } from '../../core/fire-drill'
import type { Clock, HttpFetch, SecretSlots } from '../../core/ports'
import type { EscalationChannel } from '../../../shared/escalation'
import { failed, success, type Outcome } from '../../../shared/failure'
import { isLoopback } from '../address'
import { askBot, isBotToken, isChat, sendTelegram, type TelegramTarget } from './telegram'
import { sendWebhook } from './webhook'

interface ChannelsOptions {
  readonly slots: SecretSlots
  readonly fetch: HttpFetch
  readonly clock: Clock
  readonly appVersion: string
  /** Base address of the Bot API. */
  readonly telegram: string
  /** ms for one request. */
  readonly deadlineMs: number
  /** The chat that the settings name. */
  chat(): string
}

/** The ways out. */
export interface EscalationChannels {
  /** Keeps address and secret. Failures: `address-invalid`, `address-insecure` (http:// elsewhere than on this machine), the keychain's. */
  keepWebhook(address: string, secret: string): Promise<Outcome<{ origin: string; signed: boolean }>>
  /** Keeps the token; an empty one leaves what is kept. Failures: `invalid-input` with its field, the keychain's. */
  keepTelegram(token: string, chat: string): Promise<Outcome<{ chat: string }>>
  erase(channel: EscalationChannel): Promise<Outcome>
  /** Sends one message. Failures: `channel-secret-missing`, the keychain's, those of the channel. */
  send(channel: EscalationChannel, message: EscalationMessage): Promise<Outcome>
  /** The same step by step, for a drill. */
  way(channel: EscalationChannel, message: EscalationMessage): Way
}

const MOST_ADDRESS = 2048
const kept = z.object({ address: z.string(), secret: z.string() })

/** Builds them over the keychain's slots. */
export function escalationChannels(options: ChannelsOptions): EscalationChannels {
  const { slots, fetch, clock, appVersion, deadlineMs } = options
  const never = new AbortController().signal

  async function readSlot(slot: EscalationChannel): Promise<Outcome<string>> {
    const read = await slots.read(slot)
    if (!read.ok) return read
    return read.value === null ? failed('channel-secret-missing') : success(read.value)
  }
  async function readWebhook(): Promise<Outcome<z.infer<typeof kept>>> {
    const read = await readSlot('webhook')
    if (!read.ok) return read
    const parsed = kept.safeParse(jsonOf(read.value))
    return parsed.success ? success(parsed.data) : failed('channel-secret-missing')
  }
  const bot = (token: string): TelegramTarget => ({ fetch, clock, base: options.telegram, token, chat: options.chat(), deadlineMs })

  return {
    async keepWebhook(address, secret) {
      const url = webhookAddress(address)
      if (!url.ok) return url
      const written = await slots.write('webhook', JSON.stringify({ address: url.value.href, secret }))
      return written.ok ? success({ origin: url.value.origin, signed: secret !== '' }) : written
    },
    async keepTelegram(token, chat) {
      if (token !== '' && !isBotToken(token)) return failed('invalid-input', { field: 'token' })
      if (!isChat(chat)) return failed('invalid-input', { field: 'chat' })
      const written = token === '' ? await readSlot('telegram') : await slots.write('telegram', token)
      return written.ok ? success({ chat }) : written
    },
    erase: (channel) => slots.erase(channel),
    async send(channel, message) {
      if (channel === 'telegram') {
        const token = await readSlot('telegram')
        return token.ok ? sendTelegram(bot(token.value), message, never) : token
      }
      const webhook = await readWebhook()
      return webhook.ok ? sendWebhook({ fetch, clock, appVersion, deadlineMs, ...webhook.value }, message, never) : webhook
    },
    way(channel, message) {
      if (channel === 'telegram') {
        let token = ''
        return {
          channel,
          steps: [
            { step: 'secret', run: async () => { const read = await readSlot('telegram'); token = read.ok ? read.value : ''; return read.ok ? success('') : read } },
            { step: 'reach', run: () => askBot(bot(token), never) },
            { step: 'send', run: async () => { const sent = await sendTelegram(bot(token), message, never); return sent.ok ? success(options.chat()) : sent } },
          ],
        }
      }
      let webhook = { address: '', secret: '' }
      return {
        channel,
        steps: [
          { step: 'secret', run: async () => { const read = await readWebhook(); if (read.ok) webhook = read.value; return read.ok ? success('') : read } },
          { step: 'send', run: async () => { const sent = await sendWebhook({ fetch, clock, appVersion, deadlineMs, ...webhook }, message, never); return sent.ok ? success(new URL(webhook.address).host) : sent } },
        ],
      }
    },
  }
}

/** Unlike a backend's, a webhook's path and query are kept as typed. */
function webhookAddress(typed: string): Outcome<URL> {
  const text = typed.trim()
  const url = text.length <= MOST_ADDRESS && !/\s/.test(text) && URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '') return failed('address-invalid', { field: 'address' })
  if (url.protocol === 'http:' && !isLoopback(url.href)) return failed('address-insecure', { field: 'address' })
  return success(url)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

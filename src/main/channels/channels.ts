// The ways out as they are set up: what of them is secret lies in the keychain and is read anew for every message.
import { z } from 'zod'
import type { EscalationMessage, Way } from '../core/alarms'
import type { Clock, HttpFetch, SecretSlots } from '../core/ports'
import { SMTP_SECURITY, type EscalationChannel } from '../../shared/model/escalation'
import type { EscalationChoice } from '../../shared/model/escalation-schema'
import { failed, success, type Outcome } from '../../shared/model/failure'
import { checkMailServer, sendEmail, typedEmail, type EmailTarget, type TypedEmail } from './email'
import { refusedPlain } from '../gateways/http/address'
import { WEBHOOK_SERVICES, type WebhookChoice, type WebhookService } from '../../shared/model/webhook-services'
import { recogniseService } from './services'
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
  /** Sender and recipients that the settings name. */
  letter(): { readonly from: string; readonly to: readonly string[] } | null
  /** PEM of the certificate authorities that mail servers are checked with; without it those of the runtime. */
  trusted?(): readonly string[] | undefined
  /** The group became a supergroup: from now on its number is this. */
  onChatMoved(from: string, to: string): void
}

/** The form of a webhook as it was typed. */
interface TypedWebhook {
  readonly address: string
  readonly secret: string
  readonly service: WebhookChoice
  /** The operator agreed to http:// on the office network. */
  readonly plainHttp: boolean
}

/** The ways out. */
export interface EscalationChannels {
  /** Keeps address and secret. Failures: `address-invalid`, `webhook-unencrypted` (http:// on the office network, not agreed to), `address-insecure`, the keychain's. */
  keepWebhook(typed: TypedWebhook): Promise<Outcome<{ origin: string; signed: boolean; service: WebhookService }>>
  /** Keeps the token; an empty one leaves what is kept. Failures: `invalid-input` with its field, the keychain's. */
  keepTelegram(token: string, chat: string): Promise<Outcome<{ chat: string }>>
  /** Keeps server and password; an empty one leaves what is kept for this server and login. Failures: `mail-password-needed`, those of {@link typedEmail}, the keychain's. */
  keepEmail(typed: TypedEmail): Promise<Outcome<NonNullable<EscalationChoice['email']>>>
  erase(channel: EscalationChannel): Promise<Outcome>
  /** Sends one message. Failures: `channel-secret-missing`, the keychain's, those of the channel. */
  send(channel: EscalationChannel, message: EscalationMessage): Promise<Outcome>
  /** The same step by step, for a drill. */
  way(channel: EscalationChannel, message: EscalationMessage): Way
}

const MOST_ADDRESS = 2048
const kept = z.object({ address: z.string(), secret: z.string(), service: z.enum(WEBHOOK_SERVICES).default('plain') })
const keptServer = z.object({ host: z.string(), port: z.number(), security: z.enum(SMTP_SECURITY), user: z.string(), password: z.string() })

/** Builds them over the keychain's slots. */
export function createEscalationChannels(options: ChannelsOptions): EscalationChannels {
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
  /** Says it in the chat, and keeps the chat's new number if it has one. */
  async function sayInChat(token: string, message: EscalationMessage): Promise<Outcome> {
    const target = bot(token)
    const sent = await sendTelegram(target, message, never)
    if (!sent.ok) return sent
    if (sent.value !== null) options.onChatMoved(target.chat, sent.value)
    return success()
  }
  const bot = (token: string): TelegramTarget => ({ fetch, clock, base: options.telegram, token, chat: options.chat(), deadlineMs })

  /** Server and password lie together in the keychain, so that nobody who can write the settings sends the password elsewhere. */
  async function readEmail(): Promise<Outcome<EmailTarget>> {
    const read = await readSlot('email')
    if (!read.ok) return read
    const parsed = keptServer.safeParse(jsonOf(read.value))
    const letter = options.letter()
    if (!parsed.success || letter === null) return failed('channel-secret-missing')
    return success({ ...parsed.data, from: letter.from, to: letter.to, deadlineMs, trusted: options.trusted?.() })
  }
  const senders: Readonly<Record<EscalationChannel, (message: EscalationMessage) => Promise<Outcome>>> = {
    async webhook(message) {
      const read = await readWebhook()
      return read.ok ? sendWebhook({ fetch, clock, appVersion, deadlineMs, ...read.value }, message, never) : read
    },
    async telegram(message) {
      const token = await readSlot('telegram')
      return token.ok ? sayInChat(token.value, message) : token
    },
    async email(message) {
      const target = await readEmail()
      const sent = target.ok ? await sendEmail(target.value, message) : target
      return sent.ok ? success() : sent
    },
  }
  const ways: Readonly<Record<EscalationChannel, (message: EscalationMessage) => Way['steps']>> = {
    webhook: (message) =>
      stepsOver(readWebhook, (webhook) => [
        {
          step: 'send',
          run: async () => said(await sendWebhook({ fetch, clock, appVersion, deadlineMs, ...webhook() }, message, never), new URL(webhook().address).host),
        },
      ]),
    telegram: (message) =>
      stepsOver(
        () => readSlot('telegram'),
        (token) => [
          { step: 'reach', run: () => askBot(bot(token()), never) },
          { step: 'send', run: async () => said(await sayInChat(token(), message), options.chat()) },
        ],
      ),
    email: (message) =>
      stepsOver(readEmail, (target) => [
        { step: 'sign-in', run: () => checkMailServer(target()) },
        {
          step: 'send',
          async run() {
            const sent = await sendEmail(target(), message)
            if (sent.ok && sent.value.length > 0) return failed('mail-recipient-refused', { detail: sent.value.join(', ') })
            return said(sent, target().to.join(', '))
          },
        },
      ]),
  }

  return {
    async keepWebhook({ address, secret, service: choice, plainHttp }) {
      const url = webhookAddress(address, plainHttp)
      if (!url.ok) return url
      const service = choice === 'auto' ? recogniseService(url.value) : choice
      // A service cannot check a signature.
      const signing = service === 'plain' ? secret : ''
      const written = await slots.write('webhook', JSON.stringify({ address: url.value.href, secret: signing, service }))
      return written.ok ? success({ origin: url.value.origin, signed: signing !== '', service }) : written
    },
    async keepTelegram(token, chat) {
      if (token !== '' && !isBotToken(token)) return failed('invalid-input', { field: 'token' })
      if (!isChat(chat)) return failed('invalid-input', { field: 'chat' })
      const written = token === '' ? await readSlot('telegram') : await slots.write('telegram', token)
      return written.ok ? success({ chat }) : written
    },
    async keepEmail(typed) {
      const read = typedEmail(typed)
      if (!read.ok) return read
      const { host, port, security, user } = read.value
      let { password } = typed
      if (password === '' && user !== '') {
        const kept = await readSlot('email')
        if (!kept.ok) return kept.failure.code === 'channel-secret-missing' ? failed('mail-password-needed', { field: 'password' }) : kept
        const parsed = keptServer.safeParse(jsonOf(kept.value))
        // A password is for the server and login it was typed for.
        const same = parsed.success && parsed.data.host === host && parsed.data.port === port && parsed.data.user === user
        if (!same || parsed.data.password === '') return failed('mail-password-needed', { field: 'password' })
        password = parsed.data.password
      }
      const written = await slots.write('email', JSON.stringify({ host, port, security, user, password: user === '' ? '' : password }))
      return written.ok ? read : written
    },
    erase: (channel) => slots.erase(channel),
    send: (channel, message) => senders[channel](message),
    way: (channel, message) => ({ channel, steps: ways[channel](message) }),
  }
}

/** Reads the secret first; the steps after it are given what was read. */
function stepsOver<T>(read: () => Promise<Outcome<T>>, then: (value: () => T) => Way['steps']): Way['steps'] {
  let value: T | undefined
  const secret = async (): Promise<Outcome<string>> => {
    const outcome = await read()
    if (outcome.ok) value = outcome.value
    return outcome.ok ? success('') : outcome
  }
  // A drill ends at its first failure, so nobody asks for what was not read.
  return [{ step: 'secret', run: secret }, ...then(() => value as T)]
}

const said = (outcome: Outcome<unknown>, detail: string): Outcome<string> => (outcome.ok ? success(detail) : outcome)

/** Unlike a backend's, a webhook's path and query are kept as typed. */
function webhookAddress(typed: string, plainHttp: boolean): Outcome<URL> {
  const text = typed.trim()
  const url = text.length <= MOST_ADDRESS && !/\s/.test(text) && URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '')
    return failed('address-invalid', { field: 'address' })
  const refused = url.protocol === 'http:' ? refusedPlain(url.hostname, plainHttp) : null
  if (refused !== null) return failed(refused === 'address-unencrypted' ? 'webhook-unencrypted' : refused, { field: 'address' })
  return success(url)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// Sends a message by e-mail over SMTP, always encrypted. Server texts never get into a detail: codes only.
import { connect, type Socket } from 'node:net'
import type { SMTPSentMessageInfo, SMTPTransportOptions, Transporter } from 'nodemailer'
import { USUAL_SMTP_PORT } from '../../shared/model/escalation'
import type { SmtpServer } from '../../shared/model/escalation-schema'
import { failed, success, type Failure, type FailureCode, type Outcome } from '../../shared/model/failure'
import { cutText, type EscalationMessage } from '../core/alarms'
import { cleanPasted } from '../gateways/http/pasted'

/** A mail server, and who writes to whom. */
export interface EmailTarget extends SmtpServer {
  /** Empty together with `user` = the server wants no sign-in. */
  readonly password: string
  readonly from: string
  readonly to: readonly string[]
  /** ms for one step of the exchange. */
  readonly deadlineMs: number
  /** PEM of the certificate authorities to trust; undefined = those of the runtime. */
  readonly trusted?: readonly string[] | undefined
}

/** Recipients of one message at most. */
const MOST_RECIPIENTS = 20
/** Longest exchange, as a multiple of one step's deadline. */
const WHOLE_EXCHANGE = 3
/** One address; a name in front of it, quotes and lists are refused. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,255}$/u
const HOST = /^(?:[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/i

/** The form as it was typed. */
export interface TypedEmail {
  /** `mail.example` or `mail.example:2525`. */
  readonly server: string
  readonly security: SmtpServer['security']
  readonly user: string
  readonly password: string
  /** Empty = the login. */
  readonly from: string
  /** Addresses, separated by commas, semicolons or spaces. */
  readonly to: string
}

/** The form as data, without the password. Failures: `invalid-input` and `pasted-space` with their field. */
export function typedEmail({ server, security, ...typed }: TypedEmail): Outcome<SmtpServer & { readonly from: string; readonly to: string[] }> {
  const address = cleanPasted(server).replace(/^(?:smtps?|tls):\/\//i, '')
  if (/\s/.test(address)) return failed('pasted-space', { field: 'server' })
  const match = HOST.exec(address)
  const port = Number(match?.[1] ?? USUAL_SMTP_PORT[security])
  if (!match || port < 1 || port > 65_535 || address.includes('..')) return failed('invalid-input', { field: 'server' })
  const host = address
    .replace(/:\d{1,5}$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
  const user = typed.user.trim()
  const from = cleanPasted(typed.from) || user
  if (!ADDRESS.test(from)) return failed('invalid-input', { field: 'from' })
  const to = [...new Set(typed.to.split(/[\s,;]+/).map(cleanPasted))].filter((each) => each !== '')
  if (to.length === 0 || to.length > MOST_RECIPIENTS || !to.every((each) => ADDRESS.test(each))) return failed('invalid-input', { field: 'to' })
  return success({ host, port, security, user, from, to })
}

/** Connects and signs in, and sends nothing. Failures as {@link sendEmail}. */
export async function checkMailServer(target: EmailTarget): Promise<Outcome<string>> {
  const done = await exchange(target, (mailer) => mailer.verify())
  return done.ok ? success(target.host) : done
}

/**
 * Sends it; the value are the recipients that the server refused while it took others.
 * Failures: `mail-host-unknown`, `mail-no-connection`, `tls` (certificate), `mail-no-encryption`, `mail-sign-in-refused`, `mail-sender-refused`,
 * `mail-recipient-refused` (all of them), `mail-refused`, `mail-later` (4xx); `timeout` and `unreachable` after the server had answered.
 */
export async function sendEmail(target: EmailTarget, message: EscalationMessage): Promise<Outcome<readonly string[]>> {
  const urgent = message.type === 'down' || message.type === 'drill'
  const sent = await exchange(target, (mailer) =>
    mailer.sendMail({
      from: { name: 'WPP Companion', address: target.from },
      to: [...target.to],
      subject: cutText(message.text.split('\n')[0] ?? '', 200),
      text: message.text,
      // The same at every try: a mailbox shows a repeat once.
      messageId: `<${message.id}.wpp-companion@${target.from.split('@')[1] ?? ''}>`,
      date: new Date(message.at),
      priority: urgent ? 'high' : 'normal',
      // Holiday replies are not wanted (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated', 'X-WPP-Delivery': message.id },
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  )
  return sent.ok ? success(sent.value.rejected) : sent
}

type Mailer = Transporter<SMTPSentMessageInfo, SMTPTransportOptions>

async function exchange<T>(target: EmailTarget, run: (mailer: Mailer) => Promise<T>): Promise<Outcome<T>> {
  const { host, port, security, user, password, deadlineMs, trusted } = target
  // Loaded with the first mail: most people never send one.
  const { createTransport } = await import('nodemailer')
  const whole = AbortSignal.timeout(WHOLE_EXCHANGE * deadlineMs)
  const reached = await reach(host, port, deadlineMs)
  if (!reached.ok) return reached
  const socket = reached.value
  whole.addEventListener('abort', () => socket.destroy())
  const mailer = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ...(user === '' ? {} : { auth: { user, pass: password } }),
    // The operating system finds the host, as for everything else; the library would ask name servers by itself.
    getSocket: (_options: unknown, callback: (error: null, socket: { connection: Socket }) => void) => callback(null, { connection: socket }),
    tls: { minVersion: 'TLSv1.2', ...(trusted === undefined ? {} : { ca: [...trusted] }) },
    connectionTimeout: deadlineMs,
    greetingTimeout: deadlineMs,
    socketTimeout: deadlineMs,
    logger: false,
  })
  try {
    return success(await run(mailer))
  } catch (error) {
    return { ok: false, failure: whole.aborted ? { code: 'timeout', detail: 'smtp' } : failureOf(error, security === 'starttls' && socket.bytesRead === 0) }
  } finally {
    mailer.close()
    socket.destroy()
  }
}

/** A plain connection. Nothing was sent when it fails. */
function reach(host: string, port: number, deadlineMs: number): Promise<Outcome<Socket>> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const give = (outcome: Outcome<Socket>): void => {
      socket.removeAllListeners()
      socket.setTimeout(0)
      // An error between here and the first listener of the mailer must not end the app.
      socket.on('error', () => undefined)
      if (!outcome.ok) socket.destroy()
      resolve(outcome)
    }
    socket.setTimeout(deadlineMs, () => give(failed('mail-no-connection', { detail: 'smtp connect: ETIMEDOUT' })))
    socket.once('connect', () => give(success(socket)))
    socket.once('error', (error) => {
      const code = codeOf(error)
      // EAI_AGAIN: the name server is out of reach, which says nothing about the name.
      const unknown = code === 'ENOTFOUND' || code === 'EAI_NODATA' || code === 'EAI_NONAME'
      give(failed(unknown ? 'mail-host-unknown' : 'mail-no-connection', { detail: `smtp connect: ${code}` }))
    })
  })
}

/** What the library's errors tell. */
interface SmtpError {
  readonly code?: unknown
  readonly originalCode?: unknown
  readonly responseCode?: unknown
  readonly response?: unknown
  readonly command?: unknown
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|ALTNAME|INVALID_CA|PATH_LENGTH/
const NO_TLS = /^(?:ERR_SSL|EPROTO|ERR_TLS)/

function failureOf(error: unknown, silent: boolean): Failure {
  const { code, originalCode, responseCode, response, command } = error as SmtpError
  const reply = typeof responseCode === 'number' ? responseCode : 0
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(typeof response === 'string' ? response : '')?.[1]
  const said = [reply || null, enhanced, reply === 0 ? word(originalCode) || word(code) : null].filter(Boolean).join(' ')
  const detail = `smtp ${[word(command).toUpperCase(), said].filter(Boolean).join(': ')}`
  const as = (failure: FailureCode): Failure => ({ code: failure, detail })
  if (CERTIFICATE.test(word(originalCode))) return as('tls')
  // A server that encrypts from the start says nothing to a plain client; a plain one is heard as broken TLS.
  if (code === 'ETLS' || NO_TLS.test(word(originalCode)) || (code === 'ETIMEDOUT' && silent)) return as('mail-no-encryption')
  if (reply === 530 && enhanced === '5.7.0' && command === 'STARTTLS') return as('mail-no-encryption')
  // Also temporary refusals of a sign-in (454, 421) and of everything else.
  if (reply >= 400 && reply < 500) return as('mail-later')
  if (code === 'EAUTH' || reply === 530 || reply === 535) return as('mail-sign-in-refused')
  if (code === 'EENVELOPE' && command === 'MAIL FROM') return as('mail-sender-refused')
  if (code === 'EENVELOPE' && command === 'RCPT TO') return as('mail-recipient-refused')
  if (reply >= 500) return as('mail-refused')
  return as(code === 'ETIMEDOUT' ? 'timeout' : 'unreachable')
}

/** A code as text; nothing else of the library or the server is passed on. */
const word = (value: unknown): string => (typeof value === 'string' && /^[A-Z][A-Z0-9_ -]{1,60}$/i.test(value) ? value : '')
const codeOf = (error: unknown): string => word((error as SmtpError).code) || 'failed'

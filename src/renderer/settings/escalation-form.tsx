// Sets a channel up. What is typed stays in the inputs until it is taken; secrets are never in React state.
import { useEffect, useId, useRef, useState } from 'react'
import { SMTP_SECURITY, USUAL_SMTP_PORT, type EscalationChannel, type EscalationView } from '../../shared/model/escalation'
import { WEBHOOK_CHOICES, type WebhookChoice } from '../../shared/model/webhook-services'
import type { Failure } from '../../shared/model/failure'
import { useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { Actions } from '../ui/dialogs/dialog'
import { StatusShape } from '../ui/status-shape'
import field from '../ui/forms/field.module.css'
import { useWords } from '../words/words-context'
import styles from './settings.module.css'

type Name = 'address' | 'secret' | 'token' | 'chat' | 'server' | 'user' | 'password' | 'from' | 'to'

interface InputProps {
  readonly name: Name
  readonly secret?: boolean
  readonly initial?: string
  readonly placeholder?: string
  readonly keep?: boolean
  readonly busy: boolean
  readonly wrong: string | null
}

function Input({ name, secret = false, initial, placeholder, keep = false, busy, wrong }: InputProps) {
  const { t } = useWords()
  const id = useId()
  return (
    <div className={field.field}>
      <label htmlFor={id}>{t(`escalation.${name}`)}</label>
      <input
        id={id}
        name={name}
        className={field.input}
        type={secret ? 'password' : 'text'}
        defaultValue={initial}
        placeholder={placeholder}
        autoComplete={secret ? 'new-password' : 'off'}
        autoCapitalize="off"
        spellCheck={false}
        readOnly={busy}
        aria-invalid={wrong !== null || undefined}
        aria-describedby={wrong === null ? `${id}-help` : `${id}-wrong ${id}-help`}
      />
      {wrong !== null && (
        <p id={`${id}-wrong`} className={field.wrong}>
          <StatusShape tone="down" size={14} />
          <span>{wrong}</span>
        </p>
      )}
      <p id={`${id}-help`} className={field.help}>
        {t(`escalation.${name}Help`)} {keep && t('escalation.tokenKeep')}
      </p>
    </div>
  )
}

const serviceOf = (value: unknown): WebhookChoice => WEBHOOK_CHOICES.find((each) => each === value) ?? 'auto'

function ServiceChoice() {
  const { t } = useWords()
  const id = useId()
  return (
    <div className={field.field}>
      <label htmlFor={id}>{t('escalation.service')}</label>
      <select id={id} name="service" className={field.input} defaultValue="auto" aria-describedby={`${id}-help`}>
        {WEBHOOK_CHOICES.map((each) => (
          <option key={each} value={each}>
            {t(`escalation.services.${each}`)}
          </option>
        ))}
      </select>
      <p id={`${id}-help`} className={field.help}>
        {t('escalation.serviceHelp')}
      </p>
    </div>
  )
}

function SecurityChoice({ initial }: { readonly initial: string }) {
  const { t } = useWords()
  const id = useId()
  return (
    <div className={field.field}>
      <label htmlFor={id}>{t('escalation.security')}</label>
      <select id={id} name="security" className={field.input} defaultValue={initial} aria-describedby={`${id}-help`}>
        {SMTP_SECURITY.map((each) => (
          <option key={each} value={each}>
            {t(`escalation.securities.${each}`)}
          </option>
        ))}
      </select>
      <p id={`${id}-help`} className={field.help}>
        {t('escalation.securityHelp')}
      </p>
    </div>
  )
}

/** As it is typed: the usual port is left out. */
function serverText(mail: EscalationView['email']): string {
  if (mail === null) return ''
  const host = mail.host.includes(':') ? `[${mail.host}]` : mail.host
  return mail.port === USUAL_SMTP_PORT[mail.security] ? host : `${host}:${mail.port}`
}

const FIRST: Readonly<Record<EscalationChannel, Name>> = { webhook: 'address', telegram: 'token', email: 'server' }

/** The form of one channel; it closes when the secret is stored in the keychain. */
export function EscalationForm({ channel, onClose }: { readonly channel: EscalationChannel; readonly onClose: () => void }) {
  const { t } = useWords()
  const { escalation, keyring } = useSnapshot()
  const webhook = useIntent('escalation.webhook')
  const telegram = useIntent('escalation.telegram')
  const email = useIntent('escalation.email')
  const form = useRef<HTMLFormElement>(null)
  const [missing, setMissing] = useState<Name | null>(null)
  const { busy, failure } = { webhook, telegram, email }[channel]
  const known = escalation.telegram
  const mail = escalation.email

  const focus = (name: string): void => {
    const input = form.current?.elements.namedItem(name)
    if (input instanceof HTMLInputElement) input.focus()
  }
  useEffect(() => focus(FIRST[channel]), [channel])
  useEffect(() => {
    if (failure?.field !== undefined) focus(failure.field)
  }, [failure])

  const wrongAt = (name: Name): string | null => {
    if (missing === name) return t('window.form.required')
    return failure?.field === name ? wordsOf(failure) : null
  }
  const wordsOf = ({ code }: Failure): string => `${t(`failure.${code}.what`)} ${t(`failure.${code}.next`)}`

  const send = async (node: HTMLFormElement, plainHttp = false): Promise<void> => {
    if (busy) return
    const data = new FormData(node)
    const text = (name: Name): string => {
      const value = data.get(name)
      return typeof value === 'string' ? value : ''
    }
    const required: Readonly<Record<EscalationChannel, readonly Name[]>> = {
      webhook: ['address'],
      telegram: known === null ? ['token', 'chat'] : ['chat'],
      email: ['server', 'to'],
    }
    const empty = required[channel].find((name) => text(name).trim() === '') ?? null
    setMissing(empty)
    if (empty) return focus(empty)
    const run = {
      webhook: () => webhook.run({ address: text('address'), secret: text('secret'), service: serviceOf(data.get('service')), plainHttp }),
      telegram: () => telegram.run({ token: text('token'), chat: text('chat') }),
      email: () =>
        email.run({
          server: text('server'),
          security: data.get('security') === 'starttls' ? 'starttls' : 'tls',
          user: text('user'),
          password: text('password'),
          from: text('from'),
          to: text('to'),
        }),
    }
    const outcome = await run[channel]()
    if (outcome.ok) return onClose()
    // What was typed stays until it is taken; only a refused secret is wiped.
    const refused = outcome.failure.field === undefined ? null : node.elements.namedItem(outcome.failure.field)
    if (refused instanceof HTMLInputElement && refused.type === 'password') refused.value = ''
  }

  return (
    <form
      ref={form}
      className={`${field.form} ${styles.inner}`}
      noValidate
      autoComplete="off"
      aria-label={t(`escalation.channel.${channel}`)}
      aria-busy={busy || undefined}
      onSubmit={(event) => {
        event.preventDefault()
        void send(event.currentTarget)
      }}
    >
      {failure && failure.field === undefined && <FailureNote failure={failure} />}
      {channel === 'webhook' && (
        <>
          <Input name="address" placeholder="https://example.com/hook" busy={busy} wrong={wrongAt('address')} />
          <ServiceChoice />
          <Input name="secret" secret busy={busy} wrong={wrongAt('secret')} />
        </>
      )}
      {channel === 'telegram' && (
        <>
          <Input name="token" secret keep={known !== null} busy={busy} wrong={wrongAt('token')} />
          <Input name="chat" placeholder="-1001234567890" busy={busy} wrong={wrongAt('chat')} {...(known ? { initial: known.chat } : {})} />
        </>
      )}
      {channel === 'email' && (
        <>
          <Input name="server" placeholder="smtp.example.com" busy={busy} wrong={wrongAt('server')} initial={serverText(mail)} />
          <SecurityChoice initial={mail?.security ?? 'tls'} />
          <Input name="user" busy={busy} wrong={wrongAt('user')} initial={mail?.user ?? ''} />
          <Input name="password" secret keep={mail !== null && mail.user !== ''} busy={busy} wrong={wrongAt('password')} />
          <Input name="from" busy={busy} wrong={wrongAt('from')} initial={mail?.from ?? ''} />
          <Input name="to" placeholder="duty@example.com" busy={busy} wrong={wrongAt('to')} initial={mail?.to.join(', ') ?? ''} />
        </>
      )}
      {keyring !== 'none' && <p className={field.note}>{t(keyring === 'memory' ? 'window.form.secretKeptMemory' : 'window.form.secretKept')}</p>}
      <Actions>
        <Button onClick={onClose}>{t('window.app.cancel')}</Button>
        {failure?.code === 'webhook-unencrypted' && !busy && (
          <Button icon="lock-open" onClick={() => form.current && void send(form.current, true)}>
            {t('escalation.savePlain')}
          </Button>
        )}
        <Button type="submit" weight="main" busy={busy}>
          {t('window.app.save')}
        </Button>
      </Actions>
    </form>
  )
}

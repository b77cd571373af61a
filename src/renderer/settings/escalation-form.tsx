// Sets a channel up. What is typed stays in the inputs and is wiped when it is sent; secrets are never in React state.
import { useEffect, useId, useRef, useState } from 'react'
import type { EscalationChannel } from '../../shared/escalation'
import type { Failure } from '../../shared/failure'
import { useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { Actions } from '../ui/dialog'
import { StatusShape } from '../ui/status-shape'
import field from '../ui/field.module.css'
import { useWords } from '../words/words-context'
import styles from './settings.module.css'

type Name = 'address' | 'secret' | 'token' | 'chat'

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

/** The form of one channel; closes when the keychain has taken it. */
export function EscalationForm({ channel, onClose }: { readonly channel: EscalationChannel; readonly onClose: () => void }) {
  const { t } = useWords()
  const { escalation, keyring } = useSnapshot()
  const webhook = useIntent('escalation.webhook')
  const telegram = useIntent('escalation.telegram')
  const form = useRef<HTMLFormElement>(null)
  const [missing, setMissing] = useState<Name | null>(null)
  const { busy, failure } = channel === 'webhook' ? webhook : telegram
  const known = escalation.telegram

  const focus = (name: string): void => {
    const input = form.current?.elements.namedItem(name)
    if (input instanceof HTMLInputElement) input.focus()
  }
  useEffect(() => focus(channel === 'webhook' ? 'address' : 'token'), [channel])
  useEffect(() => {
    if (failure?.field !== undefined) focus(failure.field)
  }, [failure])

  const wrongAt = (name: Name): string | null => {
    if (missing === name) return t('window.form.required')
    return failure?.field === name ? wordsOf(failure) : null
  }
  const wordsOf = ({ code }: Failure): string => `${t(`failure.${code}.what`)} ${t(`failure.${code}.next`)}`

  const send = async (node: HTMLFormElement): Promise<void> => {
    if (busy) return
    const data = new FormData(node)
    const text = (name: Name): string => String(data.get(name) ?? '')
    const required: Name = channel === 'webhook' ? 'address' : text('token') === '' && known === null ? 'token' : 'chat'
    const empty = text(required).trim() === '' ? required : null
    setMissing(empty)
    if (empty) return focus(empty)
    for (const input of node.elements) if (input instanceof HTMLInputElement && input.type === 'password') input.value = ''
    const outcome = channel === 'webhook' ? await webhook.run({ address: text('address'), secret: text('secret') }) : await telegram.run({ token: text('token'), chat: text('chat') })
    if (outcome.ok) onClose()
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
      {channel === 'webhook' ? (
        <>
          <Input name="address" placeholder="https://example.com/hook" busy={busy} wrong={wrongAt('address')} />
          <Input name="secret" secret busy={busy} wrong={wrongAt('secret')} />
        </>
      ) : (
        <>
          <Input name="token" secret keep={known !== null} busy={busy} wrong={wrongAt('token')} />
          <Input name="chat" placeholder="-1001234567890" busy={busy} wrong={wrongAt('chat')} {...(known ? { initial: known.chat } : {})} />
        </>
      )}
      <p className={field.note}>{t(keyring === 'memory' ? 'window.form.secretKeptMemory' : 'window.form.secretKept')}</p>
      <Actions>
        <Button onClick={onClose}>{t('window.app.cancel')}</Button>
        <Button type="submit" weight="main" busy={busy}>
          {t('window.app.save')}
        </Button>
      </Actions>
    </form>
  )
}

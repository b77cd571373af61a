// A form made from field specs. Typed secrets stay in the inputs, never in React state, and are wiped when they were taken or refused.
import { PLAIN_AGREED, PLAIN_HTTP, SEND_WAITING } from '../../../shared/model/connection-kinds'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import type { ConnectionKind, FieldSpec } from '../../../shared/model/connection-kinds'
import { hasTrait, type Failure } from '../../../shared/model/failure'
import { useSnapshot } from '../../bridge/companion-context'
import { useWords } from '../../words/words-context'
import { Button } from '../button'
import { Actions } from '../dialogs/dialog'
import { FailureNote } from '../failure-note'
import { FormField } from './form-field'
import styles from './field.module.css'

interface SecretFormProps {
  readonly kind: ConnectionKind
  readonly fields: readonly FieldSpec[]
  readonly submit: string
  readonly busy: boolean
  readonly failure: Failure | null
  /** True when the values were taken. */
  readonly onSubmit: (values: Record<string, string>) => Promise<boolean>
  /** Values that are already known, by field. Never a secret. */
  readonly initial?: Readonly<Record<string, string>>
  /** Stops what is under way, or leaves the form. Without it there is no Cancel while idle. */
  readonly onCancel: () => void
  readonly canLeave: boolean
  readonly wide?: boolean
  readonly children?: ReactNode
}

function readValues(form: HTMLFormElement, fields: readonly FieldSpec[]): Record<string, string> {
  const data = new FormData(form)
  return Object.fromEntries(
    fields.map(({ name, type }) => {
      const value = data.get(name)
      const text = typeof value === 'string' ? value : ''
      return [name, type === 'secret' ? text : text.trim()]
    }),
  )
}

function wipeSecrets(form: HTMLFormElement, fields: readonly FieldSpec[], only: string | null = null): void {
  for (const { name, type } of fields) {
    const input = type === 'secret' && (only === null || only === name) ? form.elements.namedItem(name) : null
    if (input instanceof HTMLInputElement) input.value = ''
  }
}

function focusField(form: HTMLFormElement, name: string): void {
  const input = form.elements.namedItem(name)
  if (input instanceof HTMLInputElement) input.focus()
}

/** After a failure all that was typed is still there, except a secret that was itself refused, and the focus is where the correction is. */
export function SecretForm({ kind, fields, submit, busy, failure, onSubmit, onCancel, canLeave, initial = {}, wide = false, children }: SecretFormProps) {
  const { t } = useWords()
  const { keyring } = useSnapshot()
  const form = useRef<HTMLFormElement>(null)
  const id = useId()
  const [missing, setMissing] = useState<readonly string[]>([])
  const atField = failure?.field !== undefined && fields.some((each) => each.name === failure.field) ? failure.field : null

  useEffect(() => {
    if (!failure || !form.current) return
    const secret = fields.find((each) => each.type === 'secret')
    if (hasTrait(failure.code, 'refusesSecret')) wipeSecrets(form.current, fields)
    else if (atField) wipeSecrets(form.current, fields, atField)
    const target = atField ?? secret?.name
    if (target) focusField(form.current, target)
  }, [failure, atField, fields])

  const start = Math.max(
    0,
    fields.findIndex(({ name }) => !initial[name]),
  )

  const send = (node: HTMLFormElement, agreed: Readonly<Record<string, string>> = {}): void => {
    if (busy) return
    const values = { ...readValues(node, fields), ...agreed }
    const empty = fields.filter(({ name, optional }) => !optional && values[name] === '').map(({ name }) => name)
    setMissing(empty)
    const first = empty[0]
    if (first !== undefined) return focusField(node, first)
    void onSubmit(values).then((taken) => {
      if (taken) wipeSecrets(node, fields)
    })
  }

  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      autoComplete="off"
      aria-busy={busy || undefined}
      onSubmit={(event) => {
        event.preventDefault()
        send(event.currentTarget)
      }}
    >
      {/* A form is sent by its button only: here nothing is tried again by itself. */}
      {failure && !atField && <FailureNote failure={failure} next={failure.code === 'unreachable' ? t('window.form.unreachable') : undefined} />}
      {fields.map((field, index) => (
        <FormField
          key={field.name}
          id={`${id}-${field.name}`}
          kind={kind}
          field={field}
          readOnly={busy}
          initial={initial[field.name]}
          autoFocus={index === start}
          missing={missing.includes(field.name)}
          failure={field.name === atField ? failure : null}
        />
      ))}
      {keyring !== 'none' && fields.some((each) => each.type === 'secret') && (
        <p className={styles.note}>{t(keyring === 'memory' ? 'window.form.secretKeptMemory' : 'window.form.secretKept')}</p>
      )}
      {children}
      <Actions>
        {(busy || canLeave) && <Button onClick={onCancel}>{t('window.app.cancel')}</Button>}
        {failure?.code === 'address-unencrypted' && !busy && (
          <Button icon="lock-open" onClick={() => form.current && send(form.current, { [PLAIN_HTTP]: PLAIN_AGREED })}>
            {t('window.form.goPlain')}
          </Button>
        )}
        {failure?.code === 'messages-waiting' && !busy && (
          <Button onClick={() => form.current && send(form.current, { [SEND_WAITING]: PLAIN_AGREED })}>{t('window.confirm.waiting')}</Button>
        )}
        <Button type="submit" weight="main" busy={busy} wide={wide && !busy && !canLeave}>
          {busy ? t('window.form.busy') : submit}
        </Button>
      </Actions>
      <span className="unseen" role="status">
        {busy ? t('window.form.busy') : ''}
      </span>
    </form>
  )
}

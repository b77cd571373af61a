// A form made from field specs. Typed secrets stay in the inputs, are read once on submit and wiped at the same moment: never in React state.
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import type { ConnectionKind, FieldSpec } from '../../shared/connection-kinds'
import type { Failure } from '../../shared/failure'
import { useSnapshot } from '../bridge/companion-context'
import { useWords } from '../words/words-context'
import { Button } from './button'
import { Actions } from './dialog'
import { FailureNote } from './failure-note'
import { FormField } from './form-field'
import styles from './field.module.css'

interface SecretFormProps {
  readonly kind: ConnectionKind
  readonly fields: readonly FieldSpec[]
  readonly submit: string
  readonly busy: boolean
  readonly failure: Failure | null
  readonly onSubmit: (values: Record<string, string>) => void
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

function wipeSecrets(form: HTMLFormElement, fields: readonly FieldSpec[]): void {
  for (const { name, type } of fields) {
    const input = type === 'secret' ? form.elements.namedItem(name) : null
    if (input instanceof HTMLInputElement) input.value = ''
  }
}

function focusField(form: HTMLFormElement, name: string): void {
  const input = form.elements.namedItem(name)
  if (input instanceof HTMLInputElement) input.focus()
}

/** After a failure everything but the secrets is still there, and the focus is where the correction is. */
export function SecretForm({ kind, fields, submit, busy, failure, onSubmit, onCancel, canLeave, wide = false, children }: SecretFormProps) {
  const { t } = useWords()
  const { keyring } = useSnapshot()
  const form = useRef<HTMLFormElement>(null)
  const id = useId()
  const [missing, setMissing] = useState<readonly string[]>([])
  const atField = failure?.field !== undefined && fields.some((each) => each.name === failure.field) ? failure.field : null

  useEffect(() => {
    if (!failure || !form.current) return
    const secret = fields.find((each) => each.type === 'secret')
    const target = atField ?? secret?.name
    if (target) focusField(form.current, target)
  }, [failure, atField, fields])

  const send = (node: HTMLFormElement): void => {
    if (busy) return
    const values = readValues(node, fields)
    const empty = fields.filter(({ name }) => values[name] === '').map(({ name }) => name)
    setMissing(empty)
    const first = empty[0]
    if (first !== undefined) return focusField(node, first)
    wipeSecrets(node, fields)
    onSubmit(values)
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
      {failure && !atField && <FailureNote failure={failure} />}
      {fields.map((field, index) => (
        <FormField key={field.name} id={`${id}-${field.name}`} kind={kind} field={field} readOnly={busy} autoFocus={index === 0} missing={missing.includes(field.name)} failure={field.name === atField ? failure : null} />
      ))}
      {fields.some((each) => each.type === 'secret') && <p className={styles.note}>{t(keyring === 'memory' ? 'window.form.secretKeptMemory' : 'window.form.secretKept')}</p>}
      {children}
      <Actions>
        {(busy || canLeave) && <Button onClick={onCancel}>{t('window.app.cancel')}</Button>}
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

// One labelled input with its help text, its error and, for secrets, the button that shows them.
import { useState } from 'react'
import type { ConnectionKind, FieldSpec } from '../../../shared/model/connection-kinds'
import type { Failure } from '../../../shared/model/failure'
import { useKind } from '../../words/kinds'
import { useWords } from '../../words/words-context'
import { IconButton } from '../button'
import { cx } from '../cx'
import { StatusShape } from '../status-shape'
import styles from './field.module.css'

interface FormFieldProps {
  readonly id: string
  readonly kind: ConnectionKind
  readonly field: FieldSpec
  readonly readOnly: boolean
  /** What is already known. Never a secret. */
  readonly initial?: string | undefined
  readonly autoFocus: boolean
  readonly missing: boolean
  readonly failure: Failure | null
}

/** Uncontrolled: the value lives in the input only. */
export function FormField({ id, kind, field, initial, readOnly, autoFocus, missing, failure }: FormFieldProps) {
  const { t } = useWords()
  const words = useKind(kind)
  const [visible, setVisible] = useState(false)
  const secret = field.type === 'secret'
  const label = words.label(field.name)
  const help = field.hasHelp ? words.help(field.name) : ''
  const wrong = missing || failure !== null
  const described = [help && `${id}-help`, wrong && `${id}-wrong`].filter(Boolean).join(' ')
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.box}>
        <input
          id={id}
          name={field.name}
          className={cx(styles.input, secret && styles.withEye)}
          type={secret && !visible ? 'password' : 'text'}
          inputMode={field.type === 'address' ? 'url' : undefined}
          placeholder={field.placeholder}
          autoComplete={secret ? 'new-password' : 'off'}
          autoCapitalize="off"
          spellCheck={false}
          defaultValue={initial}
          autoFocus={autoFocus}
          data-first-focus={autoFocus || undefined}
          readOnly={readOnly}
          required={!field.optional}
          aria-invalid={wrong || undefined}
          aria-describedby={described || undefined}
        />
        {secret && (
          <IconButton
            icon={visible ? 'eye-off' : 'eye'}
            label={t(visible ? 'window.form.hideSecret' : 'window.form.showSecret', { field: label })}
            className={styles.eye}
            onClick={() => setVisible(!visible)}
          />
        )}
      </div>
      {wrong && (
        <p id={`${id}-wrong`} className={styles.wrong}>
          <StatusShape tone="down" size={14} />
          <span>{failure ? `${t(`failure.${failure.code}.what`)} ${t(`failure.${failure.code}.next`)}` : t('window.form.required')}</span>
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  )
}

// Gives a number or a connection the operator's own name.
import { useId } from 'react'
import type { Failure } from '../../../shared/model/failure'
import { useWords } from '../../words/words-context'
import { Button } from '../button'
import { Actions, Dialog } from './dialog'
import { FailureNote } from '../failure-note'
import styles from '../forms/field.module.css'

interface RenameDialogProps {
  readonly title: string
  readonly name: string
  readonly busy: boolean
  readonly failure: Failure | null
  readonly onRename: (name: string) => void
  readonly onClose: () => void
}

/** One field, Enter saves. */
export function RenameDialog({ title, name, busy, failure, onRename, onClose }: RenameDialogProps) {
  const { t } = useWords()
  const input = useId()
  const help = useId()
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          const value = new FormData(event.currentTarget).get('name')
          onRename(typeof value === 'string' ? value.trim() : '')
        }}
      >
        <div className={styles.field}>
          <label htmlFor={input}>{t('window.confirm.name')}</label>
          <input
            id={input}
            name="name"
            className={styles.input}
            defaultValue={name}
            maxLength={80}
            autoComplete="off"
            spellCheck={false}
            data-first-focus
            aria-describedby={help}
            onFocus={(event) => event.currentTarget.select()}
          />
          <p id={help} className={styles.help}>
            {t('window.confirm.nameHelp')}
          </p>
        </div>
        {failure && <FailureNote failure={failure} />}
        <Actions>
          <Button onClick={onClose}>{t('window.app.cancel')}</Button>
          <Button type="submit" weight="main" busy={busy}>
            {t('window.app.save')}
          </Button>
        </Actions>
      </form>
    </Dialog>
  )
}

// Asks before something that cannot be undone: names it, says what happens, and shows the failure if there is one.
import type { ReactNode } from 'react'
import type { Intent } from '../../bridge/use-intent'
import { useWords } from '../../words/words-context'
import { Button } from '../button'
import { Actions, Dialog } from './dialog'
import { FailureNote } from '../failure-note'

interface ConfirmDialogProps {
  readonly title: string
  readonly confirm: string
  readonly state: Pick<Intent<'number.remove'>, 'busy' | 'failure'>
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The button that cancels has the focus; the one that confirms is red. */
export function ConfirmDialog({ title, confirm, state, onConfirm, onClose, children }: ConfirmDialogProps) {
  const { t } = useWords()
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {state.failure && <FailureNote failure={state.failure} />}
      <Actions>
        <Button onClick={onClose} data-first-focus>
          {t('window.app.cancel')}
        </Button>
        <Button weight="danger" busy={state.busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </Actions>
    </Dialog>
  )
}

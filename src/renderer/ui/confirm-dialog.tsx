// Asks before something that cannot be taken back: names it, says what happens, and keeps the failure in sight.
import type { ReactNode } from 'react'
import type { Intent } from '../bridge/use-intent'
import { useWords } from '../words/words-context'
import { Button } from './button'
import { Actions, Dialog } from './dialog'
import { FailureNote } from './failure-note'

interface ConfirmDialogProps {
  readonly title: string
  readonly confirm: string
  readonly state: Pick<Intent<'number.remove'>, 'busy' | 'failure'>
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The safe answer has the focus; the other one is red. */
export function ConfirmDialog({ title, confirm, state, onConfirm, onClose, children }: ConfirmDialogProps) {
  const { t } = useWords()
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {state.failure && <FailureNote failure={state.failure} />}
      <Actions>
        <Button onClick={onClose} autoFocus>
          {t('window.app.cancel')}
        </Button>
        <Button weight="danger" busy={state.busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </Actions>
    </Dialog>
  )
}

// Asks before the app forgets a number: says what stays, and how the number comes back.
import type { ConnectionView, SessionView } from '../../../shared/ipc/snapshot'
import { numberName } from '../../../shared/words/number-name'
import { useIntent } from '../../bridge/use-intent'
import { ConfirmDialog } from '../../ui/dialogs/confirm-dialog'
import { useKind } from '../../words/kinds'
import { useWords } from '../../words/words-context'

interface RemoveDialogProps {
  readonly session: SessionView
  readonly connection: ConnectionView
  readonly onClose: () => void
  /** The number is no longer in the app. */
  readonly onGone: () => void
}

/** Stays open with the reason when the removal fails. */
export function RemoveDialog({ session, connection, onClose, onGone }: RemoveDialogProps) {
  const { t } = useWords()
  const remove = useIntent('number.remove')
  const forget = async (): Promise<void> => {
    if (!(await remove.run({ key: session.key })).ok) return
    onClose()
    onGone()
  }
  // Where each number has a key of its own no list brings it back.
  const listed = useKind(connection.kind).numberFields.length === 0
  return (
    <ConfirmDialog
      title={t('window.confirm.removeTitle', { name: numberName(session) })}
      confirm={t('window.confirm.remove')}
      state={remove}
      onConfirm={() => void forget()}
      onClose={onClose}
    >
      <p>{t('window.confirm.removeBody')}</p>
      <p>{t(listed ? 'window.confirm.removeBack' : 'window.confirm.removeBackKey')}</p>
    </ConfirmDialog>
  )
}

// Asks before a phone is linked to a number for which the service holds messages: it sends them by itself.
import type { SessionView } from '../../../shared/ipc/snapshot'
import { numberName } from '../../../shared/words/number-name'
import { ConfirmDialog } from '../../ui/dialogs/confirm-dialog'
import { useWords } from '../../words/words-context'
import type { HeldBack } from './use-number-calls'

/** Nothing has been asked of the service yet but their number. */
export function WaitingDialog({ session, heldBack }: { readonly session: SessionView; readonly heldBack: HeldBack }) {
  const { t } = useWords()
  return (
    <ConfirmDialog
      title={t('window.confirm.waitingTitle')}
      confirm={t('window.confirm.waiting')}
      state={{ busy: false, failure: null }}
      onConfirm={heldBack.goOn}
      onClose={heldBack.leave}
    >
      <p>{t('window.confirm.waitingBody', { count: heldBack.count, name: numberName(session) })}</p>
      <p>{t('window.confirm.waitingElse')}</p>
    </ConfirmDialog>
  )
}

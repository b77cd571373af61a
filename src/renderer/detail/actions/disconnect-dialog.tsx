// Asks before a number is disconnected: names it and says what happens on the server and on the phone.
import type { SessionView } from '../../../shared/ipc/snapshot'
import { numberName } from '../../../shared/words/number-name'
import { useIntent } from '../../bridge/use-intent'
import { ConfirmDialog } from '../../ui/dialogs/confirm-dialog'
import { useWords } from '../../words/words-context'

/** Stays open with the reason when the disconnect fails. */
export function DisconnectDialog({ session, onClose }: { readonly session: SessionView; readonly onClose: () => void }) {
  const { t } = useWords()
  const disconnect = useIntent('number.disconnect')
  const confirm = async (): Promise<void> => {
    if ((await disconnect.run({ key: session.key })).ok) onClose()
  }
  return (
    <ConfirmDialog
      title={t('window.confirm.disconnectTitle', { name: numberName(session) })}
      confirm={t('window.confirm.disconnect')}
      state={disconnect}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('window.confirm.disconnectBody')}</p>
      <p>{t('window.confirm.disconnectPhone')}</p>
    </ConfirmDialog>
  )
}

// What can be done to a number besides its card's buttons: check, rename, remove from the app.
import { useState } from 'react'
import type { ConnectionView, SessionView } from '../../shared/app-snapshot'
import { useBridge } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { mayCheck, mayDisconnect } from '../../shared/may'
import { numberName } from '../../shared/number-name'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { Menu } from '../ui/menu'
import { RenameDialog } from '../ui/rename-dialog'
import { useWords } from '../words/words-context'
import { DisconnectDialog } from './disconnect-dialog'

/** The three dots beside a number's name. */
export function NumberMenu({ session, connection, onGone }: { readonly session: SessionView; readonly connection: ConnectionView; readonly onGone: () => void }) {
  const { t } = useWords()
  const bridge = useBridge()
  const [open, setOpen] = useState<'rename' | 'remove' | 'disconnect' | null>(null)
  const rename = useIntent('number.rename')
  const remove = useIntent('number.remove')
  const { key } = session
  const close = (): void => {
    setOpen(null)
    rename.clear()
    remove.clear()
  }
  const save = async (name: string): Promise<void> => {
    if ((await rename.run({ key, name })).ok) setOpen(null)
  }
  const forget = async (): Promise<void> => {
    if (!(await remove.run({ key })).ok) return
    setOpen(null)
    onGone()
  }
  const name = numberName(session)
  return (
    <>
      <Menu
        label={t('window.app.actions', { name })}
        items={[
          ...(mayCheck(session, connection) ? [{ label: t('window.card.checkNow'), onSelect: () => void bridge.call('number.check', { key }) }] : []),
          { label: t('window.card.rename'), onSelect: () => setOpen('rename') },
          ...(mayDisconnect(session, connection) ? [{ label: t('window.card.disconnect'), onSelect: () => setOpen('disconnect') }] : []),
          { label: t('window.card.remove'), danger: true, onSelect: () => setOpen('remove') },
        ]}
      />
      {open === 'rename' && <RenameDialog title={t('window.confirm.renameTitle')} name={session.name} busy={rename.busy} failure={rename.failure} onRename={(value) => void save(value)} onClose={close} />}
      {open === 'disconnect' && <DisconnectDialog session={session} onClose={close} />}
      {open === 'remove' && (
        <ConfirmDialog title={t('window.confirm.removeTitle', { name })} confirm={t('window.confirm.remove')} state={remove} onConfirm={() => void forget()} onClose={close}>
          <p>{t('window.confirm.removeBody')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}

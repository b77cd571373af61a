// What can be done to a connection: rename, sign in again, sign out, refresh, remove.
import { useState } from 'react'
import type { ConnectionView } from '../../../shared/ipc/snapshot'
import { useIntent } from '../../bridge/use-intent'
import { ConfirmDialog } from '../../ui/dialogs/confirm-dialog'
import { Menu, type MenuItem } from '../../ui/menu'
import { RenameDialog } from '../../ui/dialogs/rename-dialog'
import { useKind } from '../../words/kinds'
import { useWords } from '../../words/words-context'
import { SignInDialog } from './sign-in-dialog'

type Open = 'rename' | 'sign-in' | 'sign-out' | 'forbid-plain' | 'remove' | null

/** The three dots beside a connection. The parent shows how a refresh ended. */
export function ConnectionMenu({ connection, onRefresh }: { readonly connection: ConnectionView; readonly onRefresh: () => void }) {
  const { t } = useWords()
  const [open, setOpen] = useState<Open>(null)
  const spec = useKind(connection.kind)
  const items: MenuItem[] = [
    { label: t('window.connection.refresh'), onSelect: onRefresh },
    { label: t('window.connection.rename'), onSelect: () => setOpen('rename') },
  ]
  if (spec.signInFields.length > 0) {
    items.push({ label: t('window.connection.signInAgain'), onSelect: () => setOpen('sign-in') })
    if (connection.signIn !== 'signed-out') items.push({ label: t('window.connection.signOut'), onSelect: () => setOpen('sign-out') })
  }
  if (connection.unencrypted) items.push({ label: t('window.connection.forbidPlain'), onSelect: () => setOpen('forbid-plain') })
  items.push({ label: t('window.connection.remove'), danger: true, onSelect: () => setOpen('remove') })
  const close = (): void => setOpen(null)
  return (
    <>
      <Menu label={t('window.app.actions', { name: connection.name })} items={items} />
      {open === 'rename' && <RenameConnection connection={connection} onClose={close} />}
      {open === 'sign-in' && <SignInDialog connection={connection} onClose={close} />}
      {open === 'sign-out' && <SignOut connection={connection} onClose={close} />}
      {open === 'forbid-plain' && <ForbidPlain connection={connection} onClose={close} />}
      {open === 'remove' && <RemoveConnection connection={connection} onClose={close} />}
    </>
  )
}

interface DialogProps {
  readonly connection: ConnectionView
  readonly onClose: () => void
}

function RenameConnection({ connection, onClose }: DialogProps) {
  const { t } = useWords()
  const rename = useIntent('connection.rename')
  const save = async (name: string): Promise<void> => {
    if ((await rename.run({ connectionId: connection.id, name })).ok) onClose()
  }
  return (
    <RenameDialog
      title={t('window.confirm.renameConnectionTitle')}
      name={connection.name}
      busy={rename.busy}
      failure={rename.failure}
      onRename={(name) => void save(name)}
      onClose={onClose}
    />
  )
}

function SignOut({ connection, onClose }: DialogProps) {
  const { t } = useWords()
  const signOut = useIntent('connection.signOut')
  const confirm = async (): Promise<void> => {
    if ((await signOut.run({ connectionId: connection.id })).ok) onClose()
  }
  return (
    <ConfirmDialog
      title={t('window.confirm.signOutTitle', { name: connection.name })}
      confirm={t('window.confirm.signOut')}
      state={signOut}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('window.confirm.signOutBody')}</p>
    </ConfirmDialog>
  )
}

function ForbidPlain({ connection, onClose }: DialogProps) {
  const { t } = useWords()
  const forbid = useIntent('connection.forbidPlain')
  const confirm = async (): Promise<void> => {
    if ((await forbid.run({ connectionId: connection.id })).ok) onClose()
  }
  return (
    <ConfirmDialog
      title={t('window.confirm.forbidPlainTitle', { name: connection.name })}
      confirm={t('window.confirm.forbidPlain')}
      state={forbid}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('window.confirm.forbidPlainBody')}</p>
    </ConfirmDialog>
  )
}

function RemoveConnection({ connection, onClose }: DialogProps) {
  const { t } = useWords()
  const remove = useIntent('connection.remove')
  const confirm = async (): Promise<void> => {
    if ((await remove.run({ connectionId: connection.id })).ok) onClose()
  }
  return (
    <ConfirmDialog
      title={t('window.confirm.removeConnectionTitle', { name: connection.name })}
      confirm={t('window.confirm.removeConnection')}
      state={remove}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('window.confirm.removeConnectionBody')}</p>
    </ConfirmDialog>
  )
}

// What can be done to a number besides its card's buttons: check, rename, remove from the app.
import { useState } from 'react'
import type { ConnectionView, SessionView } from '../../../shared/ipc/snapshot'
import { useSnapshot } from '../../bridge/companion-context'
import { useIntent } from '../../bridge/use-intent'
import { mayCheck, mayDisconnect } from '../../../shared/model/may'
import { numberName } from '../../../shared/words/number-name'
import { Menu } from '../../ui/menu'
import { useNow } from '../../words/ticker'
import { RenameDialog } from '../../ui/dialogs/rename-dialog'
import { useWords } from '../../words/words-context'
import { DisconnectDialog } from './disconnect-dialog'
import { RemoveDialog } from './remove-dialog'
import type { NumberCalls } from './use-number-calls'

const MUTE_HOURS = [1, 4, 8] as const

interface NumberMenuProps {
  readonly session: SessionView
  readonly connection: ConnectionView
  /** Checks the number. The card shows how the check ended. */
  readonly calls: NumberCalls
  readonly onGone: () => void
}

/** The three dots beside a number's name. */
export function NumberMenu({ session, connection, calls, onGone }: NumberMenuProps) {
  const { t } = useWords()
  const [open, setOpen] = useState<'rename' | 'remove' | 'disconnect' | null>(null)
  const rename = useIntent('number.rename')
  const mute = useIntent('number.mute')
  const { mutedNumbers } = useSnapshot()
  const now = useNow(10_000)
  const { key } = session
  const muted = (mutedNumbers[key] ?? 0) > now
  const close = (): void => {
    setOpen(null)
    rename.clear()
  }
  const save = async (name: string): Promise<void> => {
    if ((await rename.run({ key, name })).ok) setOpen(null)
  }
  const name = numberName(session)
  return (
    <>
      <Menu
        label={t('window.app.actions', { name })}
        items={[
          ...(mayCheck(session, connection) ? [{ label: t('window.card.checkNow'), onSelect: () => void calls.send('number.check') }] : []),
          { label: t('window.card.rename'), onSelect: () => setOpen('rename') },
          ...(muted
            ? [{ label: t('alarms.unmute'), onSelect: () => void mute.run({ key, hours: 0 }) }]
            : MUTE_HOURS.map((hours) => ({ label: t('alarms.mute', { count: hours }), onSelect: () => void mute.run({ key, hours }) }))),
          ...(mayDisconnect(session, connection) ? [{ label: t('window.card.disconnect'), onSelect: () => setOpen('disconnect') }] : []),
          { label: t('window.card.remove'), danger: true, onSelect: () => setOpen('remove') },
        ]}
      />
      {open === 'rename' && (
        <RenameDialog
          title={t('window.confirm.renameTitle')}
          name={session.name}
          busy={rename.busy}
          failure={rename.failure}
          onRename={(value) => void save(value)}
          onClose={close}
        />
      )}
      {open === 'disconnect' && <DisconnectDialog session={session} onClose={close} />}
      {open === 'remove' && <RemoveDialog session={session} connection={connection} onClose={close} onGone={onGone} />}
    </>
  )
}

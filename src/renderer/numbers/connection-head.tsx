// The heading of a connection in the list: its name, its trouble, its menu.
import type { ConnectionView } from '../../shared/ipc/snapshot'
import { ConnectionMenu } from '../detail/actions/connection-menu'
import { IconButton } from '../ui/button'
import { OpenPadlock } from '../ui/open-padlock'
import { StatusShape } from '../ui/status-shape'
import { useKind } from '../words/kinds'
import { useWords } from '../words/words-context'
import styles from './number-list.module.css'

interface ConnectionHeadProps {
  readonly connection: ConnectionView
  readonly onOpen: () => void
  readonly onRefresh: () => void
}

/** A click on the name or on the plus opens the connection. */
export function ConnectionHead({ connection, onOpen, onRefresh }: ConnectionHeadProps) {
  const { t } = useWords()
  const { simulated } = useKind(connection.kind)
  const trouble = connection.failure !== null || connection.signIn !== 'signed-in'
  return (
    <div className={styles.head}>
      <button type="button" className={styles.connection} onClick={onOpen} title={t('window.connection.open', { name: connection.name })}>
        {trouble && <StatusShape tone="warn" size={14} />}
        <h2>{connection.name}</h2>
        {connection.unencrypted && <OpenPadlock meaning={t('window.connection.unencrypted')} />}
        {connection.deliveredKey && <OpenPadlock meaning={t('window.connection.deliveredKey')} />}
        {simulated && <span className={styles.tag}>{t('window.welcome.simulation')}</span>}
      </button>
      <IconButton icon="plus" label={t('window.connection.addShort')} onClick={onOpen} />
      <ConnectionMenu connection={connection} onRefresh={onRefresh} />
    </div>
  )
}

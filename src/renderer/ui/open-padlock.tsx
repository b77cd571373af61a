// The mark of a connection whose traffic is not encrypted.
import { useWords } from '../words/words-context'
import { Icon } from './icon'
import styles from './open-padlock.module.css'

/** An open padlock; says what it means when pointed at or read aloud. */
export function OpenPadlock() {
  const { t } = useWords()
  const meaning = t('window.connection.unencrypted')
  return (
    <span className={styles.padlock} role="img" aria-label={meaning} title={meaning}>
      <Icon name="lock-open" size={14} />
    </span>
  )
}

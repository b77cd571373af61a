// The mark of a connection that others can get into: its traffic is not encrypted, or its key is known to everybody.
import { Icon } from './icon'
import styles from './open-padlock.module.css'

/** An open padlock; says what it means when pointed at or read aloud. */
export function OpenPadlock({ meaning }: { readonly meaning: string }) {
  return (
    <span className={styles.padlock} role="img" aria-label={meaning} title={meaning}>
      <Icon name="lock-open" size={14} />
    </span>
  )
}

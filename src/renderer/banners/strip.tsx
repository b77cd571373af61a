// One line above everything else, with its buttons.
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../ui/icon'
import styles from './banners.module.css'

/** A strip of the banners. */
export function Strip({ icon, text, children }: { readonly icon: IconName; readonly text: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.strip}>
      <Icon name={icon} size={16} />
      <p>{text}</p>
      {children && <div className={styles.buttons}>{children}</div>}
    </div>
  )
}

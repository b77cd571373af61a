// A modal over the native <dialog>: focus is kept inside by the platform, Esc closes, focus returns to where it was.
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useWords } from '../../words/words-context'
import { IconButton } from '../button'
import styles from './dialog.module.css'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly wide?: boolean
  readonly children: ReactNode
}

/** Opens as soon as it is drawn; take it out of the tree to close it. */
export function Dialog({ title, onClose, wide = false, children }: DialogProps) {
  const { t } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const opener = document.activeElement
    const element = dialog.current
    if (element && !element.open) element.showModal()
    // By itself the browser chooses the first control, which is the one that closes, and a typed name would be lost.
    const first = element?.querySelector<HTMLElement>('[data-first-focus]') ?? element?.querySelector<HTMLElement>('h2')
    first?.focus()
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={wide ? styles.wide : styles.dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className={styles.inside}>
        <header className={styles.head}>
          <h2 id={heading} tabIndex={-1}>
            {title}
          </h2>
          <IconButton icon="close" label={t('window.app.close')} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  )
}

/** The row of buttons that ends a dialog or a form. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

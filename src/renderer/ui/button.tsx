// The one button of the window, in its four weights.
import type { ButtonHTMLAttributes, Ref } from 'react'
import { cx } from './cx'
import { Icon, type IconName } from './icon'
import styles from './button.module.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly weight?: 'main' | 'plain' | 'quiet' | 'danger'
  readonly icon?: IconName
  /** A call is under way: the button keeps its place and words, and ignores further clicks. */
  readonly busy?: boolean
  readonly wide?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button with words. */
export function Button({ weight = 'plain', icon, busy = false, wide = false, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={cx(styles.button, styles[weight], wide && styles.wide, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {icon && <Icon name={icon} size={16} />}
      <span>{children}</span>
      {busy && <span className={styles.busy} aria-hidden="true" />}
    </button>
  )
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: IconName
  /** What it does, for screen readers and as a tip. */
  readonly label: string
  readonly ref?: Ref<HTMLButtonElement>
}

/** A square button with an icon only; `label` names it. */
export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} className={cx(styles.square, className)} aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  )
}

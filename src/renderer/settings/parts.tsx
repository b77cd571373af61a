// The building blocks of the settings: a titled part, and a switch with its explanation.
import { useId, type ReactNode } from 'react'
import styles from './settings.module.css'

/** A titled part of the settings. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

interface SwitchProps {
  readonly label: string
  readonly help?: string
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (on: boolean) => void
}

/** A switch that takes effect at once. */
export function Switch({ label, help, checked, disabled = false, onChange }: SwitchProps) {
  const id = useId()
  return (
    <div className={styles.line}>
      <label htmlFor={id}>
        {label}
        {help && <span className={styles.help}>{help}</span>}
      </label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={styles.switch}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
    </div>
  )
}

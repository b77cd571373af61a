// A small menu under a button: arrows move, Enter chooses, Esc and a click outside close it.
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { IconButton } from './button'
import { cx } from './cx'
import styles from './menu.module.css'

/** One line of a menu. */
export interface MenuItem {
  readonly label: string
  readonly onSelect: () => void
  readonly danger?: boolean
}

/** `label` names the button and the menu. */
export function Menu({ label, items }: { readonly label: string; readonly items: readonly MenuItem[] }) {
  const [place, setPlace] = useState<{ top: number; right: number } | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const open = place !== null

  useEffect(() => {
    if (!open) return
    list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    const close = (event: Event): void => {
      if (event.target instanceof Node && list.current?.contains(event.target)) return
      setPlace(null)
    }
    document.addEventListener('pointerdown', close, true)
    window.addEventListener('resize', close)
    window.addEventListener('scroll', close, true)
    return () => {
      document.removeEventListener('pointerdown', close, true)
      window.removeEventListener('resize', close)
      window.removeEventListener('scroll', close, true)
    }
  }, [open])

  const toggle = (): void => {
    const box = button.current?.getBoundingClientRect()
    if (open || !box) return setPlace(null)
    const height = items.length * 36 + 10
    const below = box.bottom + 4 + height <= window.innerHeight
    setPlace({ top: below ? box.bottom + 4 : Math.max(8, box.top - 4 - height), right: Math.max(8, window.innerWidth - box.right) })
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
    const at = entries.findIndex((each) => each === document.activeElement)
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }
    const next = moves[event.key]
    if (next !== undefined) {
      event.preventDefault()
      entries[(next + entries.length) % entries.length]?.focus()
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      setPlace(null)
      button.current?.focus()
    }
    event.stopPropagation()
  }

  return (
    <div className={styles.holder}>
      <IconButton ref={button} icon="more" label={label} aria-haspopup="menu" aria-expanded={open} aria-controls={open ? id : undefined} onClick={toggle} />
      {place && (
        <div ref={list} id={id} role="menu" aria-label={label} className={styles.menu} style={place} onKeyDown={onKeyDown}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={cx(styles.item, item.danger && styles.danger)}
              onClick={() => {
                setPlace(null)
                button.current?.focus()
                item.onSelect()
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

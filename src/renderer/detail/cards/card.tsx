// The frame of a card: its heading, and whether a check is under way.
import type { ReactNode } from 'react'
import { StatusShape } from '../../ui/status-shape'
import { cx } from '../../ui/cx'
import { useWords } from '../../words/words-context'
import type { Tone } from '../../../shared/ipc/condition'
import styles from './card.module.css'

/** The card of one number, or of a number that is being made. */
export function Card({ checking = false, children }: { readonly checking?: boolean; readonly children: ReactNode }) {
  const { t } = useWords()
  return (
    <section className={styles.card} aria-label={t('window.card.heading')}>
      <header className={styles.heading}>
        <h3>{t('window.card.heading')}</h3>
        <span className={styles.checking} role="status">
          {checking ? t('window.card.checking') : ''}
        </span>
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  )
}

/** The sentence that says where the number stands; `tone` gives its shape and colour. */
export function Headline({ tone, children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <h4 className={styles.headline} tabIndex={-1} data-landing>
      {tone && <StatusShape tone={tone} size={22} />}
      <span>{children}</span>
    </h4>
  )
}

/** Explaining words under the headline. */
export function Lead({ strong = false, children }: { readonly strong?: boolean; readonly children: ReactNode }) {
  return <p className={cx(styles.lead, strong && styles.strong)}>{children}</p>
}

/** The row of buttons at the card's end. */
export function CardActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

// Shown before there is a code to scan, and after the scan: what happens, the time passed, the deadline, Cancel.
import type { ReactNode } from 'react'
import { SECOND, useNow } from '../../words/ticker'
import { useWords } from '../../words/words-context'
import { Headline, Lead } from './card'
import styles from './card.module.css'

interface WaitingProps {
  readonly title: string
  readonly lead: string
  /** Epoch ms. */
  readonly since: number
  /** Epoch ms when it gives up; null = unknown. */
  readonly deadlineAt: number | null
  readonly children: ReactNode
}

/** Says what the app waits for, for how long already and for how long at most. */
export function Waiting({ title, lead, since, deadlineAt, children }: WaitingProps) {
  const { t, times } = useWords()
  const now = useNow(SECOND)
  const passed = Math.max(0, now - since)
  const whole = deadlineAt === null ? null : Math.max(1, deadlineAt - since)
  return (
    <>
      <div className={styles.words}>
        <Headline tone="work">{title}</Headline>
        <Lead>{lead}</Lead>
      </div>
      <div className={styles.progress}>
        {whole !== null && (
          <div className={styles.bar} aria-hidden="true">
            <span className={styles.fill} style={{ width: `${Math.min(100, (passed / whole) * 100)}%` }} />
          </div>
        )}
        <p className={styles.small}>
          <span>
            {t('window.card.loading')} {t('window.card.elapsed', { time: times.countdown(passed) })}
          </span>
          {whole !== null && <span>{t('window.card.deadline', { time: times.countdown(whole) })}</span>}
        </p>
      </div>
      {children}
    </>
  )
}

// Five shapes for five tones: a status can be read without seeing colour.
import type { Tone } from '../../shared/ipc/condition'
import { cx } from './cx'
import styles from './status-shape.module.css'

/** Round with a tick, ring in motion, triangle, square with a cross, empty ring. The word stands beside it. */
export function StatusShape({ tone, size = 16 }: { readonly tone: Tone; readonly size?: number }) {
  return (
    <svg className={cx(styles.shape, styles[tone])} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {tone === 'ok' && (
        <>
          <circle cx="8" cy="8" r="7" fill="currentColor" />
          <path d="m4.8 8.2 2.2 2.2 4.2-4.6" className={styles.mark} />
        </>
      )}
      {tone === 'work' && (
        <>
          <circle cx="8" cy="8" r="6" className={styles.faint} />
          <path d="M8 2a6 6 0 0 1 6 6" className={styles.line} />
          <circle cx="8" cy="8" r="2.2" fill="currentColor" />
        </>
      )}
      {tone === 'warn' && (
        <>
          <path d="M8 1.2 15.4 14.2H.6Z" fill="currentColor" stroke="currentColor" strokeWidth="1.2" strokeLinejoin="round" />
          <path d="M8 6v3.6M8 11.9v.01" className={styles.mark} />
        </>
      )}
      {tone === 'down' && (
        <>
          <rect x="1" y="1" width="14" height="14" rx="3" fill="currentColor" />
          <path d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4" className={styles.mark} />
        </>
      )}
      {tone === 'none' && <circle cx="8" cy="8" r="6" className={styles.line} />}
    </svg>
  )
}

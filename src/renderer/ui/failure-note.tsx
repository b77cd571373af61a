// Every failure in the same shape: what happened, what to do, details behind a click.
import type { ReactNode } from 'react'
import type { Failure } from '../../shared/model/failure'
import { SECOND, useNow } from '../words/ticker'
import { useWords } from '../words/words-context'
import { Details } from './details'
import { StatusShape } from './status-shape'
import styles from './failure-note.module.css'

/** Lines to copy for support. */
export function failureLines(failure: Failure): readonly string[] {
  return failure.detail ? [failure.code, failure.detail] : [failure.code]
}

/** The sentence and the next step of a failure, without a frame. `next` = the step where the usual one would not be true. */
export function FailureWords({ failure, next }: { readonly failure: Failure; readonly next?: string | undefined }) {
  const { t, times } = useWords()
  const now = useNow(SECOND)
  return (
    <>
      <p className={styles.what}>{t(`failure.${failure.code}.what`)}</p>
      <p>
        {next ?? t(`failure.${failure.code}.next`)}
        {failure.retryAt !== undefined && failure.retryAt > now && ` ${t('window.app.retryAt', { time: times.clock(failure.retryAt, now) })}`}
      </p>
    </>
  )
}

/** What is no failure, but has to be mended, in the same frame. */
export function Warning({ what, next }: { readonly what: string; readonly next: string }) {
  return (
    <div className={styles.note} role="note">
      <StatusShape tone="warn" />
      <div className={styles.text}>
        <p className={styles.what}>{what}</p>
        <p>{next}</p>
      </div>
    </div>
  )
}

/** A framed failure; announced when it appears. `title` says what failed where that is not in sight, `children` are its buttons. */
export function FailureNote({
  failure,
  title,
  next,
  children,
}: {
  readonly failure: Failure
  readonly title?: string
  readonly next?: string | undefined
  readonly children?: ReactNode
}) {
  return (
    <div className={styles.note} role="alert">
      <StatusShape tone="warn" />
      <div className={styles.text}>
        {title !== undefined && <p>{title}</p>}
        <FailureWords failure={failure} next={next} />
        <Details lines={failureLines(failure)} />
        {children && <div className={styles.buttons}>{children}</div>}
      </div>
    </div>
  )
}

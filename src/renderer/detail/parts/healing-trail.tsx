// What the app does by itself to bring the number back: the next try, the tries so far, and the button that stops them.
import type { SessionView } from '../../../shared/ipc/snapshot'
import { useSnapshot } from '../../bridge/companion-context'
import { useIntent } from '../../bridge/use-intent'
import { Button } from '../../ui/button'
import { FailureNote } from '../../ui/failure-note'
import { SECOND, useNow } from '../../words/ticker'
import { useWords } from '../../words/words-context'
import styles from './healing-trail.module.css'

/** Nothing when the app has tried nothing. */
export function HealingTrail({ session }: { readonly session: SessionView }) {
  const { t, times } = useWords()
  const { healing } = useSnapshot()
  const now = useNow(SECOND)
  const stop = useIntent('healing.stop')
  const view = healing[session.key]
  if (!view) return null
  const { nextAt, trying, over, trail } = view
  const back = session.phase === 'connected'
  const status = over
    ? t(`healing.over.${over}`)
    : trying
      ? t('healing.trying')
      : nextAt !== null
        ? t('healing.next', { time: times.countdown(Math.max(0, nextAt - now)) })
        : t('healing.back')
  return (
    <section className={styles.healing} aria-label={t('healing.title')}>
      <p className={styles.status}>
        <span>{back && !over ? t('healing.back') : status}</span>
        {!over && !back && (
          <Button weight="quiet" busy={stop.busy} onClick={() => void stop.run({ key: session.key })}>
            {t('healing.stop')}
          </Button>
        )}
      </p>
      {trail.length > 0 && (
        <details>
          <summary>{t('healing.trail', { count: trail.length })}</summary>
          <ol className={styles.trail}>
            {[...trail].reverse().map((each) => (
              <li key={`${each.at} ${each.what}`}>
                <time dateTime={new Date(each.at).toISOString()}>{times.exact(each.at, now)}</time> {t(`healing.step.${each.what}`)}
              </li>
            ))}
          </ol>
        </details>
      )}
      {stop.failure && <FailureNote failure={stop.failure} />}
    </section>
  )
}

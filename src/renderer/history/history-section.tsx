// The history of the chosen number: how much of a period it was connected, as a bar and in words, and what happened in it.
import { useState } from 'react'
import type { SessionView } from '../../shared/ipc/snapshot'
import { durationText } from '../../shared/words/duration'
import { PERIODS, type Availability, type Period } from '../../shared/model/history'
import { shareText } from '../../shared/words/history-words'
import { FailureNote } from '../ui/failure-note'
import { useWords } from '../words/words-context'
import { EventList } from './event-list'
import { HistoryExports } from './exports'
import { TimelineBar } from './timeline-bar'
import { useHistory } from './use-history'
import styles from './history.module.css'

function Summary({ availability }: { readonly availability: Availability }) {
  const { t, language } = useWords()
  const { share, watched, drops, longestDown, sums } = availability
  if (sums.up + sums.down === 0) return <p className={styles.muted}>{t('history.shareNone')}</p>
  const facts = drops === 0 ? [t('history.noDrops')] : [t('history.drops', { count: drops }), t('history.longest', { duration: durationText(t, longestDown) })]
  return (
    <p className={styles.summary}>
      {share === null ? (
        <span>{t('history.tooLittle', { share: shareText(language, watched) })}</span>
      ) : (
        <strong>{t('history.share', { share: shareText(language, share) })}</strong>
      )}
      {/* Words that are read out one after the other need a mark between them as much as those that are seen. */}
      <span>{`· ${facts.join(', ')}`}</span>
    </p>
  )
}

/** The section; its events are one click away. */
export function HistorySection({ session }: { readonly session: SessionView }) {
  const { t } = useWords()
  const [period, setPeriod] = useState<Period>('day')
  const { view, failure } = useHistory(session, period)
  return (
    <section className={styles.section} aria-label={t('history.title')}>
      <header className={styles.heading}>
        <h3>{t('history.title')}</h3>
        <div className={styles.periods} role="radiogroup" aria-label={t('history.period')}>
          {(Object.keys(PERIODS) as Period[]).map((each) => (
            <label key={each}>
              <input type="radio" name="period" checked={each === period} onChange={() => setPeriod(each)} />
              <span>{t(`history.periods.${each}`)}</span>
            </label>
          ))}
        </div>
      </header>
      <div className={styles.body} aria-busy={view === null && failure === null}>
        {view && (
          <>
            <Summary availability={view.availability} />
            <TimelineBar availability={view.availability} />
            <details className={styles.more}>
              <summary>{t('history.events', { count: view.entries.length })}</summary>
              <EventList view={view} now={view.availability.to} />
            </details>
            <HistoryExports numberKey={session.key} period={period} />
          </>
        )}
        {failure && <FailureNote failure={failure} />}
      </div>
    </section>
  )
}

// A period as one bar, from left to right: when the number was up, down, unknown, off or unwatched. States differ by colour and height.
import { STANDINGS, type Availability } from '../../shared/model/history'
import { durationText } from '../../shared/words/duration'
import { useWords } from '../words/words-context'
import styles from './history.module.css'

/** A stretch is drawn at least this wide, as a part of the bar, so that a short drop in 90 days can be seen. */
const LEAST = 0.004

/** The bar with the scale's ends and a legend of what occurs in it. */
export function TimelineBar({ availability }: { readonly availability: Availability }) {
  const { t, times } = useWords()
  const { stretches, from, to, sums } = availability
  const length = to - from
  const occurring = STANDINGS.filter((standing) => sums[standing] > 0)
  const summary = occurring.map((standing) => t('history.sum', { standing: t(`history.standing.${standing}`), duration: durationText(t, sums[standing]) }))
  return (
    <div className={styles.timeline}>
      <div className={styles.bar} role="img" aria-label={summary.join('; ')}>
        {stretches.map((each) => {
          const width = Math.max((each.to - each.from) / length, each.standing === 'down' ? LEAST : 0)
          const title = t('history.stretch', {
            standing: t(`history.standing.${each.standing}`),
            from: times.clock(each.from, to),
            to: times.clock(each.to, to),
          })
          return (
            <span
              key={each.from}
              className={styles[each.standing]}
              style={{ left: `${Math.min(((each.from - from) / length) * 100, 100 - LEAST * 100)}%`, width: `${width * 100}%` }}
              title={title}
            />
          )
        })}
      </div>
      <div className={styles.scale} aria-hidden="true">
        <span>{times.clock(from, to)}</span>
        <span>{times.clock(to, to)}</span>
      </div>
      <ul className={styles.legend} aria-hidden="true">
        {occurring.map((standing, at) => (
          <li key={standing}>
            <i className={styles[standing]} />
            {summary[at]}
          </li>
        ))}
      </ul>
    </div>
  )
}

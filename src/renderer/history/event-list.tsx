// The changes of a period, newest first, with a filter and a search in their text.
import { useState } from 'react'
import type { HistoryEntry, HistoryView } from '../../shared/model/history'
import { entryWords } from '../../shared/words/history-words'
import { Button } from '../ui/button'
import field from '../ui/forms/field.module.css'
import { useWords } from '../words/words-context'
import styles from './history.module.css'

const FILTERS = ['all', 'down', 'unknown'] as const
type Filter = (typeof FILTERS)[number]

/** Lines drawn at first. */
const FIRST_LINES = 20
/** The filter is shown from this many events on. */
const FILTER_FROM = 4

function passes({ to }: HistoryEntry, filter: Filter): boolean {
  return filter === 'all' || (filter === 'unknown' ? to === 'unknown' : to === 'disconnected' || to === 'failed')
}

/** The list. `now` is the end of the period, epoch ms. */
export function EventList({ view, now }: { readonly view: HistoryView; readonly now: number }) {
  const { t, times } = useWords()
  const [filter, setFilter] = useState<Filter>('all')
  const [query, setQuery] = useState('')
  const [lines, setLines] = useState(FIRST_LINES)
  const sought = query.trim().toLowerCase()
  const found = view.entries
    .map((entry) => ({ entry, words: entryWords(entry, t) }))
    .filter(({ entry, words }) => passes(entry, filter) && (sought === '' || `${words.what} ${words.why} ${words.evidence}`.toLowerCase().includes(sought)))
  if (view.entries.length === 0) return <p className={styles.muted}>{t('history.noEvents')}</p>
  return (
    <div className={styles.events}>
      {view.entries.length >= FILTER_FROM && (
        <div className={styles.tools}>
          <select
            className={field.input}
            aria-label={t('history.filter')}
            value={filter}
            onChange={(event) => setFilter(FILTERS.find((each) => each === event.target.value) ?? 'all')}
          >
            {FILTERS.map((each) => (
              <option key={each} value={each}>
                {t(`history.filters.${each}`)}
              </option>
            ))}
          </select>
          <input
            type="search"
            className={field.input}
            placeholder={t('history.search')}
            aria-label={t('history.search')}
            value={query}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
      )}
      <ol className={styles.list}>
        {found.slice(0, lines).map(({ entry, words }, at) => (
          <li key={`${entry.at} ${at}`} className={styles.event}>
            <time dateTime={new Date(entry.at).toISOString()}>{times.exact(entry.at, now)}</time>
            <div>
              <span className={styles.what}>{words.what}</span>
              {words.why && <span className={styles.why}>{words.why}</span>}
              {words.evidence && <span className={styles.muted}>{words.evidence}</span>}
            </div>
          </li>
        ))}
      </ol>
      {found.length === 0 && (
        <p className={styles.muted}>
          {t('history.nothing')}{' '}
          <Button weight="quiet" onClick={() => (setFilter('all'), setQuery(''))}>
            {t('history.showAll')}
          </Button>
        </p>
      )}
      {found.length > lines && <Button onClick={() => setLines(lines + 100)}>{t('history.events', { count: found.length - lines })}</Button>}
      {view.more && <p className={styles.muted}>{t('history.cut', { count: view.entries.length })}</p>}
    </div>
  )
}

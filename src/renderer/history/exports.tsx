// Exports the history: a table for spreadsheets, or a page to print and send.
import { useState } from 'react'
import type { Period } from '../../shared/model/history'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { useWords } from '../words/words-context'
import styles from './history.module.css'

/** The two buttons and what came of them. `numberKey` null = of all numbers; `period` is what they cover. */
export function HistoryExports({ numberKey, period }: { readonly numberKey: string | null; readonly period: Period }) {
  const { t } = useWords()
  const save = useIntent('history.export')
  const reveal = useIntent('file.reveal')
  const [saved, setSaved] = useState<string | null>(null)
  const [format, setFormat] = useState<'csv' | 'report' | null>(null)
  const run = async (chosen: 'csv' | 'report'): Promise<void> => {
    setSaved(null)
    setFormat(chosen)
    const outcome = await save.run({ key: numberKey, format: chosen, period })
    if (outcome.ok) setSaved(outcome.value.path)
  }
  const failure = save.failure ?? reveal.failure
  return (
    <div className={styles.exports}>
      <div className={styles.buttons}>
        <Button busy={save.busy && format === 'csv'} onClick={() => void run('csv')}>
          {t('history.csvButton')}
        </Button>
        <Button busy={save.busy && format === 'report'} onClick={() => void run('report')}>
          {t('history.reportButton')}
        </Button>
      </div>
      <p role="status" className={styles.saved}>
        {saved !== null && (
          <>
            <span>{t('history.saved', { path: saved })}</span>
            <Button weight="quiet" onClick={() => void reveal.run()}>
              {t('history.reveal')}
            </Button>
          </>
        )}
      </p>
      {failure && <FailureNote failure={failure} />}
    </div>
  )
}

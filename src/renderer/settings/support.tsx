// "Collect a bundle for support", and where it went.
import { useState } from 'react'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { useWords } from '../words/words-context'
import styles from './settings.module.css'

/** The line of the settings with its button. */
export function Support() {
  const { t } = useWords()
  const bundle = useIntent('support.bundle')
  const reveal = useIntent('file.reveal')
  const [saved, setSaved] = useState<string | null>(null)
  const collect = async (): Promise<void> => {
    setSaved(null)
    const outcome = await bundle.run()
    if (outcome.ok) setSaved(outcome.value.path)
  }
  const failure = bundle.failure ?? reveal.failure
  return (
    <>
      <div className={styles.line}>
        <span>
          {t('support.title')}
          <span className={styles.help}>{t('support.help')}</span>
        </span>
        <Button busy={bundle.busy} onClick={() => void collect()}>
          {t('support.collect')}
        </Button>
      </div>
      <div role="status">
        {saved !== null && (
          <div className={styles.saved}>
            <span>{t('support.saved', { path: saved })}</span>
            <Button weight="quiet" onClick={() => void reveal.run()}>
              {t('support.reveal')}
            </Button>
          </div>
        )}
      </div>
      {failure && <FailureNote failure={failure} />}
    </>
  )
}

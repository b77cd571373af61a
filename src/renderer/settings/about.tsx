// What the app is: its version, its runtime, its licence, and the licences of the software it contains.
import { useEffect, useState } from 'react'
import type { RuntimeVersions } from '../../shared/ipc/contract'
import { useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialogs/dialog'
import { FailureNote } from '../ui/failure-note'
import { useWords } from '../words/words-context'
import styles from './settings.module.css'

/** Ends the version of a build whose runtime gets no more security fixes: scripts/lib/runtime-support.mjs. */
const TESTING = '-testing'

/** Versions and licence, with the button that shows the third-party notices. */
export function About() {
  const { t } = useWords()
  const { appVersion } = useSnapshot()
  const { run: askVersions } = useIntent('about.versions')
  const notices = useIntent('about.notices')
  const [versions, setVersions] = useState<RuntimeVersions | null>(null)
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    let shown = true
    void askVersions().then((outcome) => {
      if (shown && outcome.ok) setVersions(outcome.value)
    })
    return () => {
      shown = false
    }
  }, [askVersions])
  const open = async (): Promise<void> => {
    const outcome = await notices.run()
    if (outcome.ok) setText(outcome.value.text)
  }
  return (
    <>
      <p className={styles.muted}>
        {t('window.settings.version', { version: appVersion })}
        {versions && <span className={styles.help}>{t('about.runtime', { ...versions })}</span>}
      </p>
      {appVersion.endsWith(TESTING) && <p role="note">{t('about.testing')}</p>}
      <div className={styles.line}>
        <span className={styles.muted}>{t('about.licence')}</span>
        <Button busy={notices.busy} onClick={() => void open()}>
          {t('about.notices')}
        </Button>
      </div>
      {notices.failure && <FailureNote failure={notices.failure} />}
      {text !== null && (
        <Dialog title={t('about.notices')} onClose={() => setText(null)} wide>
          {/* Focusable, so that the keyboard can scroll it. */}
          <pre className={styles.notices} role="region" aria-label={t('about.notices')} tabIndex={0} lang="en">
            {text}
          </pre>
        </Dialog>
      )}
    </>
  )
}

// Shown above the numbers when the refresh of a connection's list failed, until a refresh works or the note is dismissed.
import { useState } from 'react'
import type { ConnectionView } from '../../shared/ipc/snapshot'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { useWords } from '../words/words-context'
import styles from './number-list.module.css'

/** Refreshes a connection's list and remembers whose failure is shown. */
export function useRefresh() {
  const { run, failure, clear } = useIntent('connection.refresh')
  const [name, setName] = useState('')
  return {
    failure,
    clear,
    name,
    run: async (connection: ConnectionView): Promise<void> => {
      setName(connection.name)
      await run({ connectionId: connection.id })
    },
  }
}

/** Draws nothing while there is no failure. */
export function RefreshNote({ refresh }: { readonly refresh: ReturnType<typeof useRefresh> }) {
  const { t } = useWords()
  const { failure, name, clear } = refresh
  if (!failure) return null
  return (
    <div className={styles.trouble}>
      <FailureNote failure={failure} title={t('window.connection.refreshFailed', { name })}>
        <Button weight="quiet" onClick={clear}>
          {t('window.banner.dismiss')}
        </Button>
      </FailureNote>
    </div>
  )
}

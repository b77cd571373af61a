// The number is linked with another phone than the one on record: which, and what can be done about it.
import { useState } from 'react'
import type { SessionView } from '../../../shared/ipc/snapshot'
import { useIntent } from '../../bridge/use-intent'
import { Button } from '../../ui/button'
import { FailureNote } from '../../ui/failure-note'
import { StatusShape } from '../../ui/status-shape'
import { useWords } from '../../words/words-context'
import { DisconnectDialog } from '../actions/disconnect-dialog'
import type { NumberCalls } from '../actions/use-number-calls'
import styles from './wrong-phone.module.css'

/** Nothing while the phone is the one on record. */
export function WrongPhone({ session, calls }: { readonly session: SessionView; readonly calls: NumberCalls }) {
  const { t } = useWords()
  const keep = useIntent('number.keepPhone')
  const [asking, setAsking] = useState(false)
  const { key, phone, wrongPhone } = session
  if (wrongPhone === null) return null
  return (
    <div className={styles.box} role="alert">
      <StatusShape tone="warn" size={20} />
      <div className={styles.text}>
        <p className={styles.what}>{t('phone.what')}</p>
        <p>{t('phone.why', { was: phone ?? '', is: wrongPhone })}</p>
        <div className={styles.buttons}>
          <Button busy={keep.busy} onClick={() => void keep.run({ key })}>
            {t('phone.keep')}
          </Button>
          {calls.may('number.disconnect') && (
            <Button weight="danger" onClick={() => setAsking(true)}>
              {t('phone.disconnect')}
            </Button>
          )}
        </div>
        {keep.failure && <FailureNote failure={keep.failure} />}
      </div>
      {asking && <DisconnectDialog session={session} onClose={() => setAsking(false)} />}
    </div>
  )
}

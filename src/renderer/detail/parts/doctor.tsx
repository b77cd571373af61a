// The dialog "Does not connect?": the possible causes by what the phone shows, the likeliest first.
import { useState } from 'react'
import type { SessionView } from '../../../shared/ipc/snapshot'
import { linkingCauses, type LinkingCause } from '../../../shared/model/doctor'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialogs/dialog'
import { useWords } from '../../words/words-context'
import styles from './doctor.module.css'

function Finding({ cause, likely, open }: { readonly cause: LinkingCause; readonly likely: boolean; readonly open: boolean }) {
  const { t } = useWords()
  return (
    <details className={styles.finding} name="doctor" open={open}>
      <summary>
        <span>{t(`autopsy.doctor.causes.${cause}.sees`)}</span>
        {likely && <span className={styles.likely}>{t('autopsy.doctor.likely')}</span>}
      </summary>
      <div className={styles.advice}>
        <p>{t(`autopsy.doctor.causes.${cause}.why`)}</p>
        <p>
          <strong>{t('autopsy.doctor.do')}:</strong> {t(`autopsy.doctor.causes.${cause}.do`)}
        </p>
      </div>
    </details>
  )
}

/** The button, and the dialog it opens. */
export function DoctorButton({ session }: { readonly session: SessionView }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const { likely, others } = linkingCauses(session)
  return (
    <>
      <Button weight="quiet" onClick={() => setAsking(true)}>
        {t('autopsy.doctor.open')}
      </Button>
      {asking && (
        <Dialog title={t('autopsy.doctor.title')} onClose={() => setAsking(false)} wide>
          <p className={styles.lead}>{t('autopsy.doctor.lead')}</p>
          <div className={styles.findings}>
            {likely.map((cause, at) => (
              <Finding key={cause} cause={cause} likely open={at === 0} />
            ))}
            {others.map((cause) => (
              <Finding key={cause} cause={cause} likely={false} open={false} />
            ))}
          </div>
        </Dialog>
      )}
    </>
  )
}

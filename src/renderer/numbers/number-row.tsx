// One line of the list: status shape, name, since when.
import type { SessionView } from '../../shared/app-snapshot'
import { useSnapshot } from '../bridge/companion-context'
import { Icon } from '../ui/icon'
import { StatusShape } from '../ui/status-shape'
import { useNow } from '../words/ticker'
import { useWords } from '../words/words-context'
import { numberName } from '../../shared/number-name'
import { statusWord, toneOf } from './number-view'
import styles from './number-list.module.css'

interface RowProps {
  readonly id: string
  readonly current: boolean
  readonly tabbable: boolean
  readonly position: number
  readonly count: number
  readonly onChoose: (id: string) => void
}

/** A number's line. */
export function NumberRow({ session, id, current, tabbable, position, count, onChoose }: RowProps & { readonly session: SessionView }) {
  const { t, times } = useWords()
  const now = useNow(10_000)
  const tone = toneOf(session)
  const { alarms, mutedNumbers } = useSnapshot()
  const muted = (mutedNumbers[session.key] ?? 0) > now
  const acknowledged = alarms.some(({ key, acknowledgedAt }) => key === session.key && acknowledgedAt !== null)
  const status = [statusWord(session, t), ...(acknowledged ? [t('alarms.acknowledgedShort')] : []), ...(muted ? [t('alarms.mutedShort')] : [])].join(', ')
  const name = numberName(session)
  return (
    <li className={styles.item} aria-setsize={count} aria-posinset={position}>
      <button type="button" data-line={id} className={styles.row} data-tone={tone} aria-current={current || undefined} tabIndex={tabbable ? 0 : -1} title={`${name} — ${status}`} onClick={() => onChoose(id)}>
        <StatusShape tone={tone} />
        <span className={styles.name}>{name}</span>
        <span className="unseen">{status}</span>
        {acknowledged && <Icon name="done" size={14} />}
        {muted && <Icon name="mute" size={14} />}
        <span className={styles.since}>{times.brief(Math.max(0, now - session.since))}</span>
      </button>
    </li>
  )
}

/** The line of a number that is being made, or that could not be made. */
export function NewNumberRow({ failed, since, id, current, tabbable, position, count, onChoose }: RowProps & { readonly failed: boolean; readonly since: number | null }) {
  const { t, times } = useWords()
  const now = useNow(10_000)
  const status = t(failed ? 'window.status.failed' : 'window.status.starting')
  return (
    <li className={styles.item} aria-setsize={count} aria-posinset={position}>
      <button type="button" data-line={id} className={styles.row} data-tone={failed ? 'down' : 'work'} aria-current={current || undefined} tabIndex={tabbable ? 0 : -1} title={status} onClick={() => onChoose(id)}>
        <StatusShape tone={failed ? 'down' : 'work'} />
        <span className={styles.name}>{t('window.list.provisioning')}</span>
        <span className="unseen">{status}</span>
        {since !== null && <span className={styles.since}>{times.brief(Math.max(0, now - since))}</span>}
      </button>
    </li>
  )
}

// One line of the list: status shape, name, since when.
import type { ReactNode } from 'react'
import type { SessionView } from '../../shared/ipc/snapshot'
import { standsSince, toneOf, type Tone } from '../../shared/ipc/condition'
import { useSnapshot } from '../bridge/companion-context'
import { Icon } from '../ui/icon'
import { StatusShape } from '../ui/status-shape'
import { useNow } from '../words/ticker'
import { useWords } from '../words/words-context'
import { numberName } from '../../shared/words/number-name'
import { statusWord } from '../words/number-view'
import styles from './number-list.module.css'

interface RowProps {
  readonly id: string
  readonly current: boolean
  readonly tabbable: boolean
  readonly position: number
  readonly count: number
  readonly onChoose: (id: string) => void
}

/** A line of the list, with its shape in the tone of what it is about. */
function Line({
  id,
  current,
  tabbable,
  position,
  count,
  onChoose,
  tone,
  title,
  children,
}: RowProps & { readonly tone: Tone; readonly title: string; readonly children: ReactNode }) {
  return (
    <li className={styles.item} aria-setsize={count} aria-posinset={position}>
      <button
        type="button"
        data-line={id}
        className={styles.row}
        data-tone={tone}
        aria-current={current || undefined}
        tabIndex={tabbable ? 0 : -1}
        title={title}
        onClick={() => onChoose(id)}
      >
        <StatusShape tone={tone} />
        {children}
      </button>
    </li>
  )
}

/** A number's line. */
export function NumberRow({ session, ...line }: RowProps & { readonly session: SessionView }) {
  const { t, times } = useWords()
  const now = useNow(10_000)
  const { alarms, mutedNumbers } = useSnapshot()
  const muted = (mutedNumbers[session.key] ?? 0) > now
  const acknowledged = alarms.some(({ key, acknowledgedAt }) => key === session.key && acknowledgedAt !== null)
  const status = [statusWord(session, t), ...(acknowledged ? [t('alarms.acknowledgedShort')] : []), ...(muted ? [t('alarms.mutedShort')] : [])].join(', ')
  const name = numberName(session)
  return (
    <Line {...line} tone={toneOf(session)} title={`${name} — ${status}`}>
      <span className={styles.name}>{name}</span>
      <span className="unseen">{status}</span>
      {acknowledged && <Icon name="done" size={14} />}
      {muted && <Icon name="mute" size={14} />}
      <span className={styles.since}>{times.brief(Math.max(0, now - standsSince(session)))}</span>
    </Line>
  )
}

/** The line of a number that is being made, or that could not be made. */
export function NewNumberRow({ failed, since, ...line }: RowProps & { readonly failed: boolean; readonly since: number | null }) {
  const { t, times } = useWords()
  const now = useNow(10_000)
  const status = t(failed ? 'window.status.failed' : 'window.status.starting')
  return (
    <Line {...line} tone={failed ? 'down' : 'work'} title={status}>
      <span className={styles.name}>{t('window.list.provisioning')}</span>
      <span className="unseen">{status}</span>
      {since !== null && <span className={styles.since}>{times.brief(Math.max(0, now - since))}</span>}
    </Line>
  )
}

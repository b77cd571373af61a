// Below the name of a number that is down: the button that acknowledges the alarm, or when and where it was passed on; and whether its notices are muted.
import type { SessionView } from '../../../shared/ipc/snapshot'
import { useSnapshot } from '../../bridge/companion-context'
import { useIntent } from '../../bridge/use-intent'
import { Button } from '../../ui/button'
import { FailureNote } from '../../ui/failure-note'
import { Icon } from '../../ui/icon'
import { useNow } from '../../words/ticker'
import { useWords } from '../../words/words-context'
import styles from './alarm-line.module.css'

/** Nothing when no alarm is open and nothing is muted. */
export function AlarmLine({ session }: { readonly session: SessionView }) {
  const { t, times } = useWords()
  const { alarms, mutedNumbers, escalation } = useSnapshot()
  const now = useNow(10_000)
  const acknowledge = useIntent('alarm.acknowledge')
  const unmute = useIntent('number.mute')
  const { key } = session
  const alarm = alarms.find((each) => each.key === key)
  const told = escalation.told[key]
  const mutedUntil = mutedNumbers[key] ?? 0
  const failure = acknowledge.failure ?? unmute.failure
  return (
    <>
      {mutedUntil > now && (
        <p className={styles.line}>
          <Icon name="mute" size={16} />
          <span>{t('alarms.mutedUntil', { time: times.clock(mutedUntil, now) })}</span>
          <Button weight="quiet" onClick={() => void unmute.run({ key, hours: 0 })}>
            {t('alarms.unmute')}
          </Button>
        </p>
      )}
      {alarm && alarm.acknowledgedAt !== null && (
        <p className={styles.line} role="status">
          <Icon name="done" size={16} />
          <span>{t('alarms.acknowledged', { time: times.clock(alarm.acknowledgedAt, now) })}</span>
        </p>
      )}
      {alarm && alarm.acknowledgedAt === null && (
        <p className={styles.line}>
          <Button busy={acknowledge.busy} onClick={() => void acknowledge.run({ key })}>
            {t('alarms.acknowledge')}
          </Button>
        </p>
      )}
      {told && (
        <p className={styles.line} role="status">
          <Icon name="info" size={16} />
          <span>
            {t('escalation.told', { time: times.clock(told.at, now), channels: told.channels.map((each) => t(`escalation.channel.${each}`)).join(', ') })}
          </span>
        </p>
      )}
      {failure && <FailureNote failure={failure} />}
    </>
  )
}

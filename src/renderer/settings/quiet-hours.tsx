// Quiet hours: from, to, on which days, and whether critical drops are told all the same.
import type { Preferences } from '../../shared/model/settings'
import field from '../ui/forms/field.module.css'
import { useWords } from '../words/words-context'
import { Switch } from './parts'
import styles from './settings.module.css'

/** Monday first, as calendars here have it. */
const DAYS = [1, 2, 3, 4, 5, 6, 0] as const

/** The quiet hours; every change is sent at once. */
export function QuietHours({
  quiet,
  disabled,
  onChange,
}: {
  readonly quiet: Preferences['quietHours']
  readonly disabled: boolean
  readonly onChange: (quiet: Preferences['quietHours']) => void
}) {
  const { t } = useWords()
  const change = (part: Partial<Preferences['quietHours']>): void => onChange({ ...quiet, ...part })
  const toggle = (day: number): void => change({ days: quiet.days.includes(day) ? quiet.days.filter((each) => each !== day) : [...quiet.days, day] })
  // A time field is empty while a person is typing in it.
  const time = (name: 'from' | 'to') => (
    <label className={styles.time}>
      {t(`alarms.${name}`)}
      <input type="time" className={field.input} value={quiet[name]} onChange={(event) => event.target.value && change({ [name]: event.target.value })} />
    </label>
  )
  return (
    <>
      <Switch label={t('alarms.quiet')} help={t('alarms.quietHelp')} checked={quiet.on} disabled={disabled} onChange={(on) => change({ on })} />
      {quiet.on && !disabled && (
        <div className={styles.inner}>
          <div className={styles.times}>
            {time('from')}
            {time('to')}
          </div>
          <fieldset className={styles.days}>
            <legend>{t('alarms.days')}</legend>
            {DAYS.map((day) => (
              <label key={day} className={styles.day}>
                <input type="checkbox" checked={quiet.days.includes(day)} onChange={() => toggle(day)} />
                <span>{t(`alarms.dayNames.${day}`)}</span>
              </label>
            ))}
          </fieldset>
          <Switch
            label={t('alarms.criticalPasses')}
            help={t('alarms.criticalPassesHelp')}
            checked={quiet.criticalPasses}
            onChange={(criticalPasses) => change({ criticalPasses })}
          />
        </div>
      )}
    </>
  )
}

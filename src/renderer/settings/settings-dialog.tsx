// What the operator may change; every change is sent at once.
import { useId, useState } from 'react'
import type { Preferences } from '../../shared/model/settings'
import { useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { HistoryExports } from '../history/exports'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialogs/dialog'
import { FailureNote } from '../ui/failure-note'
import field from '../ui/forms/field.module.css'
import { SECOND, useNow } from '../words/ticker'
import { useWords } from '../words/words-context'
import { About } from './about'
import { Escalation } from './escalation'
import { Part, Switch } from './parts'
import { QuietHours } from './quiet-hours'
import styles from './settings.module.css'
import { Support } from './support'

const LANGUAGES: readonly Preferences['language'][] = ['system', 'ru', 'en']
const MUTE_HOURS = [1, 4, 8] as const

function Mute() {
  const { t, times } = useWords()
  const { mutedUntil } = useSnapshot()
  const mute = useIntent('notices.mute')
  const now = useNow(SECOND)
  const muted = mutedUntil !== null && mutedUntil > now
  return (
    <div className={styles.line} role="group" aria-label={t('window.settings.mute')}>
      <span>
        {t('window.settings.mute')}
        {muted && <span className={styles.help}>{t('window.settings.mutedUntil', { time: times.clock(mutedUntil, now) })}</span>}
      </span>
      <span className={styles.choices}>
        {MUTE_HOURS.map((hours) => (
          <Button key={hours} onClick={() => void mute.run({ hours })}>
            {t('window.settings.muteHours', { count: hours })}
          </Button>
        ))}
        {muted && (
          <Button weight="quiet" onClick={() => void mute.run({ hours: 0 })}>
            {t('window.settings.unmute')}
          </Button>
        )}
      </span>
    </div>
  )
}

function TestNotice() {
  const { t } = useWords()
  const test = useIntent('notices.test')
  const [said, setSaid] = useState(false)
  const send = async (): Promise<void> => {
    if ((await test.run()).ok) setSaid(true)
  }
  return (
    <>
      <div className={styles.line}>
        <span role="status" className={styles.muted}>
          {said ? t('window.settings.testSent') : ''}
        </span>
        <Button busy={test.busy} onClick={() => void send()}>
          {t('window.settings.test')}
        </Button>
      </div>
      {test.failure && <FailureNote failure={test.failure} />}
    </>
  )
}

/** Where secrets are, by what the keyring said. */
const DATA = {
  unlocked: 'window.settings.data',
  locked: 'window.settings.data',
  none: 'window.settings.dataNone',
  memory: 'window.settings.dataMemory',
} as const

/** The settings, with what the app is and where its data lies. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords()
  const { preferences, tray, keyring } = useSnapshot()
  const link = useIntent('link.open')
  const set = useIntent('preferences.set')
  const language = useId()
  const change = (part: Partial<Preferences>): void => void set.run(part)
  return (
    <Dialog title={t('window.settings.title')} onClose={onClose} wide>
      {set.failure && <FailureNote failure={set.failure} />}
      <div className={styles.line}>
        <label htmlFor={language}>{t('window.settings.language')}</label>
        <select
          id={language}
          className={field.input}
          value={preferences.language}
          onChange={(event) => change({ language: LANGUAGES.find((each) => each === event.target.value) ?? 'system' })}
        >
          <option value="system">{t('window.settings.languageSystem')}</option>
          <option value="ru" lang="ru">
            Русский
          </option>
          <option value="en" lang="en">
            English
          </option>
        </select>
      </div>
      <Part title={t('window.settings.start')}>
        <Switch label={t('window.settings.openAtLogin')} checked={preferences.openAtLogin} onChange={(openAtLogin) => change({ openAtLogin })} />
        <Switch
          label={t('window.settings.startHidden')}
          help={t(tray === 'absent' ? 'window.settings.startHiddenNoTray' : 'window.settings.startHiddenHelp')}
          checked={preferences.startHidden}
          onChange={(startHidden) => change({ startHidden })}
        />
      </Part>
      <Part title={t('healing.title')}>
        <Switch label={t('healing.setting')} help={t('healing.settingHelp')} checked={preferences.healing} onChange={(healing) => change({ healing })} />
      </Part>
      <Part title={t('window.settings.notices')}>
        <Switch label={t('window.settings.noticesOn')} checked={preferences.notices} onChange={(notices) => change({ notices })} />
        <Switch label={t('window.settings.sound')} checked={preferences.sound} disabled={!preferences.notices} onChange={(sound) => change({ sound })} />
        <Switch
          label={t('alarms.reminders')}
          help={t('alarms.remindersHelp')}
          checked={preferences.reminders}
          disabled={!preferences.notices}
          onChange={(reminders) => change({ reminders })}
        />
        <QuietHours quiet={preferences.quietHours} disabled={!preferences.notices} onChange={(quietHours) => change({ quietHours })} />
        <Mute />
        <TestNotice />
      </Part>
      <Escalation />
      <Part title={t('history.all')}>
        <p className={styles.muted}>{t('history.allHelp')}</p>
        <HistoryExports numberKey={null} period="quarter" />
      </Part>
      <Part title={t('window.settings.about')}>
        <About />
        <p className={styles.muted}>{t(DATA[keyring])}</p>
        <Support />
        <Button weight="quiet" className={styles.link} onClick={() => void link.run({ link: 'troubleshooting' })}>
          {t('window.settings.help')}
        </Button>
        {link.failure && <FailureNote failure={link.failure} />}
      </Part>
    </Dialog>
  )
}

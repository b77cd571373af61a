// The settings of the escalation: after how long somebody outside is told, through which channels, and the fire drill that tests them.
import { useId, useState } from 'react'
import { ESCALATION_CHANNELS, ESCALATION_MINUTES, type EscalationChannel } from '../../shared/model/escalation'
import { useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import field from '../ui/forms/field.module.css'
import { useWords } from '../words/words-context'
import { EscalationForm } from './escalation-form'
import { FireDrill } from './fire-drill'
import { Part, Switch } from './parts'
import styles from './settings.module.css'

function Channel({ channel }: { readonly channel: EscalationChannel }) {
  const { t } = useWords()
  const { escalation } = useSnapshot()
  const remove = useIntent('escalation.remove')
  const [editing, setEditing] = useState(false)
  const { webhook, telegram, email } = escalation
  const name = t(`escalation.channel.${channel}`)
  const set = escalation[channel] !== null
  const state = (): string => {
    if (channel === 'webhook' && webhook && webhook.service !== 'plain')
      return t('escalation.ofService', { service: t(`escalation.services.${webhook.service}`), origin: webhook.origin })
    if (channel === 'webhook')
      return webhook ? t(webhook.signed ? 'escalation.signed' : 'escalation.unsigned', { origin: webhook.origin }) : t('escalation.none')
    if (channel === 'email') return email ? t('escalation.emailState', { to: email.to.join(', '), host: email.host }) : t('escalation.none')
    return telegram ? t('escalation.chatState', { chat: telegram.chat }) : t('escalation.none')
  }
  return (
    <>
      <div className={styles.line} role="group" aria-label={name}>
        <span>
          {name}
          <span className={styles.help}>{state()}</span>
        </span>
        {!editing && (
          <span className={styles.choices}>
            <Button aria-label={t(set ? 'escalation.changeOf' : 'escalation.setUpOf', { channel: name })} onClick={() => setEditing(true)}>
              {t(set ? 'escalation.change' : 'escalation.setUp')}
            </Button>
            {set && (
              <Button weight="quiet" busy={remove.busy} aria-label={t('escalation.removeOf', { channel: name })} onClick={() => void remove.run({ channel })}>
                {t('escalation.remove')}
              </Button>
            )}
          </span>
        )}
      </div>
      {remove.failure && <FailureNote failure={remove.failure} />}
      {editing && <EscalationForm channel={channel} onClose={() => setEditing(false)} />}
    </>
  )
}

/** The part of the settings about escalation. */
export function Escalation() {
  const { t } = useWords()
  const { escalation } = useSnapshot()
  const set = useIntent('escalation.set')
  const after = useId()
  const { on, afterMinutes } = escalation
  const minutes = [...new Set<number>([...ESCALATION_MINUTES, afterMinutes])].sort((a, b) => a - b)
  const somewhere = ESCALATION_CHANNELS.some((channel) => escalation[channel] !== null)
  return (
    <Part title={t('escalation.title')}>
      <Switch label={t('escalation.on')} help={t('escalation.onHelp')} checked={on} onChange={(next) => void set.run({ on: next })} />
      {set.failure && <FailureNote failure={set.failure} />}
      {(on || somewhere) && (
        <div className={styles.inner}>
          <div className={styles.line}>
            <label htmlFor={after}>{t('escalation.after')}</label>
            <select id={after} className={field.input} value={afterMinutes} onChange={(event) => void set.run({ afterMinutes: Number(event.target.value) })}>
              {minutes.map((each) => (
                <option key={each} value={each}>
                  {t('escalation.minutes', { count: each })}
                </option>
              ))}
            </select>
          </div>
          <p className={styles.help}>{t('escalation.quietHelp')}</p>
          <p className={styles.help}>{t('escalation.severalHelp')}</p>
          {ESCALATION_CHANNELS.map((channel) => (
            <Channel key={channel} channel={channel} />
          ))}
          {somewhere ? <FireDrill /> : <p className={styles.muted}>{t('escalation.nowhere')}</p>}
        </div>
      )}
    </Part>
  )
}

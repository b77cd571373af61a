// The fire drill: sends a real message through every channel and shows how far it came.
import { useState } from 'react'
import type { DrillStep } from '../../shared/model/escalation'
import { useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { StatusShape } from '../ui/status-shape'
import { useWords } from '../words/words-context'
import styles from './settings.module.css'

function Step({ step }: { readonly step: DrillStep }) {
  const { t, times } = useWords()
  const { failure } = step
  const said = failure
    ? `${t(`escalation.stepBad.${step.step}`)} ${t(`failure.${failure.code}.what`)} ${t(`failure.${failure.code}.next`)}`
    : t(`escalation.stepOk.${step.step}`, { detail: step.detail })
  return (
    <li className={styles.step}>
      <StatusShape tone={failure ? 'down' : 'ok'} size={14} />
      <span>
        {t(`escalation.channel.${step.channel}`)}: {said}
        {failure?.detail !== undefined && <span className={styles.help}>{failure.detail}</span>}
        {!failure && step.tookMs >= 1_000 && <span className={styles.help}>{t('escalation.took', { time: times.countdown(step.tookMs) })}</span>}
      </span>
    </li>
  )
}

/** The button and what came of it. */
export function FireDrill() {
  const { t } = useWords()
  const { escalation } = useSnapshot()
  const drill = useIntent('escalation.drill')
  const [steps, setSteps] = useState<readonly DrillStep[] | null>(null)
  const run = async (): Promise<void> => {
    setSteps(null)
    const outcome = await drill.run()
    if (outcome.ok) setSteps(outcome.value)
  }
  const arrived = new Set(steps?.filter(({ step, failure }) => step === 'send' && failure === null).map(({ channel }) => channel))
  const verdict = arrived.size === 0 ? 'drillBad' : steps?.every(({ channel }) => arrived.has(channel)) ? 'drillOk' : 'drillPart'
  return (
    <>
      <div className={styles.line}>
        <span>
          {t('escalation.drill')}
          <span className={styles.help}>{t('escalation.drillHelp')}</span>
        </span>
        <Button busy={drill.busy} onClick={() => void run()}>
          {t('escalation.drill')}
        </Button>
      </div>
      <div role="status">
        {steps && (
          <>
            <ol className={styles.steps}>
              {steps.map((step) => (
                <Step key={`${step.channel}-${step.step}`} step={step} />
              ))}
            </ol>
            <p>{t(`escalation.${verdict}`)}</p>
            {!escalation.on && <p className={styles.muted}>{t('escalation.drillOff')}</p>}
          </>
        )}
      </div>
      {drill.failure && <FailureNote failure={drill.failure} />}
    </>
  )
}

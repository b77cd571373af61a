// The simulator panel: what the simulated phone does and which faults the simulated platform has. Labelled as a simulation.
import { useId } from 'react'
import { SANDBOX_PHONE_ACTIONS, type SandboxFaults, type SandboxView, type SessionView } from '../../shared/ipc/snapshot'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { useWords } from '../words/words-context'
import field from '../ui/forms/field.module.css'
import styles from './simulator-panel.module.css'

const MODES: readonly SandboxFaults['mode'][] = ['none', 'server-error', 'rate-limited', 'cut', 'malformed', 'html', 'expired-token']
const LATENCIES: readonly number[] = [0, 500, 2_000, 10_000, 30_000]

/** Shown under a number of the sandbox. */
export function SimulatorPanel({ sandbox, session }: { readonly sandbox: SandboxView; readonly session: SessionView }) {
  const { t, times } = useWords()
  const phone = useIntent('sandbox.phone')
  const faults = useIntent('sandbox.faults')
  const mode = useId()
  const latency = useId()
  const failure = phone.failure ?? faults.failure
  const latencies = LATENCIES.includes(sandbox.faults.latencyMs) ? LATENCIES : [...LATENCIES, sandbox.faults.latencyMs]
  return (
    <section className={styles.panel} aria-label={t('window.sandbox.title')}>
      <header className={styles.head}>
        <h3 className={styles.tag}>{t('window.sandbox.title')}</h3>
        <p>{t('window.sandbox.lead')}</p>
      </header>
      <div className={styles.phone} role="group" aria-label={t('window.sandbox.phone')}>
        {SANDBOX_PHONE_ACTIONS.map((action) => (
          <Button key={action} onClick={() => void phone.run({ key: session.key, action })} {...(action === 'scan' ? { icon: 'phone' as const } : {})}>
            {t(`window.sandbox.action.${action}`)}
          </Button>
        ))}
      </div>
      <div className={styles.faults}>
        <div className={field.field}>
          <label htmlFor={mode}>{t('window.sandbox.platform')}</label>
          <select
            id={mode}
            className={field.input}
            value={sandbox.faults.mode}
            onChange={(event) => void faults.run({ ...sandbox.faults, mode: MODES.find((each) => each === event.target.value) ?? 'none' })}
          >
            {MODES.map((each) => (
              <option key={each} value={each}>
                {t(`window.sandbox.mode.${each}`)}
              </option>
            ))}
          </select>
        </div>
        <div className={field.field}>
          <label htmlFor={latency}>{t('window.sandbox.latency')}</label>
          <select
            id={latency}
            className={field.input}
            value={sandbox.faults.latencyMs}
            onChange={(event) => void faults.run({ ...sandbox.faults, latencyMs: Number(event.target.value) })}
          >
            {latencies.map((each) => (
              <option key={each} value={each}>
                {each === 0 ? t('window.sandbox.latencyNone') : each < 1_000 ? `${each} ms` : times.countdown(each)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {failure && <FailureNote failure={failure} />}
    </section>
  )
}

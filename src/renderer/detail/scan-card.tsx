// A code to scan or to type: the largest thing on screen while it lives, covered the moment it is dead.
import type { SessionView } from '../../shared/app-snapshot'
import type { LinkingCode } from '../../shared/session'
import { TIMINGS } from '../../shared/timings'
import { cx } from '../ui/cx'
import { CopyButton } from '../ui/copy-button'
import { useNow } from '../words/ticker'
import { useWords } from '../words/words-context'
import { CallButton } from './call-button'
import { CardActions, Headline } from './card'
import { DoctorButton } from './doctor'
import { Facts, SessionFact } from './facts'
import { QrCode, QrImage } from './qr-code'
import styles from './scan.module.css'
import type { NumberCalls } from './use-number-calls'

function LiveCode({ code }: { readonly code: LinkingCode }) {
  const { t } = useWords()
  if (code.kind === 'qr-text') return <QrCode text={code.value} />
  if (code.kind === 'qr-image') return <QrImage source={code.value} />
  const plain = code.value.replace(/[^0-9a-z]/gi, '').toUpperCase()
  const grouped = plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : code.value
  return (
    <div className={styles.letters}>
      <p className={styles.pairing} aria-label={t('window.card.pairingName', { code: grouped })} role="img">
        {grouped}
      </p>
      <CopyButton text={grouped} />
    </div>
  )
}

function Cover({ calls, over }: { readonly calls: NumberCalls; readonly over: boolean }) {
  const { t } = useWords()
  return (
    <div className={styles.cover}>
      <p className={styles.coverTitle}>{t(over ? 'window.card.expired' : 'window.card.nextCode')}</p>
      {over && (
        <>
          <p>{t('window.card.expiredLead')}</p>
          <CallButton calls={calls} name="number.newCode" weight="main" icon="refresh">
            {t('window.card.newCode')}
          </CallButton>
        </>
      )}
    </div>
  )
}

function Countdown({ code, left }: { readonly code: LinkingCode; readonly left: number }) {
  const { t, times } = useWords()
  const whole = Math.max(1, code.expiresAt - code.firstSeenAt)
  return (
    <div className={styles.countdown}>
      <div className={cx(styles.bar, left < 6_000 && styles.late)} aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(100, (left / whole) * 100))}%` }} />
      </div>
      <p className={styles.small}>
        <span>{code.kind === 'pairing-code' ? '' : t('window.card.ordinal', { n: code.ordinal, max: Math.max(TIMINGS.maxCodes, code.ordinal) })}</span>
        <span role="timer">{left > 0 ? t(code.exact ? 'window.card.left' : 'window.card.leftAbout', { time: times.countdown(left) }) : t('window.card.expired')}</span>
      </p>
    </div>
  )
}

function Steps({ typed }: { readonly typed: boolean }) {
  const { t } = useWords()
  return (
    <div className={styles.steps}>
      <h5>{t('window.card.steps')}</h5>
      <ol>
        <li>{t('window.card.step1')}</li>
        <li>{t('window.card.step2')}</li>
        <li>{t('window.card.step3')}</li>
        <li>{t(typed ? 'window.card.step4Pairing' : 'window.card.step4')}</li>
      </ol>
    </div>
  )
}

/** The card while a phone is awaited. */
export function ScanCard({ session, calls }: { readonly session: SessionView; readonly calls: NumberCalls }) {
  const { t } = useWords()
  const now = useNow(1_000)
  const { code } = session
  const left = code ? code.expiresAt - now : 0
  const live = code !== null && !session.codeExpired && left > 0
  const typed = code?.kind === 'pairing-code'
  return (
    <>
      <Headline>{t(typed ? 'window.card.type' : 'window.card.scan')}</Headline>
      <div className={styles.scan}>
        <div className={styles.column}>
          <div className={cx(styles.frame, typed && styles.short)}>{live ? <LiveCode code={code} /> : <Cover calls={calls} over={session.codeExpired || (code !== null && left < -8_000)} />}</div>
          {code && <Countdown code={code} left={live ? left : 0} />}
        </div>
        <Steps typed={typed} />
      </div>
      <Facts>
        <SessionFact session={session} />
      </Facts>
      <CardActions>
        {!session.codeExpired && (
          <CallButton calls={calls} name="number.newCode" icon="refresh">
            {t(typed ? 'window.card.newCode' : 'window.card.refreshQr')}
          </CallButton>
        )}
        <CallButton calls={calls} name="number.cancel" weight="quiet">
          {t('window.app.cancel')}
        </CallButton>
        <DoctorButton session={session} />
      </CardActions>
    </>
  )
}

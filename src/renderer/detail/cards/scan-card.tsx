// A code to scan or to type. It is the largest thing on screen while it is valid, and is covered as soon as it expires.
import type { SessionView } from '../../../shared/ipc/snapshot'
import type { LinkingCode } from '../../../shared/model/session'
import { TIMINGS } from '../../../shared/timings'
import { cx } from '../../ui/cx'
import { CopyButton } from '../../ui/copy-button'
import { SECOND, useNow } from '../../words/ticker'
import { useWords } from '../../words/words-context'
import { Button } from '../../ui/button'
import { CallButton } from '../actions/call-button'
import { PairButton } from '../actions/pair-button'
import { CardActions, Headline, Lead } from './card'
import { DoctorButton } from '../parts/doctor'
import { Facts, SessionFact } from '../parts/facts'
import { QrCode, QrImage } from './qr-code'
import styles from './scan.module.css'
import { useShowable } from '../../codes/use-showable'
import type { NumberCalls } from '../actions/use-number-calls'

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

/** In place of a code that no phone could scan; the button for a new one stays where it is. */
function BrokenCode() {
  const { t } = useWords()
  return (
    <div className={styles.cover} role="alert">
      <p className={styles.coverTitle}>{t('window.card.brokenCode')}</p>
      <p>{t('window.card.brokenCodeLead', { button: t('window.card.refreshQr') })}</p>
    </div>
  )
}

function Countdown({ code, left, over }: { readonly code: LinkingCode; readonly left: number; readonly over: boolean }) {
  const { t, times } = useWords()
  const whole = Math.max(1, code.expiresAt - code.firstSeenAt)
  return (
    <>
      <div className={cx(styles.bar, left < 6_000 && styles.late)} aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(100, (left / whole) * 100))}%` }} />
      </div>
      <p className={styles.small}>
        <span>{code.kind === 'pairing-code' ? '' : t('window.card.ordinal', { n: code.ordinal, max: Math.max(TIMINGS.maxCodes, code.ordinal) })}</span>
        <span role="timer">
          {left > 0 ? t(code.exact ? 'window.card.left' : 'window.card.leftAbout', { time: times.countdown(left) }) : over ? t('window.card.expired') : ''}
        </span>
      </p>
    </>
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
  const now = useNow(SECOND)
  const { code } = session
  const left = code ? code.expiresAt - now : 0
  const live = code !== null && !session.codeExpired && left > 0
  const typed = code?.kind === 'pairing-code'
  const showable = useShowable(code)
  const shown = live && showable === 'yes'
  const broken = live && showable === 'no'
  // Main knows whether another code may come by itself; until it says no, the next one is awaited.
  const over = session.codeExpired
  const spoken = over ? t('window.card.expired') : shown ? t('window.card.codeShown', { n: code.ordinal }) : t('window.card.nextCode')
  return (
    <>
      <Headline>{t(typed ? 'window.card.type' : 'window.card.scan')}</Headline>
      {session.pairingPhone !== null && <Lead>{t('window.pair.for', { phone: session.pairingPhone })}</Lead>}
      <div className={styles.scan}>
        <div className={styles.column}>
          <div className={cx(styles.frame, typed && styles.short)}>
            {broken && <BrokenCode />}
            {shown && <LiveCode code={code} />}
            {!broken && !shown && <Cover calls={calls} over={over} />}
          </div>
          {/* Keeps its height without a code: the buttons below must not move under the pointer. */}
          <div className={styles.countdown}>{code && showable === 'yes' && <Countdown code={code} left={live ? left : 0} over={over} />}</div>
        </div>
        <Steps typed={typed} />
      </div>
      <p className="unseen" role="status">
        {spoken}
      </p>
      <Facts>
        <SessionFact session={session} />
      </Facts>
      <CardActions>
        {/* Stays when the code expires: a button that goes leaves its place to Cancel, under the pointer. */}
        <CallButton calls={calls} name="number.newCode" icon="refresh">
          {t(typed ? 'window.card.newCode' : 'window.card.refreshQr')}
        </CallButton>
        {session.pairingPhone === null ? (
          <PairButton session={session} calls={calls} />
        ) : (
          <Button weight="quiet" onClick={() => void calls.send('number.connect')}>
            {t('window.pair.scanInstead')}
          </Button>
        )}
        <CallButton calls={calls} name="number.cancel" weight="quiet">
          {t('window.app.cancel')}
        </CallButton>
        <DoctorButton session={session} />
      </CardActions>
    </>
  )
}

// The chosen number: its name and menu, its card, and the simulator when it is a sandbox's.
import { useState } from 'react'
import type { ConnectionView, SessionView } from '../../shared/app-snapshot'
import { assertNever } from '../../shared/assert-never'
import { useSnapshot } from '../bridge/companion-context'
import { HistorySection } from '../history/history-section'
import { numberName } from '../../shared/number-name'
import { statusWord } from '../numbers/number-view'
import { SimulatorPanel } from '../simulator/simulator-panel'
import { FailureNote } from '../ui/failure-note'
import { useWords } from '../words/words-context'
import { AlarmLine } from './alarm-line'
import { CallButton } from './call-button'
import { Card, CardActions, Headline, Lead } from './card'
import { ConnectedCard } from './connected-card'
import { DoctorButton } from './doctor'
import { Facts, KeyFact, SessionFact } from './facts'
import { HealingTrail } from './healing-trail'
import { NumberMenu } from './number-menu'
import { RemedyButton } from './remedy-button'
import { ScanCard } from './scan-card'
import { SignInDialog } from './sign-in-dialog'
import { DisconnectedCard, FailedCard, UnknownCard } from './trouble-card'
import { useNumberCalls, type NumberCalls } from './use-number-calls'
import { Waiting } from './waiting-card'
import { WrongPhone } from './wrong-phone'
import styles from './detail.module.css'

interface PhaseProps {
  readonly session: SessionView
  readonly connection: ConnectionView
  readonly calls: NumberCalls
  /** The number was taken out of the app. */
  readonly onGone: () => void
}

function IdleCard({ session, calls }: Pick<PhaseProps, 'session' | 'calls'>) {
  const { t } = useWords()
  return (
    <>
      <div className={styles.words}>
        <Headline tone="none">{t('window.status.idle')}</Headline>
        <Lead>{t('window.card.idleLead')}</Lead>
      </div>
      <CardActions>
        <RemedyButton calls={calls} otherwise="number.connect" label={t('window.card.connect')} />
        <CallButton calls={calls} name="number.check" weight="quiet" icon="refresh">
          {t('window.card.checkNow')}
        </CallButton>
      </CardActions>
      <Facts>
        <SessionFact session={session} />
        <KeyFact session={session} />
      </Facts>
    </>
  )
}

function WaitingNumber({ session, calls, title, lead }: Pick<PhaseProps, 'session' | 'calls'> & { readonly title: string; readonly lead: string }) {
  const { t } = useWords()
  return (
    <>
      <Waiting title={title} lead={lead} since={session.since} deadlineAt={session.deadlineAt}>
        <Facts>
          <SessionFact session={session} />
        </Facts>
      </Waiting>
      <CardActions>
        <CallButton calls={calls} name="number.cancel">
          {t('window.app.cancel')}
        </CallButton>
        <CallButton calls={calls} name="number.check" icon="refresh">
          {t('window.card.checkNow')}
        </CallButton>
        {session.deadlineAt !== null && <DoctorButton session={session} />}
      </CardActions>
    </>
  )
}

function PhaseCard({ session, connection, calls, onGone }: PhaseProps) {
  const { t } = useWords()
  switch (session.phase) {
    case 'idle':
      return <IdleCard session={session} calls={calls} />
    case 'starting':
      // Without a deadline nobody asked for it: the server brings the session back by itself.
      return session.deadlineAt === null ? (
        <WaitingNumber session={session} calls={calls} title={t('window.card.restarting')} lead={t('window.card.restartingLead')} />
      ) : (
        <WaitingNumber session={session} calls={calls} title={t('window.card.waiting')} lead={t('window.card.waitingLead')} />
      )
    case 'awaiting-scan':
      return <ScanCard session={session} calls={calls} />
    case 'linking':
      return <WaitingNumber session={session} calls={calls} title={t('window.card.linking')} lead={t('window.card.linkingLead')} />
    case 'connected':
      return <ConnectedCard session={session} connection={connection} calls={calls} />
    case 'disconnected':
      return <DisconnectedCard session={session} calls={calls} onGone={onGone} />
    case 'unknown':
      return <UnknownCard session={session} calls={calls} />
    case 'failed':
      return <FailedCard session={session} calls={calls} onGone={onGone} />
    default:
      return assertNever(session.phase)
  }
}

/** A change of phase is announced in words; the card is redrawn in place. */
export function NumberDetail({ session, connection, onGone }: { readonly session: SessionView; readonly connection: ConnectionView; readonly onGone: () => void }) {
  const { t } = useWords()
  const { sandbox } = useSnapshot()
  const [signingIn, setSigningIn] = useState(false)
  const calls = useNumberCalls(session, connection, () => setSigningIn(true))
  const name = numberName(session)
  return (
    <>
      <header className={styles.title}>
        <div className={styles.names}>
          <h2 className={styles.name}>{name}</h2>
          <p className={styles.under}>{connection.name}</p>
        </div>
        <NumberMenu session={session} connection={connection} calls={calls} onGone={onGone} />
      </header>
      <p className="unseen" role="status">
        {t('window.list.row', { name, status: statusWord(session, t) })}
      </p>
      <Card checking={session.checking}>
        <WrongPhone session={session} calls={calls} />
        <PhaseCard session={session} connection={connection} calls={calls} onGone={onGone} />
        <HealingTrail session={session} />
        <AlarmLine session={session} />
        {calls.failure && <FailureNote failure={calls.failure} />}
      </Card>
      {sandbox && sandbox.connectionId === connection.id && <SimulatorPanel sandbox={sandbox} session={session} />}
      <HistorySection key={session.key} session={session} />
      {signingIn && <SignInDialog connection={connection} onClose={() => setSigningIn(false)} />}
    </>
  )
}

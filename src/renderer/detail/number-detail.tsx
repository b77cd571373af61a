// The chosen number: its name and menu, its card, and the simulator when it is a sandbox's.
import { useState } from 'react'
import type { ConnectionView, SessionView } from '../../shared/ipc/snapshot'
import { assertNever } from '../../shared/assert-never'
import { useSnapshot } from '../bridge/companion-context'
import { HistorySection } from '../history/history-section'
import { numberName } from '../../shared/words/number-name'
import { statusWord } from '../words/number-view'
import { SimulatorPanel } from '../simulator/simulator-panel'
import { FailureNote } from '../ui/failure-note'
import { useWords } from '../words/words-context'
import { AlarmLine } from './parts/alarm-line'
import { CallButton } from './actions/call-button'
import { Card, CardActions, Headline, Lead } from './cards/card'
import { ConnectedCard } from './cards/connected-card'
import { DoctorButton } from './parts/doctor'
import { Facts, KeyFact, SessionFact } from './parts/facts'
import { HealingTrail } from './parts/healing-trail'
import { NumberMenu } from './actions/number-menu'
import { PairButton } from './actions/pair-button'
import { RemedyButton } from './cards/remedy-button'
import { ScanCard } from './cards/scan-card'
import { SignInDialog } from './actions/sign-in-dialog'
import { DisconnectedCard, FailedCard, UnknownCard } from './cards/trouble-card'
import { useNumberCalls, type NumberCalls } from './actions/use-number-calls'
import { WaitingDialog } from './actions/waiting-dialog'
import { Waiting } from './cards/waiting-card'
import { WrongPhone } from './cards/wrong-phone'
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
        <PairButton session={session} calls={calls} />
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
        {session.phase === 'starting' && <PairButton session={session} calls={calls} />}
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
      // `starting` without a deadline is no attempt of the operator: the server restarts the session by itself.
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

/** Tells screen readers a change of phase in words; the card itself is redrawn in place. */
export function NumberDetail({
  session,
  connection,
  onGone,
}: {
  readonly session: SessionView
  readonly connection: ConnectionView
  readonly onGone: () => void
}) {
  const { t } = useWords()
  const { sandbox } = useSnapshot()
  const [signingIn, setSigningIn] = useState(false)
  const calls = useNumberCalls(session, connection, () => setSigningIn(true))
  const name = numberName(session)
  const why = session.phase === 'disconnected' ? t(`window.cause.${session.cause ?? 'unspecified'}.what`) : null
  const status = why === null ? statusWord(session, t) : `${statusWord(session, t)}. ${why}`
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
        {t('window.list.row', { name, status })}
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
      {calls.heldBack && <WaitingDialog session={session} heldBack={calls.heldBack} />}
      {signingIn && <SignInDialog connection={connection} onClose={() => setSigningIn(false)} />}
    </>
  )
}

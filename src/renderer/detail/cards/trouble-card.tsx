// The card of a number in trouble: what it is, since when, what to do, one button, and the evidence behind a click.
import { useState } from 'react'
import type { SessionView } from '../../../shared/ipc/snapshot'
import { autopsyOf } from '../../../shared/model/autopsy'
import { actorFor, type Failure } from '../../../shared/model/failure'
import { useKind } from '../../words/kinds'
import { useWords } from '../../words/words-context'
import { useNow } from '../../words/ticker'
import { Button } from '../../ui/button'
import { Details } from '../../ui/details'
import { failureLines, FailureWords } from '../../ui/failure-note'
import { CallButton } from '../actions/call-button'
import { PairButton } from '../actions/pair-button'
import { CardActions, Headline, Lead } from './card'
import { DoctorButton } from '../parts/doctor'
import { Fact, Facts, KeyFact, PaidFact, SessionFact, SinceFact, TimeFact } from '../parts/facts'
import { RemedyButton } from './remedy-button'
import { RemoveDialog } from '../actions/remove-dialog'
import type { NumberCalls } from '../actions/use-number-calls'
import styles from './card.module.css'

interface TroubleProps {
  readonly session: SessionView
  readonly calls: NumberCalls
}

function useEvidenceLines(session: SessionView): readonly string[] {
  const { t, times } = useWords()
  const now = useNow(10_000)
  const lines: string[] = [session.phase + (session.cause ? `: ${session.cause}` : '')]
  const { evidence } = session
  if (evidence) {
    lines.push(t('window.card.evidenceAt', { source: evidence.source, time: times.clock(evidence.at, now) }))
    if (evidence.word !== undefined) lines.push(`status: ${evidence.word}`)
    if (evidence.http !== undefined) lines.push(`HTTP ${evidence.http}`)
  }
  if (session.failure) lines.push(...failureLines(session.failure))
  return lines
}

interface EndedProps extends TroubleProps {
  /** The number was taken out of the app. */
  readonly onGone: () => void
}

/** The word of the connect button: "connect anew" where the server no longer has the number and main makes another one in its place. */
function useConnectWord(gone: boolean, calls: NumberCalls, usual: 'window.card.reconnect' | 'window.app.retry'): string {
  const { t } = useWords()
  const { numberFields } = useKind(calls.connection.kind)
  return t(gone && numberFields.length === 0 ? 'window.card.connectAnew' : usual)
}

/** Removes a number that the server no longer has. Asks first. */
function RemoveButton({ session, calls, onGone }: EndedProps) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('window.card.remove')}</Button>
      {asking && <RemoveDialog session={session} connection={calls.connection} onClose={() => setAsking(false)} onGone={onGone} />}
    </>
  )
}

/** The backend answered that the number is not connected. */
export function DisconnectedCard({ session, calls, onGone }: EndedProps) {
  const { t } = useWords()
  const cause = session.cause ?? 'unspecified'
  const gone = cause === 'removed'
  const connect = useConnectWord(gone, calls, 'window.card.reconnect')
  const lines = useEvidenceLines(session)
  const { evidence, who } = autopsyOf({ cause, basis: session.basis, mayBeServer: session.mayBeServer })
  return (
    <>
      <div className={styles.words}>
        <Headline tone={cause === 'by-operator' ? 'none' : 'down'}>{t(`window.cause.${cause}.what`)}</Headline>
        <Lead>{t(session.mayBeServer ? 'window.card.mayBeServer' : `window.cause.${cause}.why`)}</Lead>
        <Lead strong>{t(`window.cause.${cause}.next`)}</Lead>
        {session.unstable && <Lead strong>{t('window.card.unstable')}</Lead>}
      </div>
      <CardActions>
        {/* A phone that is off needs to be switched on and looked at again; another code would not help. */}
        {cause === 'phone-offline' && calls.connection.signIn === 'signed-in' && (
          <CallButton calls={calls} name="number.check" icon="refresh" weight="main">
            {t('window.card.checkNow')}
          </CallButton>
        )}
        <RemedyButton calls={calls} otherwise="number.connect" label={connect} weight={cause === 'banned' || cause === 'phone-offline' ? 'plain' : 'main'} />
        {gone ? <RemoveButton session={session} calls={calls} onGone={onGone} /> : <PairButton session={session} calls={calls} />}
        {cause !== 'phone-offline' && (
          <CallButton calls={calls} name="number.check" icon="refresh" weight="quiet">
            {t('window.card.checkNow')}
          </CallButton>
        )}
      </CardActions>
      <Facts>
        <TimeFact name={t('window.card.downSince')} at={session.since} />
        <Fact name={t('autopsy.how')}>{t(`autopsy.evidence.${evidence}`)}</Fact>
        <Fact name={t('autopsy.who')}>{t(`autopsy.actor.${who}`)}</Fact>
        <SessionFact session={session} />
        <PaidFact session={session} />
        <KeyFact session={session} />
      </Facts>
      <Details lines={lines} />
    </>
  )
}

/** The app cannot check the number. That says nothing about WhatsApp: a number that was down stays down until an answer proves otherwise. */
export function UnknownCard({ session, calls }: TroubleProps) {
  const { t } = useWords()
  const lines = useEvidenceLines(session)
  const failure: Failure = session.failure ?? { code: 'not-understood' }
  const { knownDown } = session
  const cause = knownDown?.cause ?? 'unspecified'
  return (
    <>
      <div className={styles.words}>
        <Headline tone={knownDown ? 'down' : 'warn'}>{t(knownDown ? `window.cause.${cause}.what` : 'window.card.unknown')}</Headline>
        {knownDown && <Lead strong>{t(`window.cause.${cause}.next`)}</Lead>}
        {knownDown && <Lead>{t('window.card.uncheckedNow')}</Lead>}
        <FailureWords failure={failure} />
        {!knownDown && <Lead>{t('window.card.unknownLead')}</Lead>}
      </div>
      <CardActions>
        <RemedyButton failure={failure} calls={calls} otherwise="number.check" label={t('window.card.checkNow')} />
        <CallButton calls={calls} name="number.cancel" weight="quiet">
          {t('window.app.cancel')}
        </CallButton>
      </CardActions>
      <Facts>
        {knownDown && <TimeFact name={t('window.card.downSince')} at={knownDown.since} />}
        <SinceFact name={t('window.card.unknownSince')} at={session.since} />
        <TimeFact name={t('window.card.lastKnown')} at={session.lastConfirmedAt} />
        {/* Two troubles have two people who can mend them. */}
        {!knownDown && <Fact name={t('autopsy.who')}>{t(`autopsy.actor.${actorFor(failure.code)}`)}</Fact>}
        <SessionFact session={session} />
        <PaidFact session={session} />
      </Facts>
      <Details lines={lines} />
    </>
  )
}

/** An attempt ended: what happened, what to do, one button. */
export function FailedCard({ session, calls, onGone }: EndedProps) {
  const { t } = useWords()
  const lines = useEvidenceLines(session)
  const failure: Failure = session.failure ?? { code: 'internal' }
  const exhausted = failure.code === 'codes-exhausted'
  const gone = failure.code === 'number-not-found'
  const connect = useConnectWord(gone, calls, 'window.app.retry')
  return (
    <>
      <div className={styles.words}>
        <Headline tone="down">{t(gone ? 'window.cause.removed.what' : 'window.card.failed')}</Headline>
        <FailureWords failure={failure} />
      </div>
      <CardActions>
        <RemedyButton
          failure={failure}
          calls={calls}
          otherwise={exhausted ? 'number.newCode' : 'number.connect'}
          label={exhausted ? t('window.card.newCode') : connect}
        />
        {!gone && <PairButton session={session} calls={calls} />}
        {gone ? <RemoveButton session={session} calls={calls} onGone={onGone} /> : <DoctorButton session={session} />}
      </CardActions>
      <Facts>
        <Fact name={t('autopsy.who')}>{t(`autopsy.actor.${actorFor(failure.code)}`)}</Fact>
        <SessionFact session={session} />
        <PaidFact session={session} />
        <KeyFact session={session} />
      </Facts>
      <Details lines={lines} />
    </>
  )
}

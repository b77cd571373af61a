// Trouble: what it is, since when, what to do, one button, the evidence behind a click.
import { useState } from 'react'
import type { SessionView } from '../../shared/app-snapshot'
import { actorFor, autopsyOf } from '../../shared/autopsy'
import { kindSpec } from '../../shared/connection-kinds'
import type { Failure } from '../../shared/failure'
import { useWords } from '../words/words-context'
import { useNow } from '../words/ticker'
import { Button } from '../ui/button'
import { Details } from '../ui/details'
import { failureLines, FailureWords } from '../ui/failure-note'
import { CallButton } from './call-button'
import { CardActions, Headline, Lead } from './card'
import { DoctorButton } from './doctor'
import { Fact, Facts, KeyFact, SessionFact, SinceFact, TimeFact } from './facts'
import { RemedyButton } from './remedy-button'
import { RemoveDialog } from './remove-dialog'
import type { NumberCalls } from './use-number-calls'
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

/** What to connect it again is called: anew where main makes another number in its place, which needs no key to be typed. */
function useConnectWord(gone: boolean, calls: NumberCalls, usual: 'window.card.reconnect' | 'window.app.retry'): string {
  const { t } = useWords()
  return t(gone && kindSpec(calls.connection.kind).numberFields.length === 0 ? 'window.card.connectAnew' : usual)
}

/** The way out for a number that the server no longer has. Asks first. */
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
        <RemedyButton calls={calls} otherwise="number.connect" label={connect} weight={cause === 'banned' ? 'plain' : 'main'} />
        {gone && <RemoveButton session={session} calls={calls} onGone={onGone} />}
        <CallButton calls={calls} name="number.check" icon="refresh" weight="quiet">
          {t('window.card.checkNow')}
        </CallButton>
      </CardActions>
      <Facts>
        <TimeFact name={t('window.card.downSince')} at={session.since} />
        <Fact name={t('autopsy.how')}>{t(`autopsy.evidence.${evidence}`)}</Fact>
        <Fact name={t('autopsy.who')}>{t(`autopsy.actor.${who}`)}</Fact>
        <SessionFact session={session} />
        <KeyFact session={session} />
      </Facts>
      <Details lines={lines} />
    </>
  )
}

/** The app cannot find out; that says nothing about WhatsApp. */
export function UnknownCard({ session, calls }: TroubleProps) {
  const { t } = useWords()
  const lines = useEvidenceLines(session)
  const failure: Failure = session.failure ?? { code: 'not-understood' }
  return (
    <>
      <div className={styles.words}>
        <Headline tone="warn">{t('window.card.unknown')}</Headline>
        <FailureWords failure={failure} />
        <Lead>{t('window.card.unknownLead')}</Lead>
      </div>
      <CardActions>
        <RemedyButton failure={failure} calls={calls} otherwise="number.check" label={t('window.card.checkNow')} />
        <CallButton calls={calls} name="number.cancel" weight="quiet">
          {t('window.app.cancel')}
        </CallButton>
      </CardActions>
      <Facts>
        <SinceFact name={t('window.card.unknownSince')} at={session.since} />
        <TimeFact name={t('window.card.lastKnown')} at={session.lastConfirmedAt} />
        <Fact name={t('autopsy.who')}>{t(`autopsy.actor.${actorFor(failure.code)}`)}</Fact>
        <SessionFact session={session} />
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
        <RemedyButton failure={failure} calls={calls} otherwise={exhausted ? 'number.newCode' : 'number.connect'} label={exhausted ? t('window.card.newCode') : connect} />
        {gone ? <RemoveButton session={session} calls={calls} onGone={onGone} /> : <DoctorButton session={session} />}
      </CardActions>
      <Facts>
        <Fact name={t('autopsy.who')}>{t(`autopsy.actor.${actorFor(failure.code)}`)}</Fact>
        <SessionFact session={session} />
        <KeyFact session={session} />
      </Facts>
      <Details lines={lines} />
    </>
  )
}

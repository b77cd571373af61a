// Trouble: what it is, since when, what to do, one button, the evidence behind a click.
import type { SessionView } from '../../shared/app-snapshot'
import type { Failure } from '../../shared/failure'
import { useWords } from '../words/words-context'
import { useNow } from '../words/ticker'
import { Details } from '../ui/details'
import { failureLines, FailureWords } from '../ui/failure-note'
import { CallButton } from './call-button'
import { CardActions, Headline, Lead } from './card'
import { Facts, KeyFact, SessionFact, TimeFact } from './facts'
import { RemedyButton } from './remedy-button'
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

/** The backend answered that the number is not connected. */
export function DisconnectedCard({ session, calls }: TroubleProps) {
  const { t } = useWords()
  const cause = session.cause ?? 'unspecified'
  const lines = useEvidenceLines(session)
  return (
    <>
      <div className={styles.words}>
        <Headline tone={cause === 'by-operator' ? 'none' : 'down'}>{t(`window.cause.${cause}.what`)}</Headline>
        <Lead>{t(session.mayBeServer ? 'window.card.mayBeServer' : `window.cause.${cause}.why`)}</Lead>
        <Lead strong>{t(`window.cause.${cause}.next`)}</Lead>
        {session.unstable && <Lead strong>{t('window.card.unstable')}</Lead>}
      </div>
      <CardActions>
        <RemedyButton calls={calls} otherwise="number.connect" label={t('window.card.reconnect')} weight={cause === 'banned' ? 'plain' : 'main'} />
        <CallButton calls={calls} name="number.check" icon="refresh" weight="quiet">
          {t('window.card.checkNow')}
        </CallButton>
      </CardActions>
      <Facts>
        <TimeFact name={t('window.card.downSince')} at={session.since} />
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
        <TimeFact name={t('window.card.unknownSince')} at={session.since} />
        <TimeFact name={t('window.card.lastKnown')} at={session.lastConfirmedAt} />
        <SessionFact session={session} />
      </Facts>
      <Details lines={lines} />
    </>
  )
}

/** An attempt ended: what happened, what to do, one button. */
export function FailedCard({ session, calls }: TroubleProps) {
  const { t } = useWords()
  const lines = useEvidenceLines(session)
  const failure: Failure = session.failure ?? { code: 'internal' }
  const exhausted = failure.code === 'codes-exhausted'
  return (
    <>
      <div className={styles.words}>
        <Headline tone="down">{t('window.card.failed')}</Headline>
        <FailureWords failure={failure} />
      </div>
      <CardActions>
        <RemedyButton failure={failure} calls={calls} otherwise={exhausted ? 'number.newCode' : 'number.connect'} label={t(exhausted ? 'window.card.newCode' : 'window.app.retry')} />
      </CardActions>
      <Facts>
        <SessionFact session={session} />
        <KeyFact session={session} />
      </Facts>
      <Details lines={lines} />
    </>
  )
}

// The card of a connected number. It is green only while the last check is recent.
import { useState } from 'react'
import type { ConnectionView, SessionView } from '../../../shared/ipc/snapshot'
import { toneOf } from '../../../shared/ipc/condition'
import { statusWord } from '../../words/number-view'
import { StatusShape } from '../../ui/status-shape'
import { Button } from '../../ui/button'
import { useWords } from '../../words/words-context'
import { CardActions, Headline, Lead } from './card'
import { DisconnectDialog } from '../actions/disconnect-dialog'
import { Fact, Facts, KeyFact, PaidFact, PhoneFact, SessionFact, TimeFact } from '../parts/facts'
import { RemedyButton } from './remedy-button'
import type { NumberCalls } from '../actions/use-number-calls'
import styles from './card.module.css'

interface ConnectedProps {
  readonly session: SessionView
  readonly connection: ConnectionView
  readonly calls: NumberCalls
}

/** The card of a connected number. Disconnecting asks first. */
export function ConnectedCard({ session, connection, calls }: ConnectedProps) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const { stale } = session
  const tone = toneOf(session)
  return (
    <>
      <div className={styles.words}>
        <Headline tone={tone}>{t(stale ? 'window.card.stale' : 'window.card.connected')}</Headline>
        {stale && <Lead>{t('window.card.staleLead')}</Lead>}
        {session.unstable && <Lead strong>{t('window.card.unstable')}</Lead>}
      </div>
      <Facts>
        <SessionFact session={session} />
        <KeyFact session={session} />
        <Fact name={t('window.card.status')}>
          <StatusShape tone={tone} size={14} />
          {stale ? t('window.card.staleStatus') : statusWord(session, t)}
        </Fact>
        <PhoneFact session={session} kind={connection.kind} />
        <PaidFact session={session} />
        <TimeFact name={t('window.card.since')} at={session.since} />
        <TimeFact name={t('window.card.confirmed')} at={session.lastConfirmedAt} />
      </Facts>
      <CardActions>
        <RemedyButton calls={calls} otherwise="number.check" label={t('window.card.checkNow')} weight={stale ? 'main' : 'plain'} />
        {/* Another phone: its box above has the button. */}
        {session.wrongPhone === null && calls.may('number.disconnect') && (
          <Button weight="danger" onClick={() => setAsking(true)}>
            {t('window.card.disconnect')}
          </Button>
        )}
      </CardActions>
      {asking && <DisconnectDialog session={session} onClose={() => setAsking(false)} />}
    </>
  )
}

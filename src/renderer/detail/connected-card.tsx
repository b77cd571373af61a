// Connected is a quiet card; without a fresh proof it is not green.
import type { ConnectionView, SessionView } from '../../shared/app-snapshot'
import { numberName } from '../numbers/number-name'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { StatusShape } from '../ui/status-shape'
import { Button } from '../ui/button'
import { useWords } from '../words/words-context'
import { useState } from 'react'
import { CallButton } from './call-button'
import { CardActions, Headline, Lead } from './card'
import { Fact, Facts, KeyFact, PhoneFact, SessionFact, TimeFact } from './facts'
import type { NumberCalls } from './use-number-calls'
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
  const disconnect = async (): Promise<void> => {
    if (await calls.send('number.disconnect')) setAsking(false)
  }
  return (
    <>
      <div className={styles.words}>
        <Headline tone={stale ? 'warn' : 'ok'}>{t(stale ? 'window.card.stale' : 'window.card.connected')}</Headline>
        {stale && <Lead>{t('window.card.staleLead')}</Lead>}
        {session.unstable && <Lead strong>{t('window.card.unstable')}</Lead>}
      </div>
      <Facts>
        <SessionFact session={session} />
        <KeyFact session={session} />
        <Fact name={t('window.card.status')}>
          <StatusShape tone={stale ? 'warn' : 'ok'} size={14} />
          {t(stale ? 'window.card.staleStatus' : 'window.status.connected')}
        </Fact>
        <PhoneFact session={session} kind={connection.kind} />
        <TimeFact name={t('window.card.since')} at={session.since} />
        <TimeFact name={t('window.card.confirmed')} at={session.lastConfirmedAt} />
      </Facts>
      <CardActions>
        <CallButton calls={calls} name="number.check" icon="refresh" weight={stale ? 'main' : 'plain'}>
          {t('window.card.checkNow')}
        </CallButton>
        <Button weight="danger" onClick={() => setAsking(true)}>
          {t('window.card.disconnect')}
        </Button>
      </CardActions>
      {asking && (
        <ConfirmDialog
          title={t('window.confirm.disconnectTitle', { name: numberName(session) })}
          confirm={t('window.confirm.disconnect')}
          state={{ busy: calls.busy === 'number.disconnect', failure: calls.failure }}
          onConfirm={() => void disconnect()}
          onClose={() => setAsking(false)}
        >
          <p>{t('window.confirm.disconnectBody')}</p>
          <p>{t('window.confirm.disconnectPhone')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}

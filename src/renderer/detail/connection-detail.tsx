// A connection without a chosen number: connect WhatsApp, wait for the new number, or see why it could not be made.
import { useState } from 'react'
import type { ConnectionView } from '../../shared/ipc/snapshot'
import { hasTrait } from '../../shared/model/failure'
import { TIMINGS } from '../../shared/timings'
import { useBridge, useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote, Warning } from '../ui/failure-note'
import { OpenPadlock } from '../ui/open-padlock'
import { SecretForm } from '../ui/forms/secret-form'
import { useKind } from '../words/kinds'
import { useWords } from '../words/words-context'
import { Card, CardActions, Headline, Lead } from './cards/card'
import { ConnectionMenu } from './actions/connection-menu'
import { Fact, Facts } from './parts/facts'
import { SignInButton, UnlockButton, wantsSignIn } from './cards/remedy-button'
import { SignInDialog } from './actions/sign-in-dialog'
import { Waiting } from './cards/waiting-card'
import styles from './detail.module.css'

interface ConnectionDetailProps {
  readonly connection: ConnectionView
  /** A number was made: show it. */
  readonly onNumber: (key: string) => void
}

/** The way to one more number. */
export function ConnectionDetail({ connection, onNumber }: ConnectionDetailProps) {
  const { t } = useWords()
  const bridge = useBridge()
  const add = useIntent('number.add')
  const refresh = useIntent('connection.refresh')
  const { keyring } = useSnapshot()
  const [signingIn, setSigningIn] = useState(false)
  const spec = useKind(connection.kind)
  const connectionId = connection.id
  const asksFields = spec.numberFields.length > 0
  const made = add.failure ?? connection.provisionFailure
  // The form shows its own failures.
  const failure = refresh.failure ?? (asksFields ? null : made) ?? connection.failure
  const listFirst = !asksFields && made !== null && hasTrait(made.code, 'readListFirst')
  const closed = connection.signIn === 'keyring' && failure?.code !== 'keyring-none'
  const signedOut = connection.signIn === 'signed-out' || connection.signIn === 'expired'

  const connect = async (fields: Record<string, string>): Promise<boolean> => {
    const outcome = await add.run({ connectionId, fields })
    if (outcome.ok) onNumber(outcome.value.key)
    return outcome.ok
  }
  const cancel = (): void => {
    void bridge.call('number.cancelAdd', { connectionId })
    if (asksFields) void bridge.call('connection.cancelAdd')
  }
  const reload = (): void => void refresh.run({ connectionId })
  const memory = keyring === 'memory'
  const remedied = failure !== null && (signedOut || wantsSignIn(failure) || (memory && connection.signIn === 'keyring'))
  const waiting = connection.provisioningSince !== null
  return (
    <>
      <header className={styles.title}>
        <div className={styles.names}>
          <h2 className={styles.name}>{connection.name}</h2>
          <p className={styles.under}>
            {spec.name}
            {connection.unencrypted && <OpenPadlock meaning={t('window.connection.unencrypted')} />}
          </p>
        </div>
        <ConnectionMenu connection={connection} onRefresh={reload} />
      </header>
      <Card checking={connection.listing}>
        {waiting && (
          <>
            <Waiting
              title={t('window.card.waiting')}
              lead={t('window.card.provisioningLead')}
              since={connection.provisioningSince}
              deadlineAt={connection.provisioningSince + TIMINGS.createDeadline}
            >
              {null}
            </Waiting>
            <CardActions>
              <Button onClick={cancel}>{t('window.app.cancel')}</Button>
            </CardActions>
          </>
        )}
        {connection.deliveredKey && <Warning what={t('window.connection.deliveredKey')} next={t('window.connection.deliveredKeyNext')} />}
        {!waiting && failure && (
          <FailureNote failure={failure}>
            {remedied && <SignInButton connection={connection} onOpen={() => setSigningIn(true)} />}
            {closed && <UnlockButton weight={remedied ? 'plain' : 'main'} />}
          </FailureNote>
        )}
        {!waiting && !asksFields && (
          <>
            <div className={styles.words}>
              <Headline>{t('window.list.provisioning')}</Headline>
              <Lead>{t(signedOut ? 'window.connection.needSignIn' : listFirst ? 'window.connection.listFirst' : 'window.connection.oneClick')}</Lead>
            </div>
            <CardActions>
              {signedOut && !failure && <SignInButton connection={connection} onOpen={() => setSigningIn(true)} />}
              {!signedOut && listFirst && (
                <Button weight={remedied ? 'plain' : 'main'} icon="refresh" busy={refresh.busy} onClick={reload}>
                  {t('window.connection.refresh')}
                </Button>
              )}
              {!signedOut && (
                <Button weight={remedied || closed || listFirst ? 'plain' : 'main'} busy={add.busy} onClick={() => void connect({})}>
                  {t('window.card.connect')}
                </Button>
              )}
            </CardActions>
          </>
        )}
        {!waiting && asksFields && (
          <>
            <div className={styles.words}>
              <Headline>{t('window.connection.addShort')}</Headline>
              <Lead>{t('window.connection.numberLead')}</Lead>
            </div>
            <SecretForm
              kind={connection.kind}
              fields={spec.numberFields}
              submit={t('window.card.connect')}
              busy={add.busy}
              failure={add.failure ?? connection.provisionFailure}
              onSubmit={connect}
              onCancel={cancel}
              canLeave={false}
              wide
            />
          </>
        )}
        <Facts>
          {connection.address && <Fact name={`${t('window.connection.address')}:`}>{connection.address}</Fact>}
          {connection.account && <Fact name={`${t('window.connection.account')}:`}>{connection.account}</Fact>}
          {spec.signInFields.length > 0 && <Fact name={`${t('window.connection.signIn')}:`}>{t(`window.connection.state.${connection.signIn}`)}</Fact>}
        </Facts>
      </Card>
      {signingIn && <SignInDialog connection={connection} onClose={() => setSigningIn(false)} />}
    </>
  )
}

// A connection without a chosen number: connect WhatsApp, wait for the new number, or see why it could not be made.
import { useState } from 'react'
import type { ConnectionView } from '../../shared/app-snapshot'
import { kindSpec } from '../../shared/connection-kinds'
import { TIMINGS } from '../../shared/timings'
import { useBridge } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { SecretForm } from '../ui/secret-form'
import { useWords } from '../words/words-context'
import { Card, CardActions, Headline, Lead } from './card'
import { ConnectionMenu } from './connection-menu'
import { Fact, Facts } from './facts'
import { wantsSignIn } from './remedy-button'
import { SignInDialog } from './sign-in-dialog'
import { Waiting } from './waiting-card'
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
  const unlock = useIntent('keyring.unlock')
  const [signingIn, setSigningIn] = useState(false)
  const spec = kindSpec(connection.kind)
  const connectionId = connection.id
  const asksFields = spec.numberFields.length > 0
  const failure = add.failure ?? connection.provisionFailure ?? connection.failure
  const signedOut = connection.signIn === 'signed-out' || connection.signIn === 'expired'

  const connect = async (fields: Record<string, string>): Promise<void> => {
    const outcome = await add.run({ connectionId, fields })
    if (outcome.ok) onNumber(outcome.value.key)
  }
  const cancel = (): void => {
    void bridge.call('number.cancelAdd', { connectionId })
    if (asksFields) void bridge.call('connection.cancelAdd')
  }
  const waiting = connection.provisioningSince !== null
  return (
    <>
      <header className={styles.title}>
        <div className={styles.names}>
          <h2 className={styles.name}>{connection.name}</h2>
          <p className={styles.under}>{t(`kinds.${connection.kind}.name`)}</p>
        </div>
        <ConnectionMenu connection={connection} />
      </header>
      <Card checking={connection.listing}>
        {waiting && (
          <>
            <Waiting title={t('window.card.waiting')} lead={t('window.card.provisioningLead')} since={connection.provisioningSince ?? 0} deadlineAt={(connection.provisioningSince ?? 0) + TIMINGS.createDeadline}>
              {null}
            </Waiting>
            <CardActions>
              <Button onClick={cancel}>{t('window.app.cancel')}</Button>
            </CardActions>
          </>
        )}
        {!waiting && failure && (asksFields ? failure === connection.failure : true) && (
          <FailureNote failure={failure}>
            {connection.signIn === 'keyring' && failure.code !== 'keyring-none' && (
              <Button icon="lock" busy={unlock.busy} onClick={() => void unlock.run()}>
                {t('window.banner.unlock')}
              </Button>
            )}
            {(signedOut || wantsSignIn(failure)) && spec.signInFields.length > 0 && (
              <Button weight="main" onClick={() => setSigningIn(true)}>
                {t('window.connection.signInAgain')}
              </Button>
            )}
          </FailureNote>
        )}
        {!waiting && !asksFields && (
          <>
            <div className={styles.words}>
              <Headline>{t('window.list.provisioning')}</Headline>
              <Lead>{t(signedOut ? 'window.connection.needSignIn' : 'window.connection.oneClick')}</Lead>
            </div>
            <CardActions>
              {signedOut && !failure && (
                <Button weight="main" onClick={() => setSigningIn(true)}>
                  {t('window.connection.signInAgain')}
                </Button>
              )}
              {!signedOut && (
                <Button weight="main" busy={add.busy} onClick={() => void connect({})}>
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
              onSubmit={(fields) => void connect(fields)}
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

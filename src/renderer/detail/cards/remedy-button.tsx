// The one button that solves a trouble: sign in, unlock the keyring, or the card's own action.
import type { ConnectionView } from '../../../shared/ipc/snapshot'
import { hasTrait, type Failure } from '../../../shared/model/failure'
import { useSnapshot } from '../../bridge/companion-context'
import { useIntent } from '../../bridge/use-intent'
import { Button } from '../../ui/button'
import { FailureNote } from '../../ui/failure-note'
import { useKind } from '../../words/kinds'
import { useWords } from '../../words/words-context'
import { CallButton } from '../actions/call-button'
import type { NumberCalls } from '../actions/use-number-calls'
import styles from './card.module.css'

/** True when only a new sign-in helps. */
export function wantsSignIn(failure: Failure): boolean {
  return hasTrait(failure.code, 'offersSignIn')
}

/** Asks the system to show its unlock prompt; says why when it could not be unlocked. */
export function UnlockButton({ weight = 'main' }: { readonly weight?: 'main' | 'plain' }) {
  const { t } = useWords()
  const unlock = useIntent('keyring.unlock')
  return (
    <>
      <Button weight={weight} icon="lock" busy={unlock.busy} onClick={() => void unlock.run()}>
        {t('window.banner.unlock')}
      </Button>
      {unlock.failure && <OwnRow failure={unlock.failure} />}
    </>
  )
}

/** Opens the form that signs in again; a kind that asks for nothing is signed in by the click itself. */
export function SignInButton({ connection, onOpen }: { readonly connection: ConnectionView; readonly onOpen: () => void }) {
  const { t } = useWords()
  const signIn = useIntent('connection.signIn')
  const oneClick = useKind(connection.kind).signInFields.length === 0
  return (
    <>
      <Button weight="main" busy={signIn.busy} onClick={() => (oneClick ? void signIn.run({ connectionId: connection.id, fields: {} }) : onOpen())}>
        {t('window.connection.signInAgain')}
      </Button>
      {signIn.failure && <OwnRow failure={signIn.failure} />}
    </>
  )
}

/** A failure in a row of its own below the row of buttons. */
function OwnRow({ failure }: { readonly failure: Failure }) {
  return (
    <div className={styles.row}>
      <FailureNote failure={failure} />
    </div>
  )
}

interface RemedyProps {
  readonly failure?: Failure | null
  readonly calls: NumberCalls
  /** The call that helps when the trouble is neither the sign-in nor the keyring. */
  readonly otherwise: 'number.check' | 'number.connect' | 'number.newCode'
  readonly label: string
  /** `plain` when connecting is possible but not recommended, because WhatsApp restricted the number. */
  readonly weight?: 'main' | 'plain'
}

/** Sign in, unlock the keyring, or the card's own action. */
export function RemedyButton({ failure = null, calls, otherwise, label, weight = 'main' }: RemedyProps) {
  const { keyring } = useSnapshot()
  const { connection } = calls
  const signIn = <SignInButton connection={connection} onOpen={calls.openSignIn} />
  // Without a keyring there is nothing to unlock. Once the operator chose to keep secrets in memory, the key is typed again.
  const absent = failure?.code === 'keyring-none'
  if (!absent && (connection.signIn === 'keyring' || (failure && hasTrait(failure.code, 'offersUnlock')))) {
    return keyring === 'memory' ? (
      <>
        {signIn}
        <UnlockButton weight="plain" />
      </>
    ) : (
      <UnlockButton />
    )
  }
  if (absent ? keyring === 'memory' : connection.signIn !== 'signed-in' || (failure && wantsSignIn(failure))) return signIn
  return (
    <CallButton calls={calls} name={otherwise} weight={weight} {...(otherwise === 'number.check' ? { icon: 'refresh' as const } : {})}>
      {label}
    </CallButton>
  )
}

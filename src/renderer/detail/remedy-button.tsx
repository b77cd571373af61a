// The one button that a trouble asks for.
import type { ConnectionView } from '../../shared/app-snapshot'
import { kindSpec } from '../../shared/connection-kinds'
import type { Failure, FailureCode } from '../../shared/failure'
import { useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { FailureNote } from '../ui/failure-note'
import { useWords } from '../words/words-context'
import { CallButton } from './call-button'
import type { NumberCalls } from './use-number-calls'
import styles from './card.module.css'

const SIGN_IN: ReadonlySet<FailureCode> = new Set(['sign-in-expired', 'signed-out', 'sign-in-wrong', 'sign-in-unconfirmed', 'key-rejected', 'secret-missing', 'account-blocked', 'mfa-required', 'captcha-required'])
const UNLOCK: ReadonlySet<FailureCode> = new Set(['keyring-locked', 'keyring-timeout'])

/** True when only a new sign-in helps. */
export function wantsSignIn(failure: Failure): boolean {
  return SIGN_IN.has(failure.code)
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
  const oneClick = kindSpec(connection.kind).signInFields.length === 0
  return (
    <>
      <Button weight="main" busy={signIn.busy} onClick={() => (oneClick ? void signIn.run({ connectionId: connection.id, fields: {} }) : onOpen())}>
        {t('window.connection.signInAgain')}
      </Button>
      {signIn.failure && <OwnRow failure={signIn.failure} />}
    </>
  )
}

/** Below the row of buttons in which it stands. */
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
  /** What helps when neither a sign-in nor the keyring is the trouble. */
  readonly otherwise: 'number.check' | 'number.connect' | 'number.newCode'
  readonly label: string
  /** WhatsApp itself restricted the number: connecting is possible but not urged. */
  readonly weight?: 'main' | 'plain'
}

/** Sign in, unlock the keyring, or the card's own action. */
export function RemedyButton({ failure = null, calls, otherwise, label, weight = 'main' }: RemedyProps) {
  const { keyring } = useSnapshot()
  const { connection } = calls
  const signIn = <SignInButton connection={connection} onOpen={calls.openSignIn} />
  // Where no keyring is there is nothing to unlock: the key is typed again, once the operator chose to keep it in memory.
  const absent = failure?.code === 'keyring-none'
  if (!absent && (connection.signIn === 'keyring' || (failure && UNLOCK.has(failure.code)))) {
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

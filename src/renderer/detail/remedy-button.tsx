// The one button that a trouble asks for.
import type { Failure, FailureCode } from '../../shared/failure'
import { useSnapshot } from '../bridge/companion-context'
import { useIntent } from '../bridge/use-intent'
import { Button } from '../ui/button'
import { useWords } from '../words/words-context'
import { CallButton } from './call-button'
import type { NumberCalls } from './use-number-calls'

const SIGN_IN: ReadonlySet<FailureCode> = new Set(['sign-in-expired', 'signed-out', 'sign-in-wrong', 'sign-in-unconfirmed', 'key-rejected', 'secret-missing', 'account-blocked', 'mfa-required', 'captcha-required'])
const UNLOCK: ReadonlySet<FailureCode> = new Set(['keyring-locked', 'keyring-timeout'])

/** True when only a new sign-in helps. */
export function wantsSignIn(failure: Failure): boolean {
  return SIGN_IN.has(failure.code)
}

/** Asks the system to show its unlock prompt. */
export function UnlockButton() {
  const { t } = useWords()
  const unlock = useIntent('keyring.unlock')
  return (
    <Button weight="main" icon="lock" busy={unlock.busy} onClick={() => void unlock.run()}>
      {t('window.banner.unlock')}
    </Button>
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
  const { t } = useWords()
  const { keyring } = useSnapshot()
  // Where no keyring is there is nothing to unlock: the key is typed again, once the operator chose to keep it in memory.
  const absent = failure?.code === 'keyring-none'
  if (!absent && (calls.signIn === 'keyring' || (failure && UNLOCK.has(failure.code)))) return <UnlockButton />
  if (absent ? keyring === 'memory' : calls.signIn !== 'signed-in' || (failure && wantsSignIn(failure))) {
    return (
      <Button weight="main" onClick={calls.openSignIn}>
        {t('window.connection.signInAgain')}
      </Button>
    )
  }
  return (
    <CallButton calls={calls} name={otherwise} weight={weight} {...(otherwise === 'number.check' ? { icon: 'refresh' as const } : {})}>
      {label}
    </CallButton>
  )
}

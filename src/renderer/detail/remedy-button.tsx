// The one button that a failure asks for.
import type { Failure, FailureCode } from '../../shared/failure'
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

interface RemedyProps {
  readonly failure: Failure
  readonly calls: NumberCalls
  /** What helps when neither a sign-in nor the keyring is the trouble. */
  readonly otherwise: 'number.check' | 'number.connect'
  readonly onSignIn: () => void
}

/** Sign in, unlock the keyring, or try again. */
export function RemedyButton({ failure, calls, otherwise, onSignIn }: RemedyProps) {
  const { t } = useWords()
  const unlock = useIntent('keyring.unlock')
  if (wantsSignIn(failure)) {
    return (
      <Button weight="main" onClick={onSignIn}>
        {t('window.connection.signInAgain')}
      </Button>
    )
  }
  if (UNLOCK.has(failure.code)) {
    return (
      <Button weight="main" icon="lock" busy={unlock.busy} onClick={() => void unlock.run()}>
        {t('window.banner.unlock')}
      </Button>
    )
  }
  return (
    <CallButton calls={calls} name={otherwise} weight="main" icon="refresh">
      {t(otherwise === 'number.check' ? 'window.card.checkNow' : failure.code === 'codes-exhausted' ? 'window.card.newCode' : 'window.app.retry')}
    </CallButton>
  )
}

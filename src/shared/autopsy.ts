// The autopsy of a trouble: how the app knows, and who can do something about it. The words lie in i18n under `autopsy`.
import type { FailureCode } from './failure'
import type { Basis, Cause } from './session'

/** Who can mend it. */
export type Actor = 'phone-owner' | 'operator' | 'administrator'

/** The verdict on one trouble. */
export interface Autopsy {
  /** The sentence that says how the app knows: `autopsy.evidence.<key>`. */
  readonly evidence: EvidenceKey
  readonly who: Actor
}

/** How the app can know of a drop. */
export type EvidenceKey = 'named' | 'code' | 'twice' | 'server-words' | 'stuck' | 'list' | 'operator' | 'before'

interface Row {
  readonly who: Actor
  /** When no signal of its own was seen in this run. */
  readonly otherwise: EvidenceKey
}

/** One row for each cause. A cause that only a backend can name (`banned`, `replaced`, `phone-offline`) is never inferred. */
const TABLE: Readonly<Record<Cause, Row>> = {
  'logged-out': { who: 'phone-owner', otherwise: 'before' },
  replaced: { who: 'administrator', otherwise: 'before' },
  banned: { who: 'phone-owner', otherwise: 'before' },
  'phone-offline': { who: 'phone-owner', otherwise: 'before' },
  'by-operator': { who: 'operator', otherwise: 'operator' },
  removed: { who: 'administrator', otherwise: 'list' },
  'stuck-starting': { who: 'administrator', otherwise: 'stuck' },
  unspecified: { who: 'operator', otherwise: 'twice' },
}

/** The autopsy of a number that is disconnected. `basis` is what the last answers showed; null = nothing more than the cause itself. */
export function autopsyOf({ cause, basis, mayBeServer }: { readonly cause: Cause; readonly basis: Basis | null; readonly mayBeServer: boolean }): Autopsy {
  if (cause === 'unspecified' && mayBeServer) return { evidence: 'server-words', who: 'administrator' }
  const { who, otherwise } = TABLE[cause]
  return { evidence: basis ?? otherwise, who }
}

const BY_OPERATOR: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'unreachable', 'timeout', 'rate-limited', 'address-invalid', 'address-insecure', 'sign-in-wrong', 'sign-in-expired', 'signed-out', 'sign-in-unconfirmed', 'captcha-required',
  'mfa-required', 'keyring-none', 'keyring-locked', 'keyring-timeout', 'secret-missing', 'invalid-input', 'not-found', 'cancelled', 'number-exists', 'provision-unclear',
])
const BY_PHONE_OWNER: ReadonlySet<FailureCode> = new Set<FailureCode>(['deadline-linking', 'codes-exhausted'])

/** Who can mend what kept the app from an answer, or ended an attempt. */
export function actorFor(code: FailureCode): Actor {
  if (BY_PHONE_OWNER.has(code)) return 'phone-owner'
  return BY_OPERATOR.has(code) ? 'operator' : 'administrator'
}

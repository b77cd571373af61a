// The autopsy of a drop: how the app knows of it, and who can mend it. The words are in i18n under `autopsy`.
import type { Actor } from './failure'
import type { Basis, Cause } from './session'

/** The result for one drop. */
export interface Autopsy {
  /** The sentence that says how the app knows: `autopsy.evidence.<key>`. */
  readonly evidence: EvidenceKey
  readonly who: Actor
}

/** How the app can know of a drop. */
type EvidenceKey = 'named' | 'code' | 'own-start' | 'twice' | 'server-words' | 'stuck' | 'list' | 'operator' | 'before'

interface Row {
  readonly who: Actor
  /** The evidence when this run of the app has seen no answer that showed the cause. */
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

/** The autopsy of a number that is disconnected. `basis` = how an answer showed the cause; null = no answer of this run did. */
export function autopsyOf({ cause, basis, mayBeServer }: { readonly cause: Cause; readonly basis: Basis | null; readonly mayBeServer: boolean }): Autopsy {
  if (cause === 'unspecified' && mayBeServer) return { evidence: 'server-words', who: 'administrator' }
  const { who, otherwise } = TABLE[cause]
  return { evidence: basis ?? otherwise, who }
}

// Why linking a phone may fail. What the app itself has seen decides which causes come first.
import type { FailureCode } from './failure'
import type { Phase } from './session'

/** The causes that the dialog "Does not connect?" leads a person through. */
const LINKING_CAUSES = ['expired', 'wrong', 'limit', 'rate', 'outdated', 'passkey', 'offline', 'vpn', 'server'] as const
export type LinkingCause = (typeof LINKING_CAUSES)[number]

/** The likely causes after each way in which an attempt fails, the likeliest first. This only sorts: the person decides by what the phone shows. */
const BY_FAILURE: Partial<Readonly<Record<FailureCode, readonly LinkingCause[]>>> = {
  'codes-exhausted': ['expired', 'rate', 'offline', 'vpn'],
  'deadline-linking': ['outdated', 'passkey', 'vpn', 'offline'],
  'deadline-starting': ['server'],
  'rate-limited': ['rate', 'server'],
}

/** All causes: the likely ones for this phase and failure, then the others. */
export function linkingCauses({ phase, failure }: { readonly phase: Phase; readonly failure: { readonly code: FailureCode } | null }): {
  readonly likely: readonly LinkingCause[]
  readonly others: readonly LinkingCause[]
} {
  const likely =
    (failure && (BY_FAILURE[failure.code] ?? ['server'])) ?? (phase === 'linking' ? ['passkey', 'outdated'] : phase === 'starting' ? ['server'] : ['expired'])
  return { likely, others: LINKING_CAUSES.filter((each) => !likely.includes(each)) }
}

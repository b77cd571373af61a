// Why linking a phone may fail: the real causes, the likeliest first by what the app itself has seen.
import type { FailureCode } from './failure'
import type { Phase } from './session'

/** The causes a person is walked through. */
export const LINKING_CAUSES = ['expired', 'wrong', 'limit', 'rate', 'outdated', 'passkey', 'offline', 'server'] as const
export type LinkingCause = (typeof LINKING_CAUSES)[number]

/** What each end of an attempt speaks for, likeliest first. The phone's own words decide; this only sorts. */
const BY_FAILURE: Partial<Readonly<Record<FailureCode, readonly LinkingCause[]>>> = {
  'codes-exhausted': ['expired', 'rate', 'offline'],
  'deadline-linking': ['outdated', 'passkey', 'offline'],
  'deadline-starting': ['server'],
  'rate-limited': ['rate', 'server'],
}

/** All causes, those that what was seen speaks for first. */
export function linkingCauses({ phase, failure }: { readonly phase: Phase; readonly failure: { readonly code: FailureCode } | null }): { readonly likely: readonly LinkingCause[]; readonly others: readonly LinkingCause[] } {
  const likely = (failure && (BY_FAILURE[failure.code] ?? ['server'])) ?? (phase === 'linking' ? ['passkey', 'outdated'] : phase === 'starting' ? ['server'] : ['expired'])
  return { likely, others: LINKING_CAUSES.filter((each) => !likely.includes(each)) }
}

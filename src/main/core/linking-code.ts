// Counts and dates the codes of one attempt. Backends send bare codes; rule 6 wants an ordinal, an age and an end.
import type { LinkingCode, Reading } from '../../shared/session'
import type { Timings } from '../../shared/timings'
import type { Attempt } from './session-state'

type SentCode = NonNullable<Reading['code']>

/** What a sent code means to the attempt. `dead` = an old one that came back; `exhausted` = one more than WhatsApp issues. */
export type CodeVerdict = { readonly type: 'live'; readonly attempt: Attempt } | { readonly type: 'dead' } | { readonly type: 'exhausted' }

/** Two more readings after a code's end: a scan in its last second still shows up as `linking`. */
export function scanGrace(timings: Timings): number {
  return 2 * timings.pairingPoll
}

/** Takes a code from a reading into the attempt. `previous` is the last code of the attempt before. */
export function takeCode(attempt: Attempt, sent: SentCode, previous: LinkingCode | null, at: number, timings: Timings): CodeVerdict {
  const current = attempt.code
  if (current?.value === sent.value) {
    const code = sent.expiresAt === undefined ? current : { ...current, expiresAt: sent.expiresAt, exact: true }
    return { type: 'live', attempt: withCode(attempt, code, at, timings) }
  }
  if (attempt.seen.includes(sent.value)) return { type: 'dead' }
  const ordinal = attempt.seen.length + (current ? 2 : 1)
  if (ordinal > timings.maxCodes) return { type: 'exhausted' }
  const known = previous?.value === sent.value ? previous : null
  const code: LinkingCode = {
    kind: sent.kind,
    value: sent.value,
    ordinal,
    firstSeenAt: known?.firstSeenAt ?? at,
    expiresAt: sent.expiresAt ?? known?.expiresAt ?? at + lifetime(sent.kind, ordinal, timings),
    exact: sent.expiresAt !== undefined || (known?.exact ?? false),
  }
  // The server still serves the code that ran out before the operator asked for a new one.
  if (known && code.expiresAt <= at) return { type: 'dead' }
  const seen = current ? [...attempt.seen, current.value] : attempt.seen
  return { type: 'live', attempt: withCode({ ...attempt, seen }, code, at, timings) }
}

function lifetime(kind: LinkingCode['kind'], ordinal: number, timings: Timings): number {
  if (kind === 'pairing-code') return timings.pairingCode
  return ordinal === 1 ? timings.firstCode : timings.laterCode
}

function withCode(attempt: Attempt, code: LinkingCode, at: number, timings: Timings): Attempt {
  const firstCodeAt = attempt.firstCodeAt ?? at
  const wholeLife = timings.firstCode + (timings.maxCodes - 1) * timings.laterCode
  const end = code.ordinal >= timings.maxCodes ? code.expiresAt : Math.max(firstCodeAt + wholeLife, code.expiresAt)
  return {
    ...attempt,
    stage: 'awaiting-scan',
    code,
    codeExpired: at >= code.expiresAt,
    firstCodeAt,
    giveUpAt: end + scanGrace(timings),
    quiet: 0,
    closedSince: null,
  }
}

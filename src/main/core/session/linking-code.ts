// Numbers and dates the codes of one attempt: backends send the bare code, the window shows its number, its age and its end (rule 6 in docs/rules.md).
import type { LinkingCode, Reading } from '../../../shared/model/session'
import type { Timings } from '../../../shared/timings'
import type { Attempt } from './session-state'

type SentCode = NonNullable<Reading['code']>

/** So many polls a server may take to make the next code after the end of the one before. */
const RENEWAL_POLLS = 4

/** What a sent code means to the attempt: `live` = to be shown, `dead` = an old one that came again, `exhausted` = one more than WhatsApp issues. */
export type CodeVerdict = { readonly type: 'live'; readonly attempt: Attempt } | { readonly type: 'dead' } | { readonly type: 'exhausted' }

/** How long an attempt goes on after the end of a code to type, ms: a person who was slow asks for another one without beginning anew. */
const TYPED_GRACE = 60_000

/** How long an attempt goes on after its last code's end, ms: two readings, so that a scan in the last second is still seen as `linking`. */
export function scanGrace(timings: Timings): number {
  return 2 * timings.pairingPoll
}

/**
 * When nothing more is awaited after this code, epoch ms. The server makes the next code at the end of this one, and the app sees it one poll and one
 * answer later: until then "expired" would be untrue. After the last code, and after a code to type, no other comes by itself.
 */
export function coveredAt(code: LinkingCode, timings: Timings): number {
  const isLast = code.kind === 'pairing-code' || code.ordinal >= timings.maxCodes
  return code.expiresAt + (isLast ? 0 : RENEWAL_POLLS * timings.pairingPoll)
}

/** Takes a code from a reading into the attempt. `previous` is the last code of the attempt before. */
export function takeCode(attempt: Attempt, sent: SentCode, previous: LinkingCode | null, at: number, timings: Timings): CodeVerdict {
  const current = attempt.code
  if (current?.value === sent.value) {
    const code = sent.expiresAt === undefined ? current : { ...current, expiresAt: sent.expiresAt, exact: true }
    return { type: 'live', attempt: withCode(attempt, code, at, timings) }
  }
  if (attempt.replacedCodes.includes(sent.value)) return { type: 'dead' }
  const ordinal = attempt.replacedCodes.length + (current ? 2 : 1)
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
  // The server still sends the code that expired before the operator asked for a new one.
  if (known && code.expiresAt <= at) return { type: 'dead' }
  const replacedCodes = current ? [...attempt.replacedCodes, current.value] : attempt.replacedCodes
  return { type: 'live', attempt: withCode({ ...attempt, replacedCodes }, code, at, timings) }
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
    codeExpired: at >= coveredAt(code, timings),
    firstCodeAt,
    giveUpAt: end + (code.kind === 'pairing-code' ? TYPED_GRACE : scanGrace(timings)),
    withoutCode: 0,
    closedSince: null,
  }
}

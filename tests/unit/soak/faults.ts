// Twelve kinds of faults with known truth: seven after which a number is down, five after which it is not. And lies, which nobody could see through.
import type { Failure } from '../../../src/shared/failure'
import type { Says } from '../../fakes/fake-gateway'

const MINUTE = 60_000

/** A number is down: what its backend says, for how long (ms). */
export const DROPS: Readonly<Record<string, { readonly says: Says; readonly lasts: number }>> = {
  unlinked: { says: { state: 'disconnected', cause: 'logged-out' }, lasts: 30 * MINUTE },
  'code-shown': { says: { state: 'awaiting-scan', code: { kind: 'qr-text', value: '2@x' } }, lasts: 30 * MINUTE },
  banned: { says: { state: 'disconnected', cause: 'banned' }, lasts: 40 * MINUTE },
  'phone-offline': { says: { state: 'disconnected', cause: 'phone-offline' }, lasts: 20 * MINUTE },
  'session-lost': { says: { state: 'disconnected' }, lasts: 20 * MINUTE },
  'stuck-starting': { says: { state: 'starting' }, lasts: 20 * MINUTE },
  removed: { says: { state: 'unknown', gone: true, failure: { code: 'number-not-found' } }, lasts: 30 * MINUTE },
}

/** A number is fine, although it looked otherwise for a moment. `once` = a single answer; else for so long, ms. */
export const BLIPS: Readonly<Record<string, { readonly says: Says; readonly lasts: number | 'once' }>> = {
  'one-answer': { says: { state: 'disconnected' }, lasts: 'once' },
  'short-restart': { says: { state: 'starting' }, lasts: 20_000 },
}

/** A whole backend gives no answers; its numbers are fine. */
export const OUTAGES: Readonly<Record<string, { readonly failure: (now: number) => Failure; readonly lasts: number }>> = {
  'server-error': { failure: () => ({ code: 'server-error' }), lasts: 2 * MINUTE },
  unreachable: { failure: () => ({ code: 'unreachable' }), lasts: 8 * MINUTE },
  'rate-limited': { failure: (now) => ({ code: 'rate-limited', retryAt: now + MINUTE }), lasts: 3 * MINUTE },
}

/** The backend tells what is not so: counted apart. */
export const LIES: Readonly<Record<string, { readonly says: Says; readonly down: boolean }>> = {
  'connected although down': { says: { state: 'connected' }, down: true },
  'down although connected': { says: { state: 'disconnected' }, down: false },
}

// Twelve kinds of faults with known truth: seven after which numbers are down, five after which they are not. And lies, which nobody could see through.
import type { Failure } from '../../../src/shared/failure'
import type { Says } from '../../fakes/fake-gateway'

const MINUTE = 60_000

/** Numbers are down: what their backend says of it (one of these), for how long (ms), and of how many: one, or all of a backend. */
export const DROPS: Readonly<Record<string, { readonly says: readonly Says[]; readonly lasts: number; readonly all?: true }>> = {
  'unlinked or banned': { says: [{ state: 'disconnected', cause: 'logged-out' }, { state: 'disconnected', cause: 'banned' }], lasts: 30 * MINUTE },
  'code shown': { says: [{ state: 'awaiting-scan', code: { kind: 'qr-text', value: '2@x' } }], lasts: 30 * MINUTE },
  'phone offline': { says: [{ state: 'disconnected', cause: 'phone-offline' }], lasts: 20 * MINUTE },
  'session lost': { says: [{ state: 'disconnected' }, { state: 'disconnected', mayBeServer: true }], lasts: 20 * MINUTE },
  'stuck starting': { says: [{ state: 'starting' }], lasts: 20 * MINUTE },
  removed: { says: [{ state: 'unknown', gone: true, failure: { code: 'number-not-found' } }], lasts: 30 * MINUTE },
  'all sessions lost': { says: [{ state: 'disconnected' }], lasts: 5 * MINUTE, all: true },
}

/** A number is fine, although it looked otherwise for a moment. `once` = a single answer; else for so long, ms. */
export const BLIPS: Readonly<Record<string, { readonly says: Says; readonly lasts: number | 'once' }>> = {
  'one wrong answer': { says: { state: 'disconnected' }, lasts: 'once' },
  'short restart': { says: { state: 'starting' }, lasts: 20_000 },
}

/** A whole backend gives no answers; its numbers are fine. */
export const OUTAGES: Readonly<Record<string, { readonly failures: readonly ((now: number) => Failure)[]; readonly lasts: number }>> = {
  'out of reach': { failures: [() => ({ code: 'unreachable' }), () => ({ code: 'server-error' }), () => ({ code: 'not-understood' })], lasts: 8 * MINUTE },
  'rate limited': { failures: [(now) => ({ code: 'rate-limited', retryAt: now + MINUTE })], lasts: 3 * MINUTE },
}

/** The computer sleeps; its numbers are fine. ms. */
export const SLEEPS: Readonly<Record<string, number>> = { sleep: 3 * MINUTE }

/** The backend tells what is not so: counted apart. */
export const LIES: Readonly<Record<string, { readonly says: Says; readonly down: boolean }>> = {
  'connected although down': { says: { state: 'connected' }, down: true },
  'down although connected': { says: { state: 'disconnected' }, down: false },
}

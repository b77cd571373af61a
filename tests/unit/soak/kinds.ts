// Fifteen kinds of faults: seven after which numbers are down, two blips, two outages of a backend, three of its lists, and sleep. And two lies, which nobody can
// see through.
import type { Cause } from '../../../src/shared/model/session'
import type { Failure } from '../../../src/shared/model/failure'
import type { Says } from '../../fakes/gateways/fake-gateway'

const SECOND = 1_000
const MINUTE = 60_000

/** How long a fault lasts: between these, ms. */
export type Lasts = readonly [least: number, most: number]
/** Reminders are due after 30 minutes, 90, 210 … */
const LONG: Lasts = [10 * MINUTE, 240 * MINUTE]

/** Numbers are down: what their backend says (each in turn), and the cause a person must be told. */
export interface DropKind {
  readonly lasts: Lasts
  readonly variants: readonly { readonly says: Says; readonly cause: Cause }[]
  /** All numbers of a backend at once. */
  readonly all?: true
}
export const DROPS: Readonly<Record<string, DropKind>> = {
  'unlinked or banned': {
    lasts: LONG,
    variants: [
      { says: { state: 'disconnected', cause: 'logged-out' }, cause: 'logged-out' },
      { says: { state: 'disconnected', cause: 'banned' }, cause: 'banned' },
    ],
  },
  'code shown': { lasts: LONG, variants: [{ says: { state: 'awaiting-scan', code: { kind: 'qr-text', value: '2@x' } }, cause: 'logged-out' }] },
  'phone offline': { lasts: LONG, variants: [{ says: { state: 'disconnected', cause: 'phone-offline' }, cause: 'phone-offline' }] },
  'session lost': {
    lasts: LONG,
    variants: [
      { says: { state: 'disconnected' }, cause: 'unspecified' },
      { says: { state: 'disconnected', mayBeServer: true }, cause: 'unspecified' },
    ],
  },
  'stuck starting': { lasts: LONG, variants: [{ says: { state: 'starting' }, cause: 'stuck-starting' }] },
  removed: { lasts: LONG, variants: [{ says: { state: 'unknown', gone: true, failure: { code: 'number-not-found' } }, cause: 'removed' }] },
  'all sessions lost': { lasts: [5 * MINUTE, 15 * MINUTE], variants: [{ says: { state: 'disconnected' }, cause: 'unspecified' }], all: true },
}

/** A number is fine, although it looks otherwise for a moment. `once`: by a single answer. */
export const BLIPS: Readonly<Record<string, { readonly lasts: Lasts; readonly says: Says; readonly once: boolean }>> = {
  'one wrong answer': { lasts: [MINUTE, MINUTE], says: { state: 'disconnected' }, once: true },
  'short restart': { lasts: [20 * SECOND, 55 * SECOND], says: { state: 'starting' }, once: false },
}

/** A backend gives no answers; its numbers are fine. */
export const OUTAGES: Readonly<Record<string, { readonly lasts: Lasts; readonly failures: readonly ((now: number) => Failure)[] }>> = {
  'out of reach': {
    lasts: [3 * MINUTE, 12 * MINUTE],
    failures: [() => ({ code: 'unreachable' }), () => ({ code: 'server-error' }), () => ({ code: 'not-understood' })],
  },
  'rate limited': { lasts: [2 * MINUTE, 4 * MINUTE], failures: [(now) => ({ code: 'rate-limited', retryAt: now + MINUTE })] },
}

/** A backend's list of numbers is wrong; its numbers are fine. `lost`: how many it lacks, in turn. `once`: in a single list, and the next is right. */
export const LISTS: Readonly<Record<string, { readonly lasts: Lasts; readonly lost: readonly ('none' | 'few' | 'most' | 'all')[]; readonly once: boolean }>> = {
  'short list': { lasts: [MINUTE, MINUTE], lost: ['few', 'all', 'most'], once: true },
  'repeated list': { lasts: [MINUTE, MINUTE], lost: ['none'], once: true },
  'list without most': { lasts: [6 * MINUTE, 12 * MINUTE], lost: ['all', 'most'], once: false },
}

/** The computer sleeps; all numbers are fine. */
export const SLEEPS: Readonly<Record<string, { readonly lasts: Lasts }>> = { sleep: { lasts: [MINUTE, 20 * MINUTE] } }

/** The backend tells what is not so: counted apart. `says` null = what it says when all is well. */
export const LIES: Readonly<Record<string, { readonly lasts: Lasts; readonly says: Says | null }>> = {
  'connected although down': { lasts: [10 * MINUTE, 10 * MINUTE], says: null },
  'down although connected': { lasts: [10 * MINUTE, 10 * MINUTE], says: { state: 'disconnected' } },
}

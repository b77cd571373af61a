// The types that describe one number: its phase, the cause of a drop, the code to scan, the reading of a gateway.
import type { Failure } from './failure'

/** The phases of one WhatsApp number. `unknown` = it cannot be checked; `failed` = an attempt to link a phone ended without success. */
export const PHASES = ['idle', 'starting', 'awaiting-scan', 'linking', 'connected', 'disconnected', 'unknown', 'failed'] as const
export type Phase = (typeof PHASES)[number]

/** Why a number is disconnected, as far as a signal of the backend shows it. */
export const CAUSES = ['logged-out', 'replaced', 'banned', 'phone-offline', 'by-operator', 'removed', 'stuck-starting', 'unspecified'] as const
export type Cause = (typeof CAUSES)[number]

/** A cause that a backend can name. The app infers the others: `removed` from a list, `stuck-starting` from the time, `unspecified` from silence. */
export type NamedCause = Exclude<Cause, 'removed' | 'stuck-starting' | 'unspecified'>

/**
 * The words with which platforms name a cause. `supabase/functions/_shared/companion/platform/words.ts` has the same list: the functions are deployed from
 * their own folder, and `shared` imports nothing outside itself, so neither can import the other. `tests/gateways/cause-words.test.ts` compares them.
 */
export const CAUSE_WORDS: Readonly<Record<string, NamedCause>> = {
  logout: 'logged-out',
  'logged-out': 'logged-out',
  unpaired: 'logged-out',
  conflict: 'replaced',
  replaced: 'replaced',
  banned: 'banned',
  'phone-offline': 'phone-offline',
  'by-operator': 'by-operator',
}

/** The cause that a backend's word names; undefined for a word that the app does not know. Case, spaces and underscores do not matter. */
export function causeOfWord(word: string): Cause | undefined {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
  if (Object.hasOwn(CAUSE_WORDS, plain)) return CAUSE_WORDS[plain]
  // A backend may answer with the app's own words. Only a list of numbers can prove `removed`.
  return CAUSES.find((each) => each === plain && each !== 'removed')
}

/** How an answer showed the cause: the backend `named` it, or it sent a `code` to scan that nobody here asked for. */
export type Basis = 'named' | 'code' | 'own-start'

/** A code that the phone scans or the person types, with its lifetime. */
export interface LinkingCode {
  readonly kind: 'qr-text' | 'qr-image' | 'pairing-code'
  /** Raw pairing string, image data URL, or the code's letters. */
  readonly value: string
  /** 1 for the first code of an attempt. WhatsApp issues about six. */
  readonly ordinal: number
  /** Epoch ms when the app saw it first. */
  readonly firstSeenAt: number
  /** Epoch ms when it dies. */
  readonly expiresAt: number
  /** False when the lifetime is estimated (60 s for the first code, 20 s for later ones) and shown with "≈". */
  readonly exact: boolean
}

/** What a backend answered, for the operator to copy. Never a secret. */
export interface Evidence {
  /** Which call answered, e.g. `wpp-status`. */
  readonly source: string
  /** The backend's own status word, if it sent one. */
  readonly word?: string
  /** HTTP status, if there was an answer. */
  readonly http?: number
  /** Epoch ms of the answer. */
  readonly at: number
}

/** What one answer of a gateway proves about one number at one instant. */
export interface Reading {
  readonly state: 'starting' | 'awaiting-scan' | 'connected' | 'disconnected' | 'unknown'
  /** A code as the backend sent it. `expiresAt` (epoch ms) only when the backend says so. */
  readonly code?: { readonly kind: LinkingCode['kind']; readonly value: string; readonly expiresAt?: number }
  /** Digits of the number's phone, only when the backend sent them. */
  readonly phone?: string
  /** Until when the service is paid, epoch ms, only when the backend says so. */
  readonly paidUntil?: number
  /** Only when the backend sent a cause. */
  readonly cause?: Cause
  /** Why the state is `unknown`. */
  readonly failure?: Failure
  /** This backend also says "disconnected" when it has an outage of its own (deployed AcademyOS), so the word may be about the server. */
  readonly mayBeServer?: boolean
  /** The backend answers that it does not know this session. */
  readonly gone?: boolean
  readonly evidence: Evidence
}

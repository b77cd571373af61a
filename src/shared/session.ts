// The words of the product: session phases, causes, codes to scan, readings. See docs/architecture.md, "Words".
import type { Failure } from './failure'

/** Where one WhatsApp number stands. `unknown` = cannot check; `failed` = an attempt ended, with what to do. */
export const PHASES = ['idle', 'starting', 'awaiting-scan', 'linking', 'connected', 'disconnected', 'unknown', 'failed'] as const
export type Phase = (typeof PHASES)[number]

/** Why a number is disconnected, as far as a signal of the backend shows it. */
export const CAUSES = ['logged-out', 'replaced', 'banned', 'phone-offline', 'by-operator', 'removed', 'stuck-starting', 'unspecified'] as const
export type Cause = (typeof CAUSES)[number]

/** What an answer showed of the cause: the backend `named` it, or showed a `code` to scan that nobody here asked for. */
export type Basis = 'named' | 'code'

/** A code the phone can scan or the person can type, with its lifetime. */
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

/** What was seen on the wire: copyable, never a secret. */
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
  /** A code as the backend sent it, before the app counts and dates it. `expiresAt` only when the backend says so. */
  readonly code?: { readonly kind: LinkingCode['kind']; readonly value: string; readonly expiresAt?: number }
  /** Digits of the number's phone, only when the backend sent them. */
  readonly phone?: string
  /** Only when the backend sent a cause. */
  readonly cause?: Cause
  /** Why the state is `unknown`. */
  readonly failure?: Failure
  /** The backend reports its own outages as "disconnected", so this word alone may be about the server (deployed AcademyOS). */
  readonly mayBeServer?: boolean
  /** The backend answers that it does not know this session. */
  readonly gone?: boolean
  readonly evidence: Evidence
}

/** True for phases in which the operator is linking a phone right now. */
export function isPairing(phase: Phase): boolean {
  return phase === 'starting' || phase === 'awaiting-scan' || phase === 'linking'
}

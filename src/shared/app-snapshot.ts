// The one object the window draws from, and the numbered patches that keep it current.
import type { ConnectionKind } from './connection-kinds'
import type { EscalationView } from './escalation'
import type { Failure } from './failure'
import type { HealingView } from './healing'
import type { Basis, Cause, Evidence, LinkingCode, Phase } from './session'
import type { AlarmRecord, Preferences } from './settings'

/** Languages the product speaks. */
export type Language = 'ru' | 'en'

/** One configured backend as the window sees it. */
export interface ConnectionView {
  readonly id: string
  readonly kind: ConnectionKind
  readonly name: string
  readonly address: string
  /** Login shown beside the name; empty if the kind has none. */
  readonly account: string
  /** `keyring` = the secret cannot be read because the keyring is locked or away. */
  readonly signIn: 'signed-in' | 'signed-out' | 'expired' | 'keyring'
  /** Last trouble of this connection as a whole (list refused, sign-in expired). */
  readonly failure: Failure | null
  /** A provisioning is under way: since when (epoch ms). Null = none. */
  readonly provisioningSince: number | null
  /** Why the last provisioning ended without a number. */
  readonly provisionFailure: Failure | null
  /** The list of numbers is being read right now. */
  readonly listing: boolean
}

/** One WhatsApp number as the window sees it. */
export interface SessionView {
  readonly key: string
  readonly connectionId: string
  readonly sessionId: string
  readonly name: string
  readonly phone: string | null
  /** Digits of the phone that is linked though `phone` is the one on record; null = none is known to be. */
  readonly wrongPhone: string | null
  readonly apiKeyMask: string | null
  readonly phase: Phase
  /** Only with `disconnected`. */
  readonly cause: Cause | null
  /** What showed the cause; null = nothing in this run. Only with `disconnected`. */
  readonly basis: Basis | null
  /** Only with `unknown` and `failed`. */
  readonly failure: Failure | null
  /** Epoch ms since when the phase holds. */
  readonly since: number
  /** Epoch ms of the last answer that proved the phase. */
  readonly lastConfirmedAt: number | null
  /** The last proof is older than the cadence allows: never drawn green. */
  readonly stale: boolean
  /** A request is under way because the operator asked. */
  readonly checking: boolean
  readonly code: LinkingCode | null
  /** Six codes went by or the code died without a successor: offer a new one. */
  readonly codeExpired: boolean
  /** Epoch ms when starting or linking gives up; null in other phases. */
  readonly deadlineAt: number | null
  /** This backend words its own outage as "disconnected": the text says so. */
  readonly mayBeServer: boolean
  readonly unstable: boolean
  readonly evidence: Evidence | null
}

/** What the OS keyring said last. `memory` = the operator chose "keep until quit". */
export type KeyringView = 'unlocked' | 'locked' | 'none' | 'memory'

/** Something the window tells once, above everything else, until it is dismissed. */
export const BANNERS = ['settings-set-aside', 'settings-not-saved', 'history-set-aside', 'history-not-saved', 'no-tray', 'notices-unavailable'] as const
export type Banner = (typeof BANNERS)[number]

/** The sandbox panel: what its simulated platform and phones are set to. */
export interface SandboxView {
  readonly connectionId: string
  readonly faults: SandboxFaults
}

/** Faults of the simulated platform that can be switched on. */
export interface SandboxFaults {
  /** Extra ms before every answer. */
  readonly latencyMs: number
  readonly mode: 'none' | 'server-error' | 'rate-limited' | 'cut' | 'malformed' | 'html' | 'expired-token'
}

/** What the simulated phone can do. */
export const SANDBOX_PHONE_ACTIONS = ['scan', 'scan-wrong-phone', 'unlink', 'go-offline', 'come-online', 'lose-session'] as const
export type SandboxPhoneAction = (typeof SANDBOX_PHONE_ACTIONS)[number]

/** Everything the window shows. No secret is in it. */
export interface AppSnapshot {
  /** Grows by one with every patch; an older one is ignored. */
  readonly revision: number
  readonly appVersion: string
  readonly language: Language
  readonly preferences: Preferences
  readonly mutedUntil: number | null
  /** Number key -> epoch ms until which its notices are muted. */
  readonly mutedNumbers: Readonly<Record<string, number>>
  /** Number key -> what the app does by itself to bring it back. */
  readonly healing: Readonly<Record<string, HealingView>>
  /** Numbers that are down, and whether somebody knows. */
  readonly alarms: readonly Pick<AlarmRecord, 'key' | 'openedAt' | 'acknowledgedAt' | 'severity'>[]
  readonly escalation: EscalationView
  readonly keyring: KeyringView
  readonly tray: 'present' | 'absent' | 'unknown'
  readonly banners: readonly Banner[]
  readonly online: boolean
  readonly connections: readonly ConnectionView[]
  readonly sessions: readonly SessionView[]
  readonly sandbox: SandboxView | null
  /** The number a notice or the tray asked to show; `at` makes a repeated request new. */
  readonly focus: { readonly key: string | null; readonly view: 'number' | 'connect' | 'settings'; readonly at: number } | null
}

/** What changed between two revisions. */
export interface SnapshotPatch {
  readonly from: number
  readonly to: number
  readonly set: Partial<Omit<AppSnapshot, 'revision' | 'sessions'>>
  readonly upsert: readonly SessionView[]
  readonly remove: readonly string[]
}

/** Applies a patch; null when it does not fit (a gap), so that the caller fetches a full snapshot. */
export function applyPatch(snapshot: AppSnapshot, patch: SnapshotPatch): AppSnapshot | null {
  if (patch.from !== snapshot.revision) return null
  const removed = new Set(patch.remove)
  const changed = new Map(patch.upsert.map((session) => [session.key, session]))
  const kept = snapshot.sessions.filter((each) => !removed.has(each.key)).map((each) => {
    const next = changed.get(each.key)
    changed.delete(each.key)
    return next ?? each
  })
  return { ...snapshot, ...patch.set, sessions: [...kept, ...changed.values()], revision: patch.to }
}

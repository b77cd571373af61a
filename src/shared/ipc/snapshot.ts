// The one object the window draws from, and the numbered patches that keep it current.
import type { ConnectionKind, KindSpec } from '../model/connection-kinds'
import type { EscalationView } from '../model/escalation'
import type { Failure } from '../model/failure'
import type { HealingView } from '../model/healing'
import type { Basis, Cause, Evidence, LinkingCode, Phase } from '../model/session'
import type { AlarmRecord, Preferences } from '../model/settings'
import type { UnreadView } from '../model/settings-reading'

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
  /** Its traffic is not encrypted, as the operator agreed to for the office network. */
  readonly unencrypted: boolean
  /** Its server still has the secret key that it was delivered with, so whoever reaches the server can use it. */
  readonly deliveredKey: boolean
  /** A code to type on the phone can be had, beside the one to scan. */
  readonly pairs: boolean
  /** `keyring` = the secret cannot be read because the keyring is locked or away. */
  readonly signIn: 'signed-in' | 'signed-out' | 'expired' | 'keyring'
  /** Last failure of the connection as a whole (list refused, sign-in expired). */
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
  /** As its country writes it (`phoneText`), like the two phones below. Null = not known. */
  readonly phone: string | null
  /** The linked phone when it is another one than `phone`, the one on record; null = no such phone is known. */
  readonly wrongPhone: string | null
  /** Until when the service is paid, epoch ms; null = no answer told. */
  readonly paidUntil: number | null
  readonly apiKeyMask: string | null
  readonly phase: Phase
  /** Only with `disconnected`. */
  readonly cause: Cause | null
  /** How an answer showed the cause; null = no answer in this run did. Only with `disconnected`. */
  readonly basis: Basis | null
  /** Only with `unknown` and `failed`. */
  readonly failure: Failure | null
  /** Epoch ms since when the phase holds. */
  readonly since: number
  /** Only with `unknown`: the number was proved down before the app could no longer check it, and nothing has proved otherwise. Epoch ms. */
  readonly knownDown: { readonly cause: Cause | null; readonly since: number } | null
  /** Epoch ms of the last answer that proved the phase. */
  readonly lastConfirmedAt: number | null
  /** The last proof is older than the cadence allows: never drawn green. */
  readonly stale: boolean
  /** A request is under way because the operator asked. */
  readonly checking: boolean
  readonly code: LinkingCode | null
  /** The phone on which the code is typed; null = a code is scanned. Only while a phone is linked. */
  readonly pairingPhone: string | null
  /** Six codes expired, or the last code did and no other followed: the window offers to ask for a new one. */
  readonly codeExpired: boolean
  /** No phone was linked to it yet, as far as the app knows: nobody expects it to be connected. */
  readonly neverLinked: boolean
  /** Epoch ms when starting or linking gives up; null in other phases. */
  readonly deadlineAt: number | null
  /** This backend also says "disconnected" when it has an outage of its own; the text mentions it. */
  readonly mayBeServer: boolean
  readonly unstable: boolean
  readonly evidence: Evidence | null
}

/** What the OS keyring said last. `memory` = the operator chose "keep until quit". */
type KeyringView = 'unlocked' | 'locked' | 'none' | 'memory'

/** Messages that the window shows above everything else until they are dismissed. */
export const BANNERS = [
  'settings-set-aside',
  'settings-restored',
  'settings-unread',
  'settings-not-saved',
  'history-set-aside',
  'history-not-saved',
  'no-tray',
  'notices-unavailable',
] as const
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
  /** What the banner `settings-unread` names; null = all of the settings could be read. */
  readonly unread: UnreadView | null
  readonly online: boolean
  /** All kinds that the app has, in the order in which they are offered: their forms and words. */
  readonly kinds: readonly KindSpec[]
  /** Files of descriptions that cannot be used, and what is wrong with each. */
  readonly badDescriptions: readonly { readonly file: string; readonly fault: string }[]
  readonly connections: readonly ConnectionView[]
  readonly sessions: readonly SessionView[]
  /** `sessions` are in the order of their names (`byName`): so they are in the snapshot that comes with the page, whose first picture then need not sort them. */
  readonly sorted: boolean
  readonly sandbox: SandboxView | null
  /** What a notice or the tray asked the window to show. `at` (epoch ms) tells a repeated request from the one before. */
  readonly focus: { readonly key: string | null; readonly view: 'number' | 'connect' | 'settings'; readonly at: number } | null
}

/** What changed between two revisions. */
export interface SnapshotPatch {
  readonly from: number
  readonly to: number
  readonly set: Partial<Omit<AppSnapshot, 'revision' | 'sessions' | 'sorted'>>
  readonly upsert: readonly SessionView[]
  readonly remove: readonly string[]
}

/** Applies a patch; null when it does not fit (a gap), so that the caller fetches a full snapshot. */
export function applyPatch(snapshot: AppSnapshot, patch: SnapshotPatch): AppSnapshot | null {
  if (patch.from !== snapshot.revision) return null
  const removed = new Set(patch.remove)
  const changed = new Map(patch.upsert.map((session) => [session.key, session]))
  const kept = snapshot.sessions
    .filter((each) => !removed.has(each.key))
    .map((each) => {
      const next = changed.get(each.key)
      changed.delete(each.key)
      return next ?? each
    })
  return { ...snapshot, ...patch.set, sessions: [...kept, ...changed.values()], sorted: false, revision: patch.to }
}

// How a number stands at one glance: one table for the tray icon, the order of the lists, and the colour and shape in the window.
import { assertNever } from '../assert-never'
import type { SessionView } from './snapshot'

/** Five tones, each with its own colour, shape and word: connected, working, attention, down, nothing yet. */
export type Tone = 'ok' | 'work' | 'warn' | 'down' | 'none'

/** The tray's icons by their file names, the worst first; `empty` = nothing to watch. */
const TRAY_ICONS = ['disconnected', 'attention', 'working', 'connected', 'empty'] as const
export type TrayIcon = (typeof TRAY_ICONS)[number]

interface Glance {
  /** Colour and shape in the window. */
  readonly tone: Tone
  readonly icon: TrayIcon
  /** Place in the window's list; equal places are sorted by name. */
  readonly listPlace: number
}

/**
 * All conditions, the worst first: the order of the tray's menu. The window's list differs in two places: it keeps all that needs a look together,
 * and puts the numbers that are fine last, because there may be thousands of them.
 */
const CONDITIONS = {
  /** Disconnected (as far as known, if it cannot be checked now), or an attempt to link its phone again failed. */
  down: { tone: 'down', icon: 'disconnected', listPlace: 0 },
  /** It cannot be checked, or the last check is too old to be believed. */
  unknown: { tone: 'warn', icon: 'attention', listPlace: 1 },
  /** A phone is being linked, or the session starts. */
  working: { tone: 'work', icon: 'working', listPlace: 2 },
  /** Connected, but it comes and goes, or with another phone than the one on record. */
  unstable: { tone: 'warn', icon: 'attention', listPlace: 1 },
  fine: { tone: 'ok', icon: 'connected', listPlace: 4 },
  /** Nobody expects it to be connected. */
  resting: { tone: 'none', icon: 'empty', listPlace: 3 },
} as const satisfies Readonly<Record<string, Glance>>

/** How one number stands. */
export type Condition = keyof typeof CONDITIONS

/** All conditions, the worst first. */
export const WORST_FIRST = Object.keys(CONDITIONS) as readonly Condition[]

/** The condition of one number. A stale "connected" is never fine. */
export function conditionOf({ phase, cause, stale, unstable, wrongPhone, knownDown, neverLinked }: SessionView): Condition {
  switch (phase) {
    case 'failed':
      return neverLinked ? 'resting' : 'down'
    case 'disconnected':
      return cause === 'by-operator' ? 'resting' : 'down'
    case 'unknown':
      return knownDown ? 'down' : 'unknown'
    case 'starting':
    case 'awaiting-scan':
    case 'linking':
      return 'working'
    case 'connected':
      if (stale) return 'unknown'
      return unstable || wrongPhone !== null ? 'unstable' : 'fine'
    case 'idle':
      return 'resting'
    default:
      return assertNever(phase)
  }
}

/** Since when the number stands as it does (epoch ms): a drop goes on while it cannot be checked. */
export function standsSince({ knownDown, since }: SessionView): number {
  return knownDown?.since ?? since
}

/** Colour and shape of one number in the window. */
export function toneOf(session: SessionView): Tone {
  return CONDITIONS[conditionOf(session)].tone
}

/** The icon that stands for all of these: of numbers in their conditions, and of what is wrong beside them. */
export function worstIcon(conditions: readonly Condition[], beside: readonly TrayIcon[]): TrayIcon {
  const shown = new Set<TrayIcon>([...conditions.map((each) => CONDITIONS[each].icon), ...beside])
  return TRAY_ICONS.find((each) => shown.has(each)) ?? 'empty'
}

/** Place of one number in the window's list, trouble first. */
export function listPlaceOf(session: SessionView): number {
  return CONDITIONS[conditionOf(session)].listPlace
}

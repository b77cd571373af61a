// What the tray shows of all numbers: one icon, a tooltip, a menu. Pure: the same input gives the same picture.
import type { ConnectionView, SessionView } from '../../../../shared/ipc/snapshot'
import { nameOrder, numberName } from '../../../../shared/words/number-name'
import { conditionOf, standsSince, WORST_FIRST, worstIcon, type Condition, type TrayIcon } from '../../../../shared/ipc/condition'
import type { Cause } from '../../../../shared/model/session'
import type { Wording } from '../../notices'

/** What a menu item does. */
export type TrayAction =
  | { readonly type: 'open' }
  | { readonly type: 'connect' }
  | { readonly type: 'open-number'; readonly key: string }
  | { readonly type: 'show-all' }
  | { readonly type: 'mute'; readonly hours: 1 | 4 | 8 }
  | { readonly type: 'unmute' }
  | { readonly type: 'acknowledge' }
  | { readonly type: 'quit' }

/** One line of the menu. A click on a line without an action does nothing. */
export interface TrayMenuItem {
  readonly type?: 'normal' | 'separator' | 'submenu'
  readonly label?: string
  readonly enabled?: boolean
  readonly action?: TrayAction
  readonly submenu?: readonly TrayMenuItem[]
}

/** Everything the tray shows. */
export interface TrayView {
  readonly icon: TrayIcon
  readonly tooltip: string
  readonly menu: readonly TrayMenuItem[]
}

/** What it is drawn from. */
export interface TrayInput {
  readonly sessions: readonly SessionView[]
  readonly connections: readonly Pick<ConnectionView, 'signIn' | 'provisioningSince'>[]
  /** Epoch ms; null or past = not muted. */
  readonly mutedUntil: number | null
  /** Alarms that nobody has acknowledged. */
  readonly unacknowledged: number
  /** Epoch ms at which the quiet hours that hold now end; null = they do not. */
  readonly quietUntil: number | null
  /** Epoch ms. */
  readonly now: number
  readonly wording: Wording
}

/** Most numbers named in the menu, and in the tooltip, which some systems cut at 127 characters. */
const MENU_NUMBERS = 12
const TOOLTIP_NUMBERS = 4
const HOURS = [1, 4, 8] as const

type ByCondition = Readonly<Record<Condition, SessionView[]>>

/** Draws the tray. */
export function trayView(input: TrayInput): TrayView {
  const numbers: ByCondition = { down: [], unknown: [], working: [], unstable: [], fine: [], resting: [] }
  for (const session of input.sessions) numbers[conditionOf(session)].push(session)
  const icon = iconOf(numbers, input.connections)
  const worst = worstFirst(numbers, MENU_NUMBERS, input.wording)
  return { icon, tooltip: tooltipOf(input, icon, numbers, worst), menu: menuOf(input, worst) }
}

function iconOf(numbers: ByCondition, connections: TrayInput['connections']): TrayIcon {
  const signIn: readonly TrayIcon[] = needSignIn(connections) ? ['attention'] : []
  const adding: readonly TrayIcon[] = connections.some((each) => each.provisioningSince !== null) ? ['working'] : []
  return worstIcon(
    WORST_FIRST.filter((condition) => numbers[condition].length > 0),
    [...signIn, ...adding],
  )
}

function needSignIn(connections: TrayInput['connections']): boolean {
  return connections.some((each) => each.signIn === 'expired' || each.signIn === 'keyring')
}

/** The worst numbers, the newest trouble first, the rest by name. Looks only at the conditions that are shown: there may be thousands of fine ones. */
function worstFirst(numbers: ByCondition, most: number, { language }: Wording): SessionView[] {
  const compare = nameOrder(language)
  const found: SessionView[] = []
  for (const condition of WORST_FIRST) {
    if (found.length >= most) break
    const byName = condition === 'fine' || condition === 'resting'
    const named = numbers[condition].map((session) => ({ session, name: numberName(session) }))
    const order = (a: Named, b: Named): number => (byName ? 0 : standsSince(b.session) - standsSince(a.session)) || compare(a.name, b.name)
    found.push(...firstOf(named, most - found.length, order).map((each) => each.session))
  }
  return found
}

interface Named {
  readonly session: SessionView
  readonly name: string
}

/** The first `most` items in this order, equal ones as they came. One comparison for most items, since the tray is drawn with every answer of a backend. */
function firstOf<T>(items: readonly T[], most: number, order: (a: T, b: T) => number): readonly T[] {
  const first: T[] = []
  for (const item of items) {
    const last = first.at(-1)
    if (first.length === most && last !== undefined && order(item, last) >= 0) continue
    let place = first.length
    for (let before = first[place - 1]; before !== undefined && order(item, before) < 0; before = first[place - 1]) place -= 1
    first.splice(place, 0, item)
    if (first.length > most) first.pop()
  }
  return first
}

function statusOf(session: SessionView, { t, time }: Wording): string {
  const { phase, cause, since, knownDown } = session
  switch (phase) {
    case 'disconnected':
      if (cause === 'by-operator') return t('desktop.status.stopped')
      return t('desktop.status.down', { what: t(`desktop.status.${cause ?? 'unspecified'}`), time: time(since) })
    case 'unknown':
      if (!knownDown) return t('desktop.status.unknown')
      return t('desktop.status.downUnchecked', { what: t(`desktop.status.${knownCause(knownDown)}`), time: time(knownDown.since) })
    case 'connected':
      return t(
        session.stale
          ? 'desktop.status.stale'
          : session.wrongPhone !== null
            ? 'desktop.status.wrongPhone'
            : session.unstable
              ? 'desktop.status.unstable'
              : 'desktop.status.connected',
      )
    case 'starting':
      return t(session.deadlineAt === null ? 'desktop.status.restarting' : 'desktop.status.starting')
    default:
      return t(`desktop.status.${phase}`)
  }
}

function knownCause({ cause }: NonNullable<SessionView['knownDown']>): Exclude<Cause, 'by-operator'> {
  return cause === null || cause === 'by-operator' ? 'unspecified' : cause
}

function rowOf(session: SessionView, wording: Wording): string {
  return wording.t('desktop.tray.row', { name: numberName(session), status: statusOf(session, wording) })
}

function tooltipOf(input: TrayInput, icon: TrayIcon, numbers: ByCondition, worst: readonly SessionView[]): string {
  const { t } = input.wording
  const all = input.sessions.length - numbers.resting.length
  const unknown = numbers.unknown.length
  const summary = {
    empty: () => t('desktop.summary.empty'),
    working: () => t('desktop.summary.working'),
    attention() {
      if (unknown > 0) return t('desktop.summary.attention', { count: unknown, all })
      return needSignIn(input.connections) ? t('desktop.summary.signIn') : t('desktop.summary.look', { count: numbers.unstable.length, all })
    },
    disconnected: () => t('desktop.summary.disconnected', { count: numbers.down.length, all }),
    connected: () => t('desktop.summary.connected', { count: all }),
  }[icon]()
  const lines = worst.slice(0, TOOLTIP_NUMBERS).map((session) => rowOf(session, input.wording))
  const more = input.sessions.length - lines.length
  return [t('desktop.tray.title', { summary }), ...lines, ...(more > 0 ? [t('desktop.tray.more', { count: more })] : [])].join('\n')
}

function menuOf({ sessions, mutedUntil, unacknowledged, quietUntil, now, wording }: TrayInput, worst: readonly SessionView[]): TrayMenuItem[] {
  const { t, time } = wording
  const line: TrayMenuItem = { type: 'separator' }
  const numbers: TrayMenuItem[] = worst.map((session) => ({ label: rowOf(session, wording), action: { type: 'open-number', key: session.key } }))
  if (sessions.length > worst.length) numbers.push({ label: t('desktop.tray.all', { count: sessions.length }), action: { type: 'show-all' } })
  const mute: TrayMenuItem[] =
    mutedUntil !== null && mutedUntil > now
      ? [
          { label: t('desktop.tray.muted', { time: time(mutedUntil) }), enabled: false },
          { label: t('desktop.tray.unmute'), action: { type: 'unmute' } },
        ]
      : [
          {
            type: 'submenu',
            label: t('desktop.tray.mute'),
            submenu: HOURS.map((hours) => ({ label: t('desktop.tray.muteHours', { count: hours }), action: { type: 'mute', hours } })),
          },
        ]
  return [
    // First, because on some desktops a click on the icon can only open the menu.
    { label: t('desktop.tray.open'), action: { type: 'open' } },
    { label: t('desktop.tray.connect'), action: { type: 'connect' } },
    ...(numbers.length > 0 ? [line, ...numbers] : []),
    ...(unacknowledged > 0 ? [line, { label: t('desktop.tray.acknowledge', { count: unacknowledged }), action: { type: 'acknowledge' } as const }] : []),
    line,
    ...(quietUntil === null ? [] : [{ label: t('desktop.tray.quiet', { time: time(quietUntil) }), enabled: false }]),
    ...mute,
    line,
    { label: t('desktop.tray.quit'), action: { type: 'quit' } },
  ]
}

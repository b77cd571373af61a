// What the tray shows of all numbers: one icon, a tooltip, a menu. Pure: the same input gives the same picture.
import type { ConnectionView, SessionView } from '../../shared/app-snapshot'
import { numberName } from '../../shared/number-name'
import { isPairing } from '../../shared/session'
import type { Wording } from './notice-words'

/** File name of the icon. Worst wins: disconnected, attention, working, connected; `empty` = nothing to watch. */
export type TrayIcon = 'connected' | 'working' | 'attention' | 'disconnected' | 'empty'

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

/** One line of the menu; without an action it is only read. */
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

/** Numbers named in the menu (rule 14) and in the tooltip, which some systems cut at 127 characters. */
const MENU_NUMBERS = 12
const TOOLTIP_NUMBERS = 4
const HOURS = [1, 4, 8] as const

/** How bad a number is, worst first. `resting` = nobody expects it to be connected. */
const RANKS = ['down', 'blind', 'working', 'unstable', 'fine', 'resting'] as const
type Rank = (typeof RANKS)[number]

function rankOf(session: SessionView): Rank {
  const { phase, cause, stale } = session
  if (phase === 'failed' || (phase === 'disconnected' && cause !== 'by-operator')) return 'down'
  if (phase === 'unknown' || (phase === 'connected' && stale)) return 'blind'
  if (isPairing(phase)) return 'working'
  if (phase === 'connected') return session.unstable || session.wrongPhone !== null ? 'unstable' : 'fine'
  return 'resting'
}

/** Draws the tray. */
export function trayView(input: TrayInput): TrayView {
  const ranks: Record<Rank, SessionView[]> = { down: [], blind: [], working: [], unstable: [], fine: [], resting: [] }
  for (const session of input.sessions) ranks[rankOf(session)].push(session)
  const icon = iconOf(ranks, input.connections)
  const worst = worstFirst(ranks, MENU_NUMBERS)
  return { icon, tooltip: tooltipOf(input, icon, ranks, worst), menu: menuOf(input, worst) }
}

function iconOf(ranks: Record<Rank, SessionView[]>, connections: TrayInput['connections']): TrayIcon {
  if (ranks.down.length > 0) return 'disconnected'
  if (ranks.blind.length > 0 || ranks.unstable.length > 0 || needSignIn(connections)) return 'attention'
  if (ranks.working.length > 0 || connections.some((each) => each.provisioningSince !== null)) return 'working'
  return ranks.fine.length > 0 ? 'connected' : 'empty'
}

function needSignIn(connections: TrayInput['connections']): boolean {
  return connections.some((each) => each.signIn === 'expired' || each.signIn === 'keyring')
}

/** The worst numbers, the newest trouble first, the rest by name. Sorts only the ranks that are shown: there may be thousands of fine ones. */
function worstFirst(ranks: Record<Rank, SessionView[]>, most: number): SessionView[] {
  const found: SessionView[] = []
  for (const rank of RANKS) {
    if (found.length >= most) break
    const byName = rank === 'fine' || rank === 'resting'
    const named = ranks[rank].map((session) => ({ session, name: numberName(session) }))
    named.sort((a, b) => (byName ? 0 : b.session.since - a.session.since) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    found.push(...named.slice(0, most - found.length).map((each) => each.session))
  }
  return found
}

function statusOf(session: SessionView, { t, time }: Wording): string {
  const { phase, cause, since } = session
  switch (phase) {
    case 'disconnected':
      if (cause === 'by-operator') return t('desk.status.stopped')
      return t('desk.status.down', { what: t(`desk.status.${cause ?? 'unspecified'}`), time: time(since) })
    case 'connected':
      return t(session.stale ? 'desk.status.stale' : session.wrongPhone !== null ? 'desk.status.wrongPhone' : session.unstable ? 'desk.status.unstable' : 'desk.status.connected')
    case 'starting':
      return t(session.deadlineAt === null ? 'desk.status.restarting' : 'desk.status.starting')
    default:
      return t(`desk.status.${phase}`)
  }
}

function rowOf(session: SessionView, wording: Wording): string {
  return wording.t('desk.tray.row', { name: numberName(session), status: statusOf(session, wording) })
}

function tooltipOf(input: TrayInput, icon: TrayIcon, ranks: Record<Rank, SessionView[]>, worst: readonly SessionView[]): string {
  const { t } = input.wording
  const all = input.sessions.length - ranks.resting.length
  const blind = ranks.blind.length
  const summary = {
    empty: () => t('desk.summary.empty'),
    working: () => t('desk.summary.working'),
    attention() {
      if (blind > 0) return t('desk.summary.attention', { count: blind, all })
      return needSignIn(input.connections) ? t('desk.summary.signIn') : t('desk.summary.look', { count: ranks.unstable.length, all })
    },
    disconnected: () => t('desk.summary.disconnected', { count: ranks.down.length, all }),
    connected: () => t('desk.summary.connected', { count: all }),
  }[icon]()
  const lines = worst.slice(0, TOOLTIP_NUMBERS).map((session) => rowOf(session, input.wording))
  const more = input.sessions.length - lines.length
  return [t('desk.tray.title', { summary }), ...lines, ...(more > 0 ? [t('desk.tray.more', { count: more })] : [])].join('\n')
}

function menuOf({ sessions, mutedUntil, unacknowledged, quietUntil, now, wording }: TrayInput, worst: readonly SessionView[]): TrayMenuItem[] {
  const { t, time } = wording
  const line: TrayMenuItem = { type: 'separator' }
  const numbers: TrayMenuItem[] = worst.map((session) => ({ label: rowOf(session, wording), action: { type: 'open-number', key: session.key } }))
  if (sessions.length > worst.length) numbers.push({ label: t('desk.tray.all', { count: sessions.length }), action: { type: 'show-all' } })
  const mute: TrayMenuItem[] =
    mutedUntil !== null && mutedUntil > now
      ? [{ label: t('desk.tray.muted', { time: time(mutedUntil) }), enabled: false }, { label: t('desk.tray.unmute'), action: { type: 'unmute' } }]
      : [{ type: 'submenu', label: t('desk.tray.mute'), submenu: HOURS.map((hours) => ({ label: t('desk.tray.muteHours', { count: hours }), action: { type: 'mute', hours } })) }]
  return [
    // First, because on some desktops a click on the icon can only open the menu.
    { label: t('desk.tray.open'), action: { type: 'open' } },
    { label: t('desk.tray.connect'), action: { type: 'connect' } },
    ...(numbers.length > 0 ? [line, ...numbers] : []),
    ...(unacknowledged > 0 ? [line, { label: t('desk.tray.acknowledge', { count: unacknowledged }), action: { type: 'acknowledge' } as const }] : []),
    line,
    ...(quietUntil === null ? [] : [{ label: t('desk.tray.quiet', { time: time(quietUntil) }), enabled: false }]),
    ...mute,
    line,
    { label: t('desk.tray.quit'), action: { type: 'quit' } },
  ]
}

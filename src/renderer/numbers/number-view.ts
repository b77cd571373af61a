// How a number looks in one glance: its tone, its status word and its place in the list.
import type { ConnectionView, SessionView } from '../../shared/app-snapshot'
import type { Translate } from '../../shared/i18n'

/** Five tones, each with its own colour, shape and word: connected, working, attention, down, nothing yet. */
export type Tone = 'ok' | 'work' | 'warn' | 'down' | 'none'

/** Tone of one number. A stale "connected" is never green. */
export function toneOf(session: SessionView): Tone {
  switch (session.phase) {
    case 'connected':
      return session.stale || session.unstable || session.wrongPhone !== null ? 'warn' : 'ok'
    case 'starting':
    case 'awaiting-scan':
    case 'linking':
      return 'work'
    case 'disconnected':
      return session.cause === 'by-operator' ? 'none' : 'down'
    case 'failed':
      return 'down'
    case 'unknown':
      return 'warn'
    case 'idle':
      return 'none'
  }
}

/** The status in words, for the list and for screen readers. */
export function statusWord(session: SessionView, t: Translate): string {
  if (session.phase === 'connected' && session.stale) return t('window.status.stale')
  const word = t(`window.status.${session.phase}`)
  if (session.wrongPhone !== null) return `${word}, ${t('phone.status')}`
  return session.unstable ? `${word}, ${t('window.status.unstable')}` : word
}

const RANK: Readonly<Record<Tone, number>> = { down: 0, warn: 1, work: 2, none: 3, ok: 4 }

/** Trouble first, then by name as people sort names with digits in them. */
export function sortNumbers(sessions: readonly SessionView[], nameOf: (session: SessionView) => string, collator: Intl.Collator): readonly SessionView[] {
  return sessions
    .map((session) => ({ session, rank: RANK[toneOf(session)], name: nameOf(session) }))
    .sort((a, b) => a.rank - b.rank || collator.compare(a.name, b.name))
    .map((each) => each.session)
}

/** True when a number needs the operator. */
export function isTrouble(session: SessionView): boolean {
  const tone = toneOf(session)
  return tone === 'down' || tone === 'warn'
}

/** True while a new number is being made on the connection or that has just failed: the list shows a line for it. */
export function hasNewNumber(connection: ConnectionView): boolean {
  return connection.provisioningSince !== null || connection.provisionFailure !== null
}

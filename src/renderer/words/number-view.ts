// A number in the list: its status word, its place, and whether it needs the operator.
import type { ConnectionView, SessionView } from '../../shared/ipc/snapshot'
import { listPlaceOf, toneOf } from '../../shared/ipc/condition'
import type { Translate } from '../../shared/words/i18n'

/** The status in words, for the list and for screen readers. */
export function statusWord(session: SessionView, t: Translate): string {
  if (session.phase === 'connected' && session.stale) return t('window.status.stale')
  if (session.knownDown) return `${t('window.status.disconnected')}, ${t('window.status.uncheckedNow')}`
  const word = t(`window.status.${session.phase}`)
  if (session.wrongPhone !== null) return `${word}, ${t('phone.status')}`
  return session.unstable ? `${word}, ${t('window.status.unstable')}` : word
}

/** Trouble first; numbers of one kind keep their order. */
export function troubleFirst(sessions: readonly SessionView[]): readonly SessionView[] {
  return sessions
    .map((session) => ({ session, place: listPlaceOf(session) }))
    .sort((a, b) => a.place - b.place)
    .map((each) => each.session)
}

/** True when a number needs the operator. */
export function isTrouble(session: SessionView): boolean {
  const tone = toneOf(session)
  return tone === 'down' || tone === 'warn'
}

/** True for a number that was connected and is not proved to be so now: the app is about to ask, and nobody else can do anything. */
export function isUnconfirmed({ phase, stale }: SessionView): boolean {
  return phase === 'connected' && stale
}

/** True while a new number is being made on the connection or that has just failed: the list shows a line for it. */
export function hasNewNumber(connection: ConnectionView): boolean {
  return connection.provisioningSince !== null || connection.provisionFailure !== null
}

// The wrong-phone guard: a number that is linked with another phone than the one on record is flagged at once, and told once.
import type { SessionView } from '../../../shared/ipc/snapshot'
import { numberName } from '../../../shared/words/number-name'
import type { Clock } from '../ports'
import { createTimerQueue } from '../time'
import { noticeId, type Notice } from './notice'
import type { Wording } from './notice-words'
import { recheckAt, type SilentUntil } from './silence'

interface GuardOptions {
  readonly clock: Clock
  /** Why nothing may be said about the number now; null = it may be. */
  silence(key: string): SilentUntil | null
  tell(view: SessionView): void
  keptQuiet(key: string, why: string): void
  /** It is no longer so: the notice is no longer true. */
  withdraw(key: string): void
}

/** Tells of wrong phones. */
export interface WrongPhoneGuard {
  /** A number looks like this now. */
  seen(view: SessionView): void
  removed(key: string): void
  dispose(): void
}

/** Builds the guard. A silence postpones the notice to its end; a phone that was told is not told again in this run. */
export function createWrongPhoneGuard({ clock, silence, tell, keptQuiet, withdraw }: GuardOptions): WrongPhoneGuard {
  const told = new Map<string, string>()
  const waiting = new Map<string, SessionView>()
  const timers = createTimerQueue({ clock, onDue: (key) => decide(key) })

  function decide(key: string): void {
    const view = waiting.get(key)
    if (!view?.wrongPhone) return
    const silent = silence(key)
    if (silent) {
      keptQuiet(key, silent.why)
      return timers.set(key, recheckAt(silent, clock.now()))
    }
    waiting.delete(key)
    told.set(key, view.wrongPhone)
    tell(view)
  }
  function forget(key: string): void {
    timers.delete(key)
    waiting.delete(key)
    if (told.delete(key)) withdraw(key)
  }

  return {
    seen(view) {
      const { key, wrongPhone } = view
      if (wrongPhone === null) return forget(key)
      if (told.get(key) === wrongPhone) return
      const first = waiting.get(key)?.wrongPhone !== wrongPhone
      waiting.set(key, view)
      if (first) decide(key)
    },
    removed: forget,
    dispose: () => timers.clear(),
  }
}

/** The notice about a number that is linked to another phone than the one on record. */
export function wrongPhoneNotice({ t }: Wording, view: SessionView, sound: boolean): Notice {
  const { key, connectionId, phone, wrongPhone } = view
  return {
    id: noticeId('wrong-phone', key),
    category: 'wrong-phone',
    sessionKey: key,
    connectionId,
    keys: [],
    title: t('phone.notice.title', { name: numberName(view) }),
    body: t('phone.notice.body', { was: phone ?? '', is: wrongPhone ?? '' }),
    severity: 'critical',
    sound,
  }
}

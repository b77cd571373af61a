// The wrong-phone guard: a number that is linked with another phone than the one on record is flagged at once, and told once.
import type { SessionView } from '../../shared/app-snapshot'
import type { Reading } from '../../shared/session'
import { samePhone } from '../../shared/same-phone'
import { Agenda } from './agenda'
import type { Clock } from './ports'

/** The phone on record, and the one that is linked in its place; null = none is known. */
interface Phones {
  readonly phone: string | null
  readonly wrongPhone: string | null
}

/** What a reading says about the phone. The one on record stays until the operator accepts another; backends that tell no phone change nothing. */
export function phonesSeen({ phone, wrongPhone }: Phones, reading: Reading): Phones {
  const told = reading.phone
  // Nobody is linked any more.
  if (reading.state === 'awaiting-scan' || reading.gone === true || reading.cause === 'logged-out') return { phone, wrongPhone: null }
  if (told === undefined) return { phone, wrongPhone }
  if (phone === null) return { phone: told, wrongPhone: null }
  if (samePhone(told, phone)) return { phone, wrongPhone: null }
  return { phone, wrongPhone: reading.state === 'connected' ? told : wrongPhone }
}

/** Looked at again after this when nothing tells when a silence ends, ms. */
const LOOK_AGAIN = 600_000

interface GuardOptions {
  readonly clock: Clock
  /** Why nothing may be said about the number now, and until when (epoch ms; null = until the operator changes it); null = it may be. */
  silence(key: string): { readonly why: string; readonly until: number | null } | null
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
export function wrongPhoneGuard({ clock, silence, tell, keptQuiet, withdraw }: GuardOptions): WrongPhoneGuard {
  const told = new Map<string, string>()
  const waiting = new Map<string, SessionView>()
  const agenda = new Agenda(clock, (key) => look(key))

  function look(key: string): void {
    const view = waiting.get(key)
    if (!view?.wrongPhone) return
    const silent = silence(key)
    if (silent) {
      keptQuiet(key, silent.why)
      return agenda.set(key, Math.min(silent.until !== null && silent.until > clock.now() ? silent.until : Infinity, clock.now() + LOOK_AGAIN))
    }
    waiting.delete(key)
    told.set(key, view.wrongPhone)
    tell(view)
  }
  function forget(key: string): void {
    agenda.delete(key)
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
      if (first) look(key)
    },
    removed: forget,
    dispose: () => agenda.clear(),
  }
}

// What a number is called: the operator's own name, else its phone, else its session.
import type { SessionView } from '../../shared/app-snapshot'

/** A phone as people write it: `+7 900 123-45-67` for Russian length, else digits with a plus. */
export function phoneText(digits: string): string {
  const russian = /^7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits)
  return russian ? `+7 ${russian[1]} ${russian[2]}-${russian[3]}-${russian[4]}` : `+${digits}`
}

/** Never empty. */
export function numberName(session: Pick<SessionView, 'name' | 'phone' | 'sessionId'>): string {
  return session.name || (session.phone ? phoneText(session.phone) : session.sessionId)
}

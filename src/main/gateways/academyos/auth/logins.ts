// What people type as login: an e-mail or a phone number.
import type { Login } from './auth-calls'

/** Domain under which the deployed panel's own phone form signs people in: `<digits>@okeyenglish.ru`. */
const PHONE_DOMAIN = 'okeyenglish.ru'

/**
 * Logins to try in order; empty = neither an e-mail nor a phone number. For a phone the synthetic e-mail comes first: it is the deployed convention,
 * and GoTrue's own phone login is switched off there; the latter follows for backends that have it. 8 916 … is how Russians write +7 916 ….
 */
export function loginsOf(typed: string): readonly Login[] {
  const login = typed.trim()
  if (/^[^\s@]+@[^\s@]+$/.test(login)) return [{ email: login }]
  if (!/^\+?[\d\s().-]+$/.test(login)) return []
  const digits = login.replace(/\D/g, '')
  if (digits.length < 7 || digits.length > 15) return []
  const home = /^8\d{10}$/.test(digits) && !login.startsWith('+') ? `7${digits.slice(1)}` : null
  const spellings = home === null ? [digits] : [home, digits]
  return [...spellings.map((each) => ({ email: `${each}@${PHONE_DOMAIN}` })), { phone: spellings[0] ?? digits }]
}

// What a number is called everywhere: window, tray and notices.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** Lists draw the same thousands of phones again and again; parsing one takes tens of µs. */
const MOST_KEPT = 10_000
const kept = new Map<string, string>()

/** A phone as its country writes it: `+7 900 123-45-67`, `+55 11 94000-0000`. Takes digits; those of no country stay digits with a plus. */
export function phoneText(digits: string): string {
  const known = kept.get(digits)
  if (known !== undefined) return known
  const text = spelled(digits)
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(digits, text)
  return text
}

function spelled(digits: string): string {
  // The library groups only numbers that are given out; a mistyped or a made-up one is to be read as easily.
  const russian = /^7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits)
  if (russian) return `+7 ${russian.slice(1, 3).join(' ')}-${russian.slice(3).join('-')}`
  const phone = parsePhoneNumberFromString(`+${digits}`)
  if (!phone) return `+${digits}`
  // The library's international spelling has no hyphens. Its national one has them, and where it adds no digit it fits behind the country's code.
  const national = phone.format('NATIONAL', { nationalPrefix: false }).replace(/[()]/g, '')
  return national.replace(/\D/g, '') === phone.nationalNumber ? `+${phone.countryCallingCode} ${national}` : phone.formatInternational()
}

/** The operator's own name, else its phone, else its session id. */
export function numberName(number: { readonly name: string; readonly phone: string | null; readonly sessionId: string }): string {
  return number.name.trim() || (number.phone ? phoneText(number.phone) : number.sessionId)
}

// A phone number as its country writes it. Only main spells phones: the library is too large for the window's first picture.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { numberName } from './number-name'

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
  const phone = parsePhoneNumberFromString(`+${digits}`)
  if (!phone) return `+${digits}`
  if (phone.country === undefined) return likeGivenOut(digits) ?? phone.formatInternational()
  // The library's international spelling has no hyphens. Its national one has them, and where it adds no digit it fits behind the country's code.
  const national = phone.format('NATIONAL', { nationalPrefix: false }).replace(/[()]/g, '')
  return national.replace(/\D/g, '') === phone.nationalNumber ? `+${phone.countryCallingCode} ${national}` : phone.formatInternational()
}

/** The library groups only numbers that are given out; a mistyped or a made-up one of +7 is to be read as easily, so it is grouped like one that is. */
function likeGivenOut(digits: string): string | null {
  if (!digits.startsWith('7') || digits.length !== GIVEN_OUT.length) return null
  let at = 0
  return spelled(GIVEN_OUT).replace(/\d/g, () => digits.charAt(at++))
}

/** A number of +7 that the library knows. */
const GIVEN_OUT = '79000000000'

/** `numberName` of a saved number, whose phone is digits. */
export function recordName(record: Parameters<typeof numberName>[0]): string {
  return numberName({ ...record, phone: record.phone === null ? null : phoneText(record.phone) })
}

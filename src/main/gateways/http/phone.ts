// A phone as backends send it, read in one way for all of them.
import type { Identifier } from './identifier'

/** Longest spelling that is looked at, characters. */
const MAX_LENGTH = 80
/** WhatsApp's addresses of a phone. `@lid`, `@g.us` and others have digits too, but no phone. */
const ADDRESS = /^(\d{6,15})(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/i

/**
 * Digits of a phone: from `+7 000 000-00-42`, `70000000042@c.us`, `70000000042:3@s.whatsapp.net`, or the JSON number 70000000042.
 * Null = nothing that is a phone.
 */
export function phoneOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? phoneOf(String(value)) : null
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null
  const text = value.trim()
  const digits = ADDRESS.exec(text)?.[1] ?? /^\+?([\d\s()-]{6,24})$/.exec(text)?.[1]?.replace(/\D/g, '') ?? ''
  return digits.length >= 6 && digits.length <= 15 ? digits : null
}

/** The one phone that several places of an answer tell; two that differ are `unreadable`: the answer speaks of two numbers. */
export function phoneAmong(places: readonly unknown[]): Identifier {
  const phones = new Set(places.map(phoneOf).filter((each) => each !== null))
  const [only] = phones
  if (only === undefined) return { is: 'absent' }
  return phones.size === 1 ? { is: 'known', id: only } : { is: 'unreadable' }
}

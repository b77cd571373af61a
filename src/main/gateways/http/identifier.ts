// Identifiers (session, account number, row id) as backends send them: as a JSON string or as a JSON number, for the same thing.

/** An identifier in an answer: not sent, sent but of no use, or known. */
export type Identifier = { readonly is: 'absent' } | { readonly is: 'unreadable' } | { readonly is: 'known'; readonly id: string }

/** Longest identifier that is believed, characters. Real ones have 13 digits or a UUID with a suffix. */
const MAX_LENGTH = 200

/**
 * Reads an identifier. A string keeps its leading zeros; surrounding space is dropped. A number counts only as a safe integer: beyond that, JSON has
 * already rounded it to another number. Null and undefined are `absent`; everything else, the empty string included, is `unreadable`.
 */
export function identifierOf(value: unknown): Identifier {
  if (value === undefined || value === null) return { is: 'absent' }
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { is: 'known', id: String(value) } : { is: 'unreadable' }
  if (typeof value !== 'string') return { is: 'unreadable' }
  const id = value.trim()
  // Control and format characters are part of no identifier, but would make two of them look alike.
  return id === '' || id.length > MAX_LENGTH || /[\p{Cc}\p{Cf}]/u.test(id) ? { is: 'unreadable' } : { is: 'known', id }
}

/** The identifier, or null where there is none that can be read. For facts that decide nothing by themselves. */
export function idOrNull(value: unknown): string | null {
  const identifier = identifierOf(value)
  return identifier.is === 'known' ? identifier.id : null
}

/** Like {@link identifierOf}, from the first of several places that holds anything; an empty string counts as nothing there. Two that differ are unreadable. */
export function identifierIn(places: readonly unknown[]): Identifier {
  const sent = places.map((place) => (typeof place === 'string' && place.trim() === '' ? null : place)).map(identifierOf)
  const present = sent.filter((each) => each.is !== 'absent')
  const ids = new Set(present.map((each) => (each.is === 'known' ? each.id : null)))
  const [only] = present
  if (only === undefined) return { is: 'absent' }
  return ids.size === 1 ? only : { is: 'unreadable' }
}

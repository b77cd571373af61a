// What a number is called everywhere: window, tray and notices, and the order of such names.
import type { Language } from '../ipc/snapshot'

/** The operator's own name, else its phone as people write it, else its session id. */
export function numberName(number: { readonly name: string; readonly phone: string | null; readonly sessionId: string }): string {
  return number.name.trim() || number.phone || number.sessionId
}

type Named = Parameters<typeof numberName>[0]

/** Compares names as people sort them, 2 before 10. */
export function nameOrder(language: Language): (a: string, b: string) => number {
  const { compare } = collators[language] ?? (collators[language] = new Intl.Collator(language, { numeric: true, sensitivity: 'base' }))
  return compare
}

/** Made when first asked for: making one takes some 10 ms. */
const collators: Partial<Record<Language, Intl.Collator>> = {}

/** The numbers in the order of their names. */
export function byName<T extends Named>(numbers: readonly T[], language: Language): readonly T[] {
  const compare = nameOrder(language)
  return numbers
    .map((number) => ({ number, name: numberName(number) }))
    .sort((a, b) => compare(a.name, b.name))
    .map((each) => each.number)
}

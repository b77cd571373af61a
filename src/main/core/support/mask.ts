// Takes what identifies people out of texts that leave the computer: phone numbers, addresses of mail, the home folder, and whatever looks like a secret.
import { redactText } from './redact'

/** Masks a text. The same phone gets the same mask everywhere, so that what belongs together can still be seen. */
export type Mask = (text: string) => string

interface MaskOptions {
  /** Phones the app knows, digits only; numbered in this order. */
  readonly phones: readonly string[]
  /** Texts that only look like phones: the servers' own names of sessions. */
  readonly harmless: readonly string[]
  /** The person's home folder. */
  readonly home: string
}

/** What people put between the digits of a phone. No line break: a phone ends with its line. */
const BETWEEN = '[ \\t\\u00a0\\u2009\\u202f()\\u2010-\\u2015-]{0,3}'
/** After a plus dots and slashes too: without one that would be an address or a version. */
const BETWEEN_AFTER_PLUS = BETWEEN.replace('[', '[./')
/**
 * Left alone: UUIDs, dates, and times in epoch milliseconds (2017 to 2036), which no phone number looks like. Then what may be a phone, as people write them:
 * 8 to 15 digits after a plus, else 10 to 15.
 */
const CANDIDATES = new RegExp(
  '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}' +
    '|(?<!\\d)(?:19|20)\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])(?!\\d)(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)?' +
    `|\\+ ?\\(?\\d(?:${BETWEEN_AFTER_PLUS}\\d){7,14}(?!\\d)` +
    `|(?<!\\d)(?:\\+ ?)?\\(?\\d(?:${BETWEEN}\\d){9,14}(?!\\d)`,
  'gi',
)
const UUID_OR_DATE = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d{2}-\d{2}(?:$|[T ]))/i
const EPOCH = /^(?:1[5-9]|20)\d{11}$/
/** Letters of any alphabet: there are addresses in Cyrillic. */
const MAIL = /([\p{L}\p{N}_.+%-])[\p{L}\p{N}_.+%-]{0,63}@((?:[\p{L}\p{N}_-]{1,63}\.){1,8}\p{L}{2,20})/giu

/** Builds a mask that remembers what it has seen. */
export function createMask({ phones, harmless, home }: MaskOptions): Mask {
  const numbers = new Map(phones.map((phone, index) => [phone, index + 1]))
  const allowed = new Set(harmless.filter((each) => each.startsWith('000')))
  // As it is, as JSON writes it, and as addresses do: a Windows path has backslashes.
  const homes = home.length > 1 ? [...new Set([home.replaceAll('\\', '\\\\'), home, home.replaceAll('\\', '/')])] : []
  const maskOf = (digits: string): string => {
    const known = numbers.get(digits) ?? numbers.size + 1
    numbers.set(digits, known)
    return `[phone ${known}]`
  }
  const candidate = (found: string): string => {
    const digits = found.replace(/\D/g, '')
    if (!numbers.has(digits) && (UUID_OR_DATE.test(found) || EPOCH.test(found) || allowed.has(found))) return found
    return maskOf(digits)
  }
  return (text) => {
    const homeless = homes.reduce((left, each) => left.replaceAll(each, '~'), text)
    return redactText(homeless).replace(CANDIDATES, candidate).replace(MAIL, '$1•••@$2')
  }
}

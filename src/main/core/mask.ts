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

/** Left alone: UUIDs, dates, and times in epoch milliseconds (2017 to 2036), which no phone number looks like. Then what may be a phone: 10 to 15 digits, as people write them. */
const CANDIDATES =
  /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?|(?<!\d)(?:\+\s?)?\(?\d(?:[\s\u00a0()–-]{0,3}\d){9,14}(?!\d)/gi
const EPOCH = /^(?:1[5-9]|20)\d{11}$/
const MAIL = /([\w.+%-])[\w.+%-]{0,63}@((?:[\w-]{1,63}\.){1,8}[a-z]{2,20})/gi

/** Builds a mask that remembers what it has seen. */
export function masker({ phones, harmless, home }: MaskOptions): Mask {
  const numbers = new Map(phones.map((phone, index) => [phone, index + 1]))
  const allowed = new Set(harmless.filter((each) => each.startsWith('0')))
  const maskOf = (digits: string): string => {
    const known = numbers.get(digits) ?? numbers.size + 1
    numbers.set(digits, known)
    return `[phone ${known}]`
  }
  const candidate = (found: string): string => {
    if (/^\d{4}-\d{2}-\d{2}(?!\d)/.test(found) || /^[0-9a-f]{8}-/i.test(found)) return found
    if (EPOCH.test(found) || allowed.has(found)) return found
    return maskOf(found.replace(/\D/g, ''))
  }
  return (text) => {
    const homeless = home.length > 1 ? text.replaceAll(home, '~') : text
    return redactText(homeless).replace(CANDIDATES, candidate).replace(MAIL, '$1•••@$2')
  }
}

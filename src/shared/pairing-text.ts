// What stands in a linking code: the raw string that WhatsApp's clients scan, whether a backend sends it as text or as a picture.

/** What programs write when they have no value. */
const NO_VALUE = /^(?:undefined|null|nil|none|nan|true|false|object|error)$/i
/** `2@…`: a version, then a reference and keys in base64, separated by commas. */
const PAIRING = /^\d{1,2}@([\w+/=.,:@-]+)$/
/** The same without a version: the parts are long, or it could be any text with commas. */
const PAIRING_PART = /^[\w+/=.:@-]{4,}$/
/** The link that newer clients draw. A link to a chat has neither `#` nor `?`. */
const PAIRING_LINK = /^https:\/\/(?:[\w-]+\.)*(?:wa\.me|whatsapp\.com)\/[\w/-]*[#?]([\w+/=.,:@%&-]+)$/i

/** True for a raw pairing string. Words for "no value", other links and other texts are none. */
export function isPairingText(text: string): boolean {
  const body = (PAIRING_LINK.exec(text) ?? PAIRING.exec(text))?.[1]
  const parts = (body ?? text).split(/[,&]/)
  if (parts.every((part) => part === '') || text.split(/[,&=.:@#?-]/).some((part) => NO_VALUE.test(part))) return false
  return body !== undefined || (parts.length >= 4 && parts.every((part) => PAIRING_PART.test(part)))
}

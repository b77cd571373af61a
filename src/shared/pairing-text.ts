// What stands in a linking code: the raw string that WhatsApp's clients scan, whether a backend sends it as text or as a picture.

/** What programs write when they have no value, or no code yet. */
const NO_VALUE =
  /^(?:undefined|null|nil|none|nan|infinity|true|false|object|string|function|promise|empty|error|errors|fail|failed|failure|loading|pending|waiting|starting|connecting|connected|disconnected|offline|expired|timeout|unavailable|unknown|retry|qrcode)$/i
/** `2@…`: a version, then a reference and keys in base64, separated by commas. */
const PAIRING = /^\d{1,2}@(.+)$/
/** The link that newer clients draw. A link to a chat or to a page is none. */
const PAIRING_LINK = /^https:\/\/(?:[\w-]+\.)*(?:wa\.me|whatsapp\.com)\/settings\/linked_devices\/?#(.+)$/i
/** Base64 in both alphabets, in parts. */
const BODY = /^[\w+/=,-]*[^\W_][\w+/=,-]*$/
/** A key of 32 bytes. Where neither a version nor a link says that it is a code, three of them do. */
const KEY = /^[\w+/-]{43}=?$/

/**
 * True for a raw pairing string. Words for "no value" and "not yet", other links and other texts are none. The functions have the same rule in
 * supabase/functions/_shared/companion/platform/linking-code.ts; tests/gateways/properties/codes.test.ts holds the two together.
 */
export function isPairingText(text: string): boolean {
  const marked = PAIRING.exec(text)?.[1]
  const linked = PAIRING_LINK.exec(text)?.[1]?.replace(/^\d{1,2}@/, '')
  const body = marked ?? linked ?? text
  if (!BODY.test(body) || body.split(/[,=_-]/).some((part) => NO_VALUE.test(part))) return false
  if (marked !== undefined) return true
  const parts = body.split(',')
  return parts.length >= 4 && parts.every((part) => part !== '') && (linked !== undefined || parts.filter((part) => KEY.test(part)).length >= 3)
}

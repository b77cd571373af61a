// What a QR field of the platform is: a code to scan, or a word, an error, an empty image. Only a code is handed on, as it was sent.
// The app has the same rule in src/main/gateways/http/linking-code.ts; tests/gateways/properties/codes.test.ts holds the two together.

/** WhatsApp's strings have about 230 characters, images are under 50 kB. Characters. */
const MAX_TEXT = 1_000
const MAX_IMAGE = 500_000

const HEAD = /^(?:data:)?image\/[\w.+-]+(?:;[\w.=-]+)*?;base64,\s*/i
/** How PNG, JPEG, GIF and WebP begin in base64; SVG is looked into. */
const PIXELS = /^(?:iVBORw0KGgo|\/9j\/|R0lGOD|UklGR)/
const MARKUP = /^(?:PHN2Zy|PD94bWwg|PCFET0NUWVBFIHN2Z)/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
const SHAPE = /<(?:[\w-]+:)?(?:path|rect|image|polygon|polyline|circle|use|line)[\s/>]/i
const NO_VALUE =
  /^(?:undefined|null|nil|none|nan|infinity|true|false|object|string|function|promise|empty|error|errors|fail|failed|failure|loading|pending|waiting|starting|connecting|connected|disconnected|offline|expired|timeout|unavailable|unknown|retry|qrcode)$/i
const PAIRING = /^\d{1,2}@(.+)$/
const LINK = /^https:\/\/(?:[\w-]+\.)*(?:wa\.me|whatsapp\.com)\/settings\/linked_devices\/?#(.+)$/i
const BODY = /^[\w+/=,-]*[^\W_][\w+/=,-]*$/
const KEY = /^[\w+/-]{43}=?$/

/** True for a raw pairing string, an image (data URL, bare base64) and SVG that draws something. */
export function isLinkingCode(value: string): boolean {
  const trimmed = value.trim()
  const text = /^"[^"]*"$/.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed
  if (value.length > 2 * MAX_IMAGE || text === '' || text.length > MAX_IMAGE) return false
  return isImage(text) || (text.length <= MAX_TEXT && isPairing(text))
}

function isImage(text: string): boolean {
  if (/^(?:<\?xml|<!doctype svg|<svg)[\s>]/i.test(text)) return draws(text)
  if (/^data:image\/svg\+xml/i.test(text) && !HEAD.test(text)) return draws(decoded(text.slice(text.indexOf(',') + 1)))
  let bytes = text
  while (HEAD.test(bytes)) bytes = bytes.replace(HEAD, '')
  bytes = bytes.replace(/\s+/g, '')
  if (!BASE64.test(bytes) || bytes.replace(/=+$/, '').length % 4 === 1) return false
  return PIXELS.test(bytes) || (MARKUP.test(bytes) && draws(atob(bytes)))
}

function draws(markup: string): boolean {
  return /<svg[\s>]/i.test(markup) && /<\/svg>\s*$/i.test(markup) && SHAPE.test(markup)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function isPairing(text: string): boolean {
  const marked = PAIRING.exec(text)?.[1]
  const linked = LINK.exec(text)?.[1]?.replace(/^\d{1,2}@/, '')
  const body = marked ?? linked ?? text
  if (!BODY.test(body) || body.split(/[,=_-]/).some((part) => NO_VALUE.test(part))) return false
  if (marked !== undefined) return true
  const parts = body.split(',')
  return parts.length >= 4 && parts.every((part) => part !== '') && (linked !== undefined || parts.filter((part) => KEY.test(part)).length >= 3)
}

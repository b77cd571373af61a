// What a QR field of any backend is: an image to show as it is, a raw pairing string to draw, or no code at all.
import { isPairingText } from '../../../shared/pairing-text'
import type { Reading } from '../../../shared/model/session'

/** So long after a start by this app codes are asked for, ms: as long as an attempt to link a phone may take. */
export const CODES_ASKED_FOR = 600_000

/** A code as a {@link Reading} carries it. */
export type SentCode = NonNullable<Reading['code']>

/** WhatsApp's strings have about 230 characters. A code of more than a thousand has modules of 2 px on screen, which readers no longer tell apart. */
const MAX_TEXT = 1_000
/** Images seen are under 50 kB. Characters. */
const MAX_IMAGE = 500_000

/** Image types and how their base64 begins. The bytes decide, not the type that a data URL declares. */
const IMAGES: readonly (readonly [RegExp, string])[] = [
  [/^iVBORw0KGgo/, 'image/png'],
  [/^\/9j\//, 'image/jpeg'],
  [/^R0lGOD/, 'image/gif'],
  [/^UklGR/, 'image/webp'],
  [/^(?:PHN2Zy|PD94bWwg|PCFET0NUWVBFIHN2Z)/, 'image/svg+xml'],
]
/** The head of a base64 data URL. Some backends put it before a payload that has one already, others leave the `data:` away. */
const IMAGE_HEAD = /^(?:data:)?image\/[\w.+-]+(?:;[\w.=-]+)*?;base64,\s*/i
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/
/** An SVG without any of these shows nothing. */
const SVG_SHAPE = /<(?:[\w-]+:)?(?:path|rect|image|polygon|polyline|circle|use|line)[\s/>]/i

/**
 * Reads a `qr` field. An image (data URL, bare base64, SVG markup) becomes `qr-image`, always as one clean data URL. A raw pairing string becomes
 * `qr-text`, drawn as it is. Null = there is no code in it: words for "no value", errors, pages, empty images and other texts are not codes.
 */
export function linkingCodeOf(value: unknown): SentCode | null {
  if (typeof value !== 'string' || value.length > 2 * MAX_IMAGE) return null
  const text = unquoted(value.trim())
  if (text === '' || text.length > MAX_IMAGE) return null
  const image = imageOf(text)
  if (image !== null) return { kind: 'qr-image', value: image }
  return text.length <= MAX_TEXT && isPairingText(text) ? { kind: 'qr-text', value: text } : null
}

/** Reads a code that is typed on the phone: eight letters and digits, with or without a dash. Null = there is none. */
export function typedCodeOf(value: unknown): SentCode | null {
  const letters = typeof value === 'string' ? /^([A-Z0-9]{4})-?([A-Z0-9]{4})$/i.exec(value.trim()) : null
  return letters ? { kind: 'pairing-code', value: `${letters[1] ?? ''}-${letters[2] ?? ''}`.toUpperCase() } : null
}

/** A string that was turned into JSON twice keeps its quotes; no code has any. */
function unquoted(text: string): string {
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1).trim() : text
}

function imageOf(text: string): string | null {
  if (/^(?:<\?xml|<!doctype svg|<svg)[\s>]/i.test(text)) return svgOf(text)
  if (/^data:image\/svg\+xml/i.test(text) && !IMAGE_HEAD.test(text)) return svgOf(percentDecoded(text.slice(text.indexOf(',') + 1)))
  let payload = text
  while (IMAGE_HEAD.test(payload)) payload = payload.replace(IMAGE_HEAD, '')
  payload = payload.replace(/\s+/g, '')
  const type = IMAGES.find(([start]) => start.test(payload))?.[1]
  if (type === undefined || !BASE64.test(payload) || payload.replace(/=+$/, '').length % 4 === 1) return null
  if (type === 'image/svg+xml') return svgOf(atob(payload)) === null ? null : `data:${type};base64,${payload}`
  return `data:${type};base64,${payload}`
}

/** SVG markup as a data URL; null if it draws nothing. */
function svgOf(markup: string): string | null {
  const drawn = /<svg[\s>]/i.test(markup) && /<\/svg>\s*$/i.test(markup) && SVG_SHAPE.test(markup)
  return drawn ? `data:image/svg+xml,${encodeURIComponent(markup)}` : null
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // Markup with a bare percent sign.
  }
}

// What a QR payload of any backend is: an image to show as it is, or a raw pairing string to draw.
import type { Reading } from '../../shared/session'

/** A code as a {@link Reading} carries it. */
export type SentCode = NonNullable<Reading['code']>

/** WhatsApp's strings have about 230 characters; a QR code holds at most 2,953 bytes, and none that dense can be scanned. */
const MAX_TEXT = 1_500
/** Images seen are under 50 kB. */
const MAX_IMAGE = 500_000
const BARE_IMAGES: readonly (readonly [RegExp, string])[] = [
  [/^iVBOR[A-Za-z0-9+/\s]+={0,2}\s*$/, 'image/png'],
  [/^\/9j\/[A-Za-z0-9+/\s]+={0,2}\s*$/, 'image/jpeg'],
]

/**
 * Classifies a `qr` field: data URL or bare base64 of a PNG or JPEG → `qr-image` (always a data URL), any other text → `qr-text`, drawn as it is
 * (no test for a `2@` prefix: newer clients send a link). Null = there is no code in it.
 */
export function linkingCodeOf(value: unknown): SentCode | null {
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (text === '' || text.length > MAX_IMAGE) return null
  if (/^data:/i.test(text)) return /^data:image\//i.test(text) ? { kind: 'qr-image', value: text } : null
  const image = BARE_IMAGES.find(([pattern]) => pattern.test(text))
  if (image) return { kind: 'qr-image', value: `data:${image[1]};base64,${text.replace(/\s+/g, '')}` }
  return text.length > MAX_TEXT ? null : { kind: 'qr-text', value: text }
}

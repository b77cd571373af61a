// Reads the QR code on a screenshot, as a phone would.
import jsQR from 'jsqr'
import { PNG } from 'pngjs'

/** The text of the QR code on a PNG; null = no code can be read there. */
export function decodeQr(png: Buffer): string | null {
  const { width, height, data } = PNG.sync.read(png)
  // The interface may be typed as a module with a default inside, depending on who loads it.
  const decode = typeof jsQR === 'function' ? jsQR : (jsQR as { default: typeof jsQR }).default
  return decode(new Uint8ClampedArray(data), width, height)?.data ?? null
}

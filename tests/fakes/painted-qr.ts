// The drawing of a QR code as the pixels on screen.
import type { Drawing } from '../../src/renderer/codes/draw-qr'

/** Paints it at least `least` px wide, in RGBA. */
export function painted({ side, path }: Drawing, least: number): { readonly width: number; readonly data: Uint8ClampedArray<ArrayBuffer> } {
  const scale = Math.ceil(least / side)
  const width = side * scale
  const pixels = new Uint32Array(width * width).fill(0xffffffff)
  for (const [, left, top, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let y = Number(top) * scale; y < (Number(top) + 1) * scale; y += 1) {
      const start = y * width + Number(left) * scale
      pixels.fill(0xff000000, start, start + Number(run) * scale)
    }
  return { width, data: new Uint8ClampedArray(pixels.buffer) }
}

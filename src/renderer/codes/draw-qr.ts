// A raw pairing string as the squares of a QR code. Free of React, so that tests can read the drawing back.
import { create } from 'qrcode'

/** White modules around the code that scanners need. */
const QUIET = 4

/** Most modules a side, quiet zone included: more would leave 2 px for each on screen, and readers fail. A thousand characters need 113. */
const MOST = 121

/** The squares of one code. */
export interface Drawing {
  /** Side in modules, quiet zone included. */
  readonly side: number
  readonly path: string
}

/** Turns a raw pairing string into one path; null when it is too long for a code that can be scanned. */
export function drawQr(text: string): Drawing | null {
  try {
    const { modules } = create(text, { errorCorrectionLevel: 'L' })
    if (modules.size + 2 * QUIET > MOST) return null
    const parts: string[] = []
    for (let y = 0; y < modules.size; y += 1) {
      for (let x = 0; x < modules.size; ) {
        let run = 0
        while (x + run < modules.size && modules.get(y, x + run)) run += 1
        if (run > 0) parts.push(`M${x + QUIET} ${y + QUIET}h${run}v1h-${run}z`)
        x += run + 1
      }
    }
    return { side: modules.size + 2 * QUIET, path: parts.join('') }
  } catch {
    return null
  }
}

// Draws a code to scan: black on white with its quiet zone in both themes, every module a whole number of pixels.
import { create } from 'qrcode'
import { useMemo } from 'react'
import { useWords } from '../words/words-context'
import styles from './scan.module.css'

const QUIET = 4
/** Smallest side on screen, px. */
const LEAST = 264

interface Drawing {
  /** Side in modules, quiet zone included. */
  readonly side: number
  readonly path: string
}

/** Turns a raw pairing string into one path; null when it is too long for any code. */
export function drawQr(text: string): Drawing | null {
  try {
    const { modules } = create(text, { errorCorrectionLevel: 'L' })
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

/** A raw pairing string as a picture. */
export function QrCode({ text }: { readonly text: string }) {
  const { t } = useWords()
  const drawing = useMemo(() => drawQr(text), [text])
  if (!drawing) return null
  const pixels = drawing.side * Math.ceil(LEAST / drawing.side)
  return (
    <svg className={styles.code} width={pixels} height={pixels} viewBox={`0 0 ${drawing.side} ${drawing.side}`} role="img" aria-label={t('window.card.qrName')} shapeRendering="crispEdges">
      <rect width={drawing.side} height={drawing.side} fill="#fff" />
      <path d={drawing.path} fill="#000" />
    </svg>
  )
}

/** A code that the backend sent as an image, shown as it is, with white around it. */
export function QrImage({ source }: { readonly source: string }) {
  const { t } = useWords()
  return <img className={styles.image} src={source} alt={t('window.card.qrName')} draggable={false} />
}

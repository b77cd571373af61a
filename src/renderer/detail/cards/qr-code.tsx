// Draws a code to scan: black on white with its quiet zone in both themes, every module a whole number of pixels.
import { useMemo } from 'react'
import { useWords } from '../../words/words-context'
import { drawQr } from '../../codes/draw-qr'
import styles from './scan.module.css'

/** Smallest side on screen, px. */
const LEAST = 264

/** A raw pairing string as a picture. */
export function QrCode({ text }: { readonly text: string }) {
  const { t } = useWords()
  const drawing = useMemo(() => drawQr(text), [text])
  if (!drawing) return null
  const pixels = drawing.side * Math.ceil(LEAST / drawing.side)
  return (
    <svg
      className={styles.code}
      width={pixels}
      height={pixels}
      viewBox={`0 0 ${drawing.side} ${drawing.side}`}
      role="img"
      aria-label={t('window.card.qrName')}
      shapeRendering="crispEdges"
    >
      <rect width={drawing.side} height={drawing.side} fill="#fff" />
      <path d={drawing.path} fill="#000" />
    </svg>
  )
}

/** A code that the backend sent as an image, shown as it is, with white around it. Decoded before: see use-showable.ts. */
export function QrImage({ source }: { readonly source: string }) {
  const { t } = useWords()
  return <img className={styles.image} src={source} alt={t('window.card.qrName')} draggable={false} />
}

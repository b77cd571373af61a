// Reads the QR code in a picture, as a phone would. The reader is loaded with the first picture that needs it.

/** Sides that a picture is drawn at to be read, px: readers fail at codes that are very small or very large. */
const LEAST = 320
const MOST = 900
/** The second try, for pictures that the reader cannot take at their own size. */
const OTHER = 600
/** White around the picture, as a part of its side: some backends send a code without its quiet zone. */
const MARGIN = 0.1

/** The text of the QR code in a decoded image; null = there is none that could be read. */
export async function readQr(image: HTMLImageElement): Promise<string | null> {
  const { default: jsQR } = await import('jsqr')
  const own = Math.min(MOST, Math.max(LEAST, image.naturalWidth))
  for (const side of [own, OTHER]) {
    const pixels = pixelsOf(image, side)
    const read = pixels && jsQR(pixels.data, pixels.width, pixels.height)
    if (read && read.data !== '') return read.data
  }
  return null
}

/** The image, `side` px wide, on white. */
function pixelsOf(image: HTMLImageElement, side: number): ImageData | null {
  const margin = Math.ceil(side * MARGIN)
  const canvas = document.createElement('canvas')
  canvas.width = side + 2 * margin
  canvas.height = Math.min(2 * MOST, Math.round(image.naturalWidth > 0 ? (side * image.naturalHeight) / image.naturalWidth : side)) + 2 * margin
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingEnabled = image.naturalWidth > side
  context.drawImage(image, margin, margin, side, canvas.height - 2 * margin)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

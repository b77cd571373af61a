// Whether a code can be shown at all: an image is decoded before it is offered, a text must fit into a QR code.
import { useEffect, useMemo, useState } from 'react'
import type { LinkingCode } from '../../shared/model/session'
import { drawQr } from '../ui/draw-qr'

/** `checking` takes a few ms, while the image is decoded. */
export type Showable = 'yes' | 'no' | 'checking'

/** Fewest pixels a side: the smallest QR code has 21 modules. An SVG without a size of its own has 0. */
const FEWEST = 21

/** Whether this code can be shown; null = there is none, which is a no. */
export function useShowable(code: Pick<LinkingCode, 'kind' | 'value'> | null): Showable {
  const source = code?.kind === 'qr-image' ? code.value : null
  const text = code?.kind === 'qr-text' ? code.value : null
  const drawable = useMemo(() => text === null || drawQr(text) !== null, [text])
  const [decoded, setDecoded] = useState<{ readonly source: string; readonly showable: Showable } | null>(null)

  useEffect(() => {
    if (source === null) return
    let wanted = true
    const tell = (showable: Showable): void => {
      if (wanted) setDecoded({ source, showable })
    }
    const image = new Image()
    image.src = source
    image.decode().then(
      () => tell(image.naturalWidth === 0 || image.naturalWidth >= FEWEST ? 'yes' : 'no'),
      () => tell('no'),
    )
    return () => {
      wanted = false
    }
  }, [source])

  if (source !== null) return decoded?.source === source ? decoded.showable : 'checking'
  return code !== null && drawable ? 'yes' : 'no'
}

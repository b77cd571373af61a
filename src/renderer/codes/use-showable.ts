// Whether a code can be shown at all: an image is read as a phone would read it before it is offered, a text must fit into a QR code.
import { useEffect, useMemo, useState } from 'react'
import { isPairingText } from '../../shared/pairing-text'
import type { LinkingCode } from '../../shared/model/session'
import { drawQr } from './draw-qr'
import { readQr } from './read-qr'

/** `checking` takes some tens of ms, while the image is read. */
export type Showable = 'yes' | 'no' | 'checking'

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
    image
      .decode()
      .then(() => readQr(image))
      .then(
        (read) => tell(read !== null && isPairingText(read) ? 'yes' : 'no'),
        () => tell('no'),
      )
    return () => {
      wanted = false
    }
  }, [source])

  if (source !== null) return decoded?.source === source ? decoded.showable : 'checking'
  return code !== null && drawable ? 'yes' : 'no'
}

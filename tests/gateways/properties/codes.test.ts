// Never a code that is junk; what a QR reader cannot read back from the drawn picture is not drawn.
import fc from 'fast-check'
import jsQR from 'jsqr'
import { describe, expect, it } from 'vitest'
import { linkingCodeOf } from '../../../src/main/gateways/http/linking-code'
import { drawQr, type Drawing } from '../../../src/renderer/codes/draw-qr'
import { isLinkingCode } from '../../../supabase/functions/_shared/companion/platform/linking-code'
import { anything, around, goodImages, goodTexts, JUNK } from './code-texts'
import { painted } from '../../fakes/painted-qr'
import { PATIENCE, RUNS, TRIED, must } from '../../unit/properties/runs'

/** To draw a code and to read its picture takes 10 ms, all the rest some µs: one in so many is drawn, 500 of 2,000 and 5,000 of 100,000. */
const DRAWN_EVERY = Math.max(4, RUNS / 5_000)

/** What a QR reader reads on screen. */
function readBack(drawing: Drawing): string | null {
  const { data, width } = painted(drawing, 264)
  return jsQR(data, width, width, { inversionAttempts: 'dontInvert' })?.data ?? null
}

/** What a raw code must look like, whoever sent it. */
const RAW = /^(?:\d{1,2}@|https:\/\/|[\w+/=.:@-]{4,},)[^\s<>"'{}[\]|\\^`]+$/
const IMAGE = /^data:image\/(?:(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]{8,}={0,2}|svg\+xml,%3[Cc].+)$/

function mustBeCode(sent: unknown): void {
  const code = linkingCodeOf(sent)
  if (code?.kind === 'qr-image') must(IMAGE.test(code.value), () => `no image: ${code.value.slice(0, 200)}`)
  if (code?.kind !== 'qr-text') return
  must(RAW.test(code.value) && !/\b(?:undefined|null|NaN|object)\b/.test(code.value), () => `no code: ${code.value}`)
  const drawing = drawQr(code.value)
  must(drawing === null || readBack(drawing) === code.value, () => `not read back: ${code.value}`)
}

describe('what is offered as a code', () => {
  it('is a code, and is read back from its drawing', PATIENCE, () => {
    fc.assert(
      fc.property(anything, (sent) => mustBeCode(sent)),
      TRIED,
    )
  })

  it('is every raw string of a client, as it was sent, and is read back from its drawing', PATIENCE, () => {
    let tried = 0
    fc.assert(
      fc.property(goodTexts, around, (text, wrap) => {
        const code = linkingCodeOf(wrap(text))
        must(code?.kind === 'qr-text' && code.value === text, () => `refused: ${text}`)
        tried += 1
        if (tried % DRAWN_EVERY !== 0) return
        const drawing = drawQr(text)
        must(drawing !== null && readBack(drawing) === text, () => `not read back: ${text}`)
      }),
      TRIED,
    )
  })

  it('is every image, with one head', PATIENCE, () => {
    fc.assert(
      fc.property(goodImages, around, (text, wrap) => {
        const code = linkingCodeOf(wrap(text))
        must(code?.kind === 'qr-image' && IMAGE.test(code.value), () => `refused: ${text} as ${code?.value ?? 'none'}`)
      }),
      TRIED,
    )
  })

  it('is the same for the app and for the functions', PATIENCE, () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          fc.tuple(fc.oneof(goodTexts, goodImages), around).map(([text, wrap]) => wrap(text)),
        ),
        (sent) => {
          must(typeof sent !== 'string' || isLinkingCode(sent) === (linkingCodeOf(sent) !== null), () => `not agreed on: ${JSON.stringify(sent)}`)
        },
      ),
      TRIED,
    )
  })

  it('is no junk at all', () => {
    for (const word of JUNK) expect(linkingCodeOf(word)).toBeNull()
  })
})

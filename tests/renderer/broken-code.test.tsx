import { cleanup, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { drawQr } from '../../src/renderer/codes/draw-qr'
import { painted } from '../fakes/painted-qr'
import { makeCode, makeSession } from './make'
import { show } from './show'

/** As WhatsApp's clients make it. */
const PAIRING = `2@${'Ab3/'.repeat(30)},${'k'.repeat(43)}=,${'i'.repeat(43)}=,${'a'.repeat(43)}=`
const PICTURE = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=='
const card = (): HTMLElement => screen.getByRole('region', { name: 'WhatsApp Integration' })
const code = (): HTMLElement | null => within(card()).queryByRole('img', { name: 'QR-код для привязки WhatsApp' })

/** A QR code of this text as an image on the canvas that jsdom lacks; null = the image is one colour. Waits until all that is under way has ended. */
function decoding(text: string | null): { settle(decoded: boolean): Promise<void> } {
  const waiting: ((decoded: boolean) => void)[] = []
  HTMLImageElement.prototype.decode = () =>
    new Promise((resolve, reject) => waiting.push((decoded) => (decoded ? resolve() : reject(new DOMException('broken', 'EncodingError')))))
  const drawing = text === null ? null : drawQr(text)
  const { width, data } = drawing ? painted(drawing, 320) : { width: 320, data: new Uint8ClampedArray(320 * 320 * 4).fill(0xff) }
  const canvas = { fillRect: () => undefined, drawImage: () => undefined, getImageData: () => ({ width, height: width, data }) }
  HTMLCanvasElement.prototype.getContext = (() => canvas) as unknown as HTMLCanvasElement['getContext']
  return {
    async settle(decoded) {
      for (const end of waiting.splice(0)) end(decoded)
      await screen.findByText(/^действует|^Код от сервера не читается$/)
    },
  }
}
const open = (more: Parameters<typeof makeCode>[0]) => show({ sessions: [makeSession({ phase: 'awaiting-scan', code: makeCode(more) })] })

afterEach(cleanup)

describe('a code that came as an image', () => {
  it('is offered, with its countdown, once it is read', async () => {
    const images = decoding(PAIRING)
    await open({ kind: 'qr-image', value: PICTURE })
    expect(code()).toBeNull()
    expect(within(card()).queryByRole('timer')).toBeNull()
    await images.settle(true)
    expect(code()?.getAttribute('src')).toBe(PICTURE)
    expect(within(card()).queryByRole('alert')).toBeNull()
  })

  it.each([
    ['cannot be decoded', PAIRING, false],
    ['shows no QR code', null, true],
    ['is the code of no pairing', 'undefined', true],
    ['is the code of a page', 'https://server.example/login', true],
  ])('and %s is not offered: the card says so, with the next step in reach', async (_what, text, decoded) => {
    const images = decoding(text)
    const { bridge, user } = await open({ kind: 'qr-image', value: PICTURE })
    await images.settle(decoded)
    expect(code()).toBeNull()
    expect(within(card()).queryByRole('timer')).toBeNull()
    expect(within(card()).getByRole('alert').textContent).toContain('Нажмите «Обновить QR».')
    await user.click(within(card()).getByRole('button', { name: 'Обновить QR' }))
    expect(bridge.argsOf('number.newCode')).toHaveLength(1)
  })

  it('makes room for the next one', async () => {
    const images = decoding(null)
    const { bridge } = await open({ kind: 'qr-image', value: PICTURE })
    await images.settle(true)
    bridge.emit({ from: 1, to: 2, upsert: [makeSession({ phase: 'awaiting-scan', code: makeCode() })] })
    expect(await within(card()).findByRole('timer')).toBeTruthy()
    expect(code()).toBeTruthy()
  })
})

it('a text that no QR code can hold is told, not left out', async () => {
  await open({ value: `2@${'я'.repeat(2_000)}` })
  expect(code()).toBeNull()
  expect(within(card()).getByRole('alert').textContent).toContain('Код от сервера не читается')
})

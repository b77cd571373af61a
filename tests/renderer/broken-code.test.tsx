import { cleanup, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { makeCode, makeSession } from './make'
import { show } from './show'

const PICTURE = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=='
const card = (): HTMLElement => screen.getByRole('region', { name: 'WhatsApp Integration' })
const code = (): HTMLElement | null => within(card()).queryByRole('img', { name: 'QR-код для привязки WhatsApp' })

/** What jsdom lacks: decoding an image. `settle` ends all that are under way. */
function decoding(width = 300): { settle(decoded: boolean): Promise<void> } {
  const waiting: ((decoded: boolean) => void)[] = []
  HTMLImageElement.prototype.decode = () =>
    new Promise((resolve, reject) => waiting.push((decoded) => (decoded ? resolve() : reject(new DOMException('broken', 'EncodingError')))))
  Object.defineProperty(HTMLImageElement.prototype, 'naturalWidth', { configurable: true, get: () => width })
  return {
    async settle(decoded) {
      for (const end of waiting.splice(0)) end(decoded)
      await screen.findByText(decoded && width >= 21 ? /^действует/ : 'Код от сервера не читается')
    },
  }
}
const open = (more: Parameters<typeof makeCode>[0]) => show({ sessions: [makeSession({ phase: 'awaiting-scan', code: makeCode(more) })] })

afterEach(cleanup)

describe('a code that came as an image', () => {
  it('is offered, with its countdown, once it is decoded', async () => {
    const images = decoding()
    await open({ kind: 'qr-image', value: PICTURE })
    expect(code()).toBeNull()
    expect(within(card()).queryByRole('timer')).toBeNull()
    await images.settle(true)
    expect(code()?.getAttribute('src')).toBe(PICTURE)
    expect(within(card()).queryByRole('alert')).toBeNull()
  })

  it.each([
    ['cannot be decoded', 300, false],
    ['is too small to be a code', 1, true],
  ])('and %s is not offered: the card says so, with the next step in reach', async (_what, width, decoded) => {
    const images = decoding(width)
    const { bridge, user } = await open({ kind: 'qr-image', value: PICTURE })
    await images.settle(decoded)
    expect(code()).toBeNull()
    expect(within(card()).queryByRole('timer')).toBeNull()
    expect(within(card()).getByRole('alert').textContent).toContain('Нажмите «Обновить QR».')
    await user.click(within(card()).getByRole('button', { name: 'Обновить QR' }))
    expect(bridge.argsOf('number.newCode')).toHaveLength(1)
  })

  it('makes room for the next one', async () => {
    const images = decoding()
    const { bridge } = await open({ kind: 'qr-image', value: PICTURE })
    await images.settle(false)
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

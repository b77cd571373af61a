// What an operator does in the window, by the words that stand there (Russian): shared by the E2E tests and the demo.
import type { Locator, Page } from 'playwright-core'
import { ru } from '../../../src/shared/words/i18n/ru'
import { addConnection, fillFields } from './forms'
import { decodeQr } from './qr'
import { kindWords } from '../../fakes/kind-specs'

const words = ru.window

/** Seconds the simulated platform takes to answer, as the simulator panel offers them. */
type Latency = 0 | 500 | 2_000 | 10_000 | 30_000

/** The operator at one window. */
export interface Operator {
  readonly page: Page
  /** Waits until the text is shown; `limit` in ms. */
  sees(text: string | RegExp, limit?: number): Promise<void>
  /** Welcome screen → sandbox connection. */
  addSandbox(): Promise<void>
  /** «Подключить WhatsApp»: asks for a new number. */
  connectNumber(): Promise<void>
  /** «Подключить WhatsApp», and waits for the code. */
  asksForCode(): Promise<void>
  /** From the welcome screen to a connected number in the sandbox. */
  connectsSandboxNumber(): Promise<void>
  /** From the welcome screen to a WPP Platform connection with its first number. */
  addsPlatform(address: string, number: TypedNumber): Promise<void>
  /** Types a key and its session into the form that is open. */
  types(number: TypedNumber): Promise<void>
  /** One more number of that connection: another key. */
  addsNumber(number: TypedNumber): Promise<void>
  /** Waits for a live code and reads it off the screen, as a phone does. */
  readsQr(): Promise<string>
  /** What the simulated phone does. */
  phone(action: keyof typeof words.sandbox.action): Promise<void>
  /** How slowly the simulated platform answers. */
  latency(ms: Latency): Promise<void>
}

/** What an operator types for a number of a WPP Platform. */
interface TypedNumber {
  readonly apiKey: string
  readonly session: string
}

/** Puts an operator at the window. */
export function operatorAt(page: Page): Operator {
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const sees = async (text: string | RegExp, limit = 15_000): Promise<void> => {
    await page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: limit })
  }
  const operator: Operator = {
    page,
    sees,
    async addSandbox() {
      await page.getByRole('button', { name: kindWords('sandbox').name }).click()
      await button(kindWords('sandbox').add).click()
    },
    async connectNumber() {
      await page.getByRole('main').getByRole('button', { name: words.card.connect, exact: true }).click()
    },
    async asksForCode() {
      await operator.connectNumber()
      await page.getByRole('img', { name: words.card.qrName }).waitFor()
    },
    async connectsSandboxNumber() {
      await operator.addSandbox()
      await operator.asksForCode()
      await operator.phone('scan')
      await sees(words.card.connected)
    },
    async addsPlatform(address, { apiKey, session }) {
      await addConnection(page, 'wpp-platform', { address, apiKey, session })
    },
    types: ({ apiKey, session }) => fillFields(page, 'wpp-platform', { apiKey, session }),
    async addsNumber(number) {
      await page.getByTitle(ru.window.connection.open.replace('{{name}}', kindWords('wpp-platform').name)).click()
      await operator.types(number)
      await operator.connectNumber()
    },
    async readsQr() {
      const code = page.getByRole('img', { name: words.card.qrName })
      await code.waitFor({ timeout: 30_000 })
      const read = decodeQr(await page.screenshot({ animations: 'disabled' }))
      if (read === null) throw new Error('A QR code is shown, and no phone could read it')
      return read
    },
    phone: (action) => button(words.sandbox.action[action]).click(),
    async latency(ms) {
      await page.getByLabel(words.sandbox.latency).selectOption(String(ms))
    },
  }
  return operator
}

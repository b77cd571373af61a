// WAHA on the packaged app: recognised by its address, its session adopted and its drop told at once, a new one linked, a passkey explained.
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { WahaStandIn } from '../../standins/waha'
import { operatorAt } from '../rig/operator'
import { QUICK } from '../rig/quick'
import { placesIn, search } from '../rig/secret-search'
import { inWorld } from '../rig/test'
import { kindWords } from '../../fakes/kind-specs'

const words = ru.window
const KEY = 'waha-key-of-the-whole-server'

inWorld('recognises a WAHA, tells a drop by push, links by the code on the screen, and explains a passkey', {}, async ({ world, launch }) => {
  const server = await WahaStandIn.start(KEY)
  world.onStop(() => server.close())
  server.link('shop', '79001234567')
  // Asked as seldom as a hidden window asks: only an event is quicker.
  const app = await launch({ timings: { ...QUICK, watchVisible: 600_000, watchHidden: 600_000 } })
  const page = await app.window()
  const operator = operatorAt(page)
  await page.getByLabel(words.welcome.address).fill(server.address)
  await page.keyboard.press('Enter')
  const form = page.getByRole('region', { name: 'WAHA' })
  await form.waitFor()
  await page.getByLabel(kindWords('waha').fields['apiKey']?.label ?? '', { exact: true }).fill(KEY)
  await page.getByRole('button', { name: words.form.add, exact: true }).click()
  await page.getByRole('button', { name: /^shop/ }).click()
  await operator.sees(words.card.connected)
  await expect.poll(() => server.listeners()).toBe(1)

  server.unlink('shop')
  const notice = await world.notices.waitForNotice(({ summary }) => summary.startsWith('shop: '))
  // Its word, FAILED, names no cause.
  expect(notice.summary).toBe(ru.desktop.drop.title.unspecified.replace('{{name}}', 'shop'))

  await page.getByRole('button', { name: words.card.reconnect }).click()
  expect(await operator.readsQr()).toBe(server.codeOf('shop'))
  server.askPasskey('shop')
  await page.getByText(ru.failure['passkey-required'].what).first().waitFor()
  await page.getByText(ru.failure['passkey-required'].next).first().waitFor()
  server.confirm('shop', '79001234567')
  await operator.sees(words.card.connected)
  await app.stop()
  expect(search(new Map([['the key of the server', KEY]]), await placesIn(world.bus.folder))).toEqual([])
})

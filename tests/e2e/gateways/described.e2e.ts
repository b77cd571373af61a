// A hosted service by its description, on the packaged app: GREEN-API by its address, a code to scan and one to type, and a key that stands in every path.
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { greenApi } from '../../standins/hosted/services'
import { operatorAt } from '../rig/operator'
import { QUICK } from '../rig/quick'
import { placesIn, search } from '../rig/secret-search'
import { inWorld } from '../rig/test'

const words = ru.window
const ID = '1101000001'
const PHONE = '79001234567'

inWorld('links a number of GREEN-API by a code to type, then by one to scan, tells its drop, and leaves its token nowhere', {}, async ({ world, launch }) => {
  const server = await greenApi().start()
  world.onStop(() => server.close())
  const { token } = server.add(ID)
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await operator.sees(words.welcome.title)

  // An address that is nobody's: the kind is chosen by hand, and the address stays.
  await page.getByLabel(words.welcome.address).fill(server.address)
  await page.keyboard.press('Enter')
  await page.getByText(words.welcome.nobody).waitFor()
  await page.getByRole('button', { name: 'GREEN-API' }).click()
  expect(await page.getByLabel('Адрес сервера').inputValue()).toBe(server.address)
  await page.getByLabel('idInstance', { exact: true }).fill(ID)
  await page.getByLabel('apiTokenInstance', { exact: true }).fill(token)
  await page.getByRole('button', { name: words.form.add, exact: true }).click()

  // The number came with its key, and its code to scan is shown at once. The phone is elsewhere: a code to type.
  await operator.readsQr()
  await page.getByRole('button', { name: words.pair.open }).click()
  await page.getByLabel(words.pair.phone).fill('8 900 123-45-67')
  await page.keyboard.press('Enter')
  await page.getByText('ABCD-1234', { exact: true }).waitFor()
  await page.getByText(words.pair.for.replace('{{phone}}', '+7 900 123-45-67')).waitFor()
  expect(server.asked).toContain(`POST /waInstance${ID}/getAuthorizationCode/KEY`)

  // The service goes on offering codes to scan; the operator changes their mind.
  await page.getByRole('button', { name: words.pair.scanInstead }).click()
  const read = await operator.readsQr()
  expect(read).toBe(server.get(ID)?.code?.text)
  server.scan(ID, PHONE)
  await operator.sees(words.card.connected)

  server.unlink(ID)
  const notice = await world.notices.waitForNotice(({ summary }) => summary.includes('+7 900 123-45-67'))
  expect(notice.summary).toBe(ru.desktop.drop.title['logged-out'].replace('{{name}}', '+7 900 123-45-67'))
  expect(server.asked.filter((each) => each.includes('/logout/'))).toEqual([])
  await app.stop()
  expect(search(new Map([['the token', token]]), await placesIn(world.bus.folder))).toEqual([])
})

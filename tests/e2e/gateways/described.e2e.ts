// A hosted service by its description, on the packaged app: GREEN-API by its address, a code to scan and one to type, and a key that stands in every path.
// Z-API by a file of one's own: messages that wait, and a passkey.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { shippedDescriptions } from '../../../src/main/gateways/described/shipped'
import { greenApi, zApi } from '../../standins/hosted/services'
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

inWorld('asks before Z-API sends what waits there, explains its passkey, and connects once it was given elsewhere', {}, async ({ world, launch }) => {
  const server = await zApi().start()
  world.onStop(() => server.close())
  const number = server.add(ID)
  Object.assign(number, { waiting: 3, passkey: true })
  // The service's own description, for another address.
  const shipped = shippedDescriptions().find(({ id }) => id === 'z-api')
  const names = { name: 'Z-API here' }
  const own = {
    ...shipped,
    id: 'z-api-here',
    base: { fixed: server.address },
    words: { en: { ...shipped?.words.en, ...names }, ru: { ...shipped?.words.ru, ...names } },
  }
  mkdirSync(join(world.profile, 'gateways'), { recursive: true })
  writeFileSync(join(world.profile, 'gateways', 'z-api-here.json'), JSON.stringify(own))
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await page.getByText(words.welcome.title).waitFor()
  await page.getByLabel(words.welcome.address).fill(server.address)
  // The address is the service's own by its description.
  await page.keyboard.press('Enter')
  await page.getByLabel('Instance ID', { exact: true }).fill(ID)
  await page.getByLabel('Токен инстанса', { exact: true }).fill(number.token)
  await page.getByRole('button', { name: words.form.add, exact: true }).click()

  // Nothing is linked by itself while messages wait; the click asks about them.
  await page.getByRole('button', { name: words.card.connect, exact: true }).click()
  await page.getByText(/ждут 3 сообщения/).waitFor()
  expect(server.asked.filter((each) => each.endsWith('/qr-code'))).toEqual([])
  await page.getByRole('button', { name: words.confirm.waiting, exact: true }).click()
  await page.getByText(ru.failure['passkey-required'].what).first().waitFor() // at the number, and a moment later in its history

  Object.assign(number, { linked: true, passkey: false })
  await operator.sees(words.card.connected)
  await app.stop()
  expect(search(new Map([['the token', number.token]]), await placesIn(world.bus.folder))).toEqual([])
})

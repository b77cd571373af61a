// A number that is linked again with somebody else's phone is flagged at once, told once, and the operator decides.
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { operatorAt, type Operator } from '../rig/operator'
import { readSettings } from '../rig/backends/platform-peek'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'

const FIRST = '+7 000 000-00-01'
const words = ru.phone

/** Unlinks the number and links it again with another phone; answers that phone as it is shown. */
async function linksWrong(operator: Operator): Promise<string> {
  await operator.phone('unlink')
  await operator.sees('Номер отвязан')
  await operator.page.getByRole('button', { name: 'Подключить снова' }).click()
  await operator.readsQr()
  await operator.phone('scan-wrong-phone')
  await operator.sees(words.what)
  const told = await operator.page.getByText(/^Был \+7.*, теперь \+/).textContent()
  return /теперь (\+[\d -]+)\./.exec(told ?? '')?.[1] ?? ''
}

inWorld('flags a number that another phone took, tells it once, and keeps the phone or disconnects as the operator says', {}, async ({ world, launch }) => {
  const app = await launch({ timings: QUICK })
  const operator = operatorAt(await app.window())
  await operator.connectsSandboxNumber()
  await operator.sees(FIRST)

  const other = await linksWrong(operator)
  const notice = await world.notices.waitForNotice(({ summary }) => summary === `${FIRST}: подключён другой телефон`)
  expect(notice.body).toContain(`Был ${FIRST}, теперь ${other}.`)
  await world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label === `${FIRST}: подключён, но с другого телефона`))
  expect(readSettings(world).numbers[0]?.phone).toBe('70000000001')

  await operator.page.getByRole('button', { name: words.keep }).click()
  await operator.page.getByText(words.what, { exact: true }).waitFor({ state: 'hidden' })
  await world.notices.waitForClosed(notice.id)
  await world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label === `${other}: подключён`))
  expect(readSettings(world).numbers[0]?.phone).toBe(other.replace(/\D/g, ''))

  // Its first owner takes it back: now that one is the stranger, and the operator disconnects it.
  await operator.phone('unlink')
  await operator.sees('Номер отвязан')
  await operator.page.getByRole('button', { name: 'Подключить снова' }).click()
  await operator.readsQr()
  await operator.phone('scan')
  await operator.sees(`Был ${other}, теперь ${FIRST}.`.replace(/\.$/, '. Сообщения этого номера идут через него.'))
  await operator.page.getByRole('button', { name: words.disconnect }).click()
  await operator.page.getByRole('dialog').getByRole('button', { name: 'Отключить номер' }).click()
  await operator.page.getByText(words.what, { exact: true }).waitFor({ state: 'hidden' })
  await world.tray.waitForTray(({ menu }) => menu.some(({ label }) => label.endsWith(': отключён вами')))
  expect(world.notices.notices.filter(({ summary }) => summary.endsWith('подключён другой телефон'))).toHaveLength(2)
})

// The reason the product exists, from the first start to the notice, and again after a restart.
import { expect } from 'vitest'
import { operatorAt } from '../rig/operator'
import { platformQr, readSettings, storedKey } from '../rig/backends/platform-peek'
import { decodeQr } from '../rig/qr'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'

const FIRST = '+7 000 000-00-01'
const SECOND = '+7 000 000-00-02'

inWorld('connects a number, is closed, tells the drop, and opens at the number from the notice', {}, async ({ world, launch }) => {
  const app = await launch({ timings: QUICK })
  const operator = operatorAt(await app.window())
  await operator.addSandbox()
  await operator.asksForCode()

  // The picture on the screen is what a phone sees; the platform says what it must be.
  const shown = decodeQr(await app.screenshot('main-job-scan'))
  expect(shown).toBe(await platformQr(world))
  expect(shown).toMatch(/^2@.{100,}/)
  await world.tray.waitForTray(({ icon }) => icon === 'working')

  await operator.phone('scan')
  await operator.sees('WhatsApp подключён')
  await operator.sees('Session:')
  await operator.sees(/^wpp_.{2}••••••.{4}$/)
  const connected = await world.tray.waitForTray(({ icon }) => icon === 'connected')
  expect(connected.tooltip).toContain(FIRST)
  expect(connected.menu.map((each) => each.label)).toContain(`${FIRST}: подключён`)

  await operator.phone('unlink')
  await app.closeWindow()
  const notice = await world.notices.waitForNotice(({ summary }) => summary === `${FIRST}: WhatsApp отвязан от телефона`)
  expect(notice.body).toMatch(/\d\d:\d\d/)
  const dropped = await world.tray.waitForTray(({ icon }) => icon === 'disconnected')
  expect(dropped.tooltip).toContain('отвязан')

  const opened = app.electron.waitForEvent('window')
  world.notices.clickNotice(notice.id)
  const page = await opened
  const again = operatorAt(page)
  await again.sees('Номер отвязан')
  await page.getByRole('button', { name: 'Подключить снова' }).click()
  await again.readsQr()
  await again.phone('scan')
  await again.sees('WhatsApp подключён')
  const recovery = await world.notices.waitForNotice(({ summary }) => summary === `${FIRST}: WhatsApp снова подключён`)
  expect(recovery.body).toContain('Перерыв длился')
  expect(world.notices.notices.filter((each) => each.summary.includes('отвязан'))).toHaveLength(1)
})

inWorld('knows its number after a restart, with the key back from the keychain', {}, async ({ world, launch }) => {
  const first = await launch({ timings: QUICK })
  await operatorAt(await first.window()).connectsSandboxNumber()
  const key = await storedKey(world)
  await world.tray.clickMenu('Выйти')
  expect(await first.ended).toBe(0)

  const second = await launch({ timings: QUICK })
  await operatorAt(await second.window()).sees('WhatsApp подключён')
  await world.tray.waitForTray(({ icon }) => icon === 'connected')
  expect(await storedKey(world)).toBe(key)
  expect(readSettings(world).numbers).toHaveLength(1)
  expect(world.notices.notices).toEqual([])
})

inWorld('adds a second number beside the first, and disconnects it alone', {}, async ({ world, launch }) => {
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await operator.connectsSandboxNumber()
  await page.getByTitle('Открыть подключение Песочница').click()
  await operator.asksForCode()
  await operator.phone('scan')
  await operator.sees('WhatsApp подключён')
  await world.tray.waitForTray(({ tooltip }) => tooltip.includes(FIRST) && tooltip.includes(SECOND))

  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Отключить', exact: true }).click()
  await dialog.getByText(SECOND).first().waitFor()
  await dialog.getByRole('button', { name: 'Отмена' }).click()
  await operator.sees('WhatsApp подключён')
  await page.getByRole('button', { name: 'Отключить', exact: true }).click()
  await dialog.getByRole('button', { name: 'Отключить' }).click()
  const tray = await world.tray.waitForTray(({ menu }) => menu.some((each) => each.label === `${SECOND}: отключён вами`))
  expect(tray.icon).toBe('connected')
  expect(tray.menu.map((each) => each.label)).toContain(`${FIRST}: подключён`)
  expect(world.notices.notices).toEqual([])
})

inWorld('gives an attempt up when told so, and takes it up again', {}, async ({ launch }) => {
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await operator.addSandbox()
  await operator.asksForCode()
  await page.getByRole('button', { name: 'Отмена' }).click()
  await page.getByText('Отсканируйте QR-код').waitFor({ state: 'hidden' })
  await operator.asksForCode()
})

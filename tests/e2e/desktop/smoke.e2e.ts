// The shortest proof that the packaged app stands: a window, a tray item, a close button that leaves the tray, a menu that quits.
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { operatorAt } from '../rig/operator'
import { inWorld } from '../rig/test'
import { kindWords } from '../../fakes/kind-specs'

inWorld('starts with a window, lives on in the tray when it is closed, and quits from the tray menu', {}, async ({ world, launch }) => {
  const app = await launch()
  const page = await app.window()
  await page.getByText('WPP Companion').first().waitFor()
  const tray = await world.tray.waitForTray(({ icon }) => icon === 'empty')
  expect(tray.tooltip).toContain('WPP Companion')
  await app.closeWindow()
  expect((await world.tray.read())?.icon).toBe('empty')
  await world.tray.clickMenu('Выйти')
  expect(await app.ended).toBe(0)
  await world.tray.waitForNoTray()
})

inWorld('draws larger and smaller by the keys that browsers have for it, and remembers it', {}, async ({ world, launch }) => {
  const app = await launch()
  const page = await app.window()
  await page.getByRole('button', { name: kindWords('sandbox').name }).waitFor()
  const ratio = (of: typeof page) => of.evaluate<number>('window.devicePixelRatio')
  const own = await ratio(page)
  await page.keyboard.press('Control+=')
  await expect.poll(() => ratio(page)).toBeGreaterThan(own)
  const larger = await ratio(page)
  await app.closeWindow()
  const opened = app.electron.waitForEvent('window')
  await world.tray.clickMenu(ru.desktop.tray.open)
  const again = await opened
  await again.getByRole('button', { name: kindWords('sandbox').name }).waitFor()
  await expect.poll(() => ratio(again)).toBe(larger)
  await again.keyboard.press('Control+0')
  await expect.poll(() => ratio(again)).toBe(own)
  for (let i = 0; i < 20; i += 1) await again.keyboard.press('Control+-')
  await expect.poll(() => ratio(again)).toBeLessThan(own)
  expect(await ratio(again)).toBeGreaterThan(own * 0.6)
})

inWorld('calls the sandbox what it is called in the language of now', {}, async ({ launch }) => {
  const app = await launch()
  const page = await app.window()
  const operator = operatorAt(page)
  await operator.addSandbox()
  await page
    .getByRole('heading', { name: kindWords('sandbox').name })
    .first()
    .waitFor()
  await page.getByRole('button', { name: ru.window.app.settings }).click()
  await page.getByLabel(ru.window.settings.language).selectOption('en')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Sandbox' }).first().waitFor()
  expect(await page.getByText(kindWords('sandbox').name).count()).toBe(0)
})

// The shortest proof that the packaged app stands: a window, a tray item, a close button that leaves the tray, a menu that quits.
import { expect } from 'vitest'
import { inWorld } from './rig/test'

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

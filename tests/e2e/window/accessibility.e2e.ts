// axe on every screen of the real app with all its rules, light and dark, wide and narrow; and the main job by keyboard alone.
import axe from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { openForm } from '../rig/forms'
import { operatorAt } from '../rig/operator'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'
import { kindWords } from '../../fakes/kind-specs'

const words = ru.window
const WIDTHS = [1_000, 380] as const

/** What axe finds on the screen in both colour schemes and at both widths: rule and element. */
async function findings(page: Page, screen: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 720 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(axe.source)
      const { violations, passes } = await page.evaluate<Pick<axe.AxeResults, 'violations' | 'passes'>>('axe.run()')
      expect(passes.length, 'axe has looked').toBeGreaterThan(10)
      found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${screen} ${width} ${colorScheme}: ${id} at ${target.join(' ')}`)))
      const sideways = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
      if (sideways) found.push(`${screen} ${width}: scrolls sideways`)
    }
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 720 })
  return found
}

inWorld('axe finds nothing on any screen, light or dark, wide or narrow', {}, async ({ launch }) => {
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  const found: string[] = []
  const look = async (screen: string): Promise<void> => void found.push(...(await findings(page, screen)))

  await operator.sees(words.welcome.title)
  await look('welcome')
  await openForm(page, 'academyos')
  await page.getByRole('button', { name: words.form.add, exact: true }).click()
  await operator.sees(words.form.required)
  await look('form with mistakes')
  await page.getByRole('button', { name: words.welcome.change }).click()
  await operator.addSandbox()
  await look('connection without numbers')
  await operator.asksForCode()
  await look('scan')
  await operator.phone('scan')
  await operator.sees(words.card.connected)
  await look('connected, or the list when narrow')
  await page.getByRole('button', { name: words.card.disconnect, exact: true }).click()
  await page.getByRole('dialog').waitFor()
  await look('disconnect asks')
  await page.keyboard.press('Escape')
  await operator.phone('unlink')
  await operator.sees(ru.window.cause['logged-out'].what)
  await look('disconnected')
  await page.getByRole('button', { name: words.app.settings }).click()
  await page.getByRole('dialog').waitFor()
  await look('settings')
  expect(found).toEqual([])
})

/** Presses Tab until the thing has the focus, and sees that the focus shows. */
async function tabTo(page: Page, thing: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    if ((await thing.and(page.locator(':focus')).count()) === 0) continue
    expect(
      await page.evaluate('document.activeElement.matches(":focus-visible") && getComputedStyle(document.activeElement).outlineStyle !== "none"'),
      'the focus shows',
    ).toBe(true)
    return
  }
  throw new Error(`40 times Tab did not lead to ${String(thing)}`)
}

inWorld('from the welcome screen to a connected number by keyboard alone', {}, async ({ launch }) => {
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  await operatorAt(page).sees(words.welcome.title)
  await tabTo(page, page.getByRole('button', { name: kindWords('sandbox').name }))
  await page.keyboard.press('Enter')
  await tabTo(page, button(kindWords('sandbox').add))
  await page.keyboard.press('Enter')
  const connect = page.getByRole('main').getByRole('button', { name: words.card.connect, exact: true })
  await connect.waitFor()
  await tabTo(page, connect)
  await page.keyboard.press('Enter')
  await operatorAt(page).readsQr()
  await tabTo(page, button(words.sandbox.action.scan))
  await page.keyboard.press('Space')
  await operatorAt(page).sees(words.card.connected)
})

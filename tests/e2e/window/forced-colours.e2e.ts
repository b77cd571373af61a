// Forced colours (the high-contrast themes of an operating system) and 200 % zoom: every state can still be told, and everything fits. Pictures in test-results/.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import { RESULTS, type RunningApp } from '../rig/app'
import { withLinkedNumbers } from '../rig/linked-numbers'
import { operatorAt } from '../rig/operator'
import { decodeQr } from '../rig/qr'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'

const words = ru.window

/** Pixels of the first picture that are another colour in the second. */
function differing(one: Buffer, other: Buffer): number {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)]
  let count = 0
  for (let at = 0; at < a.data.length; at += 4) if (a.data.readUInt32BE(at) !== (b.data.length > at ? b.data.readUInt32BE(at) : 0)) count += 1
  return count
}

/** Sees that a control looks different once it was clicked, and clicks it back. The pointer and the focus rest elsewhere meanwhile. */
async function looksSwitched(page: Page, control: Locator, seen: Locator = control): Promise<void> {
  const picture = async (): Promise<Buffer> => {
    await page.mouse.move(1, 1)
    await page.evaluate('document.activeElement?.blur()')
    return seen.screenshot({ animations: 'disabled' })
  }
  const before = await picture()
  await seen.click()
  const after = await picture()
  expect(differing(before, after), String(control)).toBeGreaterThan(20)
  await seen.click()
}

/** The backgrounds of all that fits a selector. */
const backgrounds = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => getComputedStyle(each).backgroundColor)`)

inWorld('forced colours leave every state to be told', {}, async (scene) => {
  const { app, operator, platform, sessions } = await withLinkedNumbers(scene, { count: 2 })
  const { page } = operator
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })

  // The selected row, beside one that is not.
  const [selected] = await backgrounds(page, 'nav [aria-current], [aria-current="true"], [aria-current]')
  const rest = await backgrounds(page, '[class*="row"]:not([aria-current])')
  expect(rest).not.toContain(selected)

  // The period, and what the timeline and its legend show of a drop.
  await platform.phone(sessions[1] ?? '', 'unlink')
  await operator.sees(words.cause['logged-out'].what)
  const period = (name: string): Locator => page.locator('label', { hasText: new RegExp(`^${name}$`) })
  const week = await period(ru.history.periods.week).screenshot({ animations: 'disabled' })
  await period(ru.history.periods.week).click()
  await page.mouse.move(1, 1)
  await page.evaluate('document.activeElement?.blur()')
  expect(differing(week, await period(ru.history.periods.week).screenshot({ animations: 'disabled' }))).toBeGreaterThan(20)
  await period(ru.history.periods.day).click()
  const marks = await page.evaluate<{ readonly color: string; readonly height: string }[]>(
    `[...document.querySelectorAll('[class*="legend"] i')].map((each) => ({ color: getComputedStyle(each).backgroundColor, height: getComputedStyle(each).height }))`,
  )
  expect(marks.length).toBeGreaterThan(1)
  expect(new Set(marks.map(({ color, height }) => `${color} ${height}`)).size).toBe(marks.length)
  const [bar] = await backgrounds(page, '[class*="timeline"] [class*="bar"]')
  expect(await backgrounds(page, '[class*="timeline"] [class*="bar"] span')).not.toContain(bar)
  await app.screenshot('forced-colours-down')

  // The countdown of a code.
  await page.getByRole('button', { name: words.card.reconnect, exact: true }).click()
  await operator.readsQr()
  const [track, left] = await page.evaluate<string[]>(
    `[document.querySelector('[role="timer"]').parentElement.previousElementSibling].flatMap((bar) => [bar, bar.firstElementChild].map((each) => getComputedStyle(each).backgroundColor))`,
  )
  expect(left).not.toBe(track)
  await app.screenshot('forced-colours-scan')

  // Switches, and the chips of days.
  await page.getByRole('button', { name: words.settings.title }).first().click()
  await looksSwitched(page, page.getByRole('switch', { name: words.settings.sound }))
  const quiet = page.getByRole('switch', { name: new RegExp(`^${ru.alarms.quiet}`) })
  await quiet.scrollIntoViewIfNeeded()
  await looksSwitched(page, quiet)
  await quiet.click()
  await looksSwitched(
    page,
    page.getByRole('checkbox', { name: ru.alarms.dayNames[1], exact: true }),
    page.locator('label', { hasText: new RegExp(`^${ru.alarms.dayNames[1]}$`) }),
  )
  await app.screenshot('forced-colours-settings')
})

/** The window as it is drawn, as a PNG: Playwright's own pictures are of a page that is not zoomed. */
async function picture(app: RunningApp, name: string): Promise<Buffer> {
  const drawn = await app.inMain(async ({ BrowserWindow }) => (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64'))
  const png = Buffer.from(drawn ?? '', 'base64')
  writeFileSync(join(RESULTS, `${name}.png`), png)
  return png
}

inWorld('at 200 % everything is in reach, and nothing scrolls sideways', {}, async ({ launch }) => {
  const app = await launch({ timings: QUICK })
  const page = await app.window()
  const operator = operatorAt(page)
  await operator.sees(words.welcome.title)
  const ratio = (): Promise<number> => page.evaluate<number>('devicePixelRatio')
  const own = await ratio()
  while ((await ratio()) < own * 2) {
    const before = await ratio()
    await page.keyboard.press('Control+=')
    await expect.poll(ratio).toBeGreaterThan(before)
  }
  const fits = (): Promise<boolean> => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')
  expect(await fits(), 'welcome').toBe(true)
  await operator.addSandbox()
  await operator.asksForCode()
  expect(await fits(), 'scan').toBe(true)
  // The code fits into the window whole, or no phone could read it.
  const read = async (): Promise<string | null> => {
    await page.getByRole('img', { name: words.card.qrName }).scrollIntoViewIfNeeded()
    return decodeQr(await picture(app, 'zoom-200-scan'))
  }
  // What was scrolled is drawn a moment later.
  await expect.poll(read, { timeout: 10_000 }).toMatch(/^2@/)
  await operator.phone('scan')
  await operator.sees(words.card.connected)
  expect(await fits(), 'connected').toBe(true)
  await page.getByRole('button', { name: words.settings.title }).first().click()
  await page.getByRole('dialog').waitFor()
  expect(await page.evaluate('document.querySelector("[role=dialog], dialog").scrollWidth <= innerWidth')).toBe(true)
  await picture(app, 'zoom-200-settings')
})

// What the window shows at the very start: the numbers as last proved, before anything was asked.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { AppSnapshot } from '../../../src/shared/ipc/snapshot'
import { ru } from '../../../src/shared/words/i18n/ru'
import { operatorAt } from '../rig/operator'
import { QUICK } from '../rig/quick'
import { inWorld } from '../rig/test'

/** The snapshot that came with the page. */
const given = async (page: Page): Promise<AppSnapshot | null> => JSON.parse(await page.evaluate<string>('document.getElementById("snapshot").textContent'))

inWorld('the next start shows the numbers at once, none of them green, and without what the settings no longer bear out', {}, async ({ world, launch }) => {
  const first = await launch({ timings: QUICK })
  const page = await first.window()
  // Nothing, or what the running app knows if it was quicker than the page.
  expect((await given(page))?.revision, 'a first start has no earlier run').not.toBe(-1)
  const operator = operatorAt(page)
  await operator.addSandbox()
  await operator.asksForCode()
  await operator.phone('scan')
  await operator.sees(ru.window.card.connected)
  await first.stop()
  const file = join(world.profile, 'start-snapshot.json')
  expect(readFileSync(file, 'utf8')).toContain('"phase":"connected"')

  const second = await launch({ timings: QUICK })
  const again = await second.window()
  expect(await given(again)).toMatchObject({ revision: -1, sessions: [{ phase: 'connected', stale: true, code: null }] })
  await operatorAt(again).sees(ru.window.card.connected)

  // A window opened later gets what is known by then.
  await second.closeWindow()
  const opened = second.electron.waitForEvent('window')
  await world.tray.clickMenu(ru.desktop.tray.open)
  const later = await opened
  await operatorAt(later).sees(ru.window.card.connected)
  const live = await given(later)
  expect(live?.revision).toBeGreaterThan(0)
  expect(live?.sessions).toMatchObject([{ phase: 'connected', stale: false }])
  await second.stop()

  const settings = join(world.profile, 'settings.json')
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('"notices":true', '"notices":false'))
  const third = await launch({ timings: QUICK })
  const changed = await third.window()
  expect((await given(changed))?.revision, 'the settings are no longer those it was written for').not.toBe(-1)
  await operatorAt(changed).sees(ru.window.card.connected)
})

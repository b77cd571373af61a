// What the app is made of, as the packaged app tells it.
import { expect } from 'vitest'
import { ru } from '../../../src/shared/words/i18n/ru'
import about from '../../../package.json' with { type: 'json' }
import { releaseVersion } from '../../../scripts/lib/runtime-support.mjs'
import { readLog } from '../rig/backends/platform-peek'
import { operatorAt } from '../rig/operator'
import { inWorld } from '../rig/test'

inWorld('tells its runtime, and shows the licences of the software it contains', {}, async ({ launch, world }) => {
  const app = await launch()
  const { page } = operatorAt(await app.window())
  await page.getByRole('button', { name: 'Настройки' }).click()
  await page.getByText(/^.*Electron \d+\.\d+\.\d+, Chromium \d+\.[\d.]+, Node\.js \d+\.\d+\.\d+$/).waitFor()
  // What is said of a runtime out of support: on this machine there may be no other.
  const runtime = /Electron (\d+\.\d+\.\d+)/.exec((await page.getByText(/Electron \d/).textContent()) ?? '')?.[1] ?? ''
  const { why } = releaseVersion({ version: about.version, runtime, pinned: about.devDependencies.electron })
  expect(await page.getByText(ru.about.testing).count()).toBe(why === null ? 0 : 1)
  expect(/for tests: its runtime/.test(readLog(world))).toBe(why !== null)
  await page.getByRole('button', { name: ru.about.notices }).click()
  const text = await page.getByRole('region', { name: ru.about.notices }).textContent()
  for (const name of ['@fontsource-variable/golos-text', '@github/keytar', 'node-sqlite3-wasm', 'react-dom', 'zod'])
    expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'))
})

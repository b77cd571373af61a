import { inWorld } from './rig/test'

inWorld('look', {}, async ({ launch, world }) => {
  const app = await launch({})
  const page = await app.window()
  page.on('console', (m) => console.log('console', m.text()))
  page.on('pageerror', (m) => console.log('pageerror', m.message))
  await page.getByText('Песочница').click()
  await page.getByRole('button', { name: 'Открыть песочницу' }).click()
  await page.getByRole('button', { name: 'Подключить WhatsApp', exact: true }).click()
  await page.waitForTimeout(4500)
  await app.screenshot('look-4')
  console.log(await page.locator('body').innerText())
  const { readFileSync } = await import('node:fs')
  console.log(readFileSync(world.profile + '/logs/main.log', 'utf8'))
  console.log(readFileSync(world.profile + '/settings.json', 'utf8'))
})
